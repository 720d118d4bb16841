"""Plays a recording: only the pieces that were asked for are fetched and opened, and nothing of them is kept."""

import base64
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from storage import attachments
from storage.media import MediaStore
from storage.reading import Glance
from storage.segments import Manifest, Piece, holds, opened, place_of
from voice.errors import Broken, NothingThere, SealBroken
from voice.ranges import span

PLAYS = re.compile(r"(?:(?:video|audio)/[a-z0-9.+-]{1,40}|image/(?:jpeg|png|gif|webp|avif|heic))")
UNKNOWN = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Playable:
    """A recording that somebody may play: how long it is, and what opens it."""

    length: int
    kind: str
    pieces: Sequence[Piece] = field(repr=False)
    key: bytes = field(repr=False)
    authority: UUID
    id: UUID

    @property
    def sort(self) -> str:
        """video, audio or image; empty for what no page can show."""
        return self.kind.partition("/")[0] if self.kind != UNKNOWN else ""


@dataclass(frozen=True, slots=True)
class Played:
    """An answer to a player."""

    status: int
    headers: Mapping[str, str]
    body: AsyncIterator[bytes] = field(repr=False)


async def playable(db: Glance, authority: UUID, said: Mapping[str, Any]) -> Playable:
    """The recording that was sent so. Raises NothingThere, SealBroken where pieces of it are missing."""
    id, manifest = UUID(said["id"]), Manifest(**said["manifest"])
    there = await attachments.pieces(db, authority, id)
    if not there:
        raise NothingThere
    if not holds(manifest, there):
        raise SealBroken(Broken.TRUNCATED)
    return Playable(manifest.length, kind_of(said["kind"]), there, base64.b64decode(said["key"]), authority, id)


def kind_of(said: str) -> str:
    """What a browser is told it is. What could run something, such as a drawing in SVG, is not shown as what it is."""
    kind = said.partition(";")[0].strip()
    return kind if PLAYS.fullmatch(kind) else UNKNOWN


def play(recording: Playable, media: MediaStore | None, wanted: str | None) -> Played:
    """As much as was asked for. Raises NothingThere."""
    if media is None:
        raise NothingThere
    headers = {
        "content-type": recording.kind,
        "accept-ranges": "bytes",
        "content-security-policy": "default-src 'none'; sandbox",
    }
    asked = span(wanted or "", recording.length)
    if asked is None:
        return Played(200, headers | {"content-length": str(recording.length)}, _bytes(recording, media))
    first, until = asked
    if first >= until:
        return Played(416, headers | {"content-range": f"bytes */{recording.length}"}, _bytes(recording, media, 0, 0))
    part = {"content-range": f"bytes {first}-{until - 1}/{recording.length}", "content-length": str(until - first)}
    return Played(206, headers | part, _bytes(recording, media, first, until))


def _bytes(recording: Playable, media: MediaStore, first: int = 0, until: int | None = None) -> AsyncIterator[bytes]:
    place = place_of(recording.authority, recording.id)
    return opened(recording.pieces, media.get, recording.key, place, first, until)
