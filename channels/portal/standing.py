"""Addresses without a person: is it alive, can it read the record, and the files that pages need."""

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from channels.portal.cookies import services_of
from storage import authorities
from voice import signs_of_life

STATIC = Path(__file__).parent / "static"
RECORDER = Path(__file__).parent.parent / "web" / "static"  # whoever records, adult or child, has one recorder
FILES = {
    "portal.css": "text/css",
    "player.js": "text/javascript",
    "interpreter.js": "text/javascript",
    "recorder.js": "text/javascript",
    "recorder.css": "text/css",
    "icon.svg": "image/svg+xml",
}
KEPT_FOR = "max-age=3600"


async def healthz(request: Request) -> Response:
    return PlainTextResponse("alive\n")


async def readyz(request: Request) -> Response:
    """Ready when the record of this authority can be read, and what happens by itself happens."""
    services = services_of(request)
    async with services.store.reading() as db:
        await authorities.find(db, services.authority)
    if await signs_of_life.trouble(services):
        return PlainTextResponse("the worker is not seen, or deliveries are late\n", 503)
    if await signs_of_life.no_copies(services):
        return PlainTextResponse("ready, but ffmpeg is not where the worker runs: no recording is made to play\n")
    return PlainTextResponse("ready\n")


async def static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in FILES:
        raise HTTPException(404)
    folder = RECORDER if name.startswith("recorder.") else STATIC
    return FileResponse(folder / name, media_type=FILES[name], headers={"cache-control": KEPT_FOR})
