"""Signs of life: when the worker was last seen."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from storage.reading import Reader
from storage.tables import authority as authorities
from storage.tables import heartbeat
from storage.writes import Writes
from voice.model import new_id


def beat(writes: Writes, name: str, at: datetime) -> None:
    writes.put(heartbeat, {"name": name}, id=new_id(), at=at)


async def last_beat(db: Reader, authority: UUID, name: str) -> datetime | None:
    """When this process was last seen; None if never."""
    wanted = sa.select(heartbeat.c.at).where(heartbeat.c.authority == authority, heartbeat.c.name == name)
    return (await db.execute(wanted)).scalar()


async def silent_since(db: Reader, authority: UUID, name: str) -> datetime | None:
    """When this process was last seen; where it never was, when the service was set up. None: no such authority."""
    mine = sa.and_(heartbeat.c.authority == authorities.c.id, heartbeat.c.name == name)
    both = sa.outerjoin(authorities, heartbeat, mine)
    wanted = sa.select(heartbeat.c.at, authorities.c.made).select_from(both).where(authorities.c.id == authority)
    row = (await db.execute(wanted)).first()
    found: datetime | None = (row.at or row.made) if row else None
    return found
