"""Plays what a child recorded to somebody who may open the answer it belongs to, and hands out the original."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from channels.portal.cookies import services_of
from channels.portal.pages import id_of
from voice import playing, watching
from voice.access import SignedIn
from voice.interpreting.captions import of_recording
from voice.playing import Playable, Played
from voice.texting import unknown_pictures


async def recording(request: Request, me: SignedIn) -> Response:
    found = await watching.watch(services_of(request), request.app.state.openings, me, *_which(request))
    return _streamed(_play(request, found))


async def unknown(request: Request, me: SignedIn) -> Response:
    """What somebody nobody knows sent, before duty."""
    found = await unknown_pictures.watch(services_of(request), request.app.state.openings, me, *_which(request))
    return _streamed(_play(request, found))


async def poster(request: Request, me: SignedIn) -> Response:
    found = await watching.glimpse(services_of(request), request.app.state.openings, me, *_which(request))
    return _streamed(_play(request, found))


async def original(request: Request, me: SignedIn) -> Response:
    """As it came, to be saved: no browser of ours shows it, whatever it says that it is."""
    statement, which = _which(request)
    found = await watching.take_away(services_of(request), me, statement, which)
    answer = _streamed(_play(request, found))
    answer.headers["content-type"] = playing.UNKNOWN
    answer.headers["content-disposition"] = f'attachment; filename="recording-{which.hex[:8]}.{playing.ending(found)}"'
    return answer


async def captions(request: Request, me: SignedIn) -> Response:
    """What an interpreter wrote down of it, for the player."""
    found = await of_recording(services_of(request), request.app.state.openings, me, *_which(request))
    return PlainTextResponse(found, media_type="text/vtt")


def _which(request: Request) -> tuple[UUID, UUID]:
    return id_of(request), id_of(request, "recording")


def _play(request: Request, found: Playable) -> Played:
    return playing.play(found, services_of(request).media, request.headers.get("range"))


def _streamed(played: Played) -> Response:
    return StreamingResponse(played.body, played.status, dict(played.headers))
