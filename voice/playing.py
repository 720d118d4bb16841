"""Plays a recording: only the pieces that were asked for are fetched and opened, and nothing of them is kept."""

import base64
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from storage import attachments, copies
from storage.envelopes import Context
from storage.media import MediaStore
from storage.reading import Glance
from storage.segments import Manifest, Piece, holds, opened, place_of
from voice.errors import Broken, NothingThere, SealBroken
from voice.ranges import span

PLAYS = re.compile(r"(?:(?:video|audio)/[a-z0-9.+-]{1,40}|image/(?:jpeg|png|gif|webp|avif|heic))")
UNKNOWN, HEIC = "application/octet-stream", "image/heic"
ENDINGS = {
    **{f"video/{kind}": kind for kind in ("webm", "mp4", "3gpp")},
    **{f"audio/{kind}": kind for kind in ("webm", "ogg", "wav", "aac", "amr")},
    **{f"image/{kind}": kind for kind in ("png", "gif", "webp", "avif", "heic")},
    "video/quicktime": "mov",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "image/jpeg": "jpg",
}


def shown_as(kind: str) -> str:
    """What a page does with it: video, audio, image; application for what browsers do not show, as HEIC."""
    return (UNKNOWN if kind == HEIC else kind_of(kind)).partition("/")[0]


@dataclass(frozen=True, slots=True)
class Playable:
    """A recording that somebody may play: how long it is, and what opens it."""

    length: int
    kind: str
    pieces: Sequence[Piece] = field(repr=False)
    key: bytes = field(repr=False)
    place: Context

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
    """The recording that was sent so: the copy that every browser plays, or until there is one as it came.

    Raises NothingThere, SealBroken where pieces of it are missing.
    """
    try:
        return await copy_of(db, authority, said, copies.PLAYBACK)
    except NothingThere:
        return await as_it_came(db, authority, said)


async def copy_of(db: Glance, authority: UUID, said: Mapping[str, Any], kind: str) -> Playable:
    """What was made of it. Raises NothingThere where it is not, or not yet; SealBroken."""
    found = (await copies.of_recording(db, authority, UUID(said["id"]))).get(kind)
    if found is None or found.closing is None:
        raise NothingThere
    key = base64.b64decode(said["key"])
    is_a = copies.opened(found, key, authority).kind
    return Playable(found.length, is_a, found.pieces, key, found.place(authority))


async def as_it_came(db: Glance, authority: UUID, said: Mapping[str, Any]) -> Playable:
    """The original. Raises NothingThere, SealBroken where pieces of it are missing."""
    id, manifest = UUID(said["id"]), Manifest(**said["manifest"])
    there = await attachments.pieces(db, authority, id)
    if not there:
        raise NothingThere
    if not holds(manifest, there):
        raise SealBroken(Broken.TRUNCATED)
    key = base64.b64decode(said["key"])
    return Playable(manifest.length, kind_of(said["kind"]), there, key, place_of(authority, id))


def kind_of(said: str) -> str:
    """What a browser is told it is. What could run something, such as a drawing in SVG, is not shown as what it is."""
    kind = said.partition(";")[0].strip()
    return kind if PLAYS.fullmatch(kind) else UNKNOWN


def ending(recording: Playable) -> str:
    """How the name of a saved original ends, so that a program for it is found."""
    return ENDINGS.get(recording.kind, "bin")


def sort_of(said: str) -> str:
    """video, audio or image; empty for what no page can show."""
    kind = kind_of(said)
    return kind.partition("/")[0] if kind != UNKNOWN else ""


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
    return opened(recording.pieces, media.get, recording.key, recording.place, first, until)
