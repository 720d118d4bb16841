"""One connection of one child: HTTP/1.1 as bytes, opened anew whenever it is gone."""

import asyncio
import socket
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

PATIENCE = 20  # seconds until no answer counts as none
GONE = (OSError, EOFError, ValueError, IndexError, TimeoutError, asyncio.LimitOverrunError)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; status 0 is nothing at all."""

    status: int
    head: bytes = field(default=b"", repr=False)
    body: bytes = field(default=b"", repr=False)

    def __bool__(self) -> bool:
        return bool(self.head)


def request(method: str, path: str, cookie: str, fields: Mapping[str, str] | None = None) -> bytes:
    """The bytes of one request, as a browser behind the proxy sends it."""
    body = urlencode(fields or {}).encode()
    lines = [f"{method} {path} HTTP/1.1", "host: voice.test", "origin: https://voice.test"]
    lines += [f"cookie: __Host-visit={cookie}"] if cookie else []
    if method == "POST":
        lines += ["content-type: application/x-www-form-urlencoded", f"content-length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


class Line:
    """Asks and waits; one question at a time."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str, cookie: str) -> Answer:
        return await self._ask(request("GET", path, cookie))

    async def post(self, path: str, cookie: str, fields: Mapping[str, str]) -> Answer:
        return await self._ask(request("POST", path, cookie, fields))

    def close(self) -> None:
        if self._ends:
            self._ends[1].transport.abort()
        self._ends = None

    async def _ask(self, sent: bytes) -> Answer:
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._answer(sent)
        except GONE:
            self.close()
            return Answer(0)

    async def _answer(self, sent: bytes) -> Answer:
        if self._ends is None:
            self._ends = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._ends
        writer.write(sent)
        head = await reader.readuntil(b"\r\n\r\n")
        length = head.lower().partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0]
        body = await reader.readexactly(int(length or 0))
        if b"\r\nconnection: close" in head.lower():
            self.close()
        return Answer(int(head[9:12]), head, body)


def cut_off(port: int, presses: Sequence[tuple[str, Mapping[str, str]]]) -> None:
    """Many send a form at once, each over a line of her own, and all are gone before anything comes back."""
    lines = [socket.create_connection(("127.0.0.1", port)) for _ in presses]
    for number, (line, (path, fields)) in enumerate(zip(lines, presses, strict=True)):
        line.sendall(request("POST", path, "", fields)[: -20 if number % 2 else None])
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # not closed: reset
    for line in lines:
        line.close()
