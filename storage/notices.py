"""Who was told that something waits for them in the portal, and by which way. Each person once by each way."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from storage.reading import Reader
from storage.statements import put_out
from storage.tables import notice, outbox
from storage.writes import Writes
from voice import clock
from voice.model import NoticeWay, new_id

_C = notice.c


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody is to hear that this waits for them."""

    id: UUID
    about: str
    subject: UUID
    staff: UUID
    way: NoticeWay
    given_up: bool = False


def add(writes: Writes, about: str, subject: UUID, staff: UUID, way: NoticeWay) -> None:
    """Tell this person, with a delivery of its own: one that does not come through is not another's."""
    made = new_id()
    writes.insert(notice, id=made, about=about, subject=subject, staff=staff, way=way.value, made=clock.now())
    put_out(writes, f"notice.{way.value}", made)


def forget(writes: Writes, about: str, subject: UUID) -> None:
    """Something new has come: whoever was told before is told again."""
    here = (_C.authority == writes.authority, _C.about == about, _C.subject == subject)
    writes.change(sa.delete(notice).where(*here))


async def find(db: Reader, authority: UUID, id: UUID) -> Notice | None:
    wanted = sa.select(_C.id, _C.about, _C.subject, _C.staff, _C.way).where(_C.authority == authority, _C.id == id)
    row = (await db.execute(wanted)).mappings().first()
    return _as_notice(row) if row else None


async def told_of(db: Reader, authority: UUID, about: str, subject: UUID) -> list[Notice]:
    """Who was told of this so far, and whether that was given up. Only for who may read the outbox."""
    its = outbox.c
    wanted = (
        sa.select(_C.id, _C.about, _C.subject, _C.staff, _C.way, (its.state == "dead").label("given_up"))
        .join(outbox, sa.and_(its.authority == _C.authority, its.subject == _C.id))
        .where(_C.authority == authority, _C.about == about, _C.subject == subject)
    )
    return [_as_notice(row) for row in (await db.execute(wanted)).mappings()]


def _as_notice(row: sa.RowMapping) -> Notice:
    return Notice(**{**row, "way": NoticeWay(row["way"])})
