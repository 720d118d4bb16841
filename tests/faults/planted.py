"""Faults planted in the program, each of which the harness has to find."""

import asyncio
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any

import aiosqlite
import psycopg

from storage import postgres, writer
from storage.sqlite import SqliteEnd
from storage.writes import Writes


def acknowledge_early() -> None:
    """A press is answered when it is taken, and written afterwards."""

    async def write(self: writer.Writer, writes: Writes) -> bool:
        waiting = writer._Waiting(writes, asyncio.get_running_loop().create_future())
        waiting.answer.add_done_callback(lambda answer: answer.cancelled() or answer.exception())
        await self._queue.put(waiting)
        return True

    writer.Writer.write = write  # type: ignore[method-assign]


def claim_nothing() -> None:
    """Everybody who says that a row is theirs is believed."""

    def here(self: SqliteEnd, db: sqlite3.Connection, batch: Sequence[Writes]) -> list[bool]:
        return [True for _ in batch]

    async def there(_: object, batch: Sequence[Writes]) -> list[bool]:
        return [True for _ in batch]

    SqliteEnd._claim = here  # type: ignore[method-assign]
    postgres._won = there  # type: ignore[assignment]


class _NeverBack(sqlite3.Connection):
    """Keeps what should have been taken back."""

    def execute(self, sql: str, *given: Any) -> sqlite3.Cursor:
        return super().execute("COMMIT" if sql == "ROLLBACK" else sql, *given)


def keep_half_batches() -> None:
    """A batch that fails stays as far as it came, and is written again all the same."""
    connect = aiosqlite.connect
    aiosqlite.connect = lambda path, **rest: connect(path, factory=_NeverBack, **rest)
    for together in ("transaction", "pipeline"):
        setattr(psycopg.AsyncConnection, together, lambda *_: nullcontext())


FAULTS: Mapping[str, Callable[[], None]] = {
    "early": acknowledge_early,
    "unclaimed": claim_nothing,
    "half": keep_half_batches,
}


def plant(name: str) -> None:
    if name:
        FAULTS[name]()
