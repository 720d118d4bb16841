"""The two cookies a child's browser may hold, and only until it is closed: a visit, and a look into the mailbox.

On https they are `__Host-` cookies. Under the demonstration on http a browser would drop those, so they have
another name there (security.md). Nothing else is ever kept on the device.
"""

from starlette.requests import Request
from starlette.responses import Response

from voice.public_services import PublicServices

VISIT, MAILBOX = "visit", "mine"


def name_of(services: PublicServices, cookie: str) -> str:
    return f"__Host-{cookie}" if services.public_url.startswith("https:") else cookie


def read(request: Request, cookie: str) -> str | None:
    services: PublicServices = request.app.state.services
    return request.cookies.get(name_of(services, cookie))


def of_visit(request: Request) -> str | None:
    """What the visit's cookie says, for doors that serve the same browser."""
    return read(request, VISIT)


def give(request: Request, response: Response, cookie: str, token: str) -> None:
    """Give one cookie and take back the other: on a shared tablet it may be another child's."""
    services: PublicServices = request.app.state.services
    secure = services.public_url.startswith("https:")
    response.set_cookie(name_of(services, cookie), token, secure=secure, httponly=True, samesite="lax", path="/")
    take_back(request, response, *({VISIT, MAILBOX} - {cookie}))


def take_back(request: Request, response: Response, *which: str) -> None:
    services: PublicServices = request.app.state.services
    secure = services.public_url.startswith("https:")
    for cookie in which:
        response.delete_cookie(name_of(services, cookie), path="/", secure=secure, httponly=True, samesite="lax")
