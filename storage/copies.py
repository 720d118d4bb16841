"""Copies made for playing: sealed under the recording's own key, in pieces of one size, beside the original.

A copy's row is there before its first piece, so that whatever dies in between leaves nothing that nobody can find. Its
manifest closes it; without one it is not played, and the next try begins with clearing it away.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.envelopes import Context
from storage.locking import lock, unlock
from storage.looks import Look
from storage.media import MediaStore
from storage.padding import Buckets
from storage.reading import Glance, Reader
from storage.segments import LARGEST, Piece, seal_segment
from storage.tables import playing_copy
from storage.writes import Writes
from voice import clock
from voice.model import new_id

PLAYBACK, POSTER = "playback", "poster"

_C = playing_copy.c
_CLOSING = Buckets((512,))
_FIELDS = (_C.id, _C.attachment, _C.kind, _C.length, _C.closing)
_OF = Look(
    sa.select(*_FIELDS).where(_C.authority == sa.bindparam("authority"), _C.attachment == sa.bindparam("attachment"))
)


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy. Its pieces follow from how long it is."""

    id: UUID
    attachment: UUID
    kind: str
    length: int
    closing: bytes | None = field(default=None, repr=False)

    @property
    def pieces(self) -> list[Piece]:
        starts = range(0, self.length, LARGEST)
        names = f"{self.attachment.hex}/{self.id.hex}"
        return [Piece(at, min(LARGEST, self.length - at), f"{names}-{at // LARGEST}") for at in starts]

    def place(self, authority: UUID) -> Context:
        """Bound to this copy alone: pieces of another try do not fit."""
        return Context(authority, self.attachment, f"recording.{self.kind}", self.id)


@dataclass(frozen=True, slots=True)
class Made:
    """What a copy is, as its manifest says. `whole`: all of the original could be read."""

    kind: str
    sha256: str
    milliseconds: int | None
    whole: bool


def new_copy(recording: UUID, kind: str, length: int) -> Copy:
    return Copy(new_id(), recording, kind, length)


async def of_recording(db: Glance, authority: UUID, recording: UUID) -> dict[str, Copy]:
    """The copies of a recording by their kind, those too that are not finished."""
    return {row["kind"]: Copy(**row) for row in await db.look(_OF, {"authority": authority, "attachment": recording})}


async def finished(db: Reader, authority: UUID, recordings: Iterable[str]) -> list[Copy]:
    """The copies of these recordings (by their ids as they are written in answers) that play."""
    here = (_C.authority == authority, _C.attachment.in_(map(UUID, recordings)), _C.closing.is_not(None))
    return [Copy(**row) for row in (await db.execute(sa.select(*_FIELDS).where(*here))).mappings()]


async def names_of(db: Reader, authority: UUID, recordings: sa.Select[Any]) -> list[str]:
    """Under which names the pieces of all copies of these recordings lie, or may lie."""
    wanted = sa.select(*_FIELDS).where(_C.authority == authority, _C.attachment.in_(recordings))
    return [piece.name for row in (await db.execute(wanted)).mappings() for piece in Copy(**row).pieces]


def begin(writes: Writes, copy: Copy) -> None:
    facts = {"attachment": copy.attachment, "kind": copy.kind, "length": copy.length, "made": clock.now()}
    writes.insert(playing_copy, id=copy.id, **facts)


def close(writes: Writes, copy: Copy, made: Made, key: bytes) -> None:
    """All its pieces are kept: it may be played."""
    said = {"kind": made.kind, "sha256": made.sha256, "ms": made.milliseconds, "whole": made.whole}
    sealed = lock(json.dumps(said).encode(), key, copy.place(writes.authority), _CLOSING)
    writes.update(playing_copy, copy.id, closing=sealed)


def opened(copy: Copy, key: bytes, authority: UUID) -> Made:
    """What it says that it is. Raises SealBroken."""
    said = json.loads(unlock(copy.closing or b"", key, copy.place(authority)))
    return Made(said["kind"], said["sha256"], said["ms"], said["whole"])


def remove(writes: Writes, copy: Copy) -> None:
    writes.delete(playing_copy, id=copy.id)


async def put(media: MediaStore, copy: Copy, key: bytes, authority: UUID, plain: Callable[[Piece], bytes]) -> str:
    """Seal and keep every piece; the SHA-256 of the whole. Raises StoreAway."""
    whole, place = hashlib.sha256(), copy.place(authority)
    for piece in copy.pieces:
        taken = plain(piece)
        whole.update(taken)
        await media.put(piece.name, seal_segment(taken, key, place, piece.offset))
    return whole.hexdigest()
