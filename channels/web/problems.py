"""When something is wrong: a kind page, the right status, nothing lost and nothing shown."""

from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from channels.web.headers import ALWAYS
from channels.web.pages import page_for, show
from channels.web.visits import visit_if_any
from storage.errors import StoreAway, StoreBusy, TooManyChanges
from voice.errors import AlreadySent, DeadLink, KeyNotSigned, NoVisit, SaidElsewhere, TooLarge
from voice.visiting import Visit


async def refused(request: Request, problem: Exception) -> Response:
    """What Starlette or a form reader refused, by its status."""
    status = problem.status_code if isinstance(problem, HTTPException) else 500
    headers = getattr(problem, "headers", None)
    return await _page(request, status, headers)


async def no_visit(request: Request, _: Exception) -> Response:
    """Nobody's conversation is open here. A form that arrives too late is refused; a page leads to the front."""
    if request.method == "POST":
        return await _page(request, 403)
    return RedirectResponse("/", 303)


async def dead_link(request: Request, _: Exception) -> Response:
    """One page for a link that is unknown, expired, used or revoked."""
    return show(await page_for(request), "closed.html", 404)


async def already_sent(request: Request, _: Exception) -> Response:
    return RedirectResponse("/sent", 303)


async def said_elsewhere(request: Request, _: Exception) -> Response:
    return RedirectResponse("/elsewhere", 303)


async def changed_meanwhile(request: Request, _: Exception) -> Response:
    return await _page(request, 409)


async def busy(request: Request, _: Exception) -> Response:
    return await _page(request, 503, {"retry-after": "5"})


async def too_large(request: Request, _: Exception) -> Response:
    return await _page(request, 413)


async def broken(request: Request, _: Exception) -> Response:
    """Our own fault. Starlette raises it again after this page, for the log that knows no words.

    Starlette sends this page from outside every middleware, so the headers are put on here.
    """
    return await _page(request, 500, {**ALWAYS, "cache-control": "no-store"})


async def _page(request: Request, status: int, headers: Mapping[str, str] | None = None) -> Response:
    page = show(await page_for(request, await _visit(request)), "problem.html", status, problem=str(status))
    for name, value in (headers or {}).items():
        page.headers[name] = value
    return page


async def _visit(request: Request) -> Visit | None:
    """Whose page this is, for her language and colours. Where nothing can be looked up, the page comes without."""
    try:
        return await visit_if_any(request)
    except Exception:  # noqa: BLE001 - this is the page for when something is wrong already
        return None


HANDLERS: Mapping[Any, Any] = {
    HTTPException: refused,
    NoVisit: no_visit,
    DeadLink: dead_link,
    AlreadySent: already_sent,
    SaidElsewhere: said_elsewhere,
    TooManyChanges: changed_meanwhile,
    StoreBusy: busy,
    StoreAway: busy,  # of the place where recordings lie
    KeyNotSigned: busy,  # nothing may be sealed now; what the child said stays safe in the draft
    TooLarge: too_large,
    Exception: broken,
}
