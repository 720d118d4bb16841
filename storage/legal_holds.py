"""Holds on a child's record, each from one concern: who set it, when, and why, which is sealed (R39, R72)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from storage.envelopes import Context, PublicKey
from storage.reading import Reader
from storage.statements import add_envelope
from storage.tables import child, concern_step, envelope, legal_hold, statement, statement_part
from storage.writes import Writes
from voice import clock


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold that stands."""

    id: UUID
    child: UUID
    concern: UUID
    staff: UUID
    made: datetime
    sealed: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Original:
    """Something sealed as it was written: a part of a statement for one audience, or a step of a concern."""

    id: UUID
    of: UUID
    kind: str
    sealed: bytes | None = field(repr=False)


def hold_place(authority: UUID, child_id: UUID, hold: UUID) -> Context:
    return Context(authority, child_id, "legal_hold", hold)


def add(
    writes: Writes, id: UUID, child_id: UUID, concern: UUID, staff: UUID, why: bytes, keys: Sequence[PublicKey]
) -> None:
    """Hold this child's record from now on: nothing of it is erased."""
    place = hold_place(writes.authority, child_id, id)
    made = add_envelope(writes, "legal_hold", why, keys, place)
    facts = {"child": child_id, "concern": concern, "staff": staff, "envelope": made, "made": clock.now()}
    writes.insert(legal_hold, id=id, **facts)
    writes.update(child, child_id, held=True)


async def of_concern(db: Reader, authority: UUID, concern: UUID) -> Hold | None:
    c = legal_hold.c
    wanted = (
        sa.select(c.id, c.child, c.concern, c.staff, c.made, envelope.c.sealed)
        .join(envelope, sa.and_(envelope.c.authority == c.authority, envelope.c.id == c.envelope))
        .where(c.authority == authority, c.concern == concern)
    )
    row = (await db.execute(wanted)).mappings().first()
    return Hold(**row) if row else None


async def originals(db: Reader, authority: UUID, child_id: UUID, concern: UUID) -> list[Original]:
    """Everything this child has said, whoever it is sealed to, and every step of this concern, oldest first."""
    part, step = statement_part.c, concern_step.c
    said = (
        sa.select(part.id, part.statement.label("of"), part.audience.label("kind"), envelope.c.sealed)
        .join(envelope, sa.and_(envelope.c.authority == part.authority, envelope.c.id == part.envelope))
        .join(statement, sa.and_(statement.c.authority == part.authority, statement.c.id == part.statement))
        .where(part.authority == authority, statement.c.child == child_id)
    )
    steps = (
        sa.select(step.id, step.concern.label("of"), step.kind, envelope.c.sealed)
        .join(envelope, sa.and_(envelope.c.authority == step.authority, envelope.c.id == step.envelope))
        .where(step.authority == authority, step.concern == concern)
    )
    found = [Original(**row) for wanted in (said, steps) for row in (await db.execute(wanted)).mappings()]
    return sorted(found, key=lambda each: each.id)
