"""A child's invitations as staff see them: which are open, how each was handed over, and an end to one (R74)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from storage.reading import Reader
from storage.tables import conversation, invitation
from storage.writes import Writes


@dataclass(frozen=True, slots=True)
class Link:
    """A link that was made for a child. Its token is kept nowhere."""

    id: UUID
    child: UUID
    handed_over: str | None
    made: datetime
    expires: datetime
    used: datetime | None
    revoked: datetime | None

    def open_at(self, now: datetime) -> bool:
        return self.used is None and self.revoked is None and now < self.expires


_C = invitation.c
_LINK = sa.select(_C.id, _C.child, _C.handed_over, _C.made, _C.expires, _C.used, _C.revoked)


async def open_links(db: Reader, authority: UUID, child: UUID, now: datetime) -> list[Link]:
    """The ways in that still work, newest first."""
    wanted = _LINK.where(_C.authority == authority, _C.child == child, _C.used.is_(None), _C.revoked.is_(None))
    found = [Link(**row) for row in (await db.execute(wanted.order_by(_C.made.desc(), _C.id))).mappings()]
    return [link for link in found if link.open_at(now)]


async def find(db: Reader, authority: UUID, id: UUID) -> Link | None:
    wanted = _LINK.where(_C.authority == authority, _C.id == id, _C.child.is_not(None))
    row = (await db.execute(wanted)).mappings().first()
    return Link(**row) if row else None


async def handed_over(db: Reader, authority: UUID, conversation_id: UUID | None) -> str | None:
    """How the link of this conversation reached the child."""
    joined = sa.and_(conversation.c.authority == _C.authority, conversation.c.invitation == _C.id)
    wanted = sa.select(_C.handed_over).join(conversation, joined)
    found = await db.execute(wanted.where(_C.authority == authority, conversation.c.id == conversation_id))
    given: str | None = found.scalar()
    return given


def revoke(writes: Writes, link: Link, now: datetime) -> None:
    writes.update(invitation, link.id, revoked=now)
