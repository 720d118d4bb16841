"""Invitations: who was asked what, until when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.reading import Reader
from storage.tables import invitation
from storage.writes import Writes


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation as the public process sees it: no name, no token."""

    id: UUID
    child: UUID | None
    version: UUID
    band: str
    expires: datetime
    used: datetime | None
    revoked: datetime | None

    def open_at(self, now: datetime) -> bool:
        return self.used is None and self.revoked is None and now < self.expires


async def find_by_token(db: Reader, authority: UUID, token_hash: bytes) -> Invited | None:
    c = invitation.c
    wanted = sa.select(c.id, c.child, c.version, c.band, c.expires, c.used, c.revoked).where(
        c.authority == authority, c.token_hash == token_hash
    )
    row = (await db.execute(wanted)).mappings().first()
    return Invited(**row) if row else None


def add(writes: Writes, **facts: Any) -> None:
    writes.insert(invitation, **facts)


def use_up(writes: Writes, invitation_id: UUID, at: datetime) -> None:
    """A link is used up by sending, not by opening (R66)."""
    writes.update(invitation, invitation_id, used=at)
