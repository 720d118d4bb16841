"""Whom nobody knows yet, by text or at the open door: their words under a key of their own, until a person has said
whose they are."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.case_keys import KeyProvider
from storage.envelopes import Context, PrivateKey, PublicKey, open_envelope, seal
from storage.private_keys import private_key
from storage.reading import Reader
from storage.statements import add_envelope
from storage.tables import child_key, stranger, stranger_text
from storage.writes import Writes, new_revision
from voice import clock
from voice.model import Level, new_id

SET_ASIDE = 1000  # more steps than any arrangement has


@dataclass(frozen=True, slots=True)
class Stranger:
    """One sender, as far as is known without opening anything."""

    id: UUID
    contact: bytes = field(repr=False)
    key: UUID | None
    why: str
    level: Level
    state: str
    revision: int
    number: bytes | None = field(repr=False)
    made: datetime
    read_by: datetime
    child: UUID | None
    statement: UUID | None
    concern: UUID | None
    by: UUID | None
    changed: datetime | None
    climbed: int

    @property
    def raised(self) -> datetime:
        """Since when it waits as it does: what cannot wait may have come later."""
        return self.changed or self.made

    @property
    def at_door(self) -> bool:
        """Whether they came by the open door: there is no number, and an answer goes where their code leads."""
        return self.why == "door"

    @property
    def set_aside(self) -> bool:
        """Whether it came when so many came that nobody is called for it; a person still sees that it is there.

        Never what cannot wait, whatever came with it.
        """
        return self.state == "open" and self.climbed >= SET_ASIDE and not self.urgent

    @property
    def about(self) -> UUID:
        """Whom it is about, as far as anybody knows."""
        return self.id

    @property
    def urgent(self) -> bool:
        return self.level is not Level.WORRY

    @property
    def late(self) -> bool:
        return clock.now() > self.read_by

    @property
    def minutes_left(self) -> int:
        """Until it must be read; less than nothing where it is late."""
        return round((self.read_by - clock.now()).total_seconds()) // 60

    @property
    def waits(self) -> bool:
        """Whether nobody on duty has done anything about it yet."""
        return self.state == "open" and self.by is None


@dataclass(frozen=True, slots=True)
class Line:
    """One text of the thread, or one thing said at the door, sealed or open."""

    id: UUID
    by: str
    at: datetime
    sealed: bytes | None = field(repr=False)
    words: str = field(default="", repr=False)
    said: Mapping[str, Any] = field(default_factory=dict, repr=False)
    pictures: Sequence[tuple[UUID, str]] = ()  # that came with it: the id of each, and what it says it is
    staff: UUID | None = None  # who wrote it, where one of us did


_S = stranger.c
_NAMES = ("id", "contact", "key", "why", "level", "state", "revision", "number", "made", "read_by")
_STRANGER = sa.select(*(_S[name] for name in (*_NAMES, "child", "statement", "concern", "by", "changed", "climbed")))


async def open_at(db: Reader, authority: UUID, contact: bytes) -> Stranger | None:
    """Who writes from this number and was neither matched nor closed."""
    return await _one(db, _STRANGER.where(_S.authority == authority, _S.contact == contact, _S.state == "open"))


async def find(db: Reader, authority: UUID, id: UUID) -> Stranger | None:
    return await _one(db, _STRANGER.where(_S.authority == authority, _S.id == id))


async def in_state(db: Reader, authority: UUID, *states: str) -> list[Stranger]:
    """Those in these states, whoever must be read first before the others."""
    rows = await db.execute(_STRANGER.where(_S.authority == authority, _S.state.in_(states)))
    return sorted((_as_stranger(row) for row in rows.mappings()), key=lambda each: (each.read_by, each.id))


async def all_closed(db: Reader, authority: UUID, contact: bytes) -> bool:
    """Whether duty has closed everybody who wrote from this number."""
    states = (await db.execute(sa.select(_S.state).where(_S.authority == authority, _S.contact == contact))).scalars()
    return set(states) == {"closed"}


async def with_key_to_delete(db: Reader, authority: UUID) -> list[Stranger]:
    """Those who were closed, and whose words somebody who had the database could still open."""
    rows = await db.execute(_STRANGER.where(_S.authority == authority, _S.state == "closed", _S.key.is_not(None)))
    return [_as_stranger(row) for row in rows.mappings()]


async def count_from_door(db: Reader, authority: UUID, since: datetime) -> int:
    """How many have come by the open door since then."""
    here = (_S.authority == authority, _S.why == "door", _S.made > since)
    return int((await db.execute(sa.select(sa.func.count()).where(*here))).scalar_one())


async def count_at(db: Reader, authority: UUID, contact: bytes) -> int:
    """How many there have been at this number, or from this conversation."""
    wanted = sa.select(sa.func.count()).where(_S.authority == authority, _S.contact == contact)
    return int((await db.execute(wanted)).scalar_one())


async def texts_of(db: Reader, authority: UUID, id: UUID) -> list[Line]:
    c = stranger_text.c
    wanted = sa.select(c.id, c.by, c.at, c.words.label("sealed")).where(c.authority == authority, c.stranger == id)
    return [Line(**row) for row in (await db.execute(wanted.order_by(c.at, c.id))).mappings()]


async def public_of(db: Reader, authority: UUID, key: UUID) -> PublicKey:
    c = child_key.c
    raw = (await db.execute(sa.select(c.public_key).where(c.authority == authority, c.id == key))).scalar_one()
    return PublicKey(key, raw)


async def private_of(db: Reader, authority: UUID, provider: KeyProvider, found: Stranger) -> PrivateKey | None:
    """What opens this sender's words; None once they were closed. Who may ask is decided before."""
    return await private_key(db, authority, provider, found.key) if found.key else None


def add(
    writes: Writes,
    contact: bytes,
    number: str,
    key: PublicKey,
    why: str,
    level: Level,
    read_by: datetime,
    id: UUID | None = None,
    *,
    aside: bool = False,
) -> UUID:
    """A sender whom nobody knows yet. Who came by the door has no number.

    Set aside, it counts as told to everybody, so that nobody is called; what is urgent in it later tells them anew.
    """
    made = id or new_id()
    sealed = seal(number.encode(), [key], _place(writes.authority, made, "number", made))
    facts = {
        "why": why,
        "level": level.value,
        "state": "open",
        "revision": new_revision(),
        "read_by": read_by,
        "climbed": SET_ASIDE if aside else 0,
    }
    writes.insert(stranger, id=made, contact=contact, key=key.id, number=sealed, made=clock.now(), **facts)
    return made


def add_text(
    writes: Writes,
    id: UUID,
    key: PublicKey,
    words: str,
    by: str = "sender",
    *,
    pictures: Sequence[tuple[UUID, str]] = (),
    staff: UUID | None = None,
) -> None:
    written = {"staff": staff.hex} if staff else {}
    body = json.dumps({"words": words, "media": [[each.hex, kind] for each, kind in pictures], **written}).encode()
    add_said(writes, id, key, body, new_id(), clock.now(), by)


def add_said(
    writes: Writes, id: UUID, key: PublicKey, body: bytes, made: UUID, at: datetime, by: str = "sender"
) -> None:
    """What was said, or answered, as it was written out. The same id is refused a second time."""
    sealed = seal(body, [key], _place(writes.authority, id, "text", made))
    writes.insert(stranger_text, id=made, stranger=id, by=by, words=sealed, at=at)


def more_urgent(writes: Writes, found: Stranger, level: Level, read_by: datetime) -> None:
    """It cannot wait any more: whoever has been told so far is told anew, and nobody has it yet."""
    writes.update(stranger, found.id, level=level.value, read_by=read_by, changed=clock.now(), by=None, climbed=0)


def claim(writes: Writes, found: Stranger) -> None:
    """Write the rest only if nobody has moved this sender since it was read."""
    writes.claim(stranger, found.id, seen=found.revision, becomes=new_revision())


def climb(writes: Writes, found: Stranger, steps: int) -> None:
    """So many steps more have heard of it, if nobody has moved it since it was read."""
    claim(writes, found)
    writes.update(stranger, found.id, climbed=found.climbed + steps)


def has_it(writes: Writes, found: Stranger, by: UUID) -> None:
    """Somebody on duty is in touch with them: nobody else has to hear of it."""
    writes.update(stranger, found.id, by=by, changed=clock.now())


def move(writes: Writes, found: Stranger, state: str, by: UUID, **facts: Any) -> None:
    """Move a sender on, if nobody else has since it was read."""
    claim(writes, found)
    writes.update(stranger, found.id, state=state, by=by, changed=clock.now(), **facts)


def delete_key(writes: Writes, found: Stranger) -> None:
    """Nobody can read this sender's words any more."""
    writes.update(stranger, found.id, key=None, number=None)
    if found.key:
        writes.delete(child_key, id=found.key)


def number_of(authority: UUID, found: Stranger, key: PrivateKey) -> str:
    """The number. Raises SealBroken."""
    return open_envelope(found.number or b"", key, _place(authority, found.id, "number", found.id)).decode()


def read(authority: UUID, found: Stranger, lines: Sequence[Line], key: PrivateKey) -> list[Line]:
    """The thread, open. Raises SealBroken."""
    return [_opened(authority, found, each, key) for each in lines]


def _opened(authority: UUID, found: Stranger, line: Line, key: PrivateKey) -> Line:
    said = json.loads(open_envelope(line.sealed or b"", key, _place(authority, found.id, "text", line.id)))
    what = said if "what" in said else {}
    pictures = [(UUID(id), kind) for id, kind in said.get("media", [])]
    staff = UUID(said["staff"]) if "staff" in said else None
    return Line(line.id, line.by, line.at, None, said.get("words", ""), what, pictures, staff)


def enclose(writes: Writes, id: UUID, picture: UUID, body: bytes, key: PublicKey) -> UUID:
    """What opens a picture of this sender's, for their own key alone."""
    return add_envelope(writes, "stranger.picture", body, [key], _place(writes.authority, id, "picture", picture))


def enclosed(authority: UUID, found: Stranger, picture: UUID, sealed: bytes, key: PrivateKey) -> bytes:
    """The same, open. Raises SealBroken."""
    return open_envelope(sealed, key, _place(authority, found.id, "picture", picture))


def _place(authority: UUID, owner: UUID, what: str, id: UUID) -> Context:
    return Context(authority, owner, f"stranger.{what}", id)


async def _one(db: Reader, wanted: sa.Select[Any]) -> Stranger | None:
    row = (await db.execute(wanted)).mappings().first()
    return _as_stranger(row) if row else None


def _as_stranger(row: Any) -> Stranger:
    return Stranger(**{**row, "level": Level(row["level"])})
