"""Whoever does not finish what they began makes room for the next, and keeps nobody waiting."""

import asyncio
import resource
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from voice.commands import connections
from voice.commands.connections import LONGEST_HEADERS
from voice.commands.servers import Server, _config, listen

TOP = Path(__file__).parent.parent.parent
HEAD = b"GET / HTTP/1.1\r\nhost: voice.test\r\n"
OPEN, WORKING = 10_000, 64


async def page(request: Request) -> PlainTextResponse:
    """A page that reads what came with it, and takes a moment where it is asked to."""
    body = await request.body()
    await asyncio.sleep(float(request.query_params.get("takes", "0")))
    return PlainTextResponse(f"{len(body)} bytes")


@asynccontextmanager
async def served() -> AsyncIterator[int]:
    """An application behind the connections of the real server."""
    server, on = Server(_config(Starlette(routes=[Route("/", page, methods=["GET", "POST"])]))), listen("127.0.0.1", 0)
    running = asyncio.create_task(server.serve([on]))
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    try:
        yield int(on.getsockname()[1])
    finally:
        server.should_exit = True
        await running
        on.close()


async def say(port: int, *pieces: bytes, pause: float = 0.0) -> bytes:
    """What comes back until the connection is closed; nothing more is said then."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    heard = asyncio.create_task(reader.read())
    for piece in pieces:
        if not heard.done():
            writer.write(piece)
            await asyncio.sleep(pause)
    try:
        async with asyncio.timeout(10):
            return await heard
    except ConnectionError:
        return b""
    finally:
        writer.close()


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same limits, for who has no twenty seconds."""
    monkeypatch.setattr(connections, "HEADERS_WITHIN", 0.3)
    monkeypatch.setattr(connections, "BODY_WITHIN", 0.6)


@pytest.mark.usefixtures("hurry")
async def test_a_long_recording_has_as_long_as_it_gets_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the worst signal: slower in all than any form may be, and it arrives."""
    monkeypatch.setattr(connections, "AS_MUCH_AS", 1000)
    head = b"POST / HTTP/1.1\r\nhost: voice.test\r\nconnection: close\r\ncontent-length: 8000\r\n\r\n"

    async with served() as port:
        assert b"8000 bytes" in await say(port, head, *[b"x" * 1000] * 8, pause=0.2)


@pytest.mark.usefixtures("hurry")
@pytest.mark.parametrize(
    ("pieces", "answer"),
    [
        ((), b""),
        ((HEAD,), b"HTTP/1.1 408"),
        (tuple(b"x-%d: 1\r\n" % n if n else HEAD for n in range(200)), b"HTTP/1.1 408"),
        ((HEAD + b"content-length: 9\r\n\r\nhalf",), b""),
    ],
)
async def test_what_never_ends_is_ended(pieces: tuple[bytes, ...], answer: bytes) -> None:
    """Not a word, headers that stop, headers that drip for ever, a body that stops."""
    async with served() as port:
        assert (await say(port, *pieces, pause=0.02))[: len(answer) or None] == answer


async def test_headers_without_an_end_are_not_kept() -> None:
    """Neither many lines nor one endless one fills our memory."""
    async with served() as port:
        for endless in ([b"x: 1\r\n" * 1000] * 8, [b"a" * 6000] * 8):
            try:
                said = await say(port, HEAD, b"x-long: ", *endless, pause=0.005)
            except (ConnectionError, TimeoutError):
                said = b""
            assert said[:12] in (b"HTTP/1.1 431", b"")
            assert len(b"".join(endless)) > 2 * LONGEST_HEADERS


@pytest.mark.usefixtures("hurry")
async def test_a_slow_browser_that_gets_on_is_answered() -> None:
    """Piece by piece within the limits; then again on the same line; and a slow page is nobody's fault."""
    ask = HEAD.replace(b"GET / ", b"POST /?takes=0.9 ") + b"content-length: 9\r\n\r\n"
    async with served() as port:
        first = await say(port, ask[:40], ask[40:], b"some ", b"word", HEAD + b"connection: close\r\n\r\n", pause=0.05)

    assert first.count(b"HTTP/1.1 200") == 2
    assert b"9 bytes" in first


def test_there_is_room_for_many_connections() -> None:
    """The usual limit is a thousand open files: a service of ours asks for what it may have."""
    ask = (
        "import resource as r; from voice.commands.connections import MOST_FILES, make_room;"
        "hard = r.getrlimit(r.RLIMIT_NOFILE)[1]; r.setrlimit(r.RLIMIT_NOFILE, (512, hard)); make_room();"
        "print(r.getrlimit(r.RLIMIT_NOFILE)[0] == min(hard, MOST_FILES))"
    )
    done = subprocess.run([sys.executable, "-c", ask], cwd=TOP, capture_output=True, text=True, check=False)

    assert done.stdout == "True\n", done.stderr


OPENS = """
import socket, sys
from voice.commands.connections import make_room
make_room()
held = [socket.create_connection(("127.0.0.1", int(sys.argv[1]))) for _ in range(int(sys.argv[2]))]
print("open", flush=True)
sys.stdin.read()
"""


@pytest.mark.thorough
async def test_ten_thousand_idle_connections_stop_nobody() -> None:
    """They are open and say nothing; whoever works is answered, each of them."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < OPEN + 1000:
        pytest.skip(f"THIS MACHINE LETS A PROCESS OPEN {hard} FILES ONLY")
    connections.make_room()
    async with served() as port:
        run = (sys.executable, "-c", OPENS, str(port), str(OPEN))
        pipe = asyncio.subprocess.PIPE
        idle = await asyncio.create_subprocess_exec(*run, cwd=TOP, stdin=pipe, stdout=pipe)
        assert idle.stdout
        assert await idle.stdout.readline() == b"open\n"
        answers = await asyncio.gather(*(say(port, HEAD + b"connection: close\r\n\r\n") for _ in range(WORKING)))
        await idle.communicate(b"")

    assert all(answer.startswith(b"HTTP/1.1 200") for answer in answers)
