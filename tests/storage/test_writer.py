"""What is acknowledged is written, once, whatever happens beside it: the writer, on both databases."""

import asyncio
import inspect
import sqlite3
from pathlib import Path
from uuid import UUID

import aiosqlite
import psycopg
import pytest
import sqlalchemy as sa

from storage import tables
from storage.errors import StoreBusy, StoreRefused, TooManyChanges
from storage.reading import Reader
from storage.store import Store, open_store
from storage.writer import TRIES
from storage.writes import Writes, new_revision
from tests.postgres import for_libpq
from tests.storage.conftest import POSTGRES_ONLY
from tests.storage.places import AUTHORITY
from voice import clock
from voice.model import new_id

SECRET = "my nan hit me"
CONCERN = {"source": "0", "level": "worry", "state": "new"}


def team(name: str, id: UUID | None = None) -> Writes:
    """The smallest thing that can be written."""
    writes = Writes(AUTHORITY)
    writes.insert(tables.team, id=id or new_id(), name=name)
    return writes


async def teams(store: Store) -> list[str]:
    async with store.reading() as db:
        return sorted((await db.execute(sa.select(tables.team.c.name))).scalars())


async def begin_counting(store: Store) -> UUID:
    """A row with a revision and a text that holds a number."""
    made, writes = new_id(), Writes(AUTHORITY)
    at = clock.now()
    writes.insert(tables.concern, id=made, revision=new_revision(), raised=at, read_by=at, **CONCERN)
    await store.write(writes)
    return made


async def add_one(db: Reader, counted: UUID) -> tuple[Writes, int]:
    """A verb that reads, decides and claims."""
    c = tables.concern.c
    row = (await db.execute(sa.select(c.revision, c.source).where(c.id == counted))).one()
    writes = Writes(AUTHORITY)
    writes.claim(tables.concern, counted, seen=row.revision, becomes=new_revision())
    writes.update(tables.concern, counted, source=str(int(row.source) + 1))
    return writes, int(row.source) + 1


async def count(store: Store, counted: UUID) -> int:
    async with store.reading() as db:
        wanted = sa.select(tables.concern.c.source).where(tables.concern.c.id == counted)
        return int((await db.execute(wanted)).scalar_one())


async def test_forty_at_once_all_land(store: Store) -> None:
    """Forty people change one thing in the same moment, and no change is lost."""
    counted = await begin_counting(store)

    reached = await asyncio.gather(*(store.decide(lambda db: add_one(db, counted)) for _ in range(40)))

    assert sorted(reached) == list(range(1, 41))
    assert await count(store, counted) == 40


async def test_two_presses_in_one_batch(store: Store) -> None:
    """Of two presses that read the same, one is written; the other runs again on what the first left."""
    counted, met, tries = await begin_counting(store), asyncio.Barrier(2), [0, 0]

    async def press(which: int) -> int:
        async def verb(db: Reader) -> tuple[Writes, int]:
            tries[which] += 1
            decided = await add_one(db, counted)
            if tries[which] == 1:
                await met.wait()
            return decided

        return await store.decide(verb)

    assert sorted(await asyncio.gather(press(0), press(1))) == [1, 2]
    assert sorted(tries) == [1, 2]


async def test_a_loser_is_not_written_at_all(store: Store) -> None:
    """What a verb wanted beside its claim is not written when the claim is lost."""
    counted = await begin_counting(store)
    writes = team("lost")
    writes.claim(tables.concern, counted, seen=1, becomes=2)
    writes.event("lose", "team", None, actor_kind="command")

    assert await store.write(writes) is False

    assert await teams(store) == []
    async with store.reading() as db:
        assert (await db.execute(sa.select(tables.audit_event))).all() == []


async def test_a_verb_that_always_loses_gives_up(store: Store) -> None:
    """After the third time the person is asked, kindly, to try again."""
    counted, tried = await begin_counting(store), []

    async def verb(_: Reader) -> tuple[Writes, None]:
        tried.append(1)
        writes = Writes(AUTHORITY)
        writes.claim(tables.concern, counted, seen=1, becomes=2)
        return writes, None

    with pytest.raises(TooManyChanges):
        await store.decide(verb)
    assert len(tried) == TRIES


async def test_one_bad_write_spoils_no_other(store: Store) -> None:
    """Written in one batch with a bad one, everybody else's words are kept."""
    twice = new_id()
    await store.write(team("before", twice))
    good = [team(f"good {n}") for n in range(5)]

    found = await asyncio.gather(
        *(store.write(each) for each in [*good[:2], team("bad", twice), *good[2:]]), return_exceptions=True
    )

    assert [type(each) for each in found] == [bool, bool, StoreRefused, bool, bool, bool]
    assert await teams(store) == ["before", *(f"good {n}" for n in range(5))]


async def test_a_client_that_has_gone_is_still_written(store: Store) -> None:
    """A telephone that lost its connection after Send does not take the words with it."""
    waiting = asyncio.create_task(store.write(team("kept")))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting

    await store.write(team("later"))

    assert await teams(store) == ["kept", "later"]


async def test_closing_writes_what_waits(store: Store, database: str) -> None:
    """A stop loses nothing that was handed over, and takes nothing more."""
    other = await open_store(database, "test")
    waiting = [asyncio.create_task(other.write(team(f"{n}"))) for n in range(9)]
    await asyncio.sleep(0)

    await other.close()

    assert await asyncio.gather(*waiting) == [True] * 9
    assert len(await teams(store)) == 9
    with pytest.raises(StoreBusy):
        await other.write(team("too late"))


async def test_the_drivers_words_never_travel(store: Store) -> None:
    """What is refused names the rule, never the value."""
    unknown = Writes(AUTHORITY)
    unknown.insert(
        tables.statement_part, id=new_id(), statement=new_id(), audience=SECRET, envelope=new_id(), key=new_id()
    )
    nobodys = Writes(AUTHORITY)
    nobodys.insert(tables.staff_role, id=new_id(), staff=new_id(), role="duty", since=clock.now())
    empty = Writes(AUTHORITY)
    empty.insert(tables.team, id=new_id(), name=None)
    await store.write(team(SECRET))

    for writes in (unknown, nobodys, empty, team(SECRET), team(f"{SECRET}\0")):
        with pytest.raises(StoreRefused) as refused:
            await store.write(writes)
        assert SECRET not in f"{refused.value!r} {refused.value.__cause__!r}"
        assert refused.value.__suppress_context__ or refused.value.__context__ is None


async def test_events_follow_each_other(store: Store) -> None:
    """Events of one batch and of the next are on one chain, without a gap."""
    for size in (1, 3, 2):
        batch = [team(f"{size} {n}") for n in range(size)]
        for each in batch:
            each.event("add", "team", None, actor_kind="command")
        await asyncio.gather(*(store.write(each) for each in batch))

    async with store.reading() as db:
        places = (await db.execute(sa.select(tables.audit_event.c.place))).scalars().all()
        chains = (await db.execute(sa.select(tables.audit_chain.c.length))).scalars().all()
    assert sorted(places) == [1, 2, 3, 4, 5, 6]
    assert chains == [6]


@pytest.mark.parametrize("database", POSTGRES_ONLY, indirect=True)
async def test_a_cut_connection_is_made_again(store: Store, database: str) -> None:
    """PostgreSQL restarts between two answers: the second is kept all the same, and readers go on."""
    assert await teams(store) == []
    with psycopg.connect(for_libpq(database), autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    assert await asyncio.gather(*(store.write(team(f"{n}")) for n in range(3))) == [True] * 3
    assert await teams(store) == ["0", "1", "2"]


async def test_busy_for_good_is_said_to_all(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the database stays away everybody hears it at once, not one after another."""
    runs = []

    async def away(batch: object) -> list[bool]:
        runs.append(batch)
        raise StoreBusy("locked")

    monkeypatch.setattr(store.writer._end, "run", away)

    found = await asyncio.gather(*(store.write(team(f"{n}")) for n in range(5)), return_exceptions=True)

    assert [type(each) for each in found] == [StoreBusy] * 5
    assert len(runs) <= 12


async def test_what_we_use_of_aiosqlite_is_there(tmp_path: Path) -> None:
    """storage/sqlite.py hands a batch to the driver's own thread through `_execute`: pinned, and watched here."""
    assert aiosqlite.__version__ == "0.22.1"
    assert list(inspect.signature(aiosqlite.Connection._execute).parameters) == ["self", "fn", "args", "kwargs"]
    async with aiosqlite.connect(tmp_path / "any.db", isolation_level=None) as connection:
        assert isinstance(connection._conn, sqlite3.Connection)
        assert await connection._execute(lambda a, b: a + b, 1, 2) == 3  # type: ignore[no-untyped-call]
