"""Is it alive, and can it really keep what a child says?"""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from channels.web.visits import services_of


async def alive(request: Request) -> Response:
    return PlainTextResponse("alive")


async def ready(request: Request) -> Response:
    """Ready only when a row can be written and read: a full disk or a read-only database is not ready."""
    try:
        await services_of(request).store.prove_writable(services_of(request).authority)
    except Exception as failed:  # noqa: BLE001 - whatever it is, it means not ready
        return PlainTextResponse(f"not ready: {type(failed).__name__}", 503)
    return PlainTextResponse("ready")
