"""PostgreSQL's side of the store: readers, the writing end, and who is woken. Loaded by who uses it alone.

Its driver and SQLAlchemy's asynchronous layer are twenty megabytes, of no use to an authority on SQLite.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.conninfo import make_conninfo
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.looks import Found, Look
from storage.postgres import PostgresEnd
from storage.reading import Glance, Reader, by_name
from storage.waking import CHANNEL

CONNECTIONS = 5  # of each of a process's two pools; who comes when all look waits for the next that is done


class _Looking:
    """One of SQLAlchemy's connections, in its transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.execute = connection.execute
        self.dialect = connection.dialect

    async def look(self, look: Look, by: Mapping[str, Any]) -> Found:
        return by_name(await self.execute(look.statement, by))


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

    failures: tuple[type[Exception], ...] = (psycopg.Error,)

    def __init__(self, engine: AsyncEngine, glances: AsyncEngine) -> None:
        self._async_engine, self._glances = engine, glances
        self.engine = engine.sync_engine

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Reader]:
        async with self._async_engine.connect() as connection, connection.begin():
            yield _Looking(connection)

    def glancing(self) -> Glance:
        return _Glancing(self._glances)

    def may_pass(self, failed: BaseException | None) -> bool:
        return isinstance(failed, psycopg.OperationalError | psycopg.InterfaceError)

    async def close(self) -> None:
        await self._async_engine.dispose()
        await self._glances.dispose()


class PostgresWaking:
    """Listens on a connection of its own; a lost one is opened again at the next wait."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._connection: psycopg.AsyncConnection[tuple[object, ...]] | None = None

    async def wait(self, seconds: float) -> None:
        try:
            if self._connection is None:
                await self._listen()
                return  # what was said before we listened we did not hear: look once
            async for _ in self._connection.notifies(timeout=seconds, stop_after=1):
                return
        except psycopg.OperationalError:
            await self.close()
            await asyncio.sleep(seconds)

    async def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    async def _listen(self) -> None:
        connection = await psycopg.AsyncConnection.connect(self._dsn, autocommit=True)
        try:
            await connection.execute(f"LISTEN {CHANNEL}".encode())
        except BaseException:
            await connection.close()  # also when the worker is told to stop in this very moment
            raise
        self._connection = connection


def readers(url: sa.URL) -> PostgresReaders:
    """Who reads at this address: never more connections than stay open.

    Opened for a crowd and closed behind it, they cost PostgreSQL three times what the crowd's looks did.
    """
    always: dict[str, Any] = {"hide_parameters": True, "pool_size": CONNECTIONS, "max_overflow": 0}
    engine, glances = (
        create_async_engine(url.set(drivername="postgresql+psycopg"), **always, **more)
        for more in (
            {
                "isolation_level": "REPEATABLE READ",  # what a verb claims, and what it decided by, are of one moment
                "pool_pre_ping": True,  # a database that was restarted is not a reason to fail one reader each
            },
            {"isolation_level": "AUTOCOMMIT", "pool_reset_on_return": None},
        )
    )
    dialect: Any = engine.dialect
    event.listen(engine.sync_engine, "connect", lambda made, _: dialect.set_readonly(made, value=True))
    return PostgresReaders(engine, glances)


def end(url: sa.URL, process: str) -> PostgresEnd:
    """The end that writes there."""
    return PostgresEnd(conninfo(url), process)


def waking(url: sa.URL) -> PostgresWaking:
    """What wakes whoever waits there."""
    return PostgresWaking(conninfo(url))


def conninfo(url: sa.URL) -> str:
    """The address as PostgreSQL's own library takes it: not as a URL, where it reads a space otherwise than we do."""
    parts = url.translate_connect_args(username="user", database="dbname")
    return make_conninfo(**parts, **{name: str(value) for name, value in url.query.items()})
