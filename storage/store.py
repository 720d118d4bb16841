"""Opens the record: readers through SQLAlchemy, the writer beside them, on SQLite or PostgreSQL."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

import sqlalchemy as sa

from storage.errors import StoreBusy
from storage.looks import Found, Look
from storage.reading import Glance, Reader, Readers, SqliteReaders
from storage.sqlite import SqliteEnd
from storage.tables import rate_bucket
from storage.waking import SqliteWaking, Waking
from storage.writer import Writer
from storage.writes import Writes
from voice import clock

T = TypeVar("T")

LEAST_FREE = 64 * 1024 * 1024  # bytes: some thousands of statements


class Store:
    """The record as one process sees it."""

    def __init__(self, readers: Readers, writer: Writer) -> None:
        self._readers = readers
        self.engine = readers.engine
        self.writer = writer

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Reader]:
        """One consistent look at the record, for the length of the block. Raises StoreBusy where there is none."""
        try:
            async with self._readers.reading() as reader:
                yield reader
        except _failures(self._readers) as failed:
            raise _busy_or(failed, self._readers) from None

    def glancing(self) -> Glance:
        """For looks at a few rows by their keys, and nothing longer: on SQLite everybody else waits meanwhile."""
        return _Glance(self._readers)

    async def decide(self, verb: Callable[[Reader], Awaitable[tuple[Writes, T]]]) -> T:
        """Let a verb read and decide, then write its rows; again on fresh data when another was first."""

        async def once() -> tuple[Writes, T]:
            async with self.reading() as db:
                return await verb(db)

        return await self.writer.decide(once)

    async def write(self, writes: Writes) -> bool:
        return await self.writer.write(writes)

    async def prove_writable(self, authority: UUID) -> None:
        """Write one small row, durably. Raises what a child's words would meet, and StoreBusy a little before.

        Whoever watches must hear of a disk that fills before a child does. Only SQLite's disk is ours to look at.
        """
        url = self.engine.url
        if url.get_backend_name() == "sqlite" and shutil.disk_usage(Path(str(url.database)).parent).free < LEAST_FREE:
            raise StoreBusy("nearly full")
        writes = Writes(authority)
        writes.put(rate_bucket, {"name": b"ready"}, id=uuid4(), count=0, since=clock.now())
        await self.write(writes)

    def waking(self) -> Waking:
        """Something that wakes whoever waits when anybody has written."""
        url = self.engine.url
        if url.get_backend_name() == "sqlite":
            return SqliteWaking(str(url.database))
        waking: Waking = _on_postgres().waking(url)
        return waking

    async def tidy(self) -> None:
        """Empty SQLite's write-ahead log into the database, so that what was deleted is not left in it."""
        await self.writer.tidy()

    async def scrub(self, rewritten: Sequence[str], vacuumed: Sequence[str]) -> None:
        """Leave nothing of deleted rows in these tables. Raises StoreBusy, and StoreRefused where we may not."""
        await self.writer.scrub(rewritten, vacuumed)

    async def close(self) -> None:
        await self.writer.close()
        await self._readers.close()


@dataclass(frozen=True, slots=True)
class _Glance:
    """Glances that say in our own words when the database is away."""

    readers: Readers

    async def look(self, look: Look, by: Mapping[str, Any]) -> Found:
        try:
            return await self.readers.glancing().look(look, by)
        except _failures(self.readers) as failed:
            raise _busy_or(failed, self.readers) from None


def _failures(readers: Readers) -> tuple[type[Exception], ...]:
    return (sa.exc.DBAPIError, sa.exc.TimeoutError, *readers.failures)


def _busy_or(failed: Exception, readers: Readers) -> Exception:
    """A database that is restarting, or whose disk is full, may come again: nobody reading it is at fault."""
    if isinstance(failed, sa.exc.TimeoutError):  # half a minute, and every reader had somebody
        return StoreBusy("readers")
    cause = failed.orig if isinstance(failed, sa.exc.DBAPIError) else failed
    return StoreBusy(type(cause).__name__) if readers.may_pass(cause) else failed


async def open_store(url: str, process: str) -> Store:
    """Open the record at a database URL for the process of this name (public, staff, worker, command)."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        end = await SqliteEnd.open(Path(str(parsed.database)), process)
        return Store(SqliteReaders(parsed), Writer(end))
    on_postgres = _on_postgres()
    return Store(on_postgres.readers(parsed), Writer(on_postgres.end(parsed, process)))


def _on_postgres() -> Any:
    """By name, so that on SQLite nobody loads PostgreSQL's driver."""
    return import_module("storage.on_postgres")
