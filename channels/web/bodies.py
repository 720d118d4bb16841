"""A form is read before anything is looked up: a child who presses Next and is gone has still pressed Next (R59).

Exit, or a closed browser, ends the connection; from then on a server hands out no body, also one it has. So the body
is taken at the door, in the first moment, and given to the page when the page asks.
"""

import asyncio

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST_WAIT = 30  # seconds for a whole form, on the worst signal
LARGEST_BODY = 512 * 1024  # 20,000 characters of anything, percent-encoded


class BodyFirst:
    """Takes the body of a POST before the page begins; one that is too large only up to its limit."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST" or says_too_much(Headers(scope=scope)):
            await self.app(scope, receive, send)
            return
        taken: list[Message] = []
        late = False
        try:
            async with asyncio.timeout(LONGEST_WAIT):
                await _take(receive, taken)
        except TimeoutError:
            late = True
        if taken and taken[-1]["type"] == "http.disconnect":
            return  # she went in the middle of it: there is no form, and nobody to tell

        async def give() -> Message:
            if late:
                raise HTTPException(408)  # from inside the page, so that it has its kind answer
            return taken.pop(0) if taken else await receive()

        await self.app(scope, give, send)


def says_too_much(headers: Headers) -> bool:
    """Whether the body is too large, or of no length at all, by its own word."""
    length = headers.get("content-length", "0")
    return not length.isdecimal() or len(length) > 9 or int(length) > LARGEST_BODY


async def _take(receive: Receive, taken: list[Message]) -> None:
    taken.append(await receive())
    size = 0
    while taken[-1]["type"] == "http.request":
        size += len(taken[-1].get("body", b""))
        if size > LARGEST_BODY or not taken[-1].get("more_body", False):
            break
        taken.append(await receive())
