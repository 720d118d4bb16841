"""A database that is away, or whose disk is full, says nothing bad of what it was given: the same may pass later."""

from uuid import uuid4

import pytest
import sqlalchemy as sa

from storage import tables
from storage.errors import StoreBusy
from storage.looks import Look
from storage.store import Store, open_store
from storage.writes import Writes
from tests.storage.conftest import SQLITE_ONLY
from tests.storage.places import AUTHORITY

NOBODY_THERE = "postgresql+psycopg://postgres@/voice?host=/tmp/nobody-listens-here"
LOOK = Look(sa.select(tables.team.c.name).where(tables.team.c.authority == sa.bindparam("authority")))


def team(name: str) -> Writes:
    writes = Writes(AUTHORITY)
    writes.insert(tables.team, id=uuid4(), name=name)
    return writes


@pytest.mark.parametrize("database", SQLITE_ONLY, indirect=True)
async def test_a_full_disk_passes(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the batch is kept while there is no room, and all of it when there is, without a new start."""
    monkeypatch.setattr("storage.writer.BUSY_TRIES", 1)
    driver = store.writer._end._connection  # type: ignore[attr-defined]
    async with driver.execute("PRAGMA page_count") as found:
        pages = (await found.fetchone())[0]
    await driver.execute(f"PRAGMA max_page_count={pages}")

    with pytest.raises(StoreBusy, match="SQLITE_FULL"):
        await store.write(team("far too long" * 10_000))
    await driver.execute(f"PRAGMA max_page_count={pages + 1000}")
    assert await store.write(team("later"))

    async with store.reading() as db:
        assert list((await db.execute(sa.select(tables.team.c.name))).scalars()) == ["later"]


async def test_readers_are_told_that_it_is_away() -> None:
    """In our own words, which a page turns into: press again. Not as a fault of ours."""
    store = await open_store(NOBODY_THERE, "test")

    with pytest.raises(StoreBusy):
        async with store.reading() as db:
            await db.execute(sa.select(tables.team.c.name))
    with pytest.raises(StoreBusy):
        await store.glancing().look(LOOK, {"authority": AUTHORITY})
    await store.close()


@pytest.mark.parametrize("database", SQLITE_ONLY, indirect=True)
async def test_a_disk_that_fills_is_told_before_it_is_full(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever watches hears of it while a child's words are still kept."""
    await store.prove_writable(AUTHORITY)
    monkeypatch.setattr("storage.store.LEAST_FREE", 2**62)

    with pytest.raises(StoreBusy, match="nearly full"):
        await store.prove_writable(AUTHORITY)
    assert await store.write(team("still kept"))
