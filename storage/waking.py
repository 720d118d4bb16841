"""Wakes the worker when there is something to deliver, whichever process wrote it.

PostgreSQL tells whoever listens. SQLite has a number that changes with every commit of another connection, and looking
at it costs some microseconds. Neither is relied upon: the worker looks every few seconds all the same.
"""

import asyncio
import time
from typing import Protocol

import aiosqlite

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
