"""An interpreter's page of an answer: what to sign, with a recorder; or a film beside its words, to be checked."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from channels.portal import words
from channels.portal.cookies import services_of
from channels.portal.headers import MAY_RECORD
from channels.portal.in_sign import brought
from channels.portal.pages import as_id, id_of, page
from channels.portal.routing import see_other, text
from channels.portal.showing import say
from voice import playing
from voice.access import SignedIn
from voice.in_sign import films, queue
from voice.in_sign.queue import CheckIncomplete
from voice.model import Work
from voice.playback.sniffing import Unplayable
from voice.studio.captions import BadCaptions

NOTHING: Mapping[str, str] = {}


async def item(request: Request, me: SignedIn) -> Response:
    return await _item(request, me, id_of(request))


async def hand_in(request: Request, me: SignedIn, form: FormData) -> Response:
    id = id_of(request)
    try:
        await queue.hand_in(services_of(request), me, id, await brought(form))
    except Unplayable as why:
        return await _item(request, me, id, f"clip_{why.code}")
    return see_other("/interpreting?done=handed_in")


async def check(request: Request, me: SignedIn, form: FormData) -> Response:
    id, written = id_of(request), text(form, "captions")
    said = {"verdict": text(form, "verdict"), "note": text(form, "note"), "captions": written}
    try:
        await queue.check(services_of(request), me, id, said["verdict"], said["note"], written)
    except CheckIncomplete as incomplete:
        return await _item(request, me, id, incomplete.missing, said)
    except BadCaptions as why:
        return await _item(request, me, id, f"clip_{why.code}", said, why.line)
    return see_other("/interpreting?done=handed_in")


async def tell_duty(request: Request, me: SignedIn, form: FormData) -> Response:
    id, made = id_of(request), as_id(text(form, "id"))
    await queue.tell_duty(services_of(request), me, id, made, say(words.SIGNER_TOLD_DUTY))
    return see_other(f"/interpreting/{id}/sign?done=raised")


async def film(request: Request, me: SignedIn) -> Response:
    services = services_of(request)
    found = await queue.watch(services, request.app.state.openings, me, id_of(request))
    played = playing.play(found, services.media, request.headers.get("range"))
    return StreamingResponse(played.body, played.status, dict(played.headers))


async def _item(
    request: Request,
    me: SignedIn,
    id: UUID,
    error: str | None = None,
    said: Mapping[str, str] = NOTHING,
    line: int | None = None,
) -> Response:
    found = await queue.open_item(services_of(request), me, id)
    records = found.given.work is Work.SIGNS
    context: dict[str, Any] = {
        "found": found,
        "records": records,
        "error": error,
        "error_place": "film" if records else "captions" if line else "verdict",
        "verdict": said.get("verdict", ""),
        "note": said.get("note", ""),
        "captions": said.get("captions", found.captions),
        "line": line,
        "most": films.LARGEST,
        "seconds": films.LONGEST,
    }
    shown = page(request, me, "to_sign.html", 400 if error else 200, **context)
    if records:
        shown.headers.update(MAY_RECORD)
    return shown
