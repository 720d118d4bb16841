"""Teams, members of staff and their roles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from storage.reading import Reader
from storage.tables import staff_member, staff_role, team
from storage.writes import Writes
from voice.model import Role, new_id


@dataclass(frozen=True, slots=True)
class Member:
    """A member of staff, as the record knows them."""

    id: UUID
    first_name: str
    last_name: str
    team: UUID | None
    active: bool
    roles: frozenset[Role]


def folded(email: str) -> str:
    """An e-mail as both databases find it again."""
    return email.strip().casefold()


def add_team(writes: Writes, id: UUID, name: str) -> None:
    writes.insert(team, id=id, name=name)


def add_member(writes: Writes, id: UUID, first: str, last: str, email: str, team: UUID | None, at: datetime) -> None:
    values = {"first_name": first, "last_name": last, "email": folded(email), "team": team}
    writes.insert(staff_member, id=id, active=True, made=at, **values)


def give_role(writes: Writes, member: UUID, role: Role, at: datetime) -> None:
    writes.insert(staff_role, id=new_id(), staff=member, role=role.value, since=at)


async def find_by_email(db: Reader, authority: UUID, email: str) -> Member | None:
    """Who signs in with this e-mail."""
    return await _one(db, authority, staff_member.c.email == folded(email))


async def find(db: Reader, authority: UUID, member: UUID) -> Member | None:
    return await _one(db, authority, staff_member.c.id == member)


async def _one(db: Reader, authority: UUID, which: sa.ColumnElement[bool]) -> Member | None:
    c = staff_member.c
    wanted = sa.select(c.id, c.first_name, c.last_name, c.team, c.active).where(c.authority == authority, which)
    row = (await db.execute(wanted)).mappings().first()
    if row is None:
        return None
    held = sa.select(staff_role.c.role).where(staff_role.c.authority == authority, staff_role.c.staff == row["id"])
    roles = frozenset(Role(role) for role in (await db.execute(held)).scalars())
    return Member(roles=roles, **row)


async def names(db: Reader, authority: UUID, members: Sequence[UUID]) -> dict[UUID, str]:
    """First and last name of each, for other adults."""
    c = staff_member.c
    wanted = sa.select(c.id, c.first_name, c.last_name).where(c.authority == authority, c.id.in_(members))
    return {row.id: f"{row.first_name} {row.last_name}" for row in await db.execute(wanted)}


async def team_name(db: Reader, authority: UUID, team_id: UUID) -> str:
    wanted = sa.select(team.c.name).where(team.c.authority == authority, team.c.id == team_id)
    return str((await db.execute(wanted)).scalar_one())
