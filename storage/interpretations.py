"""What a child said, in English: versions, who made and checked each. Sealed to who may open her own words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage import wrong_records
from storage.envelopes import Context, PublicKey
from storage.reading import Reader
from storage.statements import add_envelope
from storage.tables import envelope, interpretation, statement
from storage.writes import Writes
from voice import clock

_C = interpretation.c


@dataclass(frozen=True, slots=True)
class Version:
    """One version of what a child said in English, still sealed. `of`: the one before."""

    id: UUID
    statement: UUID
    child: UUID
    audience: str
    language: str
    version: int
    of: UUID | None
    made_by: UUID
    checked_by: UUID | None
    checked: datetime | None
    made: datetime
    wished_by: UUID | None
    wished: datetime | None
    shown: datetime | None
    sealed: bytes | None = field(repr=False)


def version_place(authority: UUID, child: UUID, id: UUID) -> Context:
    return Context(authority, child, "interpretation", id)


def add(writes: Writes, id: UUID, child: UUID, body: bytes, key: PublicKey, **facts: Any) -> None:
    """One version. Its id is that of the work it came from: handed in twice, it is one."""
    made = add_envelope(writes, "interpretation", body, [key], version_place(writes.authority, child, id))
    writes.insert(interpretation, id=id, envelope=made, made=clock.now(), **facts)


def check(writes: Writes, found: Version, by: UUID) -> None:
    """Somebody else has held it against what the child said."""
    writes.update(interpretation, found.id, checked_by=by, checked=clock.now())


def wish(writes: Writes, found: Version, by: UUID) -> None:
    """The child is to be asked whether that is what she meant."""
    writes.update(interpretation, found.id, wished_by=by, wished=clock.now())


def forget_wish(writes: Writes, found: Version) -> None:
    writes.update(interpretation, found.id, wished_by=None, wished=None)


def show(writes: Writes, found: Version) -> None:
    """She can see it from now on."""
    writes.update(interpretation, found.id, shown=clock.now())


_NAMES = (
    "id",
    "statement",
    "audience",
    "language",
    "version",
    "of",
    "made_by",
    "checked_by",
    "checked",
    "made",
    "wished_by",
    "wished",
    "shown",
)
_VERSION = (
    sa.select(*(_C[name] for name in _NAMES), statement.c.child, envelope.c.sealed)
    .join(statement, sa.and_(statement.c.authority == _C.authority, statement.c.id == _C.statement))
    .join(envelope, sa.and_(envelope.c.authority == _C.authority, envelope.c.id == _C.envelope))
    .where(statement.c.child.is_not(None), ~wrong_records.STATEMENT)
)


async def of_statement(db: Reader, authority: UUID, statement_id: UUID) -> list[Version]:
    """Every version of every part of it, oldest first."""
    return await _read(db, _C.authority == authority, _C.statement == statement_id)


async def find(db: Reader, authority: UUID, id: UUID) -> Version | None:
    return next(iter(await _read(db, _C.authority == authority, _C.id == id)), None)


async def to_show(db: Reader, authority: UUID) -> Sequence[Version]:
    """Those that somebody wants the child to be asked about, and that she has not been shown."""
    return await _read(db, _C.authority == authority, _C.wished.is_not(None), _C.shown.is_(None))


async def _read(db: Reader, *where: sa.ColumnElement[bool]) -> list[Version]:
    rows = (await db.execute(_VERSION.where(*where).order_by(_C.version, _C.id))).mappings()
    return [Version(**row) for row in rows]
