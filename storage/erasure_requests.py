"""Requests to erase a child: who asked, who confirmed, when it was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from storage.reading import Reader
from storage.tables import child, erasure_request
from storage.writes import Writes


@dataclass(frozen=True, slots=True)
class ErasureRequest:
    """That somebody asked for a child to be erased, and how far it is."""

    id: UUID
    child: UUID
    asked_by: UUID
    confirmed_by: UUID | None
    done: datetime | None


@dataclass(frozen=True, slots=True)
class Kept:
    """What stands against erasing a child."""

    looked_after: bool
    held: bool


_R = erasure_request.c
_REQUEST = sa.select(_R.id, _R.child, _R.asked_by, _R.confirmed_by, _R.done).where(_R.kind == "erase")


async def kept(db: Reader, authority: UUID, id: UUID) -> Kept | None:
    """None where there is no such child."""
    c = child.c
    row = (await db.execute(sa.select(c.looked_after, c.held).where(c.authority == authority, c.id == id))).first()
    return Kept(row.looked_after, row.held) if row else None


async def find(db: Reader, authority: UUID, id: UUID) -> ErasureRequest | None:
    row = (await db.execute(_REQUEST.where(_R.authority == authority, _R.id == id))).mappings().first()
    return ErasureRequest(**row) if row else None


async def confirmed(db: Reader, authority: UUID) -> Sequence[ErasureRequest]:
    """Those that a second person confirmed and that are still to be done."""
    wanted = _REQUEST.where(_R.authority == authority, _R.confirmed.is_not(None), _R.done.is_(None)).order_by(_R.asked)
    return [ErasureRequest(**row) for row in (await db.execute(wanted)).mappings()]


def ask(writes: Writes, id: UUID, child_id: UUID, by: UUID, ground: str, at: datetime) -> None:
    writes.insert(erasure_request, id=id, child=child_id, kind="erase", asked_by=by, ground=ground, asked=at)


def confirm(writes: Writes, request: ErasureRequest, by: UUID, at: datetime) -> None:
    """By whoever is first."""
    still = (_R.authority == writes.authority, _R.id == request.id, _R.confirmed_by.is_(None))
    writes.change(sa.update(erasure_request).where(*still).values(confirmed_by=by, confirmed=at))


def finish(writes: Writes, request: ErasureRequest, at: datetime) -> None:
    writes.update(erasure_request, request.id, done=at)
