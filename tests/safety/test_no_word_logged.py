"""No word, code, token or address under /c/ in any log, however loud the logs are and whatever breaks."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from channels.web.app import public
from storage.errors import StoreRefused
from storage.tables import asked_for, conversation
from storage.writes import Writes
from tests.safety.browser import Browser, Child
from tests.safety.evidence import secrets_of
from tests.safety.scenes import Scene
from tests.safety.searching import Sought, fresh_phrases
from tests.safety.serving import serving
from tests.world import World, make_world
from voice.commands import servers

OURS_TO_SEARCH = ("httpx", "httpcore")  # the test's own browser knows its addresses; the service must not say them


@asynccontextmanager
async def served_here(world: World) -> AsyncIterator[int]:
    """The application under the product's own server settings, in this process, so that every logger can be heard."""
    listening = servers.listen("127.0.0.1", 0)
    server = servers.Server(servers._config(public(world.public)))
    running = asyncio.create_task(server.serve([listening]))
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for this
        await asyncio.sleep(0.01)
    try:
        yield int(listening.getsockname()[1])
    finally:
        server.should_exit = True
        await running


def browser_at(port: int) -> Browser:
    address, host = f"http://127.0.0.1:{port}", {"host": "voice.test"}
    once = httpx.Limits(max_keepalive_connections=0)
    return Browser(httpx.AsyncClient(base_url=address, headers=host, trust_env=False, timeout=30, limits=once))


async def goes_wrong(child: Child, link: str, port: int) -> list[int]:
    """Everything a person, a preview or another site can do wrong, with the child's words in it; the answers."""
    browser, words = child.browser, child.words
    answers = [
        await browser.get(f"/c/{link}x"),
        await browser.get(f"/c/{link}?words={words}"),
        await browser.send(f"/c/{link}", {"csrf": words}),
        await browser.get(f"/{words.replace('/', ' ')}"),
        await browser.send("/q/1", {"csrf": "x", "words": words}),
        await browser.send("/q/999", {"words": words}),
        await browser.send("/", {"csrf": await browser.token_at("/"), "code": words}),
        await browser.send("/around", {"csrf": await browser.token_at("/around"), "around": words}),
        await browser.send("/q/1", {"csrf": await browser.token_at("/q/1"), "choice": words}),
        await browser.send("/help", {"words": words}),
        await browser.send("/q/1", {"words": words * 20_000}),
        await browser.client.post("/q/1", content=words.encode(), headers={"content-type": "text/plain"}),
        await browser.client.post("/q/1", data={"words": words}, headers={"origin": "https://elsewhere.test"}),
    ]
    await _hangs_up(port, words)
    return [answer.status_code for answer in answers]


async def _hangs_up(port: int, words: str) -> None:
    """A phone that loses its network in the middle of a long answer, and one that says nonsense."""
    start = b"POST /q/1 HTTP/1.1\r\nhost: voice.test\r\ncontent-type: application/x-www-form-urlencoded\r\n"
    for said in (
        start + b"content-length: 9000\r\n\r\nwords=" + words.encode(),
        b"\x16\x03" + words.encode() + b"\r\n\r\n",
    ):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(said)
        await writer.drain()
        await asyncio.sleep(0.05)
        writer.transport.abort()


async def breaks_a_rule(world: World, words: str) -> None:
    """What the database refuses: its own text would quote the row."""
    for table, values in ((asked_for, {"kind": words, "made": None}), (conversation, {"language": words})):
        writes = Writes(world.public.authority)
        writes.insert(table, id=uuid4(), **values)
        with pytest.raises(StoreRefused) as refused:
            await world.public.store.write(writes)
        assert words not in str(refused.value)


async def test_the_loudest_loggers_say_no_word(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Every library's every record, as it is written and before our own filter: none holds what Amara typed."""
    phrases = fresh_phrases()
    caplog.set_level(logging.DEBUG)
    for name in ("sqlalchemy.engine", "sqlalchemy.pool", "uvicorn", "asyncio", "aiosqlite", "structlog"):
        caplog.set_level(logging.DEBUG, name)
    async with make_world(tmp_path) as world, served_here(world) as port:
        asyncio.get_running_loop().set_debug(True)
        child, link = Child(browser_at(port), " / ".join(phrases)), await world.link()
        try:
            at = await child.begin(link)
            statuses = await goes_wrong(child, link, port)
            await breaks_a_rule(world, child.words)
            await child.ask_for_help_in(at)
            await child.send()
            await child.come_back()
        finally:
            asyncio.get_running_loop().set_debug(False)
            await child.browser.client.aclose()

    said = _written(caplog, capfd)
    sought = Sought.words(*phrases) | secrets_of([child.code], [link, *child.browser.seen], {})
    assert {403, 404, 405, 413, 415, 422} <= set(statuses)
    assert len(said) > 50_000, "the loggers were not loud"
    assert sought.within(said) == set()
    assert b"/c/" not in said


def _written(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> bytes:
    """Every record with its traceback, and what went to the terminal."""
    plain = logging.Formatter("%(name)s %(message)s %(args)s")
    records = [record for record in caplog.records if record.name.split(".")[0] not in OURS_TO_SEARCH]
    out, err = capfd.readouterr()
    return "\n".join([*(plain.format(record) for record in records), out, err]).encode("utf-8", "surrogatepass")


async def test_failures_that_quote_the_child_are_logged_without_the_quote(tmp_path: Path) -> None:
    """A template, a verb and a forgotten task break with the child's words in their errors; the log has none."""
    scene = Scene(tmp_path / "home")
    await scene.set_up()

    with serving(scene.home, "public", CANARY="talk,fall") as served:
        child = Child(served.browser(), " / ".join(scene.phrases))
        at = await child.begin(scene.links[0])
        while at.startswith("/q/") or at == "/safe":
            at = await child.answer(at)
        broken = [await child.browser.get("/check")]
        await child.browser.post("/parents", parents="fine", which=child.words)
        broken.append(await child.browser.post("/send", "/keep", do="send"))
        await asyncio.sleep(0.6)  # for the task that nobody awaits
        await child.browser.client.aclose()

    said = served.said()
    sought = scene.words | secrets_of([], [*scene.links, *child.browser.seen], {})
    assert [answer.status_code for answer in broken] == [500, 500]
    assert all(scene.words.within(answer.content) == set() for answer in broken)
    assert said.count(b'"error": "') >= 3, "the failures were not logged"
    assert b"RuntimeError" in said
    assert b"channels/web/ending.py" in said, "no frame of our own says where it broke"
    assert sought.within(said) == set()
    assert b"/c/" not in said
