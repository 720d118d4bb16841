"""A copy made while children are writing is whole; brought back, it says what it said, and sends nothing twice."""

import asyncio
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import backups, tables
from storage.backups import BackupRefused
from storage.errors import StoreRefused
from tests.keeping.conftest import Kept, restored
from tests.portal.saying import Says, says
from tests.world import World
from voice import auditing, case_statement
from voice.access import SignedIn
from voice.auditing import Anchors
from voice.model import Role

CLIENTS = 8


async def count(world: World, table: sa.Table) -> int:
    async with world.staff.store.reading() as db:
        return int((await db.execute(sa.select(sa.func.count()).select_from(table))).scalar_one())


def files_like(path: Path) -> list[Path]:
    """The file, and anything half made beside it."""
    return [each for each in path.parent.iterdir() if path.name in each.name]


async def sam(world: World) -> SignedIn:
    return SignedIn(world.people["sam"], "Sam", "Okafor", world.east, frozenset({Role.SOCIAL_WORKER}))


async def test_a_copy_is_whole_while_eight_children_write(kept: Kept, tmp_path: Path) -> None:
    """Nothing is half there: every statement has its parts, every part its envelope, and the audit is unbroken."""
    stop, copy = asyncio.Event(), tmp_path / "copy.voice"

    async def keeps_writing() -> None:
        while not stop.is_set():
            await says(kept.world)

    writing = [asyncio.create_task(keeps_writing()) for _ in range(CLIENTS)]
    while await count(kept.world, tables.statement) < CLIENTS:  # noqa: ASYNC110 - until they all write
        await asyncio.sleep(0.05)
    before = await count(kept.world, tables.statement)
    await asyncio.to_thread(backups.backup, kept.url, copy)
    stop.set()
    await asyncio.gather(*writing)
    after = await count(kept.world, tables.statement)

    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert files_like(copy) == [copy]
    async with restored(kept, copy) as world:
        found = await count(world, tables.statement)
        assert before <= found <= after
        assert await count(world, tables.statement_part) % found == 0
        assert (await auditing.verify_against(world.staff, Anchors())).lines > 0
        async with world.staff.store.reading() as db:
            said = (await db.execute(sa.select(tables.statement.c.id))).scalars().first()
        assert said
        assert (await case_statement.open_statement(world.staff, await sam(world), said)).answers


async def test_a_copy_of_sqlite_is_one_sound_file(kept: Kept, tmp_path: Path) -> None:
    """What was committed a moment before, and is still in the log beside the database, is in it."""
    if not kept.url.startswith("sqlite"):
        return
    copy = tmp_path / "copy.voice"
    await says(kept.world)
    backups.backup(kept.url, copy)

    with closing(sqlite3.connect(f"file:{copy}?mode=ro&immutable=1", uri=True)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert db.execute("SELECT count(*) FROM statement").fetchone() == (1,)


async def test_nothing_goes_out_twice(kept: Kept, tmp_path: Path) -> None:
    """What waited when the copy was made may have gone out since."""
    await says(kept.world, Says(safe="no", about_staff="no"))
    backups.backup(kept.url, tmp_path / "copy.voice")

    async with restored(kept, tmp_path / "copy.voice") as world, world.staff.store.reading() as db:
        goes_out = sa.select(tables.outbox.c.state).where(tables.outbox.c.kind != "count")  # what is counted stays here
        assert set((await db.execute(goes_out)).scalars()) == {"held"}


async def test_nothing_is_overwritten(kept: Kept, tmp_path: Path) -> None:
    """Neither a copy by a copy, nor a record by one."""
    copy = tmp_path / "copy.voice"
    backups.backup(kept.url, copy)
    first = copy.read_bytes()

    with pytest.raises(BackupRefused, match="already"):
        backups.backup(kept.url, copy)
    with pytest.raises(BackupRefused, match="not empty"):
        backups.bring_back(kept.url, copy)
    assert copy.read_bytes() == first


async def test_what_is_no_copy_is_refused(kept: Kept, tmp_path: Path) -> None:
    """And leaves nothing behind, whole or half."""
    (tmp_path / "copy.voice").write_bytes(b"a shopping list" * 1000)

    with pytest.raises((BackupRefused, StoreRefused)):
        backups.bring_back(kept.empty, tmp_path / "copy.voice")
    with pytest.raises(BackupRefused, match="no file"):
        backups.bring_back(kept.empty, tmp_path / "nothing.voice")

    assert backups.is_empty(kept.empty)


@pytest.mark.parametrize("kept", ["sqlite"], indirect=True)
async def test_another_databases_log_is_not_mixed_in(kept: Kept, tmp_path: Path) -> None:
    """SQLite would write the pages of a log that lies there into whatever database comes to lie beside it."""
    backups.backup(kept.url, tmp_path / "copy.voice")
    (tmp_path / "second.db-wal").write_bytes(b"a page of a database that is gone")

    with pytest.raises(BackupRefused, match="not empty"):
        backups.bring_back(kept.empty, tmp_path / "copy.voice")


@pytest.mark.postgres
@pytest.mark.parametrize("kept", ["postgres"], indirect=True)
async def test_without_pg_dump_it_says_so(kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(backups, "DEBIAN", tmp_path)

    with pytest.raises(BackupRefused, match="pg_dump is not installed"):
        backups.backup(kept.url, tmp_path / "copy.voice")
    assert not (tmp_path / "copy.voice").exists()
