"""Words that duty had put into the wrong child's record, and took back: who has to see to it, and by when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.reading import Reader
from storage.tables import audit_event, concern, concern_step, envelope, statement, statement_part, wrong_record
from storage.writes import Writes
from voice import clock
from voice.model import BreachOutcome, new_id

TO_BE_REPORTED_WITHIN = timedelta(hours=72)  # UK GDPR 33(1)
_W = wrong_record.c


@dataclass(frozen=True, slots=True)
class WrongRecord:
    """One wrong match that was taken back: what it had made, since when it stood there, and what came of it."""

    id: UUID
    stranger: UUID
    statement: UUID | None
    concern: UUID | None
    since: datetime
    made: datetime
    by: UUID
    due: datetime
    outcome: BreachOutcome | None
    dealt: datetime | None
    dealt_by: UUID | None

    @property
    def late(self) -> bool:
        return clock.now() > self.due


@dataclass(frozen=True, slots=True)
class Opening:
    """Somebody opened it while it stood there."""

    staff: UUID
    at: datetime


_NAMES = ("id", "stranger", "statement", "concern", "since", "made", "by", "due", "outcome", "dealt", "dealt_by")
_FOUND = sa.select(*(_W[name] for name in _NAMES))


def no_longer(of: sa.Table) -> sa.ColumnElement[bool]:
    """Whether this row of `statement` or `concern` was put there by a wrong match: from that moment it is not there."""
    here = (_W.authority == of.c.authority, _W[of.name] == of.c.id)
    return sa.select(sa.literal(1)).where(*here).correlate(of).exists()


def add(writes: Writes, **facts: Any) -> UUID:
    """What this match put into the child's record is not there any more; its id."""
    made, now = new_id(), clock.now()
    writes.insert(wrong_record, id=made, made=now, due=now + TO_BE_REPORTED_WITHIN, **facts)
    return made


async def find(db: Reader, authority: UUID, id: UUID) -> WrongRecord | None:
    row = (await db.execute(_FOUND.where(_W.authority == authority, _W.id == id))).mappings().first()
    return _as_found(row) if row else None


async def since(db: Reader, authority: UUID, moment: datetime) -> list[WrongRecord]:
    """Those that nobody has dealt with, the first due first; then those dealt with since that moment."""
    wanted = _FOUND.where(_W.authority == authority, sa.or_(_W.dealt.is_(None), _W.dealt >= moment))
    found = [_as_found(row) for row in (await db.execute(wanted)).mappings()]
    return sorted(found, key=lambda each: (each.dealt is not None, each.due, each.id))


async def openings(db: Reader, authority: UUID, found: WrongRecord) -> list[Opening]:
    """Who opened it, as the audit has it."""
    c = audit_event.c
    subjects = [each for each in (found.statement, found.concern) if each]
    wanted = sa.select(c.actor, sa.func.min(c.at).label("at")).where(
        c.authority == authority, c.subject.in_(subjects), c.action == "open", c.actor.is_not(None)
    )
    rows = (await db.execute(wanted.group_by(c.actor))).all()
    return sorted((Opening(row.actor, row.at) for row in rows), key=lambda each: each.at)


def deal(writes: Writes, found: WrongRecord, outcome: BreachOutcome, by: UUID) -> None:
    """What was decided, if nobody has decided it yet."""
    mine = sa.update(wrong_record).where(_W.authority == writes.authority, _W.id == found.id, _W.dealt.is_(None))
    writes.change(mine.values(outcome=outcome.value, dealt=clock.now(), dealt_by=by))


async def copies(db: Reader, authority: UUID, found: WrongRecord) -> list[UUID]:
    """The envelopes of what the match put there. What adults wrote beside it stays sealed, and is shown to nobody."""
    part, step = statement_part.c, concern_step.c
    said = sa.select(part.envelope).where(part.authority == authority, part.statement == found.statement)
    told = sa.select(step.envelope).where(
        step.authority == authority, step.concern == found.concern, step.kind == "raised", step.envelope.is_not(None)
    )
    return [*(await db.execute(said)).scalars(), *(await db.execute(told)).scalars()]


def empty(writes: Writes, envelopes: Collection[UUID]) -> None:
    """Nothing is left of the copy; the tombstones stay."""
    for each in envelopes:
        writes.update(envelope, each, sealed=None, removed=clock.now())


STATEMENT, CONCERN = no_longer(statement), no_longer(concern)


def _as_found(row: Any) -> WrongRecord:
    return WrongRecord(**{**row, "outcome": BreachOutcome(row["outcome"]) if row["outcome"] else None})
