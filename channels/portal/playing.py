"""Plays what a child recorded to somebody who may open the answer it belongs to."""

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from channels.portal.cookies import services_of
from channels.portal.pages import id_of
from voice import playing, watching
from voice.access import SignedIn


async def recording(request: Request, me: SignedIn) -> Response:
    services = services_of(request)
    statement, which = id_of(request), id_of(request, "recording")
    found = await watching.watch(services, request.app.state.openings, me, statement, which)
    played = playing.play(found, services.media, request.headers.get("range"))
    return StreamingResponse(played.body, played.status, dict(played.headers))
