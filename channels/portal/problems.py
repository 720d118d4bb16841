"""What went wrong, as a page. A record that is not there, and one that is not yours, are the same page."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from channels.portal.pages import page
from storage.errors import StoreAway, StoreBusy, StoreRefused, TooManyChanges
from voice.errors import NotAllowed, NothingThere, TooLarge

SHOWN = {400, 403, 404, 405, 409, 413, 500, 503}
STATUS = {
    NothingThere: 404,
    NotAllowed: 404,
    TooManyChanges: 409,
    StoreRefused: 409,
    StoreBusy: 503,
    StoreAway: 503,
    TooLarge: 413,
    Exception: 500,
}


def problem(request: Request, status: int) -> Response:
    shown = status if status in SHOWN else 400 if status < 500 else 500
    return page(request, None, "problem.html", status, problem=shown, phrase=HTTPStatus(status).phrase)


async def on_http(request: Request, failed: Exception) -> Response:
    """What the framework refuses: unknown address, wrong method, a form that cannot be read, too large."""
    if not isinstance(failed, HTTPException):
        return problem(request, 500)
    answer = problem(request, failed.status_code)
    answer.headers.update(failed.headers or {})
    return answer


def _answering(status: int) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def answer(request: Request, failed: Exception) -> Response:
        return problem(request, status)

    return answer


handlers = {HTTPException: on_http} | {kind: _answering(status) for kind, status in STATUS.items()}
