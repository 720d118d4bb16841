"""The safety answer outlives everything: Exit, a closed browser, a service that is killed at that moment (R59)."""

import asyncio
import socket
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest

from channels.web.app import public
from storage.tables import concern, envelope, outbox, statement
from tests.safety.serving import PUBLIC_URL, Served, serving
from tests.web.browser import FORM_TYPE, Browser, went
from tests.web.conftest import reopened
from tests.web.looking import chosen, count, rows, steps
from tests.world import World
from voice import clock


class BehindHttps(httpx.AsyncBaseTransport):
    """The way from a browser's https to the service's own socket on this machine."""

    def __init__(self, port: int) -> None:
        self.port = port

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        there = request.url.copy_with(scheme="http", host="127.0.0.1", port=self.port)
        within = httpx.Request(request.method, there, headers=request.headers, stream=request.stream)
        async with httpx.AsyncHTTPTransport() as line:
            response = await line.handle_async_request(within)
            await response.aread()
            return response


@pytest.fixture
async def link(world: World) -> str:
    """Amara's link, on the machine's own clock: the service runs in a process of its own."""
    clock.stand(None)
    return await world.link()


async def only_the_safety_answer(world: World) -> None:
    """One concern, one sealed step that the apart key alone opens, her answer in it, and nothing else she said."""
    assert await count(world, concern) == 1
    told = await steps(world, world.amara)
    assert [(kind, readers, chosen(said["answer"])) for kind, readers, said in told] == [("raised", {"apart"}, ["no"])]
    assert "Biscuit" not in str(told)
    assert [row["kind"] for row in await rows(world, envelope)] == ["concern.step"]
    assert [row["kind"] for row in await rows(world, outbox)] == ["concern"]
    assert await count(world, statement) == 0


async def test_answer_exit_and_kill(world: World, link: str) -> None:
    """Next, Exit, and the machine dies: duty has her answer, once, when the database is opened anew."""
    with serving(world.home, "public") as service:
        amara = await Browser(BehindHttps(service.port), PUBLIC_URL).begin(link)
        await amara.answer(6, words="my hamster Biscuit")

        assert went(await amara.answer(8, "no")) == "/safe"
        await amara.open("/exit")
        service.kill()

    async with reopened(world, world.home) as after:
        await only_the_safety_answer(after)


async def test_answer_and_hang_up(world: World, link: str) -> None:
    """She presses Next and shuts the browser before anything comes back: it is told, and once if she comes again."""
    with serving(world.home, "public") as service:
        amara = await Browser(BehindHttps(service.port), PUBLIC_URL).begin(link)
        await amara.answer(6, words="my hamster Biscuit")
        await amara.open("/q/8")
        press_and_hang_up(service, amara, {"csrf": amara.token, "choice": "no", "do": "next"})
        await there(world.home)
        service.kill()

    async with reopened(world, world.home) as after:
        await only_the_safety_answer(after)
        again = Browser(public(after.public))
        again.http.cookies.set("visit", amara.http.cookies["__Host-visit"])
        assert went(await again.answer(8, "no")) == "/safe"
        await only_the_safety_answer(after)


def press_and_hang_up(service: Served, child: Browser, fields: dict[str, str]) -> None:
    """Send the form of question 8 and close the line without listening."""
    body = urlencode(fields)
    cookie = "; ".join(f"{name}={value}" for name, value in child.http.cookies.items())
    head = [
        "POST /q/8 HTTP/1.1",
        f"Host: {PUBLIC_URL.rpartition('/')[2]}",
        f"Cookie: {cookie}",
        f"Content-Type: {FORM_TYPE}",
        f"Content-Length: {len(body)}",
    ]
    with socket.create_connection(("127.0.0.1", service.port)) as line:
        line.sendall(("\r\n".join(head) + "\r\n\r\n" + body).encode())


async def there(home: Path) -> None:
    """Wait until the concern is kept, as long as a slow machine needs."""
    with closing(sqlite3.connect(f"file:{home / 'voice.db'}?mode=ro", uri=True)) as record:
        for _ in range(1500):
            if record.execute("SELECT count(*) FROM concern").fetchone()[0]:
                return
            await asyncio.sleep(0.02)
