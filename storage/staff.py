"""Teams, members of staff and their roles."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
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


def take_role(writes: Writes, member: UUID, role: Role) -> None:
    writes.delete(staff_role, staff=member, role=role.value)


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


async def holding(db: Reader, authority: UUID, role: Role) -> list[Member]:
    """Everybody active who holds this role, in the order in which they came."""
    c, held = staff_member.c, staff_role
    wanted = (
        sa.select(c.id, c.first_name, c.last_name, c.team, c.active, held.c.role)
        .join(held, sa.and_(held.c.authority == c.authority, held.c.staff == c.id))
        .where(c.authority == authority, c.active)
        .order_by(c.made, c.id)
    )
    found: dict[UUID, Member] = {}
    for row in (await db.execute(wanted)).mappings():
        facts = {name: value for name, value in row.items() if name != "role"}
        before = found.get(row["id"], Member(roles=frozenset(), **facts))
        found[row["id"]] = replace(before, roles=before.roles | {Role(row["role"])})
    return [each for each in found.values() if role in each.roles]


async def address_of(db: Reader, authority: UUID, member: UUID) -> str | None:
    """Where this person reads e-mail; None for somebody who works here no longer."""
    c = staff_member.c
    wanted = sa.select(c.email).where(c.authority == authority, c.id == member, c.active)
    return (await db.execute(wanted)).scalar()


async def names(db: Reader, authority: UUID, members: Sequence[UUID]) -> dict[UUID, str]:
    """First and last name of each, for other adults."""
    c = staff_member.c
    wanted = sa.select(c.id, c.first_name, c.last_name).where(c.authority == authority, c.id.in_(members))
    return {row.id: f"{row.first_name} {row.last_name}" for row in await db.execute(wanted)}


async def every_name(db: Reader, authority: UUID) -> set[str]:
    """The first and last names of everybody who works here, folded, one word each."""
    c = staff_member.c
    found = await db.execute(sa.select(c.first_name, c.last_name).where(c.authority == authority))
    return {word.casefold() for row in found for name in row for word in name.split() if len(word) > 1}


async def team_name(db: Reader, authority: UUID, team_id: UUID) -> str:
    wanted = sa.select(team.c.name).where(team.c.authority == authority, team.c.id == team_id)
    return str((await db.execute(wanted)).scalar_one())


async def team_names(db: Reader, authority: UUID) -> dict[UUID, str]:
    """Every team's name."""
    wanted = sa.select(team.c.id, team.c.name).where(team.c.authority == authority)
    return {row.id: row.name for row in await db.execute(wanted)}
