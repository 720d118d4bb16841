"""The reading ends. On SQLite each reader is a thread with a connection of its own, and a statement is one call to it.

SQLAlchemy's asyncio layer over aiosqlite goes to the driver's thread for every cursor, fetch and close: a look-up of
one row cost 2.8 ms of processor time that way. One call costs 1.3 ms on a busy machine, nearly all of it the way to
the thread and back. So a look at a few rows by their keys stays here and on the driver (`glancing`), which takes less
than a tenth of that, and whatever may take longer goes to a thread.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy import event

from storage.looks import Found, Look
from storage.sqlite import PRAGMAS, may_pass

READERS = 4

Parameters = Mapping[str, Any] | None
Rows = sa.Result[*tuple[Any, ...]]


class Glance(Protocol):
    """Looks at a few rows by their keys. Each sees the record as it is then."""

    async def look(self, look: Look, by: Mapping[str, Any]) -> Found:
        """The rows, by the names of their columns."""


class Reader(Glance, Protocol):
    """One consistent look at the record."""

    async def execute(self, statement: sa.Executable, parameters: Parameters = None) -> Rows:
        """The result, as SQLAlchemy gives it, with every row fetched."""

    @property
    def dialect(self) -> sa.Dialect:
        """Which database this is."""


class Readers(Protocol):
    """Everybody who reads, on one database."""

    engine: sa.Engine
    failures: tuple[type[Exception], ...]  # what its driver raises

    def reading(self) -> AbstractAsyncContextManager[Reader]: ...
    def glancing(self) -> Glance: ...
    def may_pass(self, failed: BaseException | None) -> bool:
        """Whether it says nothing bad of what was asked: the same may pass later."""

    async def close(self) -> None: ...


class _Thread:
    """A thread and the connection that only it uses."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="reader")
        self._connection: sa.Connection | None = None

    async def execute(self, statement: sa.Executable, parameters: Parameters = None) -> Rows:
        return await asyncio.get_running_loop().run_in_executor(self._worker, self._run, statement, parameters)

    async def look(self, look: Look, by: Mapping[str, Any]) -> Found:
        return by_name(await self.execute(look.statement, by))

    @property
    def dialect(self) -> sa.Dialect:
        return self._engine.dialect

    def _run(self, statement: sa.Executable, parameters: Parameters) -> Rows:
        """Every row is fetched here: nothing of the database is touched from another thread."""
        if self._connection is None:
            self._connection = self._engine.connect()
        return self._connection.execute(statement, parameters).freeze()()

    def end_look(self) -> None:
        """Let go of what was seen. Nobody waits for it: the next look comes after it on the same thread."""
        self._worker.submit(self._rollback)

    def _rollback(self) -> None:
        if self._connection is not None:
            self._connection.rollback()

    def close(self) -> None:
        self._worker.submit(self._disconnect)
        self._worker.shutdown(wait=True)

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()


class _Here:
    """A connection for looks so short that the way to a thread would take longer than the look."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._connection = engine.raw_connection()

    async def look(self, look: Look, by: Mapping[str, Any]) -> Found:
        form = look.form(self._engine.dialect)
        return form.found(self._connection.driver_connection.execute(form.sql, form.given(by)).fetchall())  # type: ignore[union-attr]

    def close(self) -> None:
        self._connection.close()


class SqliteReaders:
    """A few threads that read beside the one that writes, and short looks on the event loop's own."""

    failures: tuple[type[Exception], ...] = (sqlite3.Error,)

    def __init__(self, url: sa.URL) -> None:
        self.engine = sa.create_engine(url.set(drivername="sqlite"), hide_parameters=True, poolclass=sa.NullPool)
        _tune(self.engine)
        self._threads = [_Thread(self.engine) for _ in range(READERS)]
        self._free: asyncio.Queue[_Thread] = asyncio.Queue()
        for thread in self._threads:
            self._free.put_nowait(thread)
        self._here = _Here(self.engine)

    def glancing(self) -> Glance:
        return self._here

    def may_pass(self, failed: BaseException | None) -> bool:
        return may_pass(failed)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Reader]:
        thread = await self._free.get()
        try:
            yield thread
        finally:
            thread.end_look()
            self._free.put_nowait(thread)

    async def close(self) -> None:
        self._here.close()
        for thread in self._threads:
            await asyncio.to_thread(thread.close)
        self.engine.dispose()


def by_name(rows: Rows) -> Found:
    """What was found, as a look gives it."""
    return [dict(row) for row in rows.mappings()]


def _tune(engine: sa.Engine) -> None:
    """Readers begin transactions themselves: with the driver's own way updates are lost without an error."""

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        for pragma in (*PRAGMAS, "query_only=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def began(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN")
