"""Group commit in its plainest form: everything that waits goes to one thread and is one commit."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

T = TypeVar("T")

# The same durability and the same care with deleted rows as the service.
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000", "secure_delete=ON")

Commit = Callable[[sqlite3.Connection, Sequence[T]], None]


def connect(path: str) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in PRAGMAS:
        db.execute(f"PRAGMA {pragma}")
    return db


class Writer(Generic[T]):
    """One connection, one thread, one call a batch."""

    def __init__(self, path: str, write: Commit[T]) -> None:
        self._db = connect(path)
        self._write = write
        self._thread = ThreadPoolExecutor(1)
        self._waiting: list[tuple[T, asyncio.Future[None]]] = []
        self._more = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def close(self) -> None:
        if self._task:
            self._task.cancel()
        self._thread.shutdown()
        self._db.close()

    async def keep(self, rows: T) -> None:
        """Returns when the rows are on the disk."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((rows, done))
        self._more.set()
        await done

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._more.wait()
            self._more.clear()
            batch, self._waiting = self._waiting, []
            await loop.run_in_executor(self._thread, self._commit, [rows for rows, _ in batch])
            for _, done in batch:
                if not done.done():
                    done.set_result(None)

    def _commit(self, batch: Sequence[T]) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        self._write(self._db, batch)
        self._db.execute("COMMIT")
