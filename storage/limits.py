"""Counts that slow down whatever is tried too often. They are rows, so that a restart forgets nothing."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from storage.reading import Reader
from storage.tables import rate_bucket
from storage.writes import Writes
from voice.model import new_id


async def count(db: Reader, authority: UUID, name: bytes, since: datetime) -> int:
    """How many were counted under this name, if the last of them was after `since`."""
    c = rate_bucket.c
    wanted = sa.select(c.count, c.since).where(c.authority == authority, c.name == name)
    row = (await db.execute(wanted)).first()
    return int(row[0]) if row and row[1] > since else 0


def set_count(writes: Writes, name: bytes, value: int, at: datetime) -> None:
    writes.put(rate_bucket, {"name": name}, id=new_id(), count=value, since=at)


def forget(writes: Writes, before: datetime) -> None:
    """What was last counted before then slows nobody down any more."""
    c = rate_bucket.c
    writes.change(sa.delete(rate_bucket).where(c.authority == writes.authority, c.since < before))
