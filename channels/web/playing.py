"""A child hears and sees again what she recorded: before she sends, and when she comes back with her code."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from channels.web import cookies
from channels.web.answers import asked_for
from channels.web.visits import open_visit, services_of
from storage import copies
from voice import coming_back, playing, recordings
from voice.errors import NothingThere
from voice.playing import Playable


async def recording(request: Request) -> Response:
    """What this visit recorded for this question. Raises NoVisit, AlreadySent."""
    visit, services = await open_visit(request), services_of(request)
    question = asked_for(await services.asked(visit.kept.version), request.path_params["number"])
    try:
        return _played(request, await recordings.playable(services, visit, question.id))
    except NothingThere:
        raise HTTPException(404) from None


async def sent_recording(request: Request) -> Response:
    """The recording with this number, of those the child sent, or added since. Raises NoVisit."""
    services = services_of(request)
    held = await coming_back.held_mailbox(services, cookies.read(request, cookies.MAILBOX))
    inside = await coming_back.look_inside(services, held)
    number, mine = request.path_params["number"], inside.recordings
    known = number.isascii() and number.isdigit() and len(number) < 4 and 0 < int(number) <= len(mine)
    if not known:
        raise HTTPException(404)
    try:
        db = services.store.glancing()
        return _played(request, await playing.playable(db, services.authority, mine[int(number) - 1]))
    except NothingThere:
        raise HTTPException(404) from None


async def answer(request: Request) -> Response:
    """The film of the answer with this number, its picture, or its captions.

    It is the copy alone, which says nothing of where it was made. Raises NoVisit.
    """
    services = services_of(request)
    held = await coming_back.held_mailbox(services, cookies.read(request, cookies.MAILBOX))
    replies = (await coming_back.look_inside(services, held)).replies
    number, _, sort = request.path_params["number"].partition(".")
    known = number.isascii() and number.isdigit() and len(number) < 4 and 0 < int(number) <= len(replies)
    reply = replies[int(number) - 1] if known else {}
    film = reply.get("film") if sort in ("", "jpg") else None
    if sort == "vtt" and reply.get("captions"):
        return PlainTextResponse(reply["captions"], media_type="text/vtt")
    if film is None:
        raise HTTPException(404)
    try:
        db = services.store.glancing()
        kind = copies.POSTER if sort else copies.PLAYBACK
        return _played(request, await playing.copy_of(db, services.authority, film, kind))
    except NothingThere:
        raise HTTPException(404) from None


def _played(request: Request, found: Playable) -> Response:
    played = playing.play(found, services_of(request).media, request.headers.get("range"))
    return StreamingResponse(played.body, played.status, dict(played.headers))
