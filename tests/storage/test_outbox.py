"""A delivery is made by one worker, once; one that a dead worker had is made by another. On both databases."""

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import cast
from uuid import UUID

import pytest
import sqlalchemy as sa

from storage import outbox, tables
from storage.intake_keys import IntakeKeys
from storage.outbox import Delivery
from storage.reading import READERS
from storage.statements import put_out
from storage.store import Store, open_store
from storage.writes import Writes
from tests.storage.places import AUTHORITY
from voice import clock, delivering
from voice.delivering import LASTS, LEASE, MOST_ATTEMPTS, Deliveries, Never, NotNow, Way
from voice.model import new_id
from voice.staff_services import StaffServices

TOP = Path(__file__).parent.parent.parent


@dataclass(frozen=True, slots=True)
class OfThisAuthority:
    """As much of the keys as a delivery without a channel needs."""

    authority: UUID = AUTHORITY


@dataclass(slots=True)
class Received:
    """What arrived at the other end; `before` is done first."""

    ids: list[UUID] = field(default_factory=list)
    before: Way | None = None

    async def way(self, services: StaffServices, delivery: Delivery) -> None:
        if self.before:
            await self.before(services, delivery)
        self.ids.append(delivery.id)


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


def services_on(store: Store) -> StaffServices:
    return StaffServices(store, cast("IntakeKeys", OfThisAuthority()), None, "", "")  # type: ignore[arg-type]


def worker_on(store: Store, **ways: Way) -> Deliveries:
    return Deliveries(services_on(store), {name.replace("__", ".*"): way for name, way in ways.items()})


async def put(store: Store, kind: str = "text", count: int = 1) -> None:
    writes = Writes(AUTHORITY)
    for _ in range(count):
        put_out(writes, kind, new_id())
    await store.write(writes)


async def rows(store: Store) -> list[sa.RowMapping]:
    async with store.reading() as db:
        return list((await db.execute(sa.select(tables.outbox))).mappings())


async def until_empty(worker: Deliveries) -> None:
    while await worker.round():
        pass


async def test_two_workers_never_deliver_one_thing_twice(store: Store, second: Store) -> None:
    """Three hundred deliveries, two workers in two processes' stead, and each arrives once."""
    received = Received(before=a_moment)
    await put(store, count=300)

    await asyncio.gather(*(until_empty(worker_on(each, text=received.way)) for each in (store, second, store, second)))

    assert len(received.ids) == 300
    assert set(Counter(received.ids).values()) == {1}
    assert {(row["state"], row["attempts"], row["leased_by"]) for row in await rows(store)} == {("done", 1, None)}


async def a_moment(_: StaffServices, __: Delivery) -> None:
    await asyncio.sleep(0.002)


async def test_what_a_killed_worker_had_another_delivers(store: Store, database: str) -> None:
    """A worker is killed in the middle of a delivery: while its lease lasts nobody else touches it, then one does."""
    await put(store)
    dies = begin_to_die(database)
    assert dies.stdout
    assert await asyncio.to_thread(dies.stdout.readline) == b"delivering\n"
    os.kill(dies.pid, signal.SIGKILL)
    await asyncio.to_thread(dies.wait)
    dies.stdout.close()
    received = Received()
    other = worker_on(store, text=received.way)

    await other.return_expired()
    await until_empty(other)
    assert received.ids == []
    clock.move(LEASE + timedelta(seconds=1))
    await other.return_expired()
    await until_empty(other)

    assert len(received.ids) == 1
    assert [(row["state"], row["attempts"]) for row in await rows(store)] == [("done", 2)]


def begin_to_die(database: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", HANGS, database], cwd=TOP, stdout=subprocess.PIPE)


HANGS = """
import asyncio, sys
from storage.store import open_store
from tests.storage.test_outbox import worker_on
async def hang(services, delivery):
    print("delivering", flush=True)
    await asyncio.sleep(25)
async def main():
    await worker_on(await open_store(sys.argv[1], "dies"), text=hang).round()
asyncio.run(main())
"""


async def test_a_worker_that_comes_too_late_changes_nothing(store: Store, second: Store) -> None:
    """Its lease ran out and another has the delivery: what it says of it no longer counts."""
    await put(store)
    received = Received()

    async def sleeps(_: StaffServices, __: Delivery) -> None:
        clock.move(LEASE + timedelta(seconds=1))
        quick = worker_on(second, text=received.way)
        await quick.return_expired()
        await until_empty(quick)
        raise NotNow("no_answer")

    await worker_on(store, text=sleeps).round()

    (row,) = await rows(store)
    assert len(received.ids) == 1
    assert (row["state"], row["error_code"]) == ("done", None)


async def test_nothing_of_the_database_is_held_meanwhile(store: Store) -> None:
    """A provider that answers slowly does not use the database up."""
    held = []

    async def looks(services: StaffServices, _: Delivery) -> None:
        if services.store.engine.dialect.name == "sqlite":
            held.append(READERS - services.store._readers._free.qsize())  # type: ignore[union-attr]
        else:
            held.append(services.store.engine.pool.checkedout())  # type: ignore[attr-defined]

    await put(store, count=3)
    await worker_on(store, text=looks).round()

    assert held == [0, 0, 0]


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
    monkeypatch.setattr(delivering, "LASTS", timedelta(seconds=0.05))

    async def hangs(_: StaffServices, __: Delivery) -> None:
        await asyncio.sleep(5)

    await put(store)
    await worker_on(store, text=hangs).round()

    assert [(row["state"], row["error_code"]) for row in await rows(store)] == [("waiting", "TimeoutError")]


async def test_one_that_kills_its_worker_is_given_up(store: Store) -> None:
    """A delivery that is leased again and again and never heard of is not leased for ever."""
    await put(store)
    worker = worker_on(store, text=Received().way)
    for _ in range(MOST_ATTEMPTS):
        writes, now = Writes(AUTHORITY), clock.now()
        outbox.lease(writes, new_id(), ["text"], now, now + LEASE, 1)
        await store.write(writes)
        clock.move(LEASE + timedelta(seconds=1))
        await worker.return_expired()

    assert [(row["state"], row["error_code"]) for row in await rows(store)] == [("dead", outbox.LEASE_RAN_OUT)]


async def test_what_nobody_can_deliver_waits_and_says_so(store: Store) -> None:
    """It is not done and not given up; when there is a way it goes out. `asked_for.*` is all that begin so."""
    await put(store, "asked_for.advocate")
    await put(store, "text")
    nobody = worker_on(store)
    await nobody.name_undeliverable()
    await until_empty(nobody)

    assert {(row["state"], row["error_code"], row["attempts"]) for row in await rows(store)} == {
        ("waiting", outbox.NO_WAY_YET, 0)
    }
    async with store.reading() as db:
        assert await outbox.late_since(db, AUTHORITY, clock.now() + timedelta(hours=1)) is None

    received = Received()
    somebody = worker_on(store, asked_for__=received.way)
    await somebody.name_undeliverable()
    await until_empty(somebody)

    found = {row["kind"]: (row["state"], row["error_code"]) for row in await rows(store)}
    assert found == {"asked_for.advocate": ("done", None), "text": ("waiting", outbox.NO_WAY_YET)}


async def test_what_is_held_goes_out_kind_by_kind(store: Store) -> None:
    """After a restore nothing goes out a second time because nobody thought of it."""
    received = Received()
    worker = worker_on(store, text=received.way, concern=received.way)
    await put(store, "text")
    await put(store, "concern")
    writes = Writes(AUTHORITY)
    outbox.hold_all(writes)
    await store.write(writes)
    await until_empty(worker)
    assert received.ids == []

    await delivering.release(services_on(store), "concern")
    await until_empty(worker)

    found = {row["kind"]: row["state"] for row in await rows(store)}
    assert found == {"concern": "done", "text": "held"}


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
