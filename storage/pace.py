"""How fast a number of ours may send: one row a number, turned by whoever sends next. Two workers share it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from storage.reading import Reader
from storage.tables import pace
from storage.writes import Writes, new_revision
from voice.model import new_id

_P = pace.c


@dataclass(frozen=True, slots=True)
class Pace:
    """From when on this number may send again."""

    id: UUID
    revision: int
    next: datetime


async def find(db: Reader, authority: UUID, sender: bytes) -> Pace | None:
    wanted = sa.select(_P.id, _P.revision, _P.next).where(_P.authority == authority, _P.sender == sender)
    row = (await db.execute(wanted)).mappings().first()
    return Pace(**row) if row else None


def begin(writes: Writes, sender: bytes, at: datetime) -> None:
    """The first time that it sends. The store refuses the second of two at once."""
    writes.insert(pace, id=new_id(), sender=sender, revision=new_revision(), next=at)


def turn(writes: Writes, found: Pace, until: datetime) -> Pace:
    """Nobody else sends from it until then, if nobody has turned it since it was read."""
    becomes = new_revision()
    writes.claim(pace, found.id, seen=found.revision, becomes=becomes)
    writes.update(pace, found.id, next=until)
    return Pace(found.id, becomes, until)
