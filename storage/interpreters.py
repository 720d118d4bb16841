"""Who puts what children say into English: their languages, and under which number they are registered (R29, R86)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.reading import Reader
from storage.tables import interpreter, staff_member, staff_role
from storage.writes import Writes
from voice import clock
from voice.model import Role, new_id

_C = interpreter.c


@dataclass(frozen=True, slots=True)
class Register:
    """Where somebody is registered, as what, and until when."""

    name: str
    number: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Interpreter:
    """Somebody who may be given a child's words to put into English."""

    staff: UUID
    first_name: str
    last_name: str
    languages: Sequence[str]
    register: Register | None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def registered_on(self, day: date) -> bool:
        """Whether the registration holds; who is in no register has none that could end."""
        return self.register is None or self.register.until is None or day <= self.register.until


@dataclass(frozen=True, slots=True)
class Kept:
    """Somebody who is written down as an interpreter, whether they still are or not."""

    id: UUID
    staff: UUID
    first_name: str
    last_name: str
    languages: Sequence[str]
    register: Register | None
    ended: bool
    pictured: bool

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def lapsed(self) -> bool:
        """Their registration has ended: nobody can give them anything."""
        until = self.register.until if self.register else None
        return until is not None and until < clock.today()


def add(writes: Writes, staff: UUID, first_name: str, languages: Sequence[str], register: Register | None) -> None:
    facts = {"first_name": first_name, "languages": list(languages), **_registered(register)}
    writes.insert(interpreter, id=new_id(), staff=staff, **facts)


def change(writes: Writes, found: Kept, languages: Sequence[str], register: Register | None) -> None:
    """Without a language nobody is shown to a child as somebody who would be asked."""
    writes.update(interpreter, found.id, languages=list(languages), **_registered(register))


def put_picture(writes: Writes, found: Kept, picture: bytes | None) -> None:
    writes.update(interpreter, found.id, picture=picture)


def _registered(register: Register | None) -> dict[str, Any]:
    return {
        "register": register.name if register else None,
        "registered_as": register.number if register else None,
        "registered_until": register.until if register else None,
    }


async def kept(db: Reader, authority: UUID) -> list[Kept]:
    """Everybody who is written down, by name."""
    member, held = staff_member.c, staff_role.c
    own = sa.and_(held.authority == _C.authority, held.staff == _C.staff, held.role == Role.INTERPRETER.value)
    names = ("staff", "languages", "register", "registered_as", "registered_until", "id")
    wanted = (
        sa.select(
            *(_C[name] for name in names),
            member.first_name,
            member.last_name,
            held.id.label("role"),
            _C.picture.is_not(None).label("pictured"),
        )
        .join(staff_member, sa.and_(member.authority == _C.authority, member.id == _C.staff))
        .outerjoin(staff_role, own)
        .where(_C.authority == authority)
    )
    found = [(_as_interpreter(row), row) for row in (await db.execute(wanted)).mappings()]
    every = [
        Kept(
            row["id"],
            *(one.staff, one.first_name, one.last_name, one.languages, one.register),
            ended=row["role"] is None,
            pictured=bool(row["pictured"]),
        )
        for one, row in found
    ]
    return sorted(every, key=lambda each: (each.ended, each.name, each.staff))


async def every(db: Reader, authority: UUID) -> list[Interpreter]:
    """Everybody active here who interprets, by name."""
    member, held = staff_member.c, staff_role.c
    wanted = (
        sa.select(
            _C.staff,
            member.first_name,
            member.last_name,
            _C.languages,
            _C.register,
            _C.registered_as,
            _C.registered_until,
        )
        .join(staff_member, sa.and_(member.authority == _C.authority, member.id == _C.staff))
        .join(staff_role, sa.and_(held.authority == _C.authority, held.staff == _C.staff))
        .where(_C.authority == authority, member.active, held.role == Role.INTERPRETER.value)
    )
    found = [_as_interpreter(row) for row in (await db.execute(wanted)).mappings()]
    return sorted(found, key=lambda each: (each.name, each.staff))


async def first_names(db: Reader, authority: UUID, language: str) -> dict[UUID, str]:
    """Who interprets this language, for the children's pages, which may see no more of them than this."""
    wanted = sa.select(_C.staff, _C.first_name, _C.languages).where(_C.authority == authority)
    rows = (await db.execute(wanted)).mappings()
    named = sorted((row["first_name"], row["staff"]) for row in rows if language in row["languages"])
    return {who: first_name for first_name, who in named}


async def pictured(db: Reader, authority: UUID) -> set[UUID]:
    """Whose picture the authority shows."""
    wanted = sa.select(_C.staff).where(_C.authority == authority, _C.picture.is_not(None))
    return set((await db.execute(wanted)).scalars())


async def picture_of(db: Reader, authority: UUID, staff: UUID) -> bytes | None:
    """A JPEG; nothing where none is shown."""
    found: bytes | None = (
        await db.execute(sa.select(_C.picture).where(_C.authority == authority, _C.staff == staff))
    ).scalar()
    return found


def _as_interpreter(row: sa.RowMapping) -> Interpreter:
    register = None
    if row["register"]:
        register = Register(row["register"], row["registered_as"] or "", row["registered_until"])
    return Interpreter(row["staff"], row["first_name"], row["last_name"], row["languages"], register)
