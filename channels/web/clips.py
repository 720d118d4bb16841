"""The clips themselves: they say the same to everybody, so whoever asks gets them, from here and from nowhere else."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from channels.web.visits import services_of
from storage.clips import Clip, place
from voice import clips
from voice.errors import NothingThere

PICTURE, CAPTIONS = "image/jpeg", "text/vtt; charset=utf-8"


async def clip(request: Request) -> Response:
    """A clip that is shown today, its picture or its captions, by the name that the page gave it."""
    services = services_of(request)
    name, _, sort = request.path_params["name"].partition(".")
    found = (await services.signs()).by_name.get(name)
    if found is None or services.media is None:
        raise HTTPException(404)
    if sort == "vtt" and found.captions is not None:
        return Response(found.captions, media_type=CAPTIONS)
    if sort == "jpg" and found.poster is not None:
        return Response(await services.media.get(place(found.poster)), media_type=PICTURE)
    if sort:
        raise HTTPException(404)
    return await _played(request, found)


async def _played(request: Request, found: Clip) -> Response:
    try:
        played = await clips.play(found, services_of(request).media, request.headers.get("range"))
    except NothingThere:
        raise HTTPException(404) from None
    return StreamingResponse(played.body, played.status, dict(played.headers))
