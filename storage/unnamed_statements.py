"""Statements said to the service and not to a child's file (R62): no name, no conversation, a day and no time.

Whose each is lies sealed on its own in `unnamed`. Ids and times here tell nothing: a version 7 id holds its moment, and
with the moment anybody could find the conversation that ended then.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from storage.envelopes import Context, PublicKey, seal
from storage.reading import Reader
from storage.statements import add_envelope
from storage.tables import envelope, statement, statement_part, unnamed
from storage.writes import Writes
from voice import clock


@dataclass(frozen=True, slots=True)
class Unnamed:
    """One such statement, still sealed, and how far somebody has gone to find whose it is."""

    id: UUID
    sent: datetime
    language: str
    sealed: bytes | None = field(repr=False)
    behind: bytes | None = field(repr=False)
    why: bytes | None = field(repr=False)
    asked_by: UUID | None
    asked: datetime | None
    confirmed_by: UUID | None
    concern: UUID | None


def words_place(authority: UUID, id: UUID) -> Context:
    return Context(authority, id, "unnamed.words", id)


def behind_place(authority: UUID, id: UUID) -> Context:
    return Context(authority, id, "unnamed.behind", id)


def why_place(authority: UUID, id: UUID) -> Context:
    return Context(authority, id, "unnamed.why", id)


def add(writes: Writes, id: UUID, day: datetime, words: bytes, behind: bytes, key: PublicKey, **facts: Any) -> None:
    """Keep one. `day` is the day it was said on, and no more is kept of the time."""
    said = _envelope(writes, "unnamed.words", words, key, words_place(writes.authority, id), day)
    whose = _envelope(writes, "unnamed.behind", behind, key, behind_place(writes.authority, id), day)
    writes.insert(statement, id=id, kind="statement", sent=day, **facts)
    writes.insert(statement_part, id=uuid4(), statement=id, audience="worker", envelope=said, key=key.id)
    writes.insert(unnamed, id=uuid4(), statement=id, behind=whose)


def _envelope(writes: Writes, kind: str, body: bytes, key: PublicKey, place: Context, day: datetime) -> UUID:
    sealed, made = seal(body, [key], place), uuid4()
    writes.insert(envelope, id=made, kind=kind, sealed=sealed, sha256=hashlib.sha256(sealed).digest(), made=day)
    return made


_U = unnamed.c
_WORDS, _BEHIND, _WHY = envelope.alias("words"), envelope.alias("behind"), envelope.alias("why")


def _beside(other: sa.FromClause, column: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    return sa.and_(other.c.authority == _U.authority, other.c.id == column)


_UNNAMED = (
    sa.select(
        _U.statement.label("id"),
        statement.c.sent,
        statement.c.language,
        _WORDS.c.sealed,
        _BEHIND.c.sealed.label("behind"),
        _WHY.c.sealed.label("why"),
        _U.asked_by,
        _U.asked,
        _U.confirmed_by,
        _U.concern,
    )
    .join(statement, _beside(statement, _U.statement))
    .join(
        statement_part,
        sa.and_(statement_part.c.authority == _U.authority, statement_part.c.statement == _U.statement),
    )
    .join(_WORDS, _beside(_WORDS, statement_part.c.envelope))
    .join(_BEHIND, _beside(_BEHIND, _U.behind))
    .outerjoin(_WHY, _beside(_WHY, _U.why))
)


async def newest(db: Reader, authority: UUID, most: int) -> Sequence[Unnamed]:
    """The newest of them. On one day their order is of no meaning."""
    wanted = _UNNAMED.where(_U.authority == authority).order_by(statement.c.sent.desc(), _U.id).limit(most)
    return [Unnamed(**row) for row in (await db.execute(wanted)).mappings()]


async def find(db: Reader, authority: UUID, id: UUID) -> Unnamed | None:
    row = (await db.execute(_UNNAMED.where(_U.authority == authority, _U.statement == id))).mappings().first()
    return Unnamed(**row) if row else None


def ask_whose(writes: Writes, id: UUID, why: bytes, key: PublicKey, staff: UUID) -> None:
    """Somebody is worried about the child behind it; the first who says so."""
    made = add_envelope(writes, "unnamed.why", why, [key], why_place(writes.authority, id))
    mine = unnamed.update().where(_U.authority == writes.authority, _U.statement == id, _U.asked_by.is_(None))
    writes.change(mine.values(why=made, asked_by=staff, asked=clock.now()))


def confirm(writes: Writes, id: UUID, staff: UUID, concern: UUID) -> None:
    """A second person has said that it is needed: from now on there is a concern with a name."""
    mine = unnamed.update().where(_U.authority == writes.authority, _U.statement == id, _U.confirmed_by.is_(None))
    writes.change(mine.values(confirmed_by=staff, confirmed=clock.now(), concern=concern))
