"""The reading ends. On SQLite each reader is a thread with a connection of its own, and a statement is one call to it.

SQLAlchemy's asyncio layer over aiosqlite goes to the driver's thread for every cursor, fetch and close: a look-up of
one row cost 2.8 ms of processor time that way. One call costs 1.3 ms on a busy machine, nearly all of it the way to
the thread and back. So a look at a few rows by their keys stays here and on the driver (`glancing`), which takes less
than a tenth of that, and whatever may take longer goes to a thread.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, Protocol

import psycopg
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.looks import Found, Look
from storage.sqlite import PRAGMAS

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


class _Thread:
    """A thread and the connection that only it uses."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="reader")
        self._connection: sa.Connection | None = None

    async def execute(self, statement: sa.Executable, parameters: Parameters = None) -> Rows:
        return await asyncio.get_running_loop().run_in_executor(self._worker, self._run, statement, parameters)

    async def look(self, look: Look, by: Mapping[str, Any]) -> Found:
        return _by_name(await self.execute(look.statement, by))

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


class _Looking:
    """One of SQLAlchemy's connections, in its transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.execute = connection.execute
        self.dialect = connection.dialect

    async def look(self, look: Look, by: Mapping[str, Any]) -> Found:
        return _by_name(await self.execute(look.statement, by))


class _Glancing:
    """Looks that need no transaction and no greeting first: one way to the database and back."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def look(self, look: Look, by: Mapping[str, Any]) -> Found:
        try:
            return await self._look(look, by)
        except psycopg.OperationalError:  # the database was restarted: no reason to fail one look each
            return await self._look(look, by)

    async def _look(self, look: Look, by: Mapping[str, Any]) -> Found:
        form = look.form(self._engine.dialect)
        async with self._engine.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            try:
                return form.found(await (await driver.execute(form.sql, form.given(by))).fetchall())
            except psycopg.OperationalError:
                await self._engine.dispose()  # what is in the pool was made before the restart too
                raise


class PostgresReaders:
    """SQLAlchemy's pools of asynchronous connections: one for whole looks, one for glances."""

    def __init__(self, engine: AsyncEngine, glances: AsyncEngine) -> None:
        self._async_engine, self._glances = engine, glances
        self.engine = engine.sync_engine

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Reader]:
        async with self._async_engine.connect() as connection, connection.begin():
            yield _Looking(connection)

    def glancing(self) -> Glance:
        return _Glancing(self._glances)

    async def close(self) -> None:
        await self._async_engine.dispose()
        await self._glances.dispose()


def _by_name(rows: Rows) -> Found:
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
