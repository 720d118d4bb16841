"""A press brings the next page in one answer to the script that asks for it (`static/onward.js`).

On a slow signal an answer takes as long to come as the page it leads to: four tenths of a second each. So what would
only say where to go comes with the page that is there. It is the very page, asked for as the browser would have asked:
its own policy is checked, with the cookies of this browser. Who asks for nothing is sent there as ever.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ASKS, SAYS = "x-onward", "x-address"
NOT_OF_A_PAGE = (b"content-length", b"content-type", b"transfer-encoding")


class Onward:
    """Follows what a POST leads to on our own pages, once, for who asks for it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST" or ASKS not in Headers(scope=scope):
            await self.app(scope, receive, send)
            return
        as_it_came, led = dict(scope), ""

        async def unless_led_on(message: Message) -> None:
            nonlocal led
            if message["type"] == "http.response.start":
                led = _leads_to(message)
            if not led:
                await send(message)

        await self.app(scope, receive, unless_led_on)
        if led:
            await self.app(_asking_for(led, as_it_came), _nothing, _saying_where(led, send))


def _leads_to(message: Message) -> str:
    """Where on our pages; nowhere if a cookie is set on the way, which the browser should have first."""
    headers = Headers(raw=message["headers"])
    address = headers.get("location", "")
    ours = address.startswith("/") and not address.startswith("//")
    return address if message["status"] == 303 and ours and "set-cookie" not in headers else ""


def _asking_for(address: str, came: Scope) -> Scope:
    path, _, query = address.partition("?")
    headers = [each for each in came["headers"] if each[0] not in NOT_OF_A_PAGE]
    return {
        **came,
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": headers,
    }


async def _nothing() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


def _saying_where(address: str, send: Send) -> Send:
    async def said(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(raw=message["headers"]).append(SAYS, address)
        await send(message)

    return said
