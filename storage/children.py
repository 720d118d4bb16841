"""Children as the staff process knows them: names under the directory key, and who works with whom."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.directory import DirectoryCipher
from storage.envelopes import Context
from storage.reading import Reader
from storage.tables import allocation, child, child_key
from storage.writes import Writes
from voice.model import Purpose, new_id


@dataclass(frozen=True, slots=True)
class Child:
    """A child, by the name she uses."""

    id: UUID
    team: UUID
    name: str = field(repr=False)
    birth_date: date | None = field(repr=False)
    lives_in: str

    def age_on(self, day: date) -> int | None:
        if self.birth_date is None:
            return None
        before_birthday = (day.month, day.day) < (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - before_birthday


def name_place(authority: UUID, child_id: UUID, what: str) -> Context:
    return Context(authority, child_id, f"directory.{what}", child_id)


def add(
    writes: Writes,
    cipher: DirectoryCipher,
    salt: bytes,
    id: UUID,
    team: UUID,
    name: str,
    birth_date: date,
    at: datetime,
) -> None:
    locked = {
        "name": cipher.lock_name(name, salt, name_place(writes.authority, id, "name")),
        "birth_date": cipher.lock_name(birth_date.isoformat(), salt, name_place(writes.authority, id, "birth_date")),
    }
    facts: dict[str, Any] = {"lives_in": "ENG", "looked_after": True, "held": False, "stop_asking": False}
    writes.insert(child, id=id, team=team, made=at, **locked, **facts)


def allocate(writes: Writes, child_id: UUID, staff: UUID, works_as: str, since: date, *, cover: bool = False) -> None:
    writes.insert(allocation, id=new_id(), child=child_id, staff=staff, works_as=works_as, since=since, cover=cover)


def end_allocation(writes: Writes, child_id: UUID, staff: UUID, last: date) -> None:
    """What this person is to the child ends with this day."""
    c = allocation.c
    mine = (c.authority == writes.authority, c.child == child_id, c.staff == staff, c.until.is_(None))
    writes.change(sa.update(allocation).where(*mine).values(until=last))


async def named(db: Reader, authority: UUID, cipher: DirectoryCipher, ids: Sequence[UUID]) -> dict[UUID, Child]:
    """These children with their names, for someone who may know them."""
    salts = child_key.alias("salts")
    wanted = (
        sa.select(child.c.id, child.c.team, child.c.name, child.c.birth_date, child.c.lives_in, salts.c.salt)
        .join(salts, sa.and_(salts.c.authority == child.c.authority, salts.c.child == child.c.id))
        .where(child.c.authority == authority, child.c.id.in_(ids), salts.c.purpose == Purpose.DIRECTORY.value)
    )
    found = [_unlocked(authority, cipher, row) for row in (await db.execute(wanted)).mappings()]
    return {each.id: each for each in found}


def _unlocked(authority: UUID, cipher: DirectoryCipher, row: Any) -> Child:
    name = cipher.unlock_name(row["name"], row["salt"], name_place(authority, row["id"], "name"))
    born = row["birth_date"]
    if born is not None:
        born = date.fromisoformat(cipher.unlock_name(born, row["salt"], name_place(authority, row["id"], "birth_date")))
    return Child(row["id"], row["team"], name, born, row["lives_in"])


async def allocated_to(db: Reader, authority: UUID, staff: UUID, day: date) -> list[UUID]:
    """The children this person works with, or covers for, on this day."""
    c = allocation.c
    current = sa.and_(c.since <= day, sa.or_(c.until.is_(None), c.until >= day))
    wanted = sa.select(c.child).where(c.authority == authority, c.staff == staff, current).distinct()
    return list((await db.execute(wanted)).scalars())
