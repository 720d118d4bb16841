"""Exit this page (R3): the session ends here, then the browser is somewhere harmless."""

import asyncio

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from channels.web import cookies
from channels.web.visits import services_of
from voice import coming_back, visiting
from voice.logging import warn

AT_ONCE = 0.4  # seconds; what is not written by then is written behind the child's back
_BEHIND: set[asyncio.Task[None]] = set()  # a task that nobody holds can vanish before it has run
HARMLESS = "https://www.bbc.co.uk/weather"


async def _end(request: Request) -> None:
    services = services_of(request)
    await visiting.leave(services, cookies.read(request, cookies.VISIT))
    await coming_back.leave(services, cookies.read(request, cookies.MAILBOX))


async def leave(request: Request) -> Response:
    """End the visit and go. It must never fail: whatever happens, the browser leaves."""
    services, exit_to = services_of(request), HARMLESS
    try:
        async with asyncio.timeout(AT_ONCE):
            exit_to = (await services.arrangements()).arrangements.get("exit_to", HARMLESS)
            ending = asyncio.create_task(_end(request))
            _BEHIND.add(ending)
            ending.add_done_callback(_BEHIND.discard)
            await asyncio.shield(ending)
    except Exception as failed:  # noqa: BLE001 - whatever it is, a child who must leave fast leaves
        warn("exit", failed)
    response = RedirectResponse(exit_to, 303)
    response.headers["clear-site-data"] = '"cache", "cookies", "storage"'
    cookies.take_back(request, response, cookies.VISIT, cookies.MAILBOX)
    return response
