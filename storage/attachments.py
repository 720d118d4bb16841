"""Recordings that arrive or have arrived, and the sealed pieces of each. What they are about lies in the draft."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from storage.envelopes import Context, PublicKey
from storage.looks import Look
from storage.reading import Glance, Reader
from storage.segments import Piece
from storage.statements import add_envelope, put_out
from storage.tables import attachment, conversation, envelope, segment, statement, statement_part
from storage.writes import Row, Writes, new_revision
from voice import clock
from voice.model import new_id

DELIVERY = "playback"  # what waits for the worker when a recording was sent: make it play

_A, _S = attachment.c, segment.c


@dataclass(frozen=True, slots=True)
class Attachment:
    """A recording as the record knows it: how much of it is here, and how much there will be (None: not yet said)."""

    id: UUID
    conversation: UUID | None
    size: int
    declared: int | None
    state: str
    revision: int
    made: datetime
    expires: datetime


@dataclass(frozen=True, slots=True)
class SentWith:
    """A recording that was sent: what opens it, sealed, and whether it plays (`trouble`: why it does not).

    `statement`: what it went with, where that is not what its conversation sent first.
    """

    sealed: bytes = field(repr=False)
    state: str
    trouble: str | None
    statement: UUID | None


@dataclass(frozen=True, slots=True)
class ReadAt:
    """The statement where somebody plays it."""

    statement: UUID
    language: str


@dataclass(frozen=True, slots=True)
class WentWith:
    """Where a recording is read that came by text, and the envelope that opens it there."""

    statement: UUID | None
    manifest: UUID | None


_FIELDS = (_A.id, _A.conversation, _A.size, _A.declared, _A.state, _A.revision, _A.made, _A.expires)
_FOUND = Look(sa.select(*_FIELDS).where(_A.authority == sa.bindparam("authority"), _A.id == sa.bindparam("id")))
_OF = Look(
    sa.select(*_FIELDS).where(
        _A.authority == sa.bindparam("authority"), _A.conversation == sa.bindparam("conversation")
    )
)
_UNSENT = Look(_OF.statement.where(_A.manifest.is_(None)))
_CLOSINGS = Look(
    sa.select(_A.id, _A.closing).where(
        _A.authority == sa.bindparam("authority"), _A.conversation == sa.bindparam("conversation")
    )
)
_PIECES = Look(
    sa.select(_S.offset, _S.length, _S.store_key)
    .where(_S.authority == sa.bindparam("authority"), _S.attachment == sa.bindparam("attachment"))
    .order_by(_S.offset)
)


async def find(db: Glance, authority: UUID, id: UUID) -> Attachment | None:
    found = await db.look(_FOUND, {"authority": authority, "id": id})
    return Attachment(**found[0]) if found else None


async def of_conversation(db: Glance, authority: UUID, conversation: UUID) -> list[Attachment]:
    """Every recording of a conversation, also those that never came to their end."""
    return [Attachment(**row) for row in await db.look(_OF, {"authority": authority, "conversation": conversation})]


async def unsent(db: Glance, authority: UUID, conversation: UUID) -> list[Attachment]:
    """Those that went with nothing."""
    return [Attachment(**row) for row in await db.look(_UNSENT, {"authority": authority, "conversation": conversation})]


async def closings(db: Glance, authority: UUID, conversation: UUID) -> dict[UUID, bytes]:
    """The manifests of this conversation's recordings of which everything is here, still under each one's own key."""
    found = await db.look(_CLOSINGS, {"authority": authority, "conversation": conversation})
    return {row["id"]: row["closing"] for row in found if row["closing"]}


async def sent_with(db: Reader, authority: UUID, statement: UUID, conversation: UUID | None) -> dict[UUID, SentWith]:
    """The recordings that went with this statement, or with its conversation."""
    went = _A.statement == statement if conversation is None else _A.conversation == conversation
    wanted = (
        sa.select(_A.id, envelope.c.sealed, _A.state, _A.trouble, _A.statement)
        .join(envelope, sa.and_(envelope.c.authority == _A.authority, envelope.c.id == _A.manifest))
        .where(_A.authority == authority, went, envelope.c.sealed.is_not(None))
    )
    rows = (await db.execute(wanted)).mappings()
    return {row["id"]: SentWith(row["sealed"], row["state"], row["trouble"], row["statement"]) for row in rows}


async def envelope_of(db: Reader, authority: UUID, id: UUID) -> bytes | None:
    """What opens a recording that was sent, sealed to those who may; nothing where it was not sent, or is erased."""
    of = sa.and_(envelope.c.authority == _A.authority, envelope.c.id == _A.manifest)
    wanted = sa.select(envelope.c.sealed).join_from(attachment, envelope, of).where(_A.authority == authority)
    found: bytes | None = (await db.execute(wanted.where(_A.id == id))).scalar()
    return found


async def read_at(db: Reader, authority: UUID, id: UUID, audience: str) -> ReadAt | None:
    """The statement that this recording went with, for these readers: what she sent before what she added."""
    s = statement.c
    here = sa.or_(s.conversation == _A.conversation, s.id == _A.statement)
    part = sa.and_(statement_part.c.authority == s.authority, statement_part.c.statement == s.id)
    wanted = (
        sa.select(s.id.label("statement"), s.language)
        .join_from(attachment, statement, sa.and_(s.authority == _A.authority, here))
        .join(statement_part, part)
        .where(_A.authority == authority, _A.id == id, statement_part.c.audience == audience, s.kind != "safety")
        .order_by(sa.case((s.id == _A.statement, 0), else_=1), s.sent, s.id)
    )
    row = (await db.execute(wanted)).mappings().first()
    return ReadAt(**row) if row else None


async def went_with(db: Reader, authority: UUID, id: UUID) -> WentWith:
    """Which statement it went with by text, and what opens it there."""
    row = (await db.execute(sa.select(_A.statement, _A.manifest).where(_A.authority == authority, _A.id == id))).first()
    return WentWith(row.statement, row.manifest) if row else WentWith(None, None)


async def pieces(db: Glance, authority: UUID, id: UUID) -> list[Piece]:
    """The pieces of a recording in their order."""
    found = await db.look(_PIECES, {"authority": authority, "attachment": id})
    return [Piece(row["offset"], row["length"], row["store_key"]) for row in found]


async def left_over(db: Reader, authority: UUID, now: datetime, most: int) -> Sequence[Attachment]:
    """What nobody can open any more and went with nothing: it never came to its end, or its key went with the draft."""
    c = conversation.c
    gone = sa.select(c.id).where(c.authority == authority, c.draft.is_(None))
    over = sa.or_(sa.and_(_A.state == "receiving", _A.expires < now), _A.conversation.in_(gone))
    wanted = sa.select(*_FIELDS).where(_A.authority == authority, _A.manifest.is_(None), over).limit(most)
    return [Attachment(**row) for row in (await db.execute(wanted)).mappings()]


async def names_of(db: Reader, authority: UUID, id: UUID) -> list[str]:
    """Under which names the pieces of a recording lie."""
    wanted = sa.select(_S.store_key).where(_S.authority == authority, _S.attachment == id)
    return list((await db.execute(wanted)).scalars())


def begin(
    writes: Writes, id: UUID, conversation: UUID | None, declared: int | None, made: datetime, expires: datetime
) -> None:
    facts = {"declared": declared, "made": made, "expires": expires, "revision": new_revision(), "store_key": id.hex}
    writes.insert(attachment, id=id, conversation=conversation, size=0, state="receiving", **facts)


def add_pieces(writes: Writes, to: Attachment, added: Sequence[Piece], declared: int | None) -> int:
    """Keep these pieces, if nobody has added any since; the revision from now on. One writer an upload."""
    becomes = _claim(writes, to)
    for piece in added:
        facts = {"offset": piece.offset, "length": piece.length, "store_key": piece.name}
        writes.insert(segment, id=new_id(), attachment=to.id, **facts)
    writes.update(attachment, to.id, size=to.size + sum(piece.length for piece in added), declared=declared)
    return becomes


def close(writes: Writes, to: Attachment, manifest: bytes) -> None:
    """All of it is here and has been opened once more. Closed twice it is the same: what claims is the draft."""
    becomes = {"state": "received", "closing": manifest, "revision": new_revision()}
    here = (_A.authority == writes.authority, _A.id == to.id, _A.state == "receiving")
    writes.change(sa.update(attachment).where(*here).values(**becomes))


def keep_whole(writes: Writes, id: UUID, pieces: Sequence[Piece], manifest: UUID, **went_with: UUID) -> None:
    """One whose pieces lie in the store already, in the write that says what it went with. The worker has work."""
    now, size = clock.now(), sum(piece.length for piece in pieces)
    facts = {"size": size, "declared": size, "state": "received", "revision": new_revision(), "store_key": id.hex}
    writes.insert(attachment, id=id, manifest=manifest, made=now, expires=now, **facts, **went_with)
    for piece in pieces:
        at = {"offset": piece.offset, "length": piece.length, "store_key": piece.name}
        writes.insert(segment, id=new_id(), attachment=id, **at)
    put_out(writes, DELIVERY, id)


def mine(writes: Writes, to: Attachment) -> int:
    """Write the rest only if nobody has added to it, or begun it anew, since it was read; the revision from now on."""
    return _claim(writes, to)


def attachment_place(authority: UUID, child: UUID, id: UUID) -> Context:
    """Where the envelope belongs that holds a recording's key and its manifest."""
    return Context(authority, child, "attachment", id)


def enclose(
    writes: Writes, child: UUID, id: UUID, body: bytes, recipients: Sequence[PublicKey], statement: UUID | None = None
) -> None:
    """Sent: its key and its manifest, sealed to those who read the answer it belongs to (R58). The worker has work.

    `statement`: what it went with, where that is no conversation's.
    """
    made = add_envelope(writes, "attachment", body, recipients, attachment_place(writes.authority, child, id))
    writes.update(attachment, id, manifest=made, **({"statement": statement} if statement else {}))
    put_out(writes, DELIVERY, id)


def ready(writes: Writes, what: Attachment, milliseconds: int | None) -> None:
    """There is a copy that plays."""
    _claim(writes, what)
    writes.update(attachment, what.id, state="ready", milliseconds=milliseconds)


def take_back(writes: Writes, id: UUID) -> None:
    """It went with nothing, after all."""
    writes.update(attachment, id, manifest=None, statement=None)


def set_aside(writes: Writes, what: Attachment, trouble: str) -> None:
    """It cannot be played, for this reason: a person has to look. Nothing of it is removed."""
    _claim(writes, what)
    writes.update(attachment, what.id, state="quarantined", trouble=trouble)


def remove(writes: Writes, what: Attachment) -> None:
    """Take out a recording and its pieces' rows."""
    _claim(writes, what)
    key = {"authority": writes.authority, "attachment": what.id}
    writes.deletes.append(Row(segment, key, {}))
    writes.delete(attachment, id=what.id)


def _claim(writes: Writes, what: Attachment) -> int:
    becomes = new_revision()
    writes.claim(attachment, what.id, seen=what.revision, becomes=becomes)
    return becomes
