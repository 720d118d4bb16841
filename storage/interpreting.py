"""A piece of an interpreter's work: a copy of a child's words, sealed to a key that is there for this work alone.

When the work ends nobody is let in any more, and the worker deletes the copy and its key.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage import wrong_records
from storage.envelopes import Context, PublicKey, seal
from storage.reading import Reader
from storage.tables import child_key, interpreting, statement
from storage.writes import Writes, new_revision
from voice import clock
from voice.model import Work, WorkEnded

_C = interpreting.c
_THERE = ~wrong_records.STATEMENT


@dataclass(frozen=True, slots=True)
class Given:
    """What was given to whom. `of`: the version that is checked, or that the next one follows; `answer`: the answer in
    sign that it is about, where it is not what the child said."""

    id: UUID
    statement: UUID
    child: UUID
    audience: str
    work: Work
    language: str
    staff: UUID
    given_by: UUID
    key: UUID | None
    of: UUID | None
    revision: int
    made: datetime
    due: datetime
    opened: datetime | None
    ended: datetime | None
    how_ended: WorkEnded | None
    answer: UUID | None
    sealed: bytes | None = field(repr=False)

    @property
    def open(self) -> bool:
        return self.ended is None

    @property
    def late(self) -> bool:
        return clock.now() > self.due


def work_place(authority: UUID, child: UUID, id: UUID) -> Context:
    return Context(authority, child, "interpreting", id)


def give(writes: Writes, id: UUID, child: UUID, body: bytes, key: PublicKey, **facts: Any) -> None:
    """The id comes with the form, so that a second press is refused by the key of the table."""
    copy = seal(body, [key], work_place(writes.authority, child, id))
    writes.insert(interpreting, id=id, key=key.id, sealed=copy, revision=new_revision(), made=clock.now(), **facts)


_NAMES = (
    "id",
    "statement",
    "audience",
    "work",
    "language",
    "staff",
    "given_by",
    "key",
    "of",
    "revision",
    "made",
    "due",
    "opened",
    "ended",
    "how_ended",
    "answer",
    "sealed",
)
_GIVEN = (
    sa.select(*(_C[name] for name in _NAMES), statement.c.child)
    .join(statement, sa.and_(statement.c.authority == _C.authority, statement.c.id == _C.statement))
    .where(statement.c.child.is_not(None))
)


async def find(db: Reader, authority: UUID, id: UUID) -> Given | None:
    found = await _read(db, _C.authority == authority, _C.id == id, _THERE)
    return found[0] if found else None


async def waiting_for(db: Reader, authority: UUID, staff: UUID) -> list[Given]:
    """What this person was given and has not handed in, the first due first."""
    return await _read(db, _C.authority == authority, _C.staff == staff, _C.ended.is_(None), _THERE)


async def late(db: Reader, authority: UUID, now: datetime) -> dict[str, int]:
    """How much is with somebody and past its time, by language."""
    here = (_C.authority == authority, _C.ended.is_(None), _C.due < now, _THERE)
    same = sa.and_(statement.c.authority == _C.authority, statement.c.id == _C.statement)
    wanted = sa.select(_C.language, sa.func.count()).join(statement, same).where(*here).group_by(_C.language)
    return {row[0]: row[1] for row in await db.execute(wanted)}


async def of_statement(db: Reader, authority: UUID, statement_id: UUID) -> list[Given]:
    """Everything that was ever given out of this statement, oldest first."""
    found = await _read(db, _C.authority == authority, _C.statement == statement_id, _THERE)
    return sorted(found, key=lambda each: (each.made, each.id))


def begin(writes: Writes, found: Given) -> None:
    """It was opened for the first time."""
    writes.update(interpreting, found.id, opened=clock.now())


def end(writes: Writes, found: Given, how: WorkEnded) -> None:
    """From now on nobody is let in, if it still stands where it was read."""
    writes.claim(interpreting, found.id, seen=found.revision, becomes=new_revision())
    writes.update(interpreting, found.id, ended=clock.now(), how_ended=how.value)


async def with_copy_to_delete(db: Reader, authority: UUID) -> Sequence[Given]:
    """Work whose copy is still here though it has ended, or though those words stood in the wrong record."""
    over = sa.or_(_C.ended.is_not(None), wrong_records.STATEMENT)
    return await _read(db, _C.authority == authority, over, _C.key.is_not(None))


def delete_copy(writes: Writes, found: Given) -> None:
    """Nobody can read the copy any more."""
    writes.update(interpreting, found.id, key=None, sealed=None)
    if found.key:
        writes.delete(child_key, id=found.key)


async def _read(db: Reader, *where: sa.ColumnElement[bool]) -> list[Given]:
    rows = (await db.execute(_GIVEN.where(*where).order_by(_C.due, _C.id))).mappings()
    return [
        Given(**{**row, "work": Work(row["work"]), "how_ended": WorkEnded(row["how_ended"]) if row["ended"] else None})
        for row in rows
    ]
