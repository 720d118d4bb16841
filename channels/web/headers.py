"""What every answer carries, whatever it is: nothing is kept, nothing from elsewhere runs, nobody frames us."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

ALWAYS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex, nofollow",
}
HSTS = (b"strict-transport-security", b"max-age=63072000; includeSubDomains")
SAME_FOR_ALL = ("/static/", "/clips/")
STATIC_LASTS = b"public, max-age=86400"
_RAW = [(name.encode(), value.encode()) for name, value in ALWAYS.items()]


class SafeHeaders:
    """Adds the headers, in plain ASGI so that error pages have them too."""

    def __init__(self, app: ASGIApp, https: bool) -> None:
        self.app = app
        self.https = https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                lasts = scope["path"].startswith(SAME_FOR_ALL) and message["status"] in (200, 206, 304)
                self._add(message, STATIC_LASTS if lasts else b"no-store")
            await send(message)

        await self.app(scope, receive, with_headers)

    def _add(self, message: Message, kept: bytes) -> None:
        has = [(name, value) for name, value in message["headers"] if name not in (b"cache-control", HSTS[0])]
        names = {name for name, _ in has}
        has += [each for each in _RAW if each[0] not in names]
        has.append((b"cache-control", kept))
        if self.https:
            has.append(HSTS)
        message["headers"] = has
