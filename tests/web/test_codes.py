"""A code is typed at the front door: the child's own opens it, everything else gets the same page by the same steps."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from starlette.applications import Starlette

from channels.web.app import public
from storage import locking
from storage.codes import ALPHABET, new_code
from storage.tables import mailbox, rate_bucket, way
from tests.web.browser import Browser, went
from tests.web.conftest import reopened
from tests.web.looking import count, rows
from tests.world import World
from voice import clock
from voice.slowing import LONGEST_DELAY, MOST_WAITING, Doors

CODES = Doors().codes
FREE_GUESSES, delay_after = CODES.free, CODES.delay_after


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the door made each caller wait, without the waiting."""
    waits: list[float] = []

    async def note(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr("voice.slowing.asyncio.sleep", note)
    return waits


@contextmanager
def doors_counted(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """Count at the doors of the store and of the cipher what one request asks of them."""
    counted: Counter[str] = Counter()
    engine, decrypt, write = world.public.store.engine, locking._decrypt, world.public.store.writer.write

    def read(*_: Any) -> None:
        counted["reads"] += 1

    def opening(*given: Any) -> bytes:
        counted["openings"] += 1
        return decrypt(*given)

    async def writing(writes: Any) -> bool:
        counted["writes"] += 1
        return await write(writes)

    sa.event.listen(engine, "before_cursor_execute", read)
    monkeypatch.setattr(locking, "_decrypt", opening)
    monkeypatch.setattr(world.public.store.writer, "write", writing)
    yield counted
    sa.event.remove(engine, "before_cursor_execute", read)
    monkeypatch.undo()


def one_wrong(code: str) -> str:
    """The same code with one wrong character: its check character does not fit."""
    return code[:-1] + ALPHABET[(ALPHABET.index(code[-1]) + 1) % len(ALPHABET)]


async def sent_code(child: Browser) -> str:
    code = await child.code()
    await child.send()
    return code


async def test_her_code_opens_her_page_however_it_is_typed(visiting: Browser) -> None:
    """Small letters, gaps, dashes and O for nought: the code that was meant is the code."""
    code = await sent_code(visiting)

    for typed in (
        code,
        code.lower(),
        f" {code[:5]} {code[5:10]}-{code[10:]} ",
        code.replace("0", "O").replace("1", "l"),
    ):
        assert went(await visiting.another().fill("/", code=typed)) == "/mine"


async def test_her_code_before_sending_goes_on_with_everything(visiting: Browser) -> None:
    """Saved for later: the code brings her back to all her answers, to see and to change (R66)."""
    await visiting.answer(1, "draw")
    code = await visiting.code()

    elsewhere = visiting.another()
    assert went(await elsewhere.fill("/", code=code)) == "/around"
    assert went(await elsewhere.fill("/around", around="just_me", helper="nobody")) == "/q/2"

    assert 'value="draw" checked' in (await elsewhere.open("/q/1")).text
    assert went(await elsewhere.answer(1, "write")) == "/q/2"
    assert went(await visiting.open("/q/1")) == "/elsewhere"


async def test_every_wrong_code_takes_the_same_steps(
    visiting: Browser, world: World, monkeypatch: pytest.MonkeyPatch, slept: list[float]
) -> None:
    """Whoever tries codes cannot tell how wrong one is: one page, one status, as many reads, writes and openings."""
    code = await sent_code(visiting)
    other = visiting.another()
    expired = await (await other.begin(await world.link())).code()
    clock.move(timedelta(days=43))
    front = await visiting.another().open("/")
    wrong = [new_code(), one_wrong(code), "", "x", "????", code[:14], code + "0", "A" * 5000, "\0", "مرحبا", expired]
    seen = set()

    for typed in wrong:
        with doors_counted(world, monkeypatch) as counted:
            guess = visiting.another()
            guess.page = front
            page = await guess.press(code=typed)
        seen.add((page.status_code, page.content, tuple(sorted(counted.items()))))

    assert len(seen) == 1
    status, _, counted_once = seen.pop()
    assert status == 404
    assert dict(counted_once)["openings"] == 1
    assert dict(counted_once)["reads"] > 0


async def test_the_page_for_a_wrong_code_does_not_repeat_it(
    visiting: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    """A code one letter out is nearly a key: it is in no page, no address and no log."""
    code = one_wrong(await sent_code(visiting))

    response = await visiting.fill("/", code=code)

    assert code not in response.text + str(response.headers) + caplog.text
    assert "That code did not work" in response.text


def test_the_delay_grows_to_eight_seconds() -> None:
    """Nothing for the slips of a class that types its codes, then longer, and never a refusal."""
    delays = [delay_after(wrong) for wrong in range(200)]

    assert delays[: FREE_GUESSES + 1] == [0.0] * (FREE_GUESSES + 1)
    assert delays == sorted(delays)
    assert delays[-1] == LONGEST_DELAY == max(delays)
    assert delay_after(10**9) == LONGEST_DELAY


async def test_the_delay_outlives_a_restart(world: World, slept: list[float]) -> None:
    """Who starts guessing again after a restart waits as long as before, and after ten quiet minutes nobody waits."""
    guesser = Browser(public(world.public))
    for _ in range(FREE_GUESSES + 8):
        await guesser.fill("/", code="wrong")
    slept.clear()

    async with reopened(world, world.home) as again:
        await Browser(public(again.public)).fill("/", code="wrong")
        clock.move(timedelta(minutes=11))
        await Browser(public(again.public)).fill("/", code="wrong")

    assert slept == [delay_after(FREE_GUESSES + 8), 0.0]
    assert slept[0] > 0


async def test_a_right_code_opens_while_others_guess(visiting: Browser, slept: list[float]) -> None:
    """The door gets slower for everyone alike, and never shuts a child out."""
    code = await sent_code(visiting)
    for _ in range(FREE_GUESSES + 60):
        await visiting.another().fill("/", code="wrong")

    assert went(await visiting.another().fill("/", code=code)) == "/mine"
    assert slept[-1] == LONGEST_DELAY


async def test_guesses_at_the_same_instant_are_all_counted(each_world: World) -> None:
    """Thirty wrong codes at once are thirty wrong codes."""
    front = Browser(public(each_world.public))
    await front.open("/")

    await asyncio.gather(*(front.press(code=f"wrong {number}") for number in range(19)))

    name = each_world.public.keys.blind_index("limit", "codes")
    assert [row["count"] for row in await rows(each_world, rate_bucket, name=name)] == [19]


async def test_at_most_64_wait(app: Starlette, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sixty-fifth is told kindly that we are busy, and the door is free again when they have gone."""
    gate = asyncio.Event()
    waiting = 0

    async def wait(_: float) -> None:
        nonlocal waiting
        waiting += 1
        await gate.wait()

    front = Browser(app)
    await front.open("/")
    with monkeypatch.context() as patched:
        patched.setattr("voice.slowing.asyncio.sleep", wait)
        others = [asyncio.create_task(front.press(code="wrong")) for _ in range(MOST_WAITING)]
        while waiting < MOST_WAITING:
            await asyncio.wait_for(asyncio.shield(asyncio.create_task(asyncio.tasks.sleep(0.01))), 5)
        busy = await front.press(code="wrong")
        gate.set()
        answers = await asyncio.gather(*others)
        afterwards = await front.press(code="wrong")

    assert (busy.status_code, busy.headers["retry-after"]) == (503, "5")
    assert "We are busy right now" in busy.text
    assert {answer.status_code for answer in answers} == {404}
    assert afterwards.status_code == 404


async def test_a_code_that_sent_no_code_opens_nothing(visiting: Browser, world: World) -> None:
    """She chose to be told in person: the code she saw before is closed."""
    code = await visiting.code()
    await visiting.send("send_no_code")

    assert (await visiting.another().fill("/", code=code)).status_code == 404
    assert [row["wrapped_private"] for row in await rows(world, mailbox)] == [None]


async def test_a_used_code_way_is_closed(visiting: Browser, world: World) -> None:
    """After sending only the browser that sent is left, for its receipt."""
    await visiting.code()
    await visiting.send()

    assert await count(world, way) == 1
    assert await count(world, way, kind="cookie") == 1
