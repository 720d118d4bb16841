"""She answers what adults wrote, by one press on her page; a page of its own where something is not right yet."""

from collections.abc import Awaitable, Callable
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from channels.web import cookies
from channels.web.asked_back import ask
from channels.web.forms import Form, id_in, number_of, read_form
from channels.web.pages import show
from channels.web.returning import mailbox_page
from channels.web.visits import see_other, services_of
from i18n.catalogue import catalogue
from voice import adding, coming_back, saying_back
from voice.errors import NothingThere
from voice.saying_back import CHOICES, About, SaidBack


async def _answer(about: About, request: Request) -> Response:
    services, token = services_of(request), cookies.read(request, cookies.MAILBOX) or ""
    held = await coming_back.held_mailbox(services, token)
    form = await read_form(request, token, "form") if request.method == "POST" else Form({})
    inside = await coming_back.look_inside(services, held)
    number = number_of(request.path_params["number"])
    try:
        line = saying_back.look_at(inside, about, number)
    except NothingThere:
        raise HTTPException(404) from None
    chosen, words = form.text("answer"), form.text("words")
    error = _wrong(about, chosen, words) if request.method == "POST" else None
    if request.method != "POST" or error:
        page = await mailbox_page(request, inside, token)
        asked = ask(inside, about, number, line, catalogue(page.lang))
        return show(page, "answer_back.html", 422 if error else 200, asked=asked, words=words, error=error)
    await saying_back.say_back(services, held, inside, about, line, SaidBack(id_in(form), chosen, words))
    return see_other(f"/mine#{about.value}-{number}")


told: Callable[[Request], Awaitable[Response]] = partial(_answer, About.WEIGHING)
promise: Callable[[Request], Awaitable[Response]] = partial(_answer, About.PROMISE)
english: Callable[[Request], Awaitable[Response]] = partial(_answer, About.TRANSLATION)
heard: Callable[[Request], Awaitable[Response]] = partial(_answer, About.HEARD)


def _wrong(about: About, chosen: str, words: str) -> str | None:
    if chosen not in CHOICES[about]:
        return "say_something"
    return "too_long" if len(words) > adding.LONGEST else None
