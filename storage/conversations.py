"""Conversations, the sealed draft of each, and the ways into it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.envelopes import Context
from storage.locking import lock, unlock, unwrap, wrap
from storage.looks import Look
from storage.reading import Glance, Reader
from storage.tables import conversation, invitation, way
from storage.writes import Writes, new_revision


@dataclass(frozen=True, slots=True)
class Way:
    """One way into a conversation: a cookie, a code or a link, each with its own wrap of the draft's key."""

    id: UUID
    kind: str
    salt: bytes = field(repr=False)
    wrapped: bytes = field(repr=False)
    looks_back: bool
    visit: int
    expires: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """A conversation as it lies in the record, with the way by which it was found."""

    way: Way
    id: UUID
    version: UUID
    language: str
    ways: Sequence[str]
    revision: int
    draft: bytes | None = field(repr=False)
    begun: datetime
    expires: datetime
    sent: datetime | None
    invitation: UUID | None
    child: UUID | None
    worker: str
    cover: str
    band: str
    team: UUID | None
    point: str | None
    invited_until: datetime | None
    handed_over: str | None
    revoked: datetime | None


_FOUND = sa.select(
    way.c.id.label("way_id"),
    way.c.kind,
    way.c.salt,
    way.c.wrapped,
    way.c.looks_back,
    way.c.visit,
    way.c.expires.label("way_expires"),
    conversation.c.id,
    conversation.c.version,
    conversation.c.language,
    conversation.c.ways,
    conversation.c.revision,
    conversation.c.draft,
    conversation.c.begun,
    conversation.c.expires,
    conversation.c.sent,
    invitation.c.id.label("invitation"),
    invitation.c.child,
    invitation.c.worker_name.label("worker"),
    invitation.c.cover_name.label("cover"),
    invitation.c.band,
    invitation.c.team,
    invitation.c.point,
    invitation.c.expires.label("invited_until"),
    invitation.c.handed_over,
    invitation.c.revoked,
).select_from(
    way.join(
        conversation,
        sa.and_(conversation.c.authority == way.c.authority, conversation.c.id == way.c.conversation),
    ).outerjoin(
        invitation,
        sa.and_(invitation.c.authority == conversation.c.authority, invitation.c.id == conversation.c.invitation),
    )
)
_BY_WAY = Look(
    _FOUND.where(
        way.c.authority == sa.bindparam("authority"),
        way.c.locator == sa.bindparam("locator"),
        way.c.kind == sa.bindparam("kind"),
    )
)
_WAYS = Look(
    sa.select(way.c.id, way.c.kind).where(
        way.c.authority == sa.bindparam("authority"), way.c.conversation == sa.bindparam("conversation")
    )
)


async def find_by_way(db: Glance, authority: UUID, locator: bytes, kind: str) -> Kept | None:
    """The conversation that this cookie, code or link leads to."""
    by = {"authority": authority, "locator": locator, "kind": kind}
    found_by_it = await db.look(_BY_WAY, by)
    if not found_by_it:
        return None
    values = found_by_it[0]
    names = ("kind", "salt", "wrapped", "looks_back", "visit")
    found = Way(id=values.pop("way_id"), expires=values.pop("way_expires"), **{n: values.pop(n) for n in names})
    return Kept(way=found, **values)


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose a conversation is and what was asked in it."""

    child: UUID | None  # none where it began at the open door
    version: UUID
    language: str
    band: str | None


async def origin(db: Reader, authority: UUID, conversation_id: UUID) -> Origin | None:
    """Where a conversation came from."""
    wanted = (
        sa.select(invitation.c.child, conversation.c.version, conversation.c.language, invitation.c.band)
        .outerjoin(
            invitation,
            sa.and_(invitation.c.authority == conversation.c.authority, invitation.c.id == conversation.c.invitation),
        )
        .where(conversation.c.authority == authority, conversation.c.id == conversation_id)
    )
    row = (await db.execute(wanted)).mappings().first()
    return Origin(**row) if row else None


async def ways_into(db: Glance, authority: UUID, conversation_id: UUID) -> Sequence[tuple[UUID, str]]:
    """The id and kind of every way into a conversation."""
    found = await db.look(_WAYS, {"authority": authority, "conversation": conversation_id})
    return [(row["id"], row["kind"]) for row in found]


def draft_place(authority: UUID, conversation_id: UUID) -> Context:
    return Context(authority, conversation_id, "draft", conversation_id)


def way_place(authority: UUID, owner: UUID, kind: str, way_id: UUID) -> Context:
    return Context(authority, owner, f"way.{kind}", way_id)


def begin(writes: Writes, conversation_id: UUID, key: bytes, draft: bytes, **facts: Any) -> None:
    """A new conversation with its first draft."""
    locked = lock(draft, key, draft_place(writes.authority, conversation_id))
    writes.insert(conversation, id=conversation_id, revision=new_revision(), draft=locked, **facts)


def save(writes: Writes, kept: Kept, key: bytes, draft: bytes, **facts: Any) -> None:
    """Keep the draft as it is now, if nobody else has changed the conversation since it was read."""
    writes.claim(conversation, kept.id, seen=kept.revision, becomes=new_revision())
    locked = lock(draft, key, draft_place(writes.authority, kept.id))
    writes.update(conversation, kept.id, draft=locked, **facts)


def read_draft(authority: UUID, kept: Kept, key: bytes) -> bytes | None:
    """The draft's bytes, or None where it has been removed. Raises SealBroken."""
    return unlock(kept.draft, key, draft_place(authority, kept.id)) if kept.draft else None


def open_way(
    writes: Writes, conversation_id: UUID, way_id: UUID, kind: str, key: bytes, under: bytes, **facts: Any
) -> None:
    """Add a way into the conversation: its key, wrapped under what the way carries."""
    wrapped = wrap(key, under, way_place(writes.authority, conversation_id, kind, way_id))
    writes.insert(way, id=way_id, conversation=conversation_id, kind=kind, wrapped=wrapped, **facts)


def move_way(writes: Writes, found: Way, conversation_id: UUID, key: bytes, under: bytes, **facts: Any) -> None:
    """Let a way lead into another conversation from now on: a telephone has one at a time."""
    wrapped = wrap(key, under, way_place(writes.authority, conversation_id, found.kind, found.id))
    writes.update(way, found.id, conversation=conversation_id, wrapped=wrapped, **facts)


def key_through(authority: UUID, kept: Kept, under: bytes) -> bytes:
    """The draft's key, by the way that was found. Raises SealBroken."""
    return unwrap(kept.way.wrapped, under, way_place(authority, kept.id, kept.way.kind, kept.way.id))


def close_way_at(writes: Writes, locator: bytes) -> None:
    """Close the way that is found by this locator."""
    writes.delete(way, locator=locator)


def close_way(writes: Writes, way_id: UUID) -> None:
    """A wrap deleted is a way closed."""
    writes.delete(way, id=way_id)
