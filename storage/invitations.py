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


async def find(db: Reader, authority: UUID, id: UUID) -> Invited | None:
    c = invitation.c
    wanted = sa.select(c.id, c.child, c.version, c.band, c.expires, c.used, c.revoked).where(
        c.authority == authority, c.id == id
    )
    row = (await db.execute(wanted)).mappings().first()
    return Invited(**row) if row else None


async def open_by_text(db: Reader, authority: UUID, child: UUID, now: datetime) -> Invited | None:
    """What this child was last asked by text, and has not sent yet."""
    c = invitation.c
    wanted = sa.select(c.id, c.child, c.version, c.band, c.expires, c.used, c.revoked, c.ways).where(
        c.authority == authority, c.child == child, c.used.is_(None), c.revoked.is_(None), c.expires > now
    )
    rows = (await db.execute(wanted.order_by(c.made.desc(), c.id))).mappings()
    found = [dict(row) for row in rows]
    return next((Invited(**each) for each in found if "sms" in each.pop("ways")), None)


def renew_token(writes: Writes, invitation_id: UUID, token_hash: bytes) -> None:
    """From now on another link leads in, and the last one does not."""
    writes.update(invitation, invitation_id, token_hash=token_hash)


def add(writes: Writes, **facts: Any) -> None:
    writes.insert(invitation, **facts)


def use_up(writes: Writes, invitation_id: UUID, at: datetime) -> None:
    """A link is used up by sending, not by opening (R66)."""
    writes.update(invitation, invitation_id, used=at)
