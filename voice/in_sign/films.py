"""A film of an adult's, sealed on arrival as a child's recording is: in clear it is in memory alone.

What a camera wrote beside it stays in the original, which no child gets: hers is the copy that the worker draws anew.
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from storage.attachments import attachment_place
from storage.errors import StoreRefused, TooManyChanges
from storage.locking import new_key
from storage.opening import open_for
from storage.reading import Reader
from storage.segments import LARGEST as PIECE
from storage.segments import Manifest, Piece, place_of, seal_segment, vars_of
from storage.signed_answers import Answer, Film
from storage.writes import Writes
from voice.errors import NothingThere
from voice.model import Purpose, new_id
from voice.playback.sniffing import STARTS, Unplayable, sort_of
from voice.playing import kind_of
from voice.staff_services import StaffServices

LARGEST = 60 * 1024 * 1024  # bytes, as it comes
LONGEST = 300  # seconds, of a film that is made on the page
MOST = 12  # films of one answer


@dataclass(frozen=True, slots=True)
class Brought:
    """A film as it came with a form, whose `id` makes twice once."""

    id: UUID
    kind: str
    content: bytes = field(repr=False)

    def check(self) -> None:
        """Raises Unplayable."""
        if len(self.content) > LARGEST:
            raise Unplayable("too_much")
        if sort_of(self.content[:STARTS]).picture:
            raise Unplayable("not_media")


@dataclass(frozen=True, slots=True)
class Sealed:
    """Its pieces in the store, and what opens them."""

    pieces: Sequence[Piece]
    opens: bytes = field(repr=False)


async def seal(services: StaffServices, brought: Brought) -> Sealed:
    """Put it into the store, piece by piece. Raises StoreAway, NothingThere where there is no store."""
    if services.media is None:
        raise NothingThere
    key, place, pieces = new_key(), place_of(services.authority, brought.id), []
    try:
        for at in range(0, len(brought.content), PIECE):
            plain = brought.content[at : at + PIECE]
            pieces.append(Piece(at, len(plain), f"{brought.id.hex}/{new_id().hex}"))
            await services.media.put(pieces[-1].name, seal_segment(plain, key, place, at))
    except BaseException:
        await services.media.remove([piece.name for piece in pieces])
        raise
    manifest = Manifest(len(brought.content), len(pieces), hashlib.sha256(brought.content).hexdigest())
    said = {"id": brought.id.hex, "kind": kind_of(brought.kind), "key": base64.b64encode(key).decode()}
    return Sealed(pieces, json.dumps({"v": 1, **said, "manifest": vars_of(manifest)}).encode())


async def write(services: StaffServices, writes: Writes, sealed: Sealed) -> None:
    """What keeps it; where that is refused nothing of it stays. Raises StoreRefused, TooManyChanges."""
    try:
        if not await services.store.write(writes):
            raise TooManyChanges
    except (StoreRefused, TooManyChanges):
        if services.media:
            await services.media.remove([piece.name for piece in sealed.pieces])
        raise


async def said_of(db: Reader, services: StaffServices, answer: Answer, film: Film) -> Mapping[str, Any]:
    """What opens a film. Raises NothingThere where it was erased, SealBroken."""
    place = attachment_place(services.authority, answer.child, film.id)
    body = await open_for(db, services.provider, film.opens, place, answer.child, Purpose.CASE) if film.opens else None
    if body is None:
        raise NothingThere
    said: dict[str, Any] = json.loads(body)
    return said
