"""When something is wrong: a kind page, the right status, nothing lost and nothing shown."""

from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from channels.web.pages import page_for, show
from storage.errors import StoreBusy, TooManyChanges
from voice.errors import AlreadySent, DeadLink, NoVisit, TooLarge


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


async def changed_meanwhile(request: Request, _: Exception) -> Response:
    return await _page(request, 409)


async def busy(request: Request, _: Exception) -> Response:
    return await _page(request, 503, {"retry-after": "5"})


async def too_large(request: Request, _: Exception) -> Response:
    return await _page(request, 413)


async def broken(request: Request, _: Exception) -> Response:
    """Our own fault. Starlette raises it again after this page, for the log that knows no words."""
    return await _page(request, 500)


async def _page(request: Request, status: int, headers: Mapping[str, str] | None = None) -> Response:
    page = show(await page_for(request), "problem.html", status, problem=str(status))
    for name, value in (headers or {}).items():
        page.headers[name] = value
    return page


HANDLERS: Mapping[Any, Any] = {
    HTTPException: refused,
    NoVisit: no_visit,
    DeadLink: dead_link,
    AlreadySent: already_sent,
    TooManyChanges: changed_meanwhile,
    StoreBusy: busy,
    TooLarge: too_large,
    Exception: broken,
}
