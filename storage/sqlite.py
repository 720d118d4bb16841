"""The writing end of SQLite: a whole batch in one call on the driver's own thread.

Going to the thread once a batch instead of once a statement is what makes group commit fast. The call goes
through aiosqlite's `_execute`, which is why the version is pinned and tests/storage/test_writer.py watches it.
"""

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import aiosqlite

from storage.batch import Step, steps
from storage.chain import EMPTY
from storage.chained import Head, chained
from storage.errors import StoreBusy, StoreRefused
from storage.writes import Claim, Writes

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000", "secure_delete=ON")
# Somebody else has it, or the disk is full or away.
PASSES = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")
SCRUB_TRIES = 20
PATIENCE = 250  # milliseconds that tidying holds writers up while it waits for readers to finish


class SqliteEnd:
    """One connection that writes. There is one in a process, and should be one on a machine."""

    def __init__(self, connection: aiosqlite.Connection, path: Path, process: str) -> None:
        self._connection = connection
        self._path = path
        self._process = process
        self._chains: dict[UUID, UUID] = {}

    @classmethod
    async def open(cls, path: Path, process: str) -> "SqliteEnd":
        connection = await aiosqlite.connect(path, isolation_level=None)
        for pragma in PRAGMAS:
            await connection.execute(f"PRAGMA {pragma}")
        return cls(connection, path, process)

    async def close(self) -> None:
        await self._connection.close()

    async def tidy(self) -> None:
        """Move the write-ahead log into the database and cut it to nothing. Raises StoreBusy."""
        async with (
            aiosqlite.connect(self._path, isolation_level=None) as apart,
            apart.execute(f"PRAGMA busy_timeout={PATIENCE}"),
            apart.execute("PRAGMA wal_checkpoint(TRUNCATE)") as done,
        ):
            row = await done.fetchone()
        if row is None or row[0]:
            raise StoreBusy("somebody is reading")

    async def scrub(self, rewritten: Sequence[str], vacuumed: Sequence[str]) -> None:
        """SQLite overwrites what it deletes (`secure_delete`); what is left is the log, once no reader needs it."""
        for _ in range(SCRUB_TRIES):
            with suppress(StoreBusy):
                await self.tidy()
                return
            await asyncio.sleep(PATIENCE / 1000)
        await self.tidy()

    async def run(self, batch: Sequence[Writes]) -> list[bool]:
        """Commit the batch; for each of its members, whether its claim was won and it was written."""
        driver = self._connection
        # The private call that the module's docstring speaks of.
        won: list[bool] = await driver._execute(self._write, driver._conn, batch)  # type: ignore[no-untyped-call] # noqa: SLF001
        return won

    def _write(self, db: sqlite3.Connection, batch: Sequence[Writes]) -> list[bool]:
        chains = dict(self._chains)
        try:
            db.execute("BEGIN IMMEDIATE")
            won = self._claim(db, batch)
            winners = [w for w, ours in zip(batch, won, strict=True) if ours]
            for step in steps(winners, "sqlite"):
                _run(db, step)
            for step in chained(winners, chains, self._process, lambda a, c: _head(db, a, c), "sqlite"):
                _run(db, step)
            db.execute("COMMIT")
        except BaseException as failed:  # noqa: BLE001 - whatever it was, nothing of the batch stays
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise _named(failed) from None
        self._chains = chains
        return won

    def _claim(self, db: sqlite3.Connection, batch: Sequence[Writes]) -> list[bool]:
        first = first_claims(batch)
        taken: set[tuple[str, str]] = set()
        for table in {c.table.name for c in first.values()}:
            claims = [(w, c) for w, c in first.items() if c.table.name == table]
            values = ",".join(["(?,?,?,?)"] * len(claims))
            sql = (
                f"WITH v(a, i, s, b) AS (VALUES {values}) UPDATE {table} SET revision = v.b FROM v "  # noqa: S608 - our names
                f"WHERE {table}.authority = v.a AND {table}.id = v.i AND {table}.revision = v.s RETURNING {table}.id"
            )
            given = [x for w, c in claims for x in (batch[w].authority.hex, c.id.hex, c.seen, c.becomes)]
            taken |= {(table, row[0]) for row in db.execute(sql, given).fetchall()}
        return [
            w.claimed is None or (place in first and (w.claimed.table.name, w.claimed.id.hex) in taken)
            for place, w in enumerate(batch)
        ]


def first_claims(batch: Sequence[Writes]) -> dict[int, Claim]:
    """Of the claims on one row in a batch, the first; by its place in the batch."""
    seen: set[tuple[str, UUID]] = set()
    first: dict[int, Claim] = {}
    for place, writes in enumerate(batch):
        claim = writes.claimed
        if claim and (claim.table.name, claim.id) not in seen:
            seen.add((claim.table.name, claim.id))
            first[place] = claim
    return first


def _run(db: sqlite3.Connection, step: Step) -> None:
    db.executemany(step.sql, step.rows)


def _head(db: sqlite3.Connection, authority: UUID, chain: UUID) -> Head:
    sql = "SELECT length, head FROM audit_chain WHERE authority = ? AND id = ?"
    row = db.execute(sql, (authority.hex, chain.hex)).fetchone()
    return Head(row[0], bytes(row[1])) if row else Head(0, EMPTY)


def _named(failed: BaseException) -> BaseException:
    """The driver's error without its text: that can quote values."""
    if not isinstance(failed, sqlite3.Error):
        return failed
    name: str = getattr(failed, "sqlite_errorname", "sqlite")
    return StoreBusy(name) if may_pass(failed) else StoreRefused(name)


def may_pass(failed: BaseException | None) -> bool:
    """Whether it says nothing bad of what was asked: the same may pass later."""
    return getattr(failed, "sqlite_errorname", "").startswith(PASSES)
