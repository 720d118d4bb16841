"""Holds on a child's record, each from one concern: who set it, when, and why, which is sealed (R39, R72)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.envelopes import Context, PublicKey
from storage.reading import Reader
from storage.statements import add_envelope
from storage.tables import (
    action,
    attachment,
    child,
    concern_step,
    envelope,
    interpretation,
    legal_hold,
    reply,
    signed_answer,
    signed_film,
    statement,
    statement_part,
    weighing,
)
from storage.writes import Writes
from voice import clock


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold that stands, and whether somebody asks that it is lifted."""

    id: UUID
    child: UUID
    concern: UUID
    staff: UUID
    made: datetime
    lift_asked_by: UUID | None
    lift_asked: datetime | None
    sealed: bytes | None = field(repr=False)
    why_lifted: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Original:
    """Something sealed as it was written: a part of a statement for one audience, a step, a recording's key, an answer.

    `of`: what it belongs to, where that is one thing.
    """

    id: UUID
    of: UUID | None
    kind: str
    sealed: bytes | None = field(repr=False)


_H = legal_hold.c
_WHY, _WHY_LIFTED = envelope.alias("why"), envelope.alias("why_lifted")
_HOLD = (
    sa.select(
        *(_H.id, _H.child, _H.concern, _H.staff, _H.made, _H.lift_asked_by, _H.lift_asked),
        _WHY.c.sealed,
        _WHY_LIFTED.c.sealed.label("why_lifted"),
    )
    .join(_WHY, sa.and_(_WHY.c.authority == _H.authority, _WHY.c.id == _H.envelope))
    .outerjoin(_WHY_LIFTED, sa.and_(_WHY_LIFTED.c.authority == _H.authority, _WHY_LIFTED.c.id == _H.lift_envelope))
    .where(_H.lifted.is_(None))
)
_NOT_ASKED = {"lift_asked_by": None, "lift_asked": None, "lift_envelope": None}


def hold_place(authority: UUID, child_id: UUID, hold: UUID) -> Context:
    return Context(authority, child_id, "legal_hold", hold)


def add(
    writes: Writes, id: UUID, child_id: UUID, concern: UUID, staff: UUID, why: bytes, keys: Sequence[PublicKey]
) -> None:
    """Hold this child's record from now on: nothing of it is erased."""
    made = add_envelope(writes, "legal_hold", why, keys, hold_place(writes.authority, child_id, id))
    facts = {"child": child_id, "concern": concern, "staff": staff, "envelope": made, "made": clock.now()}
    writes.insert(legal_hold, id=id, **facts)
    writes.update(child, child_id, held=True)


def add_again(writes: Writes, lifted: UUID, child_id: UUID, staff: UUID, why: bytes, keys: Sequence[PublicKey]) -> None:
    """The same where the hold of this concern was lifted. Of two who do it at once the first stands."""
    made = add_envelope(writes, "legal_hold", why, keys, hold_place(writes.authority, child_id, lifted))
    facts = {"staff": staff, "envelope": made, "made": clock.now(), "lifted_by": None, "lifted": None, **_NOT_ASKED}
    here = (_H.authority == writes.authority, _H.id == lifted, _H.lifted.is_not(None))
    writes.change(sa.update(legal_hold).where(*here).values(**facts))
    writes.update(child, child_id, held=True)


async def lifted_of(db: Reader, authority: UUID, concern: UUID) -> UUID | None:
    """The hold of this concern that was lifted, if one was."""
    wanted = sa.select(_H.id).where(_H.authority == authority, _H.concern == concern, _H.lifted.is_not(None))
    return (await db.execute(wanted)).scalar()


async def of_concern(db: Reader, authority: UUID, concern: UUID) -> Hold | None:
    return await _one(db, authority, _H.concern == concern)


async def find(db: Reader, authority: UUID, hold: UUID) -> Hold | None:
    return await _one(db, authority, _H.id == hold)


async def _one(db: Reader, authority: UUID, which: sa.ColumnElement[bool]) -> Hold | None:
    row = (await db.execute(_HOLD.where(_H.authority == authority, which))).mappings().first()
    return Hold(**row) if row else None


async def asked_to_lift(db: Reader, authority: UUID) -> list[Hold]:
    """Those that somebody asks to lift, the longest asked first."""
    wanted = _HOLD.where(_H.authority == authority, _H.lift_asked.is_not(None)).order_by(_H.lift_asked, _H.id)
    return [Hold(**row) for row in (await db.execute(wanted)).mappings()]


def ask_to_lift(writes: Writes, hold: Hold, by: UUID, why: bytes, keys: Sequence[PublicKey]) -> None:
    """It is needed no longer, says one person. The first who asks stands."""
    place = hold_place(writes.authority, hold.child, hold.id)
    made = add_envelope(writes, "legal_hold", why, keys, place)
    asks = {"lift_asked_by": by, "lift_asked": clock.now(), "lift_envelope": made}
    writes.change(_still(writes, hold, _H.lift_asked_by.is_(None)).values(**asks))


def keep(writes: Writes, hold: Hold) -> None:
    """It stays held."""
    writes.change(_still(writes, hold).values(**_NOT_ASKED))


def lift(writes: Writes, hold: Hold, by: UUID) -> None:
    """Another person says so too. The record is held for as long as any other hold of hers stands."""
    writes.change(_still(writes, hold, _H.lift_asked_by == hold.lift_asked_by).values(lifted_by=by, lifted=clock.now()))
    hers = (_H.authority == writes.authority, _H.child == hold.child, _H.lifted.is_(None))
    stands = sa.select(_H.id).where(*hers).exists()
    free = (child.c.authority == writes.authority, child.c.id == hold.child, sa.not_(stands))
    writes.change(sa.update(child).where(*free).values(held=False))


def _still(writes: Writes, hold: Hold, *that: sa.ColumnElement[bool]) -> sa.Update:
    return sa.update(legal_hold).where(_H.authority == writes.authority, _H.id == hold.id, _H.lifted.is_(None), *that)


async def originals(db: Reader, authority: UUID, child_id: UUID, concern: UUID) -> list[Original]:
    """Everything this child has said and was answered, whoever it is sealed to; what opens each recording; and every
    step of this concern, oldest first."""
    part, step, media = statement_part.c, concern_step.c, attachment.c
    film, signs = signed_film.c, signed_answer.c  # both have an id that stands elsewhere too
    hers = sa.select(statement.c.id).where(statement.c.authority == authority, statement.c.child == child_id)
    talks = sa.select(statement.c.conversation).where(
        statement.c.authority == authority, statement.c.child == child_id, statement.c.conversation.is_not(None)
    )
    in_sign = sa.select(signs.id).where(signs.authority == authority, signs.statement.in_(hers))
    filmed = sa.select(film.id).where(film.authority == authority, film.answer.in_(in_sign))
    wanted = [
        _sealed(film, film.note, film.answer, sa.literal("not_right"), envelope.c.id).where(film.answer.in_(in_sign)),
        _sealed(signs, signs.envelope, signs.statement, sa.literal("in_sign"), envelope.c.id).where(
            signs.statement.in_(hers)
        ),
        _sealed(part, part.envelope, part.statement, part.audience).where(part.statement.in_(hers)),
        _sealed(step, step.envelope, step.concern, step.kind).where(step.concern == concern),
        _sealed(media, media.manifest, media.statement, sa.literal("recording")).where(
            sa.or_(media.conversation.in_(talks), media.statement.in_(hers), media.id.in_(filmed))
        ),
    ]
    for table, kind in ((reply, "reply"), (action, "promise"), (weighing, "weighing"), (interpretation, "english")):
        c = table.c
        wanted.append(_sealed(c, c.envelope, c.statement, sa.literal(kind)).where(c.statement.in_(hers)))
    found = [
        Original(**row)
        for each in wanted
        for row in (await db.execute(each.where(envelope.c.authority == authority))).mappings()
    ]
    return sorted(found, key=lambda each: each.id)


def _sealed(
    c: Any,
    at: sa.ColumnElement[Any],
    of: sa.ColumnElement[Any],
    kind: sa.ColumnElement[Any],
    named: sa.ColumnElement[Any] | None = None,
) -> sa.Select[Any]:
    id = c.id if named is None else named
    return sa.select(id.label("id"), of.label("of"), kind.label("kind"), envelope.c.sealed).join(
        envelope, sa.and_(envelope.c.authority == c.authority, envelope.c.id == at)
    )
