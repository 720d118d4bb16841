"""What children asked for, as those who must answer find it. The words stay sealed until somebody may open them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa

from storage.reading import Reader
from storage.tables import asked_for, envelope
from storage.writes import Writes


@dataclass(frozen=True, slots=True)
class Request:
    """One thing a child asked for: an advocate, a person who speaks their language, a complaint."""

    id: UUID
    child: UUID
    kind: str
    made: datetime
    answer_by: date | None
    taken: datetime | None
    taken_by: UUID | None
    sealed: bytes | None = field(repr=False)


_C = asked_for.c
_REQUEST = (
    sa.select(_C.id, _C.child, _C.kind, _C.made, _C.answer_by, _C.taken, _C.taken_by, envelope.c.sealed)
    .outerjoin(envelope, sa.and_(envelope.c.authority == _C.authority, envelope.c.id == _C.envelope))
    .where(_C.child.is_not(None))
)


async def requests_since(db: Reader, authority: UUID, since: datetime) -> list[Request]:
    """Whatever nobody has taken on, the first due first; then what was taken on since that day."""
    wanted = _REQUEST.where(_C.authority == authority, sa.or_(_C.taken.is_(None), _C.taken >= since))
    found = [Request(**row) for row in (await db.execute(wanted)).mappings()]
    return sorted(found, key=lambda each: (each.taken is not None, each.answer_by or date.max, each.id))


async def find(db: Reader, authority: UUID, id: UUID) -> Request | None:
    row = (await db.execute(_REQUEST.where(_C.authority == authority, _C.id == id))).mappings().first()
    return Request(**row) if row else None


def take_on(writes: Writes, request: Request, staff: UUID, now: datetime) -> None:
    """Somebody's from now on, if it is still nobody's."""
    mine = asked_for.update().where(_C.authority == writes.authority, _C.id == request.id, _C.taken.is_(None))
    writes.change(mine.values(taken=now, taken_by=staff))
