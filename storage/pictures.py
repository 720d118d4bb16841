"""Sounds, pictures and videos that came with a text: where each is fetched, until it is here and deleted there."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.envelopes import PrivateKey, PublicKey, open_envelope, seal
from storage.reading import Reader
from storage.tables import attachment, envelope, picture, stranger
from storage.texts import deliver, place_of
from storage.writes import Writes
from voice import clock

# The deliveries: fetch it, delete it where it came from, and tell a person that more came than is fetched in a day.
FETCH, FORGET, MANY = "picture", "picture.forget", "picture.many"
MOVE = "picture.move"  # what somebody sent whom nobody knew goes where their words are
_P = picture.c


@dataclass(frozen=True, slots=True)
class Picture:
    """One of them; its id is the recording's too. `child`: none while nobody has said whose it is, `sender` then is."""

    id: UUID
    contact: bytes = field(repr=False)
    child: UUID | None
    conversation: UUID | None
    sender: UUID | None
    opens: UUID | None
    sealed: bytes | None = field(repr=False)
    state: str
    made: datetime


_NAMES = (_P.id, _P.contact, _P.child, _P.conversation, _P.stranger.label("sender"), _P.opens)
_FOUND = sa.select(*_NAMES, _P.sealed, _P.state, _P.made)


def came(
    writes: Writes,
    key: PublicKey,
    id: UUID,
    contact: bytes,
    said: Mapping[str, str],
    *,
    after: timedelta = timedelta(0),
    **facts: Any,
) -> None:
    """It came with a text, and is fetched, not before so long from now; nobody's, it is deleted where it is.

    An id counts once.
    """
    sealed = seal(json.dumps(said).encode(), [key], place_of(writes.authority, "text.picture", id))
    state = "waiting" if facts.get("child") or facts.get("stranger") else "left"
    writes.insert(picture, id=id, contact=contact, sealed=sealed, state=state, made=clock.now(), **facts)
    deliver(writes, FETCH if state == "waiting" else FORGET, id, after)


async def count_from(db: Reader, authority: UUID, contact: bytes, since: datetime) -> int:
    """How many came from this number since then, or wait to be fetched."""
    here = (_P.authority == authority, _P.contact == contact, sa.or_(_P.made > since, _P.state == "waiting"))
    return int((await db.execute(sa.select(sa.func.count()).where(*here))).scalar_one())


async def find(db: Reader, authority: UUID, id: UUID) -> Picture | None:
    row = (await db.execute(_FOUND.where(_P.authority == authority, _P.id == id))).mappings().first()
    return Picture(**row) if row else None


async def of_sender(db: Reader, authority: UUID, sender: UUID) -> Sequence[Picture]:
    """What somebody sent whom nobody knew then, oldest first."""
    wanted = _FOUND.where(_P.authority == authority, _P.stranger == sender).order_by(_P.made, _P.id)
    return [Picture(**row) for row in (await db.execute(wanted)).mappings()]


async def states(db: Reader, authority: UUID, ids: Collection[UUID]) -> dict[UUID, str]:
    wanted = sa.select(_P.id, _P.state).where(_P.authority == authority, _P.id.in_(ids))
    return {row.id: row.state for row in await db.execute(wanted)} if ids else {}


async def misplaced(db: Reader, authority: UUID) -> Sequence[UUID]:
    """Whose pictures lie elsewhere than their words, or are left though they were closed."""
    s, a = stranger.c, attachment.c
    wanted = (
        sa.select(_P.stranger)
        .join_from(picture, stranger, sa.and_(s.authority == _P.authority, s.id == _P.stranger))
        .join(attachment, sa.and_(a.authority == _P.authority, a.id == _P.id))
        .where(_P.authority == authority, _P.state.in_(["held", "kept"]))
        .where(sa.or_(s.state == "closed", a.statement.is_distinct_from(s.statement)))
    )
    return sorted(set((await db.execute(wanted)).scalars()), key=str)


async def opening_of(db: Reader, authority: UUID, id: UUID, sender: UUID) -> bytes | None:
    """What opens this picture of this sender's, sealed to their own key; None while it is not here, or is another's."""
    opens = sa.and_(envelope.c.authority == _P.authority, envelope.c.id == _P.opens)
    wanted = sa.select(envelope.c.sealed).join_from(picture, envelope, opens)
    sealed: bytes | None = (
        await db.execute(wanted.where(_P.authority == authority, _P.id == id, _P.stranger == sender))
    ).scalar()
    return sealed


def read(authority: UUID, found: Picture, key: PrivateKey) -> dict[str, str]:
    """Its address and what it says it is. Raises SealBroken."""
    said: dict[str, str] = json.loads(
        open_envelope(found.sealed or b"", key, place_of(authority, "text.picture", found.id))
    )
    return said


def ended(writes: Writes, found: Picture, state: str, **facts: Any) -> None:
    """It is here, or never will be: in either case it is deleted where it came from."""
    here = (_P.authority == writes.authority, _P.id == found.id, _P.state == found.state)
    writes.change(sa.update(picture).where(*here).values(state=state, **facts))
    deliver(writes, FORGET, found.id)


def move(writes: Writes, sender: UUID) -> None:
    """What this sender sent goes where their words are now."""
    deliver(writes, MOVE, sender)


def goes_to(writes: Writes, found: Picture, child: UUID | None) -> None:
    """It is this child's from now on, or nobody's again."""
    writes.update(picture, found.id, child=child, state="kept" if child else "held")


def left(writes: Writes, found: Picture) -> None:
    """Nothing of it is here any more."""
    writes.update(picture, found.id, state="left", opens=None)


def forgotten(writes: Writes, found: Picture) -> None:
    writes.update(picture, found.id, sealed=None)
