"""Where a member of staff can be told by text: a number of their own, locked, and theirs once they typed its code."""

from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_bytes
from uuid import UUID

import sqlalchemy as sa

from storage.directory import DirectoryCipher
from storage.envelopes import Context
from storage.reading import Reader
from storage.tables import phone, staff_member, staff_phone
from storage.writes import Writes
from voice import clock
from voice.model import new_id

_C = staff_phone.c


@dataclass(frozen=True, slots=True)
class StaffPhone:
    """One number, still locked."""

    id: UUID
    staff: UUID
    contact: bytes = field(repr=False)
    number: bytes = field(repr=False)
    salt: bytes = field(repr=False)
    proof: bytes | None = field(repr=False)
    proof_until: datetime | None
    tries: int
    confirmed: datetime | None


def put(writes: Writes, cipher: DirectoryCipher, staff: UUID, e164: str, **facts: object) -> None:
    """This person's number from now on, in place of any before, and not confirmed unless that is among the facts."""
    made, salt = new_id(), token_bytes(16)
    locked = cipher.lock_name(e164, salt, _place(writes.authority, staff, made))
    fresh: dict[str, object] = {"proof": None, "proof_until": None, "confirmed": None}
    whole = {"number": locked, "salt": salt, "tries": 0, "made": clock.now(), **fresh, **facts}
    writes.put(staff_phone, {"staff": staff}, id=made, **whole)


def read(authority: UUID, cipher: DirectoryCipher, found: StaffPhone) -> str:
    """The number. Raises SealBroken."""
    return cipher.unlock_name(found.number, found.salt, _place(authority, found.staff, found.id))


def confirm(writes: Writes, found: StaffPhone) -> None:
    writes.update(staff_phone, found.id, confirmed=clock.now(), proof=None, proof_until=None)


def tried(writes: Writes, found: StaffPhone) -> None:
    """One wrong code more, of however many are typed at once."""
    here = (_C.authority == writes.authority, _C.id == found.id)
    writes.change(sa.update(staff_phone).where(*here).values(tries=_C.tries + 1))


def remove(writes: Writes, staff: UUID) -> None:
    writes.delete(staff_phone, staff=staff)


async def of(db: Reader, authority: UUID, staff: UUID) -> StaffPhone | None:
    wanted = sa.select(
        _C.id, _C.staff, _C.contact, _C.number, _C.salt, _C.proof, _C.proof_until, _C.tries, _C.confirmed
    ).where(_C.authority == authority, _C.staff == staff)
    row = (await db.execute(wanted)).mappings().first()
    return StaffPhone(**row) if row else None


async def whoever_can_be_texted(db: Reader, authority: UUID) -> frozenset[UUID]:
    """Those who work here, have confirmed a number, and did not text STOP from it."""
    stopped = sa.select(phone.c.id).where(
        phone.c.authority == _C.authority, phone.c.contact == _C.contact, phone.c.opted_out.is_not(None)
    )
    wanted = (
        sa.select(_C.staff)
        .join(staff_member, sa.and_(staff_member.c.authority == _C.authority, staff_member.c.id == _C.staff))
        .where(_C.authority == authority, _C.confirmed.is_not(None), staff_member.c.active, sa.not_(stopped.exists()))
    )
    return frozenset((await db.execute(wanted)).scalars())


async def is_of_staff(db: Reader, authority: UUID, contact: bytes) -> bool:
    """Whether somebody who works here has confirmed this number as theirs."""
    here = (_C.authority == authority, _C.contact == contact, _C.confirmed.is_not(None))
    return (await db.execute(sa.select(_C.id).where(*here).limit(1))).first() is not None


async def stopped(db: Reader, authority: UUID) -> list[tuple[str, datetime]]:
    """Who texted STOP from the number they gave, and when: they have to be told in another way, and to mend it."""
    wanted = (
        sa.select(staff_member.c.first_name, staff_member.c.last_name, phone.c.opted_out)
        .join(staff_phone, sa.and_(staff_member.c.authority == _C.authority, staff_member.c.id == _C.staff))
        .join(phone, sa.and_(phone.c.authority == _C.authority, phone.c.contact == _C.contact))
        .where(_C.authority == authority, _C.confirmed.is_not(None), phone.c.opted_out.is_not(None))
        .where(staff_member.c.active)
        .order_by(phone.c.opted_out)
    )
    return [(f"{row.first_name} {row.last_name}", row.opted_out) for row in await db.execute(wanted)]


def _place(authority: UUID, staff: UUID, id: UUID) -> Context:
    return Context(authority, staff, "directory.staff_phone", id)
