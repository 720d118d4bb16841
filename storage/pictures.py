"""Sounds, pictures and videos that came with a text: where each is fetched, until it is here and deleted there."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.envelopes import PrivateKey, PublicKey, open_envelope, seal
from storage.reading import Reader
from storage.tables import picture
from storage.texts import deliver, place_of
from storage.writes import Writes
from voice import clock

# The deliveries: fetch it, delete it where it came from, and tell a person that more came than is fetched in a day.
FETCH, FORGET, MANY = "picture", "picture.forget", "picture.many"
_P = picture.c


@dataclass(frozen=True, slots=True)
class Picture:
    """One of them; its id is the recording's too. `child`: none while nobody knows whose number it came from."""

    id: UUID
    contact: bytes = field(repr=False)
    child: UUID | None
    conversation: UUID | None
    sealed: bytes | None = field(repr=False)
    state: str
    made: datetime


_FOUND = sa.select(_P.id, _P.contact, _P.child, _P.conversation, _P.sealed, _P.state, _P.made)


def came(
    writes: Writes,
    key: PublicKey,
    id: UUID,
    contact: bytes,
    said: Mapping[str, str],
    *,
    after: timedelta = timedelta(0),
    **facts: Any,
) -> None:
    """It came with a text, and is fetched, not before so long from now; without a child it is left where it is.

    An id counts once.
    """
    sealed = seal(json.dumps(said).encode(), [key], place_of(writes.authority, "text.picture", id))
    state = "waiting" if facts.get("child") else "held"
    writes.insert(picture, id=id, contact=contact, sealed=sealed, state=state, made=clock.now(), **facts)
    if state == "waiting":
        deliver(writes, FETCH, id, after)


async def count_from(db: Reader, authority: UUID, contact: bytes, since: datetime) -> int:
    """How many came from this number since then, or wait to be fetched."""
    here = (_P.authority == authority, _P.contact == contact, sa.or_(_P.made > since, _P.state == "waiting"))
    return int((await db.execute(sa.select(sa.func.count()).where(*here))).scalar_one())


async def find(db: Reader, authority: UUID, id: UUID) -> Picture | None:
    row = (await db.execute(_FOUND.where(_P.authority == authority, _P.id == id))).mappings().first()
    return Picture(**row) if row else None


async def held(db: Reader, authority: UUID) -> Sequence[Picture]:
    """Those from numbers that were nobody's own, oldest first."""
    wanted = _FOUND.where(_P.authority == authority, _P.state == "held").order_by(_P.made, _P.id)
    return [Picture(**row) for row in (await db.execute(wanted)).mappings()]


def read(authority: UUID, found: Picture, key: PrivateKey) -> dict[str, str]:
    """Its address and what it says it is. Raises SealBroken."""
    said: dict[str, str] = json.loads(
        open_envelope(found.sealed or b"", key, place_of(authority, "text.picture", found.id))
    )
    return said


def is_hers(writes: Writes, found: Picture, child: UUID) -> None:
    """The number it came from is this child's, confirmed with her: now it is fetched."""
    _ended(writes, found, "waiting", was="held", child=child)
    deliver(writes, FETCH, found.id)


def ended(writes: Writes, found: Picture, state: str) -> None:
    """It is here, or never will be: in either case it is deleted where it came from."""
    _ended(writes, found, state, was=found.state)
    deliver(writes, FORGET, found.id)


def forgotten(writes: Writes, found: Picture) -> None:
    writes.update(picture, found.id, sealed=None)


def _ended(writes: Writes, found: Picture, state: str, *, was: str, **facts: Any) -> None:
    here = (_P.authority == writes.authority, _P.id == found.id, _P.state == was)
    writes.change(sa.update(picture).where(*here).values(state=state, **facts))
