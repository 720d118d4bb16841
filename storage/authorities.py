"""The authority and what it has arranged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.reading import Reader
from storage.tables import authority
from storage.writes import Row, Writes
from voice.errors import NothingThere


@dataclass(frozen=True, slots=True)
class Authority:
    """Who runs this service, and the arrangements a child is told about."""

    id: UUID
    name: str
    arrangements: Mapping[str, Any]


async def find(db: Reader, authority_id: UUID) -> Authority:
    """Raises NothingThere where the database belongs to another authority's keys."""
    wanted = sa.select(authority.c.id, authority.c.name, authority.c.arrangements).where(authority.c.id == authority_id)
    row = (await db.execute(wanted)).mappings().first()
    if row is None:
        raise NothingThere
    return Authority(**row)


def arrange(writes: Writes, arrangements: Mapping[str, Any]) -> None:
    """From now on these are its arrangements. A process that has read them keeps what it read until it is started."""
    mine = sa.update(authority).where(authority.c.id == writes.authority)
    writes.change(mine.values(arrangements=arrangements))


def add(
    writes: Writes,
    name: str,
    public_host: str,
    staff_host: str,
    arrangements: Mapping[str, Any],
    made: datetime,
) -> None:
    values = {"name": name, "public_host": public_host, "staff_host": staff_host}
    writes.inserts.append(
        Row(authority, {}, {"id": writes.authority, **values, "arrangements": arrangements, "made": made})
    )
