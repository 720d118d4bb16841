"""Who was told that something waits for them in the portal, and by which way. Each person once by each way."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from storage.outbox import NO_WAY_YET
from storage.reading import Reader
from storage.statements import put_out
from storage.tables import concern, message, not_yet_understood, notice, outbox, stranger
from storage.writes import Writes
from voice import clock
from voice.model import NoticeWay, new_id

_C = notice.c
_ITS = outbox.c
_NOT_ARRIVED = ("failed", "cancelled")
_WITH_DELIVERY = notice.join(outbox, sa.and_(_ITS.authority == _C.authority, _ITS.subject == _C.id)).outerjoin(
    message, sa.and_(message.c.authority == _C.authority, message.c.id == _C.id)
)
_FAILED = sa.or_(_ITS.state == "dead", sa.func.coalesce(message.c.state, "").in_(_NOT_ARRIVED))


def _there(table: sa.Table, *that: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.select(table.c.id).where(table.c.authority == _C.authority, table.c.id == _C.subject, *that).exists()


_WAITS = sa.or_(
    _there(concern, concern.c.state == "new"),
    _there(not_yet_understood, not_yet_understood.c.understood.is_(None)),
    _there(stranger, stranger.c.state == "open", stranger.c.by.is_(None)),
)


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
    wanted = (
        sa.select(_C.id, _C.about, _C.subject, _C.staff, _C.way, _FAILED.label("given_up"))
        .select_from(_WITH_DELIVERY)
        .where(_C.authority == authority, _C.about == about, _C.subject == subject)
    )
    return [_as_notice(row) for row in (await db.execute(wanted)).mappings()]


async def nobody_heard(db: Reader, authority: UUID) -> bool:
    """Whether something waits for a person of which people should have heard, and so far nobody did.

    A way that nobody has set up is no failure: then the portal tells. Once anybody heard of it, it is with people.
    Only for who may read the outbox.
    """
    same = notice.alias("same")
    way = outbox.alias("way")
    went = message.alias("went")
    heard = (
        sa.select(same.c.id)
        .join(way, sa.and_(way.c.authority == same.c.authority, way.c.subject == same.c.id))
        .outerjoin(went, sa.and_(went.c.authority == same.c.authority, went.c.id == same.c.id))
        .where(same.c.authority == _C.authority, same.c.about == _C.about, same.c.subject == _C.subject)
        .where(way.c.state == "done", sa.or_(went.c.id.is_(None), went.c.state.not_in(_NOT_ARRIVED)))
    )
    has_a_way = sa.func.coalesce(_ITS.error_code, "") != NO_WAY_YET
    tried = sa.or_(_FAILED, sa.and_(_ITS.state == "waiting", has_a_way))
    here = (_C.authority == authority, tried, _WAITS, sa.not_(heard.exists()))
    wanted = sa.select(_C.id).select_from(_WITH_DELIVERY).where(*here).limit(1)
    return (await db.execute(wanted)).first() is not None


def _as_notice(row: sa.RowMapping) -> Notice:
    return Notice(**{**row, "way": NoticeWay(row["way"])})
