"""Reads the audit's chains back: their heads for the anchor, their lines in order for whoever checks them."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.reading import Reader
from storage.tables import audit_chain, audit_event

BATCH = 1000


@dataclass(frozen=True, slots=True)
class ChainHead:
    """A chain as its own row has it: how long, and the hash it ends in."""

    chain: UUID
    length: int
    hash: bytes


async def stand_still(db: Reader, dialect: str) -> None:
    """Let this look see one moment only, on PostgreSQL too, however long it takes. First thing in a `reading`."""
    if dialect == "postgresql":
        await db.execute(sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


async def heads(db: Reader, authority: UUID) -> list[ChainHead]:
    """Every chain's head, in the order of their ids."""
    c = audit_chain.c
    wanted = sa.select(c.id, c.length, c.head).where(c.authority == authority)
    found = [ChainHead(row.id, row.length, bytes(row.head)) for row in await db.execute(wanted)]
    return sorted(found, key=lambda head: head.chain.hex)


async def lines(db: Reader, authority: UUID, chain: UUID) -> AsyncIterator[dict[str, Any]]:
    """Every line of a chain by its place, a batch in memory at a time."""
    c = audit_event.c
    after = None
    while True:
        wanted = sa.select(audit_event).where(c.authority == authority, c.chain == chain)
        if after is not None:
            wanted = wanted.where(c.place > after)
        batch = (await db.execute(wanted.order_by(c.place).limit(BATCH))).mappings().all()
        for line in batch:
            yield dict(line)
        if len(batch) < BATCH:
            return
        after = batch[-1]["place"]


async def about(db: Reader, authority: UUID, subjects: Collection[UUID]) -> list[dict[str, Any]]:
    """Every line about one of these records, chain by chain in its place."""
    c = audit_event.c
    wanted = sa.select(audit_event).where(c.authority == authority, c.subject.in_(subjects))
    return [dict(row) for row in (await db.execute(wanted.order_by(c.chain, c.place))).mappings()]


async def stray(db: Reader, authority: UUID) -> UUID | None:
    """A line whose chain has no row of its own, if there is one."""
    c, its = audit_event.c, audit_chain.c
    has_chain = sa.exists().where(its.authority == c.authority, its.id == c.chain)
    wanted = sa.select(c.id).where(c.authority == authority, ~has_chain).limit(1)
    return (await db.execute(wanted)).scalar()


async def last(db: Reader, authority: UUID, action: str, subject: UUID, actor: UUID) -> datetime | None:
    """When this person last did this to this record."""
    c = audit_event.c
    wanted = sa.select(sa.func.max(c.at)).where(
        c.authority == authority, c.subject == subject, c.actor == actor, c.action == action
    )
    found: datetime | None = (await db.execute(wanted)).scalar()
    return found
