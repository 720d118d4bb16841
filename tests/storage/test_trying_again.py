"""What does not come through is tried again, later each time, or given up; and nothing waits for a look."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from datetime import timedelta
from itertools import pairwise

import pytest

from storage.outbox import Delivery
from storage.store import Store, open_store
from tests.storage.deliveries import Received, put, rows, until_empty, worker_on
from voice import clock, delivering
from voice.delivering import LASTS, LEASE, MOST_ATTEMPTS, Never, NotNow
from voice.staff_services import StaffServices


@pytest.fixture(autouse=True)
def time_runs_again() -> Iterator[None]:
    yield
    clock.stand(None)


@pytest.fixture
async def second(store: Store, database: str) -> AsyncIterator[Store]:
    """The same record, as another process has it open."""
    opened = await open_store(database, "other")
    yield opened
    await opened.close()


async def test_it_is_tried_again_later_each_time(store: Store) -> None:
    """Twice as long each time and never more than an hour; after a dozen times it is given up, with its reason."""
    clock.stand(clock.now())
    tries: list[float] = []

    async def busy(_: StaffServices, __: Delivery) -> None:
        tries.append(clock.now().timestamp())
        raise NotNow("line_busy")

    await put(store)
    worker = worker_on(store, text=busy)
    for _ in range(MOST_ATTEMPTS + 2):
        await worker.round()
        clock.move(max(timedelta(), (await rows(store))[0]["not_before"] - clock.now()))

    waits = [after - before for before, after in pairwise(tries)]
    assert len(tries) == MOST_ATTEMPTS
    assert all(5 * 2**n <= wait <= 10 * 2**n for n, wait in enumerate(waits[:8]))
    assert max(waits) <= 3600
    assert [(row["state"], row["error_code"]) for row in await rows(store)] == [("dead", "line_busy")]


async def test_what_never_will_is_given_up_at_once(store: Store) -> None:
    async def no_such_number(_: StaffServices, __: Delivery) -> None:
        raise Never("no_such_number")

    await put(store)
    await until_empty(worker_on(store, text=no_such_number))

    assert [(row["state"], row["attempts"], row["error_code"]) for row in await rows(store)] == [
        ("dead", 1, "no_such_number")
    ]


async def test_an_error_is_told_by_its_name_alone(store: Store) -> None:
    """Whatever went wrong, its text may quote a child. And one delivery's trouble is not another's."""
    received = Received()

    async def broken(_: StaffServices, __: Delivery) -> None:
        raise ValueError("my nan hit me")

    await put(store)
    await put(store, "concern")
    await worker_on(store, text=broken, concern=received.way).round()

    found = {row["kind"]: (row["state"], row["error_code"]) for row in await rows(store)}
    assert found == {"text": ("waiting", "ValueError"), "concern": ("done", None)}


async def test_one_that_hangs_is_let_go(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before its lease runs out, so that a living worker never has what another may take."""
    assert LASTS < LEASE

    async def hangs(_: StaffServices, __: Delivery) -> None:
        await asyncio.sleep(5)

    worker = worker_on(store, text=hangs)
    monkeypatch.setattr(worker, "_lasts", timedelta(seconds=0.05))
    await put(store)
    await worker.round()

    assert [(row["state"], row["error_code"]) for row in await rows(store)] == [("waiting", "TimeoutError")]


async def test_it_is_delivered_as_soon_as_it_is_written(store: Store, second: Store) -> None:
    """Another process writes, and the worker does not wait for its next look: well within a second."""
    arrived, stop = asyncio.Event(), asyncio.Event()

    async def arrives(_: StaffServices, __: Delivery) -> None:
        arrived.set()

    running = asyncio.create_task(worker_on(store, text=arrives).run(stop))
    try:
        for _ in range(3):  # the first time it may only just have begun to listen
            await asyncio.sleep(0.3)
            arrived.clear()
            await put(second)
            async with asyncio.timeout(delivering.LOOK_EVERY / 3):
                await arrived.wait()
    finally:
        stop.set()
        async with asyncio.timeout(1):
            await running


async def test_it_is_delivered_also_when_nothing_wakes_it(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The wake-up is a kindness; the look every few seconds is the promise."""
    monkeypatch.setattr(delivering, "LOOK_EVERY", 0.2)
    monkeypatch.setattr(type(store.waking()), "wait", broken_wait)
    arrived, stop = asyncio.Event(), asyncio.Event()

    async def arrives(_: StaffServices, __: Delivery) -> None:
        arrived.set()

    running = asyncio.create_task(worker_on(store, text=arrives).run(stop))
    await asyncio.sleep(0.1)
    await put(store)
    async with asyncio.timeout(2):
        await arrived.wait()
    stop.set()
    with suppress(asyncio.CancelledError):
        await running


async def broken_wait(_: object, __: float) -> None:
    raise OSError


async def test_a_line_that_is_dropped_leaves_nothing_waiting(store: Store) -> None:
    """At Ctrl-C the line of recordings is cancelled while it rests: nothing of it looks at a database that is shut."""
    before = asyncio.all_tasks()
    line = asyncio.create_task(worker_on(store).run(asyncio.Event()))
    await asyncio.sleep(0.3)
    line.cancel()
    with suppress(asyncio.CancelledError):
        await line

    assert asyncio.all_tasks() == before
