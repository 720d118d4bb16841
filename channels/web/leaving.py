"""Exit this page (R3): the session ends here, then the browser is somewhere harmless."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from channels.web import cookies
from channels.web.visits import services_of
from voice import visiting

HARMLESS = "https://www.bbc.co.uk/weather"


async def leave(request: Request) -> Response:
    """End the visit and go. It must never fail: whatever happens, the browser leaves."""
    services = services_of(request)
    arrangements = (await services.arrangements()).arrangements
    for cookie in (cookies.VISIT, cookies.MAILBOX):
        await visiting.leave(services, cookies.read(request, cookie))
    response = RedirectResponse(arrangements.get("exit_to", HARMLESS), 303)
    response.headers["clear-site-data"] = '"cache", "cookies", "storage"'
    cookies.take_back(request, response)
    return response
