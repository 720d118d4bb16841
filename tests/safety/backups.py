"""What a thief copies: the rows that one child's conversation left, on SQLite and on PostgreSQL."""

import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import sqlalchemy as sa
from psycopg import sql

from storage.store import open_store
from storage.tables import metadata
from storage.tables.columns import Instant
from tests.safety.samples import Features, Row, of_rows
from tests.world import World
from voice.public_services import PublicServices


@dataclass(slots=True)
class SqliteRows:
    """Every row that is newer than the last sample, and what the files grew by."""

    home: Path
    since: dict[str, int] = field(default_factory=dict)
    before: Features = field(default_factory=dict)

    async def begin(self) -> None:
        with self._file() as db:
            for table in metadata.sorted_tables:
                newest = db.execute(f"SELECT coalesce(max(rowid), 0) FROM {table.name}")  # noqa: S608 - our names
                self.since[table.name] = int(newest.fetchone()[0])
            self.before = self._sizes(db)

    async def features(self) -> Features:
        with self._file() as db:
            tables = {table.name: self._newer(db, table) for table in metadata.sorted_tables}
            now = self._sizes(db)
        return of_rows(tables) | {name: value - self.before[name] for name, value in now.items()}

    @contextmanager
    def _file(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(f"file:{self.home / 'voice.db'}?mode=ro", uri=True)) as db:
            yield db

    def _newer(self, db: sqlite3.Connection, table: sa.Table) -> list[Row]:
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        sql = f"SELECT {names} FROM {table.name} WHERE rowid > ? ORDER BY rowid"  # noqa: S608 - our names
        found = db.execute(sql, (self.since[table.name],)).fetchall()
        return [{c.name: _typed(c, v) for c, v in zip(table.columns, row, strict=True)} for row in found]

    def _sizes(self, db: sqlite3.Connection) -> Features:
        found = {f"pragma {n}": float(db.execute(f"PRAGMA {n}").fetchone()[0]) for n in PRAGMAS}
        return found | {f"size of {path.name}": float(path.stat().st_size) for path in self.home.glob("voice.db*")}


def _typed(column: sa.Column[Any], value: Any) -> Any:
    """SQLite keeps ids and moments as text."""
    if isinstance(column.type, sa.Uuid) and value is not None:
        return UUID(value)
    if isinstance(column.type, Instant) and value is not None:
        return datetime.fromisoformat(value)
    return value


PRAGMAS = ("page_count", "freelist_count")


@dataclass(slots=True)
class PostgresRows:
    """Every row that a newer transaction wrote: its transaction and place in the file too (xmin, ctid, its size)."""

    connection: psycopg.Connection[dict[str, Any]]
    since: int = 0
    log: int = 0

    async def begin(self) -> None:
        self.since, self.log = self._now()

    async def features(self) -> Features:
        transactions, log = self._now()
        tables: dict[str, Sequence[Row]] = {}
        for table in metadata.sorted_tables:
            name = sql.Identifier(table.name)
            found = self.connection.execute(WRITTEN_SINCE.format(name), (self.since, self.since)).fetchall()
            tables[table.name] = [{k: _bytes(v) for k, v in row.items()} for row in found]
        grown = {"transactions": float(transactions - self.since), "log": float(log - self.log)}
        return of_rows(tables) | grown

    def _now(self) -> tuple[int, int]:
        row = self.connection.execute(NOW).fetchone()
        assert row is not None
        return int(row["transaction"]), int(row["log"])


WRITTEN_SINCE = sql.SQL(
    "SELECT t.*, t.xmin::text::bigint - %s AS xmin_, pg_column_size(t.*) AS size_ "
    "FROM {} t WHERE t.xmin::text::bigint >= %s ORDER BY t.ctid"
)
NOW = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint transaction, pg_current_wal_lsn() - '0/0' log"


def _bytes(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def of_directory(home: Path) -> Features:
    """The files of a whole service: sizes, pages of the log, and how many bytes of each kind of page."""
    found: Features = {}
    for path in sorted(path for path in home.rglob("*") if path.is_file()):
        data, name = path.read_bytes(), os.fspath(path.relative_to(home))
        found[f"size of {name}"] = float(len(data))
        if name.endswith("-wal"):
            found["frames"] = float((len(data) - 32) // (4096 + 24))
        for at in range(0, len(data), 4096):
            found[f"{name} page {at // 4096} kind"] = float(data[at])
            found[f"{name} page {at // 4096} zeros"] = float(data[at : at + 4096].count(0))
    return found


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything that lies in a home, as files."""

    home: Path

    async def features(self) -> Features:
        return of_directory(self.home)


@asynccontextmanager
async def copied(world: World, home: Path) -> AsyncIterator[World]:
    """The same authority once more, in a home of its own. Nothing may be writing in the first."""
    shutil.copytree(world.home, home)
    store = await open_store(f"sqlite:///{home / 'voice.db'}", "all")
    try:
        public = PublicServices(store, world.public.keys, world.public.public_url, demo=True)
        yield replace(world, home=home, public=public, staff=replace(world.staff, store=store))
    finally:
        await store.close()
