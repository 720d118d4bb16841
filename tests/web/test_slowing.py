"""Nobody is locked out: what is done too often takes longer, is kept all the same, and is seen by a person."""

import asyncio
from datetime import timedelta

import pytest

from channels.web.app import public
from storage.tables import asked_for, concern_step, outbox, rate_bucket
from tests.web.browser import Browser, went
from tests.web.conftest import reopened
from tests.web.looking import count, rows
from tests.world import World
from voice import clock, closing
from voice.slowing import LONGEST_DELAY, Doors

LINKS, ASKING, SAFETY = Doors().links, Doors().asking, Doors().safety
KINDS = ("person", "complaint", "advocate")


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long each caller had to wait, without the waiting."""
    waits: list[float] = []

    async def note(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr("voice.slowing.asyncio.sleep", note)
    return waits


async def test_a_link_begun_too_often_takes_longer(world: World, amara: Browser, slept: list[float]) -> None:
    """Somebody presses its button for an hour: each press begins, the last ones after eight seconds; hers only."""
    link, noors = await world.link(), await world.link(world.noor)

    for _ in range(LINKS.free + 45):
        assert went(await amara.another().fill(f"/c/{link}")) == "/start"
    assert slept[: LINKS.free + 1] == [0.0] * (LINKS.free + 1)
    assert slept == sorted(slept)
    assert slept[-1] == LONGEST_DELAY
    slept.clear()
    assert went(await amara.another().fill(f"/c/{noors}")) == "/start"

    assert slept == [0.0]


async def test_a_restart_forgets_nothing(world: World, amara: Browser, slept: list[float]) -> None:
    """And after ten quiet minutes nobody waits."""
    link = await world.link()
    for _ in range(LINKS.free + 8):
        await amara.another().fill(f"/c/{link}")
    slept.clear()

    async with reopened(world, world.home) as again:
        await Browser(public(again.public)).fill(f"/c/{link}")
        clock.move(timedelta(minutes=11))
        await Browser(public(again.public)).fill(f"/c/{link}")

    assert slept == [LINKS.delay_after(LINKS.free + 8), 0.0]
    assert slept[0] > 0


async def test_who_waits_at_one_link_stands_in_nobodys_way(
    world: World, amara: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eight wait at Amara's link; the ninth is told kindly that we are busy, and Noor begins at once."""
    link, noors = await world.link(), await world.link(world.noor)
    await amara.open(f"/c/{link}")
    noor = amara.another()
    await noor.open(f"/c/{noors}")
    gate, waiting = asyncio.Event(), 0

    async def wait(_: float) -> None:
        nonlocal waiting
        waiting += 1
        await gate.wait()

    with monkeypatch.context() as patched:
        patched.setattr("voice.slowing.asyncio.sleep", wait)
        others = [asyncio.create_task(amara.press(f"/c/{link}")) for _ in range(LINKS.most_waiting)]
        while waiting < LINKS.most_waiting:
            await asyncio.wait_for(asyncio.shield(asyncio.create_task(asyncio.tasks.sleep(0.01))), 5)
        busy = await amara.press(f"/c/{link}")
        hers = asyncio.create_task(noor.press(f"/c/{noors}"))
        while waiting == LINKS.most_waiting:
            await asyncio.wait_for(asyncio.shield(asyncio.create_task(asyncio.tasks.sleep(0.01))), 5)
        gate.set()
        answers = await asyncio.gather(*others, hers)

    assert (busy.status_code, busy.headers["retry-after"]) == (503, "5")
    assert {went(answer) for answer in answers} == {"/start"}


@pytest.mark.parametrize("kind", KINDS)
async def test_what_is_asked_a_hundred_times_is_kept(
    world: World, visiting: Browser, slept: list[float], kind: str
) -> None:
    """Every request is sealed and kept; from the twenty-first on nobody is called for each."""
    for number in range(ASKING.free + 3):
        answer = await visiting.fill(f"/help/{kind}", words=f"this is number {number}")
        assert answer.status_code == 200

    assert await count(world, asked_for, kind=kind) == ASKING.free + 3
    assert all(row["envelope"] for row in await rows(world, asked_for))
    assert await count(world, outbox, kind=f"asked_for.{kind}") == ASKING.free
    assert slept[-1] > 0


async def test_a_safety_answer_is_kept_before_it_is_slowed(
    world: World, visiting: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pressed to and fro thirty times, each worrying answer is told first, and only then takes longer (R59)."""
    told_before_the_wait: list[tuple[float, int]] = []

    async def look(seconds: float) -> None:
        told_before_the_wait.append((seconds, await count(world, concern_step)))

    monkeypatch.setattr("voice.slowing.asyncio.sleep", look)
    for number in range(SAFETY.free + 4):
        assert went(await visiting.answer(8, ["no", "not_always"][number % 2])) in ("/safe", "/q/9")

    assert [steps for _, steps in told_before_the_wait] == list(range(1, SAFETY.free + 5))
    assert [seconds > 0 for seconds, _ in told_before_the_wait] == [False] * SAFETY.free + [True] * 4


async def test_old_counts_are_forgotten(world: World, amara: Browser) -> None:
    """One lies there for each link that was begun: after two days it tells nobody anything."""
    await amara.fill(f"/c/{await world.link()}")
    await closing.forget_limits(world.staff)
    assert await count(world, rate_bucket) == 1

    clock.move(timedelta(days=3))
    await closing.forget_limits(world.staff)

    assert await count(world, rate_bucket) == 0
