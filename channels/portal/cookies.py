"""The portal's two cookies, and the token that proves a form is ours.

`staff` is the session. `staff-before` only ties the sign-in form to the browser that fetched it.
"""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from storage.codes import new_token
from voice.staff_services import StaffServices

SESSION, BEFORE = "staff", "staff-before"
BEFORE_LASTS = 3600


def services_of(request: Request) -> StaffServices:
    services: StaffServices = request.app.state.services
    return services


def on_https(services: StaffServices) -> bool:
    return urlsplit(services.staff_url).scheme == "https"


def _name(services: StaffServices, name: str) -> str:
    """Browsers drop `__Host-` on http, so the demonstration's cookie has another name."""
    return f"__Host-{name}" if on_https(services) else name


def session_token(request: Request) -> str | None:
    return request.cookies.get(_name(services_of(request), SESSION))


def set_session(request: Request, response: Response, token: str) -> None:
    _set(request, response, SESSION, token, None)


def clear_session(request: Request, response: Response) -> None:
    services = services_of(request)
    facts = {"httponly": True, "secure": on_https(services), "samesite": "strict", "path": "/"}
    response.delete_cookie(_name(services, SESSION), **facts)  # type: ignore[arg-type]


def before_token(request: Request) -> str | None:
    return request.cookies.get(_name(services_of(request), BEFORE))


def fresh_before(request: Request, response: Response, token: str) -> None:
    _set(request, response, BEFORE, token, BEFORE_LASTS)


def new_before(request: Request) -> str:
    """The token this browser has already, or a new one: two open tabs can both be used to sign in."""
    return before_token(request) or new_token()


def _set(request: Request, response: Response, name: str, token: str, lasts: int | None) -> None:
    services = services_of(request)
    facts = {"httponly": True, "secure": on_https(services), "samesite": "strict", "path": "/", "max_age": lasts}
    response.set_cookie(_name(services, name), token, **facts)  # type: ignore[arg-type]


def form_token(request: Request, token: str, purpose: str) -> str:
    return services_of(request).keys.form_token(token, purpose)


def form_is_ours(request: Request, given: str, token: str | None, purpose: str) -> bool:
    """The token is right for this browser, and the browser does not say that another site sent the form."""
    if token is None or not services_of(request).keys.form_token_is_right(given, token, purpose):
        return False
    return sent_from_here(request)


def sent_from_here(request: Request) -> bool:
    """Sec-Fetch-Site where the browser sends it. Under no-referrer it sends `Origin: null`, which proves nothing."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    if origin is None or origin == "null":
        return True
    services, given = services_of(request), urlsplit(origin)
    ours = urlsplit(services.staff_url)
    if (given.scheme, given.netloc) == (ours.scheme, ours.netloc):
        return True
    return services.demo and given.netloc == request.headers.get("host")
