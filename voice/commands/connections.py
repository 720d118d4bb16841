"""Connections that must get on: whoever does not finish what they began makes room for the next.

uvicorn lets a connection without a word, headers without an end, and a body without an end stay for ever, and its quick
parser knows no limit of headers. A browser on the worst signal is through long before these limits.
"""

import asyncio
import resource

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEADERS_WITHIN = 20.0  # seconds from the connection, or from a request's first byte
BODY_WITHIN = 90.0  # seconds more; the pages have shorter limits of their own, and kinder answers
AS_MUCH_AS = 256 * 1024  # bytes of a body, for which it has as long again: a recording comes from the worst signal too
LONGEST_HEADERS = 16 * 1024
MOST_FILES = 65_536
CLOSE = b"content-length: 0\r\nconnection: close\r\ncache-control: no-store\r\n\r\n"
TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\n" + CLOSE
TOO_LONG = b"HTTP/1.1 431 Request Header Fields Too Large\r\n" + CLOSE


class Connection(HttpToolsProtocol):
    """One connection of a browser, or of the proxy."""

    _due: asyncio.TimerHandle | None = None
    _head = 0  # bytes of headers that have come and are not whole
    _in_head = True
    _came = 0  # bytes of a body since its time began

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)  # type: ignore[arg-type]
        self._wait(HEADERS_WITHIN)

    def connection_lost(self, exc: Exception | None) -> None:
        self._done()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if not self._in_head:
            self._head = 0
            return
        self._head += len(data)
        if self._head > LONGEST_HEADERS and not self.transport.is_closing():
            self._refuse(TOO_LONG)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head = True
        self._wait(HEADERS_WITHIN)

    def on_headers_complete(self) -> None:
        self._in_head, self._came = False, 0
        self._wait(BODY_WITHIN)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._came += len(body)
        if self._came > AS_MUCH_AS:
            self._came = 0
            self._wait(BODY_WITHIN)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._done()
        super().on_message_complete()

    def _wait(self, seconds: float) -> None:
        self._done()
        self._due = self.loop.call_later(seconds, self._too_slow)

    def _done(self) -> None:
        if self._due is not None:
            self._due.cancel()
            self._due = None

    def _too_slow(self) -> None:
        """Unless an answer to something before is still under way: that comes first."""
        if self.cycle is not None and not self.cycle.response_complete and self._in_head:
            self._wait(HEADERS_WITHIN)
        elif not self.transport.is_closing():
            self._refuse(TOO_SLOW if self._in_head and self._head else b"")

    def _refuse(self, answer: bytes) -> None:
        if answer and (self.cycle is None or self.cycle.response_complete):
            self.transport.write(answer)
        self.transport.close()


def make_room() -> None:
    """As many open files as the system lets us have: each connection is one, and the usual limit is a thousand."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
