"""What nobody on the case can understand yet: opened with the statement, closed by whoever understood it (R60)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage import wrong_records
from storage.reading import Reader
from storage.statements import put_out
from storage.tables import not_yet_understood, statement
from storage.writes import Writes, new_revision
from voice import clock
from voice.model import Because, Level, new_id

KIND = "not_understood"
_C = not_yet_understood.c


@dataclass(frozen=True, slots=True)
class Task:
    """Something a child said waits for somebody who understands it. `audience`: whose part of the statement it is.

    `statement`: where it is read; what she added stands on the page of what she had sent.
    """

    id: UUID
    statement: UUID
    child: UUID
    audience: str
    language: str
    because: Because
    level: Level
    raised: datetime
    read_by: datetime
    understood: datetime | None
    by: UUID | None
    climbed: int
    revision: int

    @property
    def open(self) -> bool:
        return self.understood is None


def open_task(
    writes: Writes, statement_id: UUID, audience: str, language: str, because: Because, level: Level, due: datetime
) -> None:
    """Somebody has to find out what she said, by then."""
    made = new_id()
    writes.insert(
        not_yet_understood,
        id=made,
        statement=statement_id,
        audience=audience,
        language=language,
        because=because.value,
        level=level.value,
        raised=clock.now(),
        due=due,
        climbed=0,
        revision=new_revision(),
    )
    put_out(writes, KIND, made)


_SENT = statement.alias("sent")
_READ_AT: sa.ColumnElement[UUID] = sa.func.coalesce(
    sa.select(_SENT.c.id)
    .where(
        _SENT.c.authority == statement.c.authority,
        _SENT.c.conversation == statement.c.conversation,
        _SENT.c.kind == "statement",
        statement.c.kind == "later",
    )
    .limit(1)
    .scalar_subquery(),
    _C.statement,
)
_TASK = (
    sa.select(
        _C.id,
        _READ_AT.label("statement"),
        statement.c.child,
        _C.audience,
        _C.language,
        _C.because,
        _C.level,
        _C.raised,
        _C.due.label("read_by"),
        _C.understood,
        _C.by,
        _C.climbed,
        _C.revision,
    )
    .join(statement, sa.and_(statement.c.authority == _C.authority, statement.c.id == _C.statement))
    .where(statement.c.child.is_not(None), ~wrong_records.STATEMENT)
)


async def open_tasks(db: Reader, authority: UUID) -> list[Task]:
    """Whatever nobody has understood yet, what is due first first."""
    found = await _as_task(db, _C.authority == authority, _C.understood.is_(None))
    return sorted(found, key=lambda each: (each.read_by, each.id))


async def of_statement(db: Reader, authority: UUID, statement_id: UUID) -> list[Task]:
    return await _as_task(db, _C.authority == authority, _READ_AT.in_([statement_id]))


async def of_part(db: Reader, authority: UUID, statement_id: UUID, audience: str) -> Task | None:
    found = await _as_task(db, _C.authority == authority, _C.statement == statement_id, _C.audience == audience)
    return found[0] if found else None


async def find(db: Reader, authority: UUID, id: UUID) -> Task | None:
    found = await _as_task(db, _C.authority == authority, _C.id == id)
    return found[0] if found else None


def move(writes: Writes, task: Task, **facts: Any) -> None:
    """Change it, if it still stands where it was read."""
    writes.claim(not_yet_understood, task.id, seen=task.revision, becomes=new_revision())
    writes.update(not_yet_understood, task.id, **facts)


def understand(writes: Writes, task: Task, by: UUID, at: datetime) -> None:
    """Somebody knows what it says, unless somebody else was first. For a verb that claims another row."""
    here = (_C.authority == writes.authority, _C.id == task.id, _C.understood.is_(None))
    writes.change(sa.update(not_yet_understood).where(*here).values(understood=at, by=by))


async def _as_task(db: Reader, *where: sa.ColumnElement[bool]) -> list[Task]:
    rows = (await db.execute(_TASK.where(*where))).mappings()
    return [Task(**{**row, "level": Level(row["level"]), "because": Because(row["because"])}) for row in rows]
