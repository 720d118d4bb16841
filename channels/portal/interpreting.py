"""An interpreter's pages: what was given to them, and one of it with a box for the English beside each of her words."""

from typing import Any
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from channels.portal import words
from channels.portal.cookies import services_of
from channels.portal.headers import WITH_PLAYER
from channels.portal.pages import as_id, id_of, page
from channels.portal.routing import see_other, text
from channels.portal.showing import say
from voice import playing
from voice.access import SignedIn
from voice.interpreting import handing_in, queue
from voice.interpreting.handing_in import English, EnglishIncomplete
from voice.interpreting.lines import MOST_LINES

FIELDS = (*(f"english_{n}" for n in range(MOST_LINES)), "note")


async def queue_page(request: Request, me: SignedIn) -> Response:
    return page(request, me, "interpreting.html", waits=await queue.my_work(services_of(request), me))


async def item(request: Request, me: SignedIn) -> Response:
    if await queue.is_an_answer(services_of(request), me, id_of(request)):
        return see_other(f"/interpreting/{id_of(request)}/sign")
    return await _item(request, me, id_of(request))


async def hand_in(request: Request, me: SignedIn, form: FormData) -> Response:
    id, given = id_of(request), _fields(form)
    lines = [given[name] for name in FIELDS[:-1] if name in form]
    try:
        await handing_in.hand_in(services_of(request), me, id, English(lines, given["note"]))
    except EnglishIncomplete as incomplete:
        return await _item(request, me, id, given, incomplete)
    return see_other("/interpreting?done=handed_in")


async def keep(request: Request, me: SignedIn, form: FormData) -> str:
    """The session ran out while it was written: keep it, and come back to it."""
    await queue.keep_half_written(services_of(request), me, id_of(request), _fields(form))
    return f"/interpreting/{id_of(request)}"


async def tell_duty(request: Request, me: SignedIn, form: FormData) -> Response:
    id, made = id_of(request), as_id(text(form, "id"))
    told = _moment(text(form, "at")) + say(words.INTERPRETER_TOLD_DUTY)
    await queue.tell_duty(
        services_of(request), me, id, made, told, {name: text(form, name) for name in FIELDS if name in form}
    )
    return see_other(f"/interpreting/{id}?done=raised")


async def recording(request: Request, me: SignedIn) -> Response:
    services = services_of(request)
    which = id_of(request), id_of(request, "recording")
    found = await queue.watch(services, request.app.state.openings, me, *which)
    played = playing.play(found, services.media, request.headers.get("range"))
    return StreamingResponse(played.body, played.status, dict(played.headers))


async def give_back(request: Request, me: SignedIn, form: FormData) -> Response:
    await queue.give_back(services_of(request), me, id_of(request))
    return see_other("/interpreting?done=given_back")


async def _item(
    request: Request,
    me: SignedIn,
    id: UUID,
    given: dict[str, str] | None = None,
    wrong: EnglishIncomplete | None = None,
) -> Response:
    found = await queue.open_item(services_of(request), me, id)
    there = {f"english_{n}": line.english for n, line in enumerate(found.lines)} | {"note": found.note}
    context: dict[str, Any] = {
        "found": found,
        "draft": there | (given if given is not None else dict(found.draft)),
        "restored": given is None and bool(found.draft),
        "error": wrong.missing if wrong else None,
        "error_place": f"english_{wrong.line}" if wrong else "",
    }
    shown = page(request, me, "interpreting_one.html", 400 if wrong else 200, **context)
    if found.recordings:
        shown.headers["content-security-policy"] = WITH_PLAYER
    return shown


def _moment(at: str) -> str:
    """Where in the recording, in front of the words; nothing where nothing was played."""
    if not (at.isascii() and at.isdigit() and len(at) < 6):
        return ""
    return say(words.AT_MOMENT) % {"minutes": int(at) // 60, "seconds": f"{int(at) % 60:02}"}


def _fields(form: FormData) -> dict[str, str]:
    return {name: text(form, name) for name in FIELDS}
