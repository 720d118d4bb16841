"""What the worker counts from: statements that wait to be counted, their sealed parts, and who stands behind them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from storage.case_keys import KeyProvider
from storage.envelopes import open_envelope
from storage.outbox import COUNT
from storage.private_keys import key_place
from storage.reading import Reader
from storage.statements import part_place
from storage.tables import allocation, child_key, contact, envelope, outbox, statement, statement_part
from storage.writes import Row, Writes

MOST_AT_ONCE = 5_000  # ids in one question to the database


@dataclass(frozen=True, slots=True)
class Said:
    """A statement to count, and the delivery that says it waits. Nothing of what it says."""

    delivery: UUID
    statement: UUID
    version: UUID
    child: UUID
    sent: datetime


@dataclass(frozen=True, slots=True)
class Part:
    """One sealed part of a statement, with the key that opens it as it lies in the record."""

    statement: UUID
    child: UUID
    audience: str
    sealed: bytes | None = field(repr=False)
    key: UUID
    key_child: UUID | None
    purpose: str
    wrapped: bytes | None = field(repr=False)
    kek_version: int | None

    def open(self, authority: UUID, provider: KeyProvider) -> bytes | None:
        """The body, or None where it was erased or is another organisation's. Raises SealBroken, KekUnknown."""
        if self.sealed is None or self.wrapped is None or self.kek_version is None:
            return None
        place = key_place(authority, self.key_child, self.purpose, self.key)
        key = provider.unwrap_private(self.wrapped, self.kek_version, self.key, place)
        return open_envelope(self.sealed, key, part_place(authority, self.child, self.audience, self.statement))


@dataclass(frozen=True, slots=True)
class Behind:
    """Whose statement it was, and who worked with the child when she said it."""

    statement: UUID
    child: UUID
    sent: datetime


async def waiting_by_version(db: Reader, authority: UUID) -> dict[UUID, int]:
    """How many statements of each survey version wait to be counted."""
    wanted = (
        sa.select(statement.c.version, sa.func.count().label("many"))
        .join(outbox, _waits(authority))
        .group_by(statement.c.version)
    )
    return {row.version: row.many for row in await db.execute(wanted)}


async def waiting(db: Reader, authority: UUID, version: UUID, most: int) -> list[Said]:
    """Those of one version that wait to be counted, the oldest first."""
    s = statement.c
    wanted = (
        sa.select(outbox.c.id.label("delivery"), s.id.label("statement"), s.version, s.child, s.sent)
        .join(outbox, _waits(authority))
        .where(s.version == version)
        .order_by(outbox.c.made, outbox.c.id)
        .limit(most)
    )
    return [Said(**row) for row in (await db.execute(wanted)).mappings()]


def _waits(authority: UUID) -> sa.ColumnElement[bool]:
    s, c = statement.c, outbox.c
    subject = sa.and_(s.authority == authority, s.authority == c.authority, s.id == c.subject)
    return sa.and_(subject, c.kind == COUNT, c.state == "waiting", s.child.is_not(None))


async def parts_of(db: Reader, authority: UUID, statements: Sequence[UUID]) -> list[Part]:
    """The parts of these statements that somebody here could open."""
    p, k, s = statement_part.c, child_key.c, statement.c
    columns = (p.statement, s.child, p.audience, envelope.c.sealed, k.id.label("key"), k.child.label("key_child"))
    wanted = (
        sa.select(*columns, k.purpose, k.wrapped_private.label("wrapped"), k.kek_version)
        .join(statement, sa.and_(s.authority == p.authority, s.id == p.statement))
        .join(envelope, sa.and_(envelope.c.authority == p.authority, envelope.c.id == p.envelope))
        .join(child_key, sa.and_(k.authority == p.authority, k.id == p.key))
        .where(p.authority == authority)
    )
    found: list[Part] = []
    for some in _some(statements):
        found += [Part(**row) for row in (await db.execute(wanted.where(p.statement.in_(some)))).mappings()]
    return found


async def earlier(db: Reader, authority: UUID, version: UUID, children: Sequence[UUID]) -> list[UUID]:
    """Every statement of these children with this version."""
    s = statement.c
    hers = (s.authority == authority, s.version == version, s.kind == "statement")
    found: list[UUID] = []
    for some in _some(children):
        found += (await db.execute(sa.select(s.id).where(*hers, s.child.in_(some)))).scalars()
    return found


async def behind(db: Reader, authority: UUID, statements: Sequence[UUID]) -> list[Behind]:
    """The child behind each of these statements. Those that are gone are missing."""
    s, found = statement.c, list[Behind]()
    wanted = sa.select(s.id.label("statement"), s.child, s.sent).where(s.authority == authority, s.child.is_not(None))
    for some in _some(statements):
        found += [Behind(**row) for row in (await db.execute(wanted.where(s.id.in_(some)))).mappings()]
    return found


async def allocations(db: Reader, authority: UUID, children: Sequence[UUID]) -> list[sa.RowMapping]:
    """Who worked with these children, from when until when."""
    c, found = allocation.c, list[sa.RowMapping]()
    wanted = sa.select(c.child, c.staff, c.since, c.until).where(c.authority == authority, sa.not_(c.cover))
    for some in _some(children):
        found += (await db.execute(wanted.where(c.child.in_(some)).order_by(c.since, c.id))).mappings()
    return found


async def shared_contacts(db: Reader, authority: UUID, children: Sequence[UUID]) -> list[sa.RowMapping]:
    """The telephones and addresses by which these children are reached, blindly: equal ones are the same one."""
    c, found = contact.c, list[sa.RowMapping]()
    wanted = sa.select(c.child, c.blind_index).where(c.authority == authority)
    for some in _some(children):
        found += (await db.execute(wanted.where(c.child.in_(some)))).mappings()
    return found


async def removed(db: Reader, authority: UUID, statements: Sequence[UUID]) -> set[UUID]:
    """Those of which an erasure or a purge has left a tombstone."""
    p, found = statement_part.c, set[UUID]()
    there = sa.and_(envelope.c.authority == p.authority, envelope.c.id == p.envelope)
    wanted = sa.select(p.statement).join(envelope, there)
    for some in _some(statements):
        here = (p.authority == authority, envelope.c.removed.is_not(None), p.statement.in_(some))
        found.update((await db.execute(wanted.where(*here))).scalars())
    return found


def settle(writes: Writes, deliveries: Iterable[UUID], state: str, code: str | None = None) -> None:
    """These do not wait any more."""
    for delivery in deliveries:
        key = {"authority": writes.authority, "id": delivery, "state": "waiting"}
        writes.updates.append(Row(outbox, key, {"state": state, "error_code": code}))


def _some(ids: Sequence[UUID]) -> Iterable[Sequence[UUID]]:
    return (ids[at : at + MOST_AT_ONCE] for at in range(0, len(ids), MOST_AT_ONCE))
