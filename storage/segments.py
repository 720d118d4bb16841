"""Seals a recording piece by piece, as it arrives, and closes it with a manifest without which nothing opens.

A segment is a locked piece of at most 256 KiB with a random nonce of its own (no nonce is ever computed: a counter and
a resumed upload would use one twice), bound to the recording, to where it begins and to how long it is. So pieces
cannot be swapped, repeated, cut or moved to another recording. The manifest says how long the whole is, of how many
pieces, and its SHA-256.
"""

import hashlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from storage.envelopes import Context
from storage.framing import framed
from storage.locking import lock, unlock, unwrap, wrap
from storage.padding import Buckets
from voice.errors import Broken, SealBroken

LARGEST = 256 * 1024
_MANIFEST = Buckets((256,))
_AT = 8  # bytes for a place or a length

Fetch = Callable[[str], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class Piece:
    """One sealed piece: where it begins, how long it is in clear, and under which name it lies."""

    offset: int
    length: int
    name: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What closes a recording."""

    length: int
    segments: int
    sha256: str


def place_of(authority: UUID, recording: UUID, version: str = "original") -> Context:
    """Where a recording's pieces belong. `version`: what the child gave, or the copy made for playing."""
    return Context(authority, recording, f"recording.{version}", recording)


def seal_segment(plain: bytes, key: bytes, place: Context, offset: int) -> bytes:
    """One piece, locked where it belongs."""
    if not 0 < len(plain) <= LARGEST:
        raise ValueError("a piece has 1 to 256 KiB")
    return wrap(plain, key, place, bound(offset, len(plain)))


def open_segment(sealed: bytes, key: bytes, place: Context, piece: Piece) -> bytes:
    """The piece again. Raises SealBroken."""
    return unwrap(sealed, key, place, bound(piece.offset, piece.length))


def seal_manifest(manifest: Manifest, key: bytes, place: Context) -> bytes:
    return lock(json.dumps(vars_of(manifest)).encode(), key, place, _MANIFEST)


def open_manifest(sealed: bytes, key: bytes, place: Context) -> Manifest:
    """Raises SealBroken."""
    return Manifest(**json.loads(unlock(sealed, key, place)))


def vars_of(manifest: Manifest) -> dict[str, int | str]:
    return {"length": manifest.length, "segments": manifest.segments, "sha256": manifest.sha256}


async def closed_over(pieces: Sequence[Piece], fetch: Fetch, key: bytes, place: Context) -> Manifest:
    """The manifest of what really lies in the store, every piece opened once more. Raises SealBroken."""
    whole, length = hashlib.sha256(), 0
    async for plain in opened(pieces, fetch, key, place):
        whole.update(plain)
        length += len(plain)
    return Manifest(length, len(pieces), whole.hexdigest())


async def opened(
    pieces: Sequence[Piece], fetch: Fetch, key: bytes, place: Context, first: int = 0, until: int | None = None
) -> AsyncIterator[bytes]:
    """The bytes from `first` up to `until`, a piece at a time; only the pieces they lie in are fetched and opened.

    Raises SealBroken, also where a piece is missing.
    """
    end = pieces[-1].offset + pieces[-1].length if pieces else 0
    until = end if until is None else min(until, end)
    at = 0
    for piece in pieces:
        if piece.offset != at:
            raise SealBroken(Broken.TRUNCATED)
        at += piece.length
        if at <= first or piece.offset >= until:
            continue
        plain = open_segment(await fetch(piece.name), key, place, piece)
        yield plain[max(0, first - piece.offset) : until - piece.offset]


def holds(manifest: Manifest, pieces: Sequence[Piece]) -> bool:
    """Whether these are all the pieces that the manifest closed."""
    return len(pieces) == manifest.segments and sum(piece.length for piece in pieces) == manifest.length


def bound(offset: int, length: int) -> bytes:
    """What ties a piece to where it begins and how long it is."""
    return framed(b"voice/segment/1", offset.to_bytes(_AT, "big"), length.to_bytes(_AT, "big"))
