"""The writing end of PostgreSQL: a whole batch in one transaction, its statements in one pipeline."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from uuid import UUID

import psycopg
from psycopg import errors

from storage.batch import steps
from storage.chain import EMPTY
from storage.chained import Head, chained, events_by_authority
from storage.errors import StoreBusy, StoreRefused
from storage.sqlite import first_claims
from storage.tables import outbox
from storage.waking import CHANNEL
from storage.writes import Writes

Connection = psycopg.AsyncConnection[tuple[object, ...]]
Rows = psycopg.AsyncCursor[tuple[object, ...]]
LOCK_PATIENCE = 5000  # milliseconds
RETRIED = (errors.SerializationFailure, errors.DeadlockDetected, errors.LockNotAvailable)


class PostgresEnd:
    """One connection that writes, opened again when the server has gone and come back."""

    def __init__(self, dsn: str, process: str) -> None:
        self._dsn = dsn
        self._process = process
        self._chains: dict[UUID, UUID] = {}
        self._connection: Connection | None = None

    async def close(self) -> None:
        if self._connection:
            await self._connection.close()

    async def tidy(self) -> None:
        """PostgreSQL clears up by itself."""

    async def scrub(self, rewritten: Sequence[str], vacuumed: Sequence[str]) -> None:
        """Small tables with keys are written anew; large ones are vacuumed without holding anybody up."""
        refusals: list[str] = []
        async with await psycopg.AsyncConnection.connect(self._dsn, autocommit=True) as apart:
            apart.add_notice_handler(lambda said: refusals.append(said.sqlstate or "warning"))
            await apart.execute(f"SET lock_timeout = {LOCK_PATIENCE}".encode())
            try:
                await apart.execute(f"VACUUM (FULL) {', '.join(rewritten)}".encode())
                await apart.execute(f"VACUUM {', '.join(vacuumed)}".encode())
            except errors.LockNotAvailable:
                raise StoreBusy("somebody is reading") from None
        if refusals:  # PostgreSQL only warns, and skips the table
            raise StoreRefused("vacuum: run this as the owner of the tables, or grant MAINTAIN on them")

    async def run(self, batch: Sequence[Writes]) -> list[bool]:
        """Commit the batch; for each of its members, whether its claim was won and it was written."""
        chains = dict(self._chains)
        try:
            connection = await self._connected()
            async with connection.pipeline(), connection.transaction():
                won = await self._write(connection, batch, chains)
        except RETRIED as failed:
            raise StoreBusy(failed.sqlstate or "retry") from None
        except psycopg.OperationalError:
            await self.close()
            self._connection = None
            raise StoreBusy("connection") from None
        except psycopg.Error as failed:
            raise StoreRefused(failed.diag.constraint_name or failed.sqlstate or "postgresql") from None
        self._chains = chains
        await self._wake_worker(connection, [w for w, ours in zip(batch, won, strict=True) if ours])
        return won

    async def _wake_worker(self, connection: Connection, batch: Sequence[Writes]) -> None:
        """Say that there is something to deliver: once a batch, and after its commit.

        NOTIFY holds a lock of the whole database until its transaction ends. Inside the batch that would be until
        the disk has it, and all processes would commit one after another. Should this one die in between, or the
        server be gone, the worker's next look finds the delivery all the same: the batch itself is written.
        """
        if any(row.table is outbox for writes in batch for row in writes.inserts):
            with suppress(psycopg.Error):
                await connection.execute(f"NOTIFY {CHANNEL}".encode())

    async def _connected(self) -> Connection:
        if self._connection is None or self._connection.closed:
            self._connection = await psycopg.AsyncConnection.connect(self._dsn, autocommit=True)
        return self._connection

    async def _write(
        self,
        connection: Connection,
        batch: Sequence[Writes],
        chains: dict[UUID, UUID],
    ) -> list[bool]:
        """Two ways there and back: begin, claim and read; then write and commit."""
        claims, looks = await self._claim(connection, batch), await self._look(connection, batch)
        won, heads = await _won(claims, batch), await _heads(looks)
        winners = [w for w, ours in zip(batch, won, strict=True) if ours]
        wanted = steps(winners, "postgresql")
        wanted += chained(winners, chains, self._process, lambda a, c: heads.get((a, c), Head(0, EMPTY)), "postgresql")
        async with connection.cursor() as cursor:
            for step in wanted:
                await cursor.executemany(step.sql, step.rows)
        return won

    async def _claim(self, connection: Connection, batch: Sequence[Writes]) -> dict[str, Rows]:
        """Ask for what the batch claims; by table, the ids that it gets."""
        first, asked = first_claims(batch), {}
        for table in sorted({c.table.name for c in first.values()}):
            claims = sorted(((w, c) for w, c in first.items() if c.table.name == table), key=lambda f: f[1].id)
            lists = (
                [batch[w].authority for w, _ in claims],
                [c.id for _, c in claims],
                [c.seen for _, c in claims],
                [c.becomes for _, c in claims],
            )
            sql = (
                f"UPDATE {table} SET revision = v.b "  # noqa: S608 - the name is one of our tables
                "FROM unnest(%s::uuid[], %s::uuid[], %s::bigint[], %s::bigint[]) AS v(a, i, s, b) "
                f"WHERE {table}.authority = v.a AND {table}.id = v.i AND {table}.revision = v.s RETURNING {table}.id"
            )
            asked[table] = await connection.execute(sql.encode(), lists)
        return asked

    async def _look(self, connection: Connection, batch: Sequence[Writes]) -> dict[tuple[UUID, UUID], Rows]:
        """Ask where the chains end that the batch may add to."""
        sql = "SELECT length, head FROM audit_chain WHERE authority = %s AND id = %s"
        known = {(a, self._chains[a]) for a in events_by_authority(batch) if a in self._chains}
        return {chain: await connection.execute(sql, chain) for chain in sorted(known)}


async def _won(claims: Mapping[str, Rows], batch: Sequence[Writes]) -> list[bool]:
    taken = {(table, row[0]) for table, rows in claims.items() for row in await rows.fetchall()}
    first = first_claims(batch)
    return [
        w.claimed is None or (place in first and (w.claimed.table.name, w.claimed.id) in taken)
        for place, w in enumerate(batch)
    ]


async def _heads(looks: Mapping[tuple[UUID, UUID], Rows]) -> dict[tuple[UUID, UUID], Head]:
    found: dict[tuple[UUID, UUID], Head] = {}
    for chain, rows in looks.items():
        row = await rows.fetchone()
        found[chain] = Head(int(str(row[0])), bytes(row[1])) if row else Head(0, EMPTY)  # type: ignore[call-overload]
    return found
