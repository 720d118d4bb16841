"""Coming back to add something: beside one answer, or to everything that was said; in words, or recorded."""

from dataclasses import dataclass
from typing import Any, cast

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from channels.web import cookies
from channels.web.answered import as_said
from channels.web.asking import EVERYTHING
from channels.web.filed import taken
from channels.web.forms import Form, id_in, number_of, read_form
from channels.web.pages import Page, show, when_read
from channels.web.parts import Part
from channels.web.recorder import LONGEST, MAY_RECORD, SIGN
from channels.web.returning import mailbox_page
from channels.web.visits import see_other, services_of
from i18n.catalogue import catalogue
from i18n.marks import N_
from surveys.offered import Kind
from surveys.record import Record
from surveys.wording import words_of
from voice import adding, adding_recorded, clock, coming_back
from voice.adding import About, Addition, What
from voice.adding_recorded import Came
from voice.coming_back import Held, Inside
from voice.errors import NothingThere
from voice.help_lines import help_lines
from voice.model import new_id
from voice.receiving import LARGEST_RECORDING

NEW, STATUS = N_("Add something new"), {"file_too_large": 413, "no_room": 413, "not_a_recording": 415}


@dataclass(frozen=True, slots=True)
class _Here:
    """Her page, open, and what she would add to."""

    token: str
    held: Held
    inside: Inside
    about: About
    page: Page

    @property
    def may_record(self) -> bool:
        return adding_recorded.may_record(self.about.origin, self.inside, is_safety=self.about.is_safety)


async def add(request: Request) -> Response:
    """Add to the answer with this number; 0 is something new."""
    here = await _here(request)
    if request.method != "POST":
        return show(here.page, "add.html", **_shown(here), form_id=new_id(), given="", words="", error=None)
    form, came, wrong = await _taken_from(request, here)
    given, words = form.text("what"), form.text("words")
    error = wrong or _wrong(given, words, recorded=came is not None)
    services = services_of(request)
    if error:
        if came:
            await adding_recorded.drop(services, came)
        context = {"form_id": id_in(form), "given": given, "words": words, "error": error}
        return show(here.page, "add.html", STATUS.get(error, 422), **_shown(here), **context)
    addition = Addition(id_in(form), What(given or What.MORE), words, came)
    read_by = await adding.add(services, here.held, here.inside, here.about, addition)
    if read_by is None:
        return see_other("/mine")
    own = (await services.arrangements()).arrangements.get("help_lines", ())
    numbers = help_lines(here.about.origin.band, own, here.page.lang)
    return show(here.page, "added.html", read_by=when_read(read_by, here.page.lang, clock.today()), numbers=numbers)


async def record(request: Request) -> Response:
    """Record what is added. It goes with the form of that page, whole, as a chosen file does."""
    here = await _here(request)
    if not here.may_record:
        raise HTTPException(404)
    about = _shown(here)["about"]
    said = about or {"words": catalogue(here.page.lang).gettext(NEW), "lang": None}
    q = {"audience_words": "", **said, "kind": Kind.LONG_WORDS.value}
    back, signs = request.url.path.removesuffix("/record"), here.page.lang == SIGN
    context = {
        "q": q,
        "accepts": EVERYTHING,
        "question": "",
        "back": back,
        "signs": signs,
        "most": LARGEST_RECORDING,
        "seconds": LONGEST,
    }
    shown = show(here.page, "add_record.html", form_id=new_id(), **context)
    shown.headers.update(MAY_RECORD)
    return shown


async def _here(request: Request) -> _Here:
    services, token = services_of(request), cookies.read(request, cookies.MAILBOX) or ""
    held = await coming_back.held_mailbox(services, token)
    inside = await coming_back.look_inside(services, held)
    try:
        about = await adding.look_at(services, held, inside, number_of(request.path_params["number"]))
    except NothingThere:
        raise HTTPException(404) from None
    return _Here(token, held, inside, about, await mailbox_page(request, inside, token))


async def _taken_from(request: Request, here: _Here) -> tuple[Form, Came | None, str | None]:
    """The form, what was recorded with it, and what is wrong with that."""
    if not here.may_record or "multipart/" not in request.headers.get("content-type", ""):
        return await read_form(request, here.token, "form"), None, None
    came: list[Came] = []

    async def keep(part: Part) -> None:
        if not came:
            came.append(await adding_recorded.take(services_of(request), here.held, part.kind, part.body()))

    try:
        form, wrong = await taken(request, here.token, keep)
    except BaseException:
        for each in came:  # the rest of the form never came
            await adding_recorded.drop(services_of(request), each)
        raise
    return form, next(iter(came), None), wrong


def _wrong(given: str, words: str, *, recorded: bool) -> str | None:
    """ "That's not right now" says something by itself; "more" needs words, or a recording."""
    if given not in {*What, ""} or (not (words.strip() or recorded) and given in ("", What.MORE)):
        return "say_something"
    return "too_long" if len(words) > adding.LONGEST else None


def _shown(here: _Here) -> dict[str, Any]:
    about, recorded = here.about, {"accepts": EVERYTHING if here.may_record else ""}
    if about.record is None:
        return {"about": None, **recorded}
    record = cast("Record", about.record)
    shown = words_of(about.asked.wording(record["language"]), record["question"])
    said = as_said(record) | {"audience_words": shown["audience_words"], "tells": about.is_safety}
    return {"about": said, **recorded}
