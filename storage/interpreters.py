"""Who puts what children say into English: their languages, and under which number they are registered (R29, R86)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from storage.reading import Reader
from storage.tables import interpreter, staff_member, staff_role
from storage.writes import Writes
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


def add(writes: Writes, staff: UUID, first_name: str, languages: Sequence[str], register: Register | None) -> None:
    where = {"register": register.name, "registered_as": register.number} if register else {}
    until = register.until if register else None
    facts = {"first_name": first_name, "languages": list(languages), "registered_until": until, **where}
    writes.insert(interpreter, id=new_id(), staff=staff, **facts)


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


def _as_interpreter(row: sa.RowMapping) -> Interpreter:
    register = None
    if row["register"]:
        register = Register(row["register"], row["registered_as"] or "", row["registered_until"])
    return Interpreter(row["staff"], row["first_name"], row["last_name"], row["languages"], register)
