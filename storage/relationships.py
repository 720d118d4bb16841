"""Who works with which child, on which day, and whose team a child is in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from storage.reading import Reader
from storage.tables import allocation, child, staff_member
from voice.model import Role


@dataclass(frozen=True, slots=True)
class Allocation:
    """One person's work with one child, from a day until a day (both belong to it)."""

    child: UUID
    staff: UUID
    works_as: Role
    cover: bool
    since: date
    until: date | None

    def on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


async def of_person(db: Reader, authority: UUID, staff: UUID, children: Sequence[UUID]) -> list[Allocation]:
    """Everything this person has ever been to these children."""
    c = allocation.c
    return await _read(db, sa.and_(c.authority == authority, c.staff == staff, c.child.in_(children)))


async def worker_first_name(db: Reader, authority: UUID, child_id: UUID, day: date) -> str | None:
    """Who works with the child on this day, by first name."""
    return await _first_name(db, authority, child_id, day, cover=False)


async def cover_first_name(db: Reader, authority: UUID, child_id: UUID, day: date) -> str | None:
    """Who covers for the child's worker on this day, by first name."""
    return await _first_name(db, authority, child_id, day, cover=True)


async def _first_name(db: Reader, authority: UUID, child_id: UUID, day: date, *, cover: bool) -> str | None:
    c, member = allocation.c, staff_member.c
    wanted = (
        sa.select(member.first_name)
        .join(allocation, sa.and_(c.authority == member.authority, c.staff == member.id))
        .where(c.authority == authority, c.child == child_id, c.cover.is_(cover), c.since <= day)
        .where(sa.or_(c.until.is_(None), c.until >= day), member.active)
        .order_by(c.since)
    )
    return (await db.execute(wanted)).scalars().first()


async def children_of_team(db: Reader, authority: UUID, team: UUID) -> list[UUID]:
    c = child.c
    wanted = sa.select(c.id).where(c.authority == authority, c.team == team, c.closed.is_(None))
    return list((await db.execute(wanted)).scalars())


async def every_child(db: Reader, authority: UUID) -> list[UUID]:
    """Every child who is here, for somebody who has to find the one that a text is from."""
    wanted = sa.select(child.c.id).where(child.c.authority == authority, child.c.closed.is_(None))
    return list((await db.execute(wanted)).scalars())


async def teams_of(db: Reader, authority: UUID, children: Sequence[UUID]) -> dict[UUID, UUID]:
    """The team of each child."""
    wanted = sa.select(child.c.id, child.c.team).where(child.c.authority == authority, child.c.id.in_(children))
    return {row.id: row.team for row in await db.execute(wanted)}


async def working_with(db: Reader, authority: UUID, child_id: UUID, day: date) -> list[UUID]:
    """Who works with this child, or covers, on this day."""
    return [each.staff for each in await of_child(db, authority, child_id, day)]


async def of_child(db: Reader, authority: UUID, child_id: UUID, day: date) -> list[Allocation]:
    """What everybody is to this child on this day who works with her, or covers."""
    found = await _read(db, sa.and_(allocation.c.authority == authority, allocation.c.child == child_id))
    return [each for each in found if each.on(day)]


async def lives_in(db: Reader, authority: UUID, child_id: UUID) -> str | None:
    """The part of the United Kingdom where the child lives: its calendar and help numbers hold (R79)."""
    wanted = sa.select(child.c.lives_in).where(child.c.authority == authority, child.c.id == child_id)
    return (await db.execute(wanted)).scalar()


async def _read(db: Reader, where: sa.ColumnElement[bool]) -> list[Allocation]:
    c = allocation.c
    wanted = sa.select(c.child, c.staff, c.works_as, c.cover, c.since, c.until).where(where)
    found = (dict(row) for row in (await db.execute(wanted)).mappings())
    return [Allocation(**{**row, "works_as": Role(row["works_as"])}) for row in found]
