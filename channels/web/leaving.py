"""Exit this page (R3): the session ends here, then the browser is somewhere harmless."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from channels.web import cookies
from channels.web.visits import services_of
from voice import coming_back, visiting
from voice.logging import warn

HARMLESS = "https://www.bbc.co.uk/weather"


async def leave(request: Request) -> Response:
    """End the visit and go. It must never fail: whatever happens, the browser leaves."""
    services, exit_to = services_of(request), HARMLESS
    try:
        exit_to = (await services.arrangements()).arrangements.get("exit_to", HARMLESS)
        await visiting.leave(services, cookies.read(request, cookies.VISIT))
        await coming_back.leave(services, cookies.read(request, cookies.MAILBOX))
    except Exception as failed:  # noqa: BLE001 - whatever it is, a child who must leave fast leaves
        warn("exit", failed)
    response = RedirectResponse(exit_to, 303)
    response.headers["clear-site-data"] = '"cache", "cookies", "storage"'
    cookies.take_back(request, response, cookies.VISIT, cookies.MAILBOX)
    return response
