"""What lies in a child's record: statements, who opened them, replies and promises. Nothing is opened here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa

from storage import wrong_records
from storage.reading import Reader
from storage.tables import action, envelope, mailbox, reading, reply, statement, statement_part, weighing
from voice.model import How, PromiseState, Role, Stopped

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Statement:
    """That something was said: when, how and with whom near. Its words are in its parts."""

    id: UUID
    conversation: UUID | None
    child: UUID
    mailbox: UUID | None
    kind: str
    presence: str | None
    helper: str | None
    language: str
    ways: Sequence[str]
    sent: datetime


@dataclass(frozen=True, slots=True)
class Part:
    """One audience's part of a statement, still sealed (R58)."""

    id: UUID
    statement: UUID
    audience: str
    key: UUID
    sealed: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """That somebody opened a statement."""

    statement: UUID
    staff: UUID
    reads_as: Role
    allocated: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to a child, still sealed."""

    id: UUID
    statement: UUID
    staff: UUID
    how: How
    on_day: date | None
    made: datetime
    sealed: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Action:
    """A promise to a child, still sealed."""

    id: UUID
    statement: UUID
    owner: UUID
    due: date
    state: PromiseState
    stopped_by: Stopped | None
    made: datetime
    changed: datetime | None  # settled, or while it is open put off to another day
    revision: int
    sealed: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Weighing:
    """What an adult thinks a child is telling us, and why she is not shown it, both still sealed."""

    id: UUID
    statement: UUID
    staff: UUID
    made: datetime
    sealed: bytes | None = field(repr=False)
    withheld: bytes | None = field(repr=False)
    hidden: bool


@dataclass(frozen=True, slots=True)
class Mailbox:
    """As much of a child's mailbox as staff may see: where to put something, and nothing of what is inside."""

    id: UUID
    public_key: bytes = field(repr=False)


_S = statement.c
_STATEMENT = sa.select(
    _S.id, _S.conversation, _S.child, _S.mailbox, _S.kind, _S.presence, _S.helper, _S.language, _S.ways, _S.sent
)


async def statements_of(db: Reader, authority: UUID, children: Sequence[UUID]) -> list[Statement]:
    """What these children sent, newest first. What was added after the receipt is not a statement of its own."""
    wanted = _STATEMENT.where(
        _S.authority == authority, _S.child.in_(children), _S.kind == "statement", ~wrong_records.STATEMENT
    )
    found = [Statement(**row) for row in (await db.execute(wanted)).mappings()]
    return sorted(found, key=lambda each: (each.sent, each.id), reverse=True)


async def find_statement(db: Reader, authority: UUID, id: UUID) -> Statement | None:
    here = (
        _S.authority == authority,
        _S.id == id,
        _S.kind == "statement",
        _S.child.is_not(None),
        ~wrong_records.STATEMENT,
    )
    wanted = _STATEMENT.where(*here)
    row = (await db.execute(wanted)).mappings().first()
    return Statement(**row) if row else None


async def sent_in(db: Reader, authority: UUID, conversation: UUID | None) -> Statement | None:
    """What the child sent at the end of this conversation, once she has."""
    wanted = _STATEMENT.where(_S.authority == authority, _S.conversation == conversation, _S.kind == "statement")
    row = (await db.execute(wanted)).mappings().first() if conversation else None
    return Statement(**row) if row else None


async def said_later(db: Reader, authority: UUID, conversation: UUID) -> list[Statement]:
    """What the child added to this conversation after the receipt (R69)."""
    wanted = _STATEMENT.where(_S.authority == authority, _S.conversation == conversation, _S.kind == "later")
    return [Statement(**row) for row in (await db.execute(wanted.order_by(_S.sent))).mappings()]


async def later_of(db: Reader, authority: UUID, children: Sequence[UUID]) -> list[Statement]:
    """What these children added since, oldest first."""
    wanted = _STATEMENT.where(_S.authority == authority, _S.child.in_(children), _S.kind == "later")
    return [Statement(**row) for row in (await db.execute(wanted.order_by(_S.sent))).mappings()]


async def parts_of(db: Reader, authority: UUID, statements: Sequence[UUID]) -> list[Part]:
    c = statement_part.c
    wanted = (
        sa.select(c.id, c.statement, c.audience, c.key, envelope.c.sealed)
        .join(envelope, _same(envelope, statement_part, "envelope"))
        .where(c.authority == authority, c.statement.in_(statements))
    )
    return [Part(**row) for row in (await db.execute(wanted)).mappings()]


async def audiences_of(db: Reader, authority: UUID, statements: Sequence[UUID]) -> dict[UUID, set[str]]:
    """Which audiences each statement has a part for, without fetching what is sealed."""
    c = statement_part.c
    wanted = sa.select(c.statement, c.audience).where(c.authority == authority, c.statement.in_(statements))
    found: dict[UUID, set[str]] = {}
    for row in await db.execute(wanted):
        found.setdefault(row.statement, set()).add(row.audience)
    return found


async def readings_of(db: Reader, authority: UUID, statements: Sequence[UUID]) -> list[Reading]:
    """Who opened these, oldest first."""
    c = reading.c
    wanted = sa.select(c.statement, c.staff, c.reads_as, c.allocated, c.at).where(
        c.authority == authority, c.statement.in_(statements)
    )
    rows = (dict(row) for row in (await db.execute(wanted.order_by(c.at))).mappings())
    return [Reading(**{**row, "reads_as": Role(row["reads_as"])}) for row in rows]


async def replies_to(db: Reader, authority: UUID, statements: Sequence[UUID]) -> list[Reply]:
    """Answers to these, oldest first."""
    c = reply.c
    wanted = (
        sa.select(c.id, c.statement, c.staff, c.how, c.on_day, c.made, envelope.c.sealed)
        .join(envelope, _same(envelope, reply, "envelope"))
        .where(c.authority == authority, c.statement.in_(statements))
        .order_by(c.made)
    )
    rows = (dict(row) for row in (await db.execute(wanted)).mappings())
    return [Reply(**{**row, "how": How(row["how"])}) for row in rows]


async def actions_after(db: Reader, authority: UUID, statements: Sequence[UUID]) -> list[Action]:
    """Promises made after these, by the day they are due."""
    return [
        _action(row) for row in (await db.execute(_actions(authority, action.c.statement.in_(statements)))).mappings()
    ]


async def find_action(db: Reader, authority: UUID, id: UUID) -> Action | None:
    row = (await db.execute(_actions(authority, action.c.id == id))).mappings().first()
    return _action(row) if row else None


def _actions(authority: UUID, which: sa.ColumnElement[bool]) -> Any:
    c = action.c
    columns = (
        c.id,
        c.statement,
        c.owner,
        c.due,
        c.state,
        c.stopped_by,
        c.made,
        c.changed,
        c.revision,
        envelope.c.sealed,
    )
    joined = sa.select(*columns).join(envelope, _same(envelope, action, "envelope"))
    return joined.where(c.authority == authority, which).order_by(c.due, c.id)


def _action(row: Any) -> Action:
    stopped = Stopped(row["stopped_by"]) if row["stopped_by"] else None
    return Action(**{**row, "state": PromiseState(row["state"]), "stopped_by": stopped})


async def weighings_of(db: Reader, authority: UUID, statements: Sequence[UUID]) -> list[Weighing]:
    """What was made of these, oldest first."""
    return await _weighings(db, authority, weighing.c.statement.in_(statements))


async def last_shown(db: Reader, authority: UUID, statements: Sequence[UUID]) -> dict[UUID, datetime]:
    """When something was last made of each of these that the child is shown."""
    c = weighing.c
    wanted = sa.select(c.statement, sa.func.max(c.made).label("made")).where(
        c.authority == authority, c.statement.in_(statements), c.withheld.is_(None)
    )
    return {row.statement: row.made for row in await db.execute(wanted.group_by(c.statement))}


async def find_weighing(db: Reader, authority: UUID, id: UUID) -> Weighing | None:
    return next(iter(await _weighings(db, authority, weighing.c.id == id)), None)


async def withheld_since(db: Reader, authority: UUID, children: Sequence[UUID], since: datetime) -> list[Weighing]:
    """What these children are not shown, newest first."""
    hers = sa.select(_S.id).where(_S.authority == authority, _S.child.in_(children), ~wrong_records.STATEMENT)
    c = weighing.c
    which = sa.and_(c.statement.in_(hers), c.withheld.is_not(None), c.made >= since)
    return list(reversed(await _weighings(db, authority, which)))


async def _weighings(db: Reader, authority: UUID, which: sa.ColumnElement[bool]) -> list[Weighing]:
    c, why = weighing.c, envelope.alias("why")
    columns = (c.id, c.statement, c.staff, c.made, envelope.c.sealed, why.c.sealed.label("withheld"))
    joined = (
        sa.select(*columns, c.withheld.is_not(None).label("hidden"))
        .join(envelope, _same(envelope, weighing, "envelope"))
        .outerjoin(why, sa.and_(why.c.authority == c.authority, why.c.id == c.withheld))
    )
    found = (await db.execute(joined.where(c.authority == authority, which).order_by(c.made, c.id))).mappings()
    return [Weighing(**row) for row in found]


async def mailbox_of(db: Reader, authority: UUID, id: UUID | None) -> Mailbox | None:
    """An open mailbox, to put something in."""
    c = mailbox.c
    wanted = sa.select(c.id, c.public_key).where(c.authority == authority, c.id == id, c.closed.is_(None))
    row = (await db.execute(wanted)).mappings().first() if id else None
    return Mailbox(**row) if row else None


def _same(parent: sa.Table, child_table: sa.Table, column: str) -> sa.ColumnElement[bool]:
    return sa.and_(parent.c.authority == child_table.c.authority, parent.c.id == child_table.c[column])
