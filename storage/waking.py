"""Wakes the worker when there is something to deliver, whichever process wrote it.

PostgreSQL tells whoever listens. SQLite has a number that changes with every commit of another connection, and looking
at it costs some microseconds. Neither is relied upon: the worker looks every few seconds all the same.
"""

import asyncio
import time
from typing import Protocol

import aiosqlite
import psycopg

CHANNEL = "voice_outbox"
LOOK_EVERY = 0.1  # seconds, on SQLite
_VERSION = "PRAGMA data_version"


class Waking(Protocol):
    """Waits for the next thing to do."""

    async def wait(self, seconds: float) -> None:
        """Return when somebody wrote since the last time, or after so long."""

    async def close(self) -> None: ...


class SqliteWaking:
    """Watches the number that SQLite changes."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._connection: aiosqlite.Connection | None = None
        self._seen = -1

    async def wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (version := await self._version()) == self._seen and time.monotonic() < until:  # noqa: ASYNC110
            await asyncio.sleep(LOOK_EVERY)
        self._seen = version

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()

    async def _version(self) -> int:
        if self._connection is None:
            self._connection = await aiosqlite.connect(self._path, isolation_level=None)
        async with self._connection.execute(_VERSION) as found:
            row = await found.fetchone()
        return int(row[0]) if row else -1


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
