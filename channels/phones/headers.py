"""What every answer of the telephones carries: nothing from elsewhere, and framed by themselves alone."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ALWAYS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; form-action 'self'; frame-src 'self'; "
    "frame-ancestors 'self'; base-uri 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
}


class SafeHeaders:
    """Adds them, also to errors."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                for name, value in ALWAYS.items():
                    MutableHeaders(scope=message)[name] = value
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)
