"""What a thief copies: the rows that one child's conversation left, on SQLite and on PostgreSQL."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.store import Store
from storage.tables import metadata
from storage.tables.columns import Instant
from tests.safety.samples import Features, Row, of_rows


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

    store: Store
    since: int = 0
    lsn: int = 0

    async def begin(self) -> None:
        self.since, self.lsn = await self._now()

    async def features(self) -> Features:
        tables: dict[str, Sequence[Row]] = {}
        xid, lsn = await self._now()
        async with self.store.reading() as db:
            for table in metadata.sorted_tables:
                hidden = sa.text(
                    f"SELECT t.*, t.xmin::text::bigint - {self.since} AS xmin_, pg_column_size(t.*) AS size_ "  # noqa: S608
                    f"FROM {table.name} t WHERE t.xmin::text::bigint >= {self.since} ORDER BY t.ctid"
                )
                found = [dict(row) for row in (await db.execute(hidden)).mappings()]
                tables[table.name] = [{k: _bytes(v) for k, v in row.items()} for row in found]
        return of_rows(tables) | {"transactions": float(xid - self.since), "log": float(lsn - self.lsn)}

    async def _now(self) -> tuple[int, int]:
        async with self.store.reading() as db:
            snapshot = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint, pg_current_wal_lsn() - '0/0'"
            row = (await db.execute(sa.text(snapshot))).one()
            return int(row[0]), int(row[1])


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
