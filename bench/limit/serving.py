"""Plain ASGI under the same server that the service uses, without a framework."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

import uvicorn

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Answer = tuple[int, list[tuple[bytes, bytes]], bytes]
Answering = Callable[[Message, dict[str, str]], Awaitable[Answer]]


def application(answer: Answering, opened: Callable[[], Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """An application that gives each request's form to `answer`."""

    async def app(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await receive()
            await opened()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
            return
        form = dict(parse_qsl((await _body(receive)).decode(), keep_blank_values=True))
        status, headers, body = await answer(scope, form)
        headers.append((b"content-length", b"%d" % len(body)))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return app


def serve(app: Callable[..., Awaitable[None]], port: int) -> None:
    uvicorn.run(app, port=port, access_log=False, log_level="warning", server_header=False, lifespan="on")


async def _body(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body
