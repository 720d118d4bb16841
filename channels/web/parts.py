"""A form with a file in it, read as it comes. Nothing of the file is gathered, nothing touches a disk in clear.

Starlette's own reader puts a file aside on the disk until all of it is there: not here.
"""

from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request


@dataclass(slots=True)
class Part:
    """One field of the form. `file`: whether a file was chosen there; its name is never looked at."""

    name: str
    file: bool
    kind: str
    _rest: AsyncIterator[bytes] = field(repr=False)

    async def body(self) -> AsyncIterator[bytes]:
        """What is left of it."""
        async for piece in self._rest:
            yield piece


@dataclass(slots=True)
class _Headers:
    name: bytes = b""
    value: bytes = b""
    all: dict[bytes, bytes] = field(default_factory=dict)

    def end(self) -> None:
        self.all[self.name.lower()] = self.value
        self.name = self.value = b""


class Parts:
    """The fields of a form one after another. Each is read to its end before the next begins."""

    def __init__(self, request: Request) -> None:
        kind, options = parse_options_header(request.headers.get("content-type", ""))
        if kind != b"multipart/form-data" or not options.get(b"boundary"):
            raise HTTPException(415)
        self._came = request.stream()
        self._found: deque[_Headers | bytes | None] = deque()  # a field begins, some of it, it ends
        self._headers = _Headers()
        self._over = False
        try:
            self._parser = MultipartParser(options[b"boundary"], self._callbacks())  # type: ignore[arg-type]
        except FormParserError:
            raise HTTPException(400) from None

    def _callbacks(self) -> dict[str, object]:
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._name(data[start:end]),
            "on_header_value": lambda data, start, end: self._value(data[start:end]),
            "on_header_end": self._header_ends,
            "on_headers_finished": lambda: self._found.append(self._headers),
            "on_part_data": lambda data, start, end: self._found.append(bytes(data[start:end])),
            "on_part_end": lambda: self._found.append(None),
            "on_end": self._end,
        }

    def _begin(self) -> None:
        self._headers = _Headers()

    def _name(self, some: bytes) -> None:
        self._headers.name += some

    def _value(self, some: bytes) -> None:
        self._headers.value += some

    def _header_ends(self) -> None:
        self._headers.end()

    def _end(self) -> None:
        self._over = True

    async def __aiter__(self) -> AsyncIterator[Part]:
        while await self._more():
            begins = self._found.popleft()
            if not isinstance(begins, _Headers):
                raise HTTPException(400)
            rest = self._rest()
            yield _as_part(begins.all, rest)
            async for _ in rest:  # what nobody wanted
                pass

    async def _rest(self) -> AsyncIterator[bytes]:
        while await self._more():
            piece = self._found.popleft()
            if not isinstance(piece, bytes):
                return
            yield piece
        raise HTTPException(400)  # cut off in the middle

    async def _more(self) -> bool:
        """Whether anything comes still. Raises HTTPException 400 for what is no form, or not a whole one."""
        while not self._found and not self._over:
            try:
                self._parser.write(await anext(self._came))
            except (FormParserError, ClientDisconnect, StopAsyncIteration):
                raise HTTPException(400) from None
        return bool(self._found)


def _as_part(headers: dict[bytes, bytes], rest: AsyncIterator[bytes]) -> Part:
    _, options = parse_options_header(headers.get(b"content-disposition", b""))
    kind = headers.get(b"content-type", b"").decode("latin-1").lower().strip()
    name = options.get(b"name", b"").decode("utf-8", "replace")
    return Part(name, bool(options.get(b"filename")), kind, rest)
