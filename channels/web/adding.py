"""Coming back to add something: beside one answer, or to everything that was said."""

from typing import Any, cast

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from channels.web import cookies
from channels.web.answered import as_said
from channels.web.forms import id_in, number_of, read_form
from channels.web.pages import show, when_read
from channels.web.returning import mailbox_page
from channels.web.visits import see_other, services_of
from surveys.record import Record
from surveys.wording import words_of
from voice import adding, clock, coming_back
from voice.adding import About, Addition, What
from voice.errors import NothingThere
from voice.help_lines import help_lines
from voice.model import new_id


async def add(request: Request) -> Response:
    """Add to the answer with this number; 0 is something new."""
    services, token = services_of(request), cookies.read(request, cookies.MAILBOX) or ""
    held = await coming_back.held_mailbox(services, token)
    inside = await coming_back.look_inside(services, held)
    try:
        about = await adding.look_at(services, held, inside, number_of(request.path_params["number"]))
    except NothingThere:
        raise HTTPException(404) from None
    page = await mailbox_page(request, inside, token)
    if request.method != "POST":
        return show(page, "add.html", **_shown(about, page.lang), form_id=new_id(), given="", words="", error=None)
    form = await read_form(request, token, "form")
    given, words = form.text("what"), form.text("words")
    error = _wrong(given, words)
    if error:
        context = {"form_id": id_in(form), "given": given, "words": words, "error": error}
        return show(page, "add.html", 422, **_shown(about, page.lang), **context)
    read_by = await adding.add(services, held, inside, about, Addition(id_in(form), What(given or What.MORE), words))
    if read_by is None:
        return see_other("/mine")
    own = (await services.arrangements()).arrangements.get("help_lines", ())
    numbers = help_lines(about.origin.band, own, page.lang)
    return show(page, "added.html", read_by=when_read(read_by, page.lang, clock.today()), numbers=numbers)


def _wrong(given: str, words: str) -> str | None:
    """ "That's not right now" says something by itself; "more" needs words."""
    if given not in {*What, ""} or (not words.strip() and given in ("", What.MORE)):
        return "say_something"
    return "too_long" if len(words) > adding.LONGEST else None


def _shown(about: About, tag: str) -> dict[str, Any]:
    if about.record is None:
        return {"about": None}
    record = cast("Record", about.record)
    shown = words_of(about.asked.wording(record["language"]), record["question"])
    said = as_said(record) | {"audience_words": shown["audience_words"], "tells": about.is_safety}
    return {"about": said}
