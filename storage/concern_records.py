"""Concerns as adults find and move them. The words stay sealed until somebody who may opens them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage import wrong_records
from storage.concerns import BY_HAND, BY_MATCH, add_step, step_place
from storage.envelopes import PublicKey
from storage.reading import Reader
from storage.statements import add_envelope
from storage.tables import concern, concern_step, envelope
from storage.writes import Writes, new_revision
from voice.model import ConcernState, Level, new_id


@dataclass(frozen=True, slots=True)
class Concern:
    """Where a concern stands. `shared`: the child said it is not about someone whose job is to help (R68)."""

    id: UUID
    child: UUID
    conversation: UUID | None
    source: str
    level: Level
    state: ConcernState
    raised: datetime
    read_by: datetime
    acknowledged: datetime | None
    acknowledged_by: UUID | None
    closed: datetime | None
    revision: int
    climbed: int
    statement: UUID | None  # in which it was found, or before which somebody pressed
    shared: bool

    @property
    def open(self) -> bool:
        return self.state is not ConcernState.CLOSED

    @property
    def by_hand(self) -> bool:
        """Raised by an adult."""
        return self.source == BY_HAND

    @property
    def found_in_words(self) -> bool:
        """Raised for what was found in her answers, or in what she added to them."""
        return self.source.startswith(("words", "added "))

    @property
    def by_match(self) -> bool:
        """Raised for what somebody unknown said, which duty put into her record."""
        return self.source == BY_MATCH

    @property
    def told(self) -> bool:
        """Whether the child was told by when it is read: where she answered about her safety, and in no other case."""
        return self.source.startswith(TOLD_BY_WHEN)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened with a concern."""

    id: UUID
    kind: str
    staff: UUID | None
    outcome: str | None
    at: datetime
    sealed: bytes | None = field(repr=False)


TOLD_BY_WHEN = ("question ", "added ")
URGENCY = {level: place for place, level in enumerate(Level)}
_C = concern.c
_SHARED = (
    sa.select(sa.literal(1))
    .where(concern_step.c.authority == _C.authority, concern_step.c.concern == _C.id, concern_step.c.kind == "shared")
    .correlate(concern)
    .exists()
)
_CONCERN = sa.select(
    _C.id,
    _C.child,
    _C.conversation,
    _C.source,
    _C.level,
    _C.state,
    _C.raised,
    _C.read_by,
    _C.acknowledged,
    _C.acknowledged_by,
    _C.closed,
    _C.revision,
    _C.climbed,
    _C.statement,
    _SHARED.label("shared"),
).where(_C.child.is_not(None), ~wrong_records.CONCERN)


async def open_concerns(db: Reader, authority: UUID, children: Sequence[UUID] | None = None) -> list[Concern]:
    """Every concern that nobody has closed: those nobody has first, then by urgency and by when they must be read."""
    wanted = _CONCERN.where(_C.authority == authority, _C.state != ConcernState.CLOSED.value)
    if children is not None:
        wanted = wanted.where(_C.child.in_(children))
    found = [_as_concern(row) for row in (await db.execute(wanted)).mappings()]
    return sorted(found, key=_urgent_first)


def _urgent_first(each: Concern) -> tuple[bool, int, datetime, UUID]:
    return each.state is not ConcernState.NEW, URGENCY[each.level], each.read_by, each.id


async def closed_concerns(db: Reader, authority: UUID, child: UUID) -> list[Concern]:
    """Every concern about this child that was closed, the last one first."""
    wanted = _CONCERN.where(_C.authority == authority, _C.child == child, _C.state == ConcernState.CLOSED.value)
    return [_as_concern(row) for row in (await db.execute(wanted.order_by(_C.raised.desc(), _C.id))).mappings()]


async def find_concern(db: Reader, authority: UUID, id: UUID) -> Concern | None:
    row = (await db.execute(_CONCERN.where(_C.authority == authority, _C.id == id))).mappings().first()
    return _as_concern(row) if row else None


def _as_concern(row: Any) -> Concern:
    words = {"level": Level(row["level"]), "state": ConcernState(row["state"]), "shared": bool(row["shared"])}
    return Concern(**{**row, **words})


async def steps_of(db: Reader, authority: UUID, concern_id: UUID) -> list[Step]:
    """What happened, in order."""
    c = concern_step.c
    wanted = (
        sa.select(c.id, c.kind, c.staff, c.outcome, c.at, envelope.c.sealed)
        .outerjoin(envelope, sa.and_(envelope.c.authority == c.authority, envelope.c.id == c.envelope))
        .where(c.authority == authority, c.concern == concern_id)
        .order_by(c.at, c.id)
    )
    return [Step(**row) for row in (await db.execute(wanted)).mappings()]


def touch(writes: Writes, found: Concern) -> None:
    """Write the rest only where this concern, and what hangs on it, is still as it was read."""
    writes.claim(concern, found.id, seen=found.revision, becomes=new_revision())


def move(writes: Writes, found: Concern, state: ConcernState, **facts: Any) -> None:
    """Move a concern on, if it still stands where it was read."""
    touch(writes, found)
    writes.update(concern, found.id, state=state.value, **facts)


def note(writes: Writes, found: Concern, kind: str, body: bytes, keys: Sequence[PublicKey], **facts: Any) -> None:
    """A step in somebody's own words, sealed to those who may read the concern."""
    step = facts.pop("id", None) or new_id()
    place = step_place(writes.authority, found.child, step)
    made = add_envelope(writes, "concern.step", body, keys, place)
    add_step(writes, step, found.id, kind, envelope=made, key=keys[0].id, **facts)
