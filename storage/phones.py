"""The numbers we text with, and whose they are as far as anybody has said (R22)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.directory import DirectoryCipher
from storage.envelopes import Context
from storage.reading import Reader
from storage.tables import child_key, contact, phone
from storage.writes import Writes, new_revision
from voice.model import Purpose, new_id


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as it is known without opening anything."""

    id: UUID
    revision: int
    opted_out: datetime | None
    person_until: datetime | None
    whatsapp_at: datetime | None  # when its last text came, where that was by WhatsApp


@dataclass(frozen=True, slots=True)
class Number:
    """A number that somebody has written down for a child, still locked."""

    id: UUID
    child: UUID
    owner: str
    shared: bool
    safe_times: dict[str, Any] | None
    confirmed: datetime | None
    contact: bytes = field(repr=False)
    locked: bytes = field(repr=False)
    salt: bytes | None = field(repr=False)


_P = phone.c
_PHONE = (_P.id, _P.revision, _P.opted_out, _P.person_until, _P.whatsapp_at)
_C = contact.c
_SALTS = child_key.alias("salts")
_NUMBER = (
    sa.select(
        _C.id,
        _C.child,
        _C.owner,
        _C.shared,
        _C.safe_times,
        _C.confirmed,
        _C.blind_index.label("contact"),
        _C.value.label("locked"),
        _SALTS.c.salt,
    )
    .outerjoin(
        _SALTS,
        sa.and_(
            _SALTS.c.authority == _C.authority,
            _SALTS.c.child == _C.child,
            _SALTS.c.purpose == Purpose.DIRECTORY.value,
        ),
    )
    .where(_C.kind == "phone")
)


async def find(db: Reader, authority: UUID, which: bytes) -> Phone | None:
    wanted = sa.select(*_PHONE).where(_P.authority == authority, _P.contact == which)
    row = (await db.execute(wanted)).mappings().first()
    return Phone(**row) if row else None


def first_seen(writes: Writes, which: bytes, **facts: Any) -> None:
    """Remember a number from its first text on. The store refuses the second of two at once."""
    writes.insert(phone, id=new_id(), contact=which, revision=new_revision(), **facts)


def claim(writes: Writes, found: Phone) -> None:
    """This number's turn is mine."""
    writes.claim(phone, found.id, seen=found.revision, becomes=new_revision())


def change(writes: Writes, found: Phone, **facts: Any) -> None:
    writes.update(phone, found.id, **facts)


async def numbers_at(db: Reader, authority: UUID, which: bytes) -> list[Number]:
    """Everybody for whom this number is written down."""
    found = await db.execute(_NUMBER.where(_C.authority == authority, _C.blind_index == which))
    return [Number(**row) for row in found.mappings()]


def whose_own(found: Sequence[Number]) -> UUID | None:
    """The one child whose own number this is, of all who have it written down; None where it is anybody else's too."""
    hers = [each for each in found if each.owner == "child" and not each.shared and each.confirmed]
    return hers[0].child if len(hers) == len(found) == 1 else None


async def numbers_of(db: Reader, authority: UUID, child: UUID) -> list[Number]:
    found = await db.execute(_NUMBER.where(_C.authority == authority, _C.child == child).order_by(_C.id))
    return [Number(**row) for row in found.mappings()]


async def number(db: Reader, authority: UUID, id: UUID) -> Number | None:
    row = (await db.execute(_NUMBER.where(_C.authority == authority, _C.id == id))).mappings().first()
    return Number(**row) if row else None


async def phones_at(db: Reader, authority: UUID, which: Sequence[bytes]) -> dict[bytes, Phone]:
    wanted = sa.select(_P.contact, *_PHONE).where(_P.authority == authority, _P.contact.in_(which))
    rows = [dict(row) for row in (await db.execute(wanted)).mappings()]
    return {bytes(row.pop("contact")): Phone(**row) for row in rows}


async def salt_of(db: Reader, authority: UUID, child: UUID) -> bytes | None:
    """What makes this child's names and numbers readable."""
    wanted = sa.select(_SALTS.c.salt).where(
        _SALTS.c.authority == authority, _SALTS.c.child == child, _SALTS.c.purpose == Purpose.DIRECTORY.value
    )
    salt: bytes | None = (await db.execute(wanted)).scalar()
    return salt


def number_place(authority: UUID, child: UUID, id: UUID) -> Context:
    return Context(authority, child, "directory.phone", id)


def add(writes: Writes, cipher: DirectoryCipher, salt: bytes, child: UUID, e164: str, **facts: Any) -> UUID:
    """Write a number down for a child."""
    made = new_id()
    locked = cipher.lock_name(e164, salt, number_place(writes.authority, child, made))
    writes.insert(contact, id=made, child=child, kind="phone", value=locked, conflicts=None, opted_out=None, **facts)
    return made


def read(authority: UUID, cipher: DirectoryCipher, found: Number) -> str:
    """The number. Raises SealBroken."""
    return cipher.unlock_name(found.locked, found.salt or b"", number_place(authority, found.child, found.id))


def confirm(writes: Writes, found: Number, at: datetime) -> None:
    writes.update(contact, found.id, confirmed=at)


def remove(writes: Writes, found: Number) -> None:
    writes.delete(contact, id=found.id)
