"""A delivery is made by one worker, once; one that a dead worker had is made by another. On both databases."""

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from storage import outbox
from storage.outbox import Delivery
from storage.reading import READERS
from storage.store import Store, open_store
from storage.writes import Writes
from tests.storage.deliveries import Received, put, rows, services_on, until_empty, worker_on
from tests.storage.places import AUTHORITY
from voice import clock, delivering
from voice.delivering import LEASE, MOST_ATTEMPTS, NotNow
from voice.model import new_id
from voice.staff_services import StaffServices

TOP = Path(__file__).parent.parent.parent


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
from tests.storage.deliveries import worker_on
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
            held.append(READERS - services.store._readers._free.qsize())  # type: ignore[attr-defined]
        else:
            held.append(services.store.engine.pool.checkedout())  # type: ignore[attr-defined]

    await put(store, count=3)
    await worker_on(store, text=looks).round()

    assert held == [0, 0, 0]


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
