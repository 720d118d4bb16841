"""What a child records after Send: it goes whole or not at all, sealed before it touches a disk, to the same readers.

There is no draft any more in which its key could wait: its key is made with the form and goes with it.
"""

import base64
import hashlib
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from storage import attachments
from storage.attachments import attachment_place
from storage.conversations import Origin
from storage.envelopes import PublicKey
from storage.errors import StoreAway
from storage.locking import new_key
from storage.segments import LARGEST, Manifest, Piece, place_of, seal_segment, vars_of
from storage.statements import add_envelope
from storage.writes import Writes
from voice.coming_back import Held, Inside
from voice.errors import NothingThere, TooLarge
from voice.handing_over import NothingInIt
from voice.model import new_id
from voice.public_services import PublicServices
from voice.receiving import KINDS, LARGEST_RECORDING, MOST_RECORDINGS, MOST_TOGETHER, NotARecording

MOST = 2 * MOST_RECORDINGS  # of one conversation, with what was sent first


@dataclass(slots=True)
class Came:
    """A recording whose pieces lie in the store, and nowhere in the record yet. `kind`: as her phone says."""

    id: UUID
    kind: str
    key: bytes = field(repr=False)
    pieces: list[Piece] = field(default_factory=list)
    sha256: str = ""

    @property
    def length(self) -> int:
        return sum(piece.length for piece in self.pieces)

    def body(self, question: str | None) -> dict[str, Any]:
        """What opens it, as what went with Send has it."""
        manifest = Manifest(self.length, len(self.pieces), self.sha256)
        said = {"v": 1, "id": self.id.hex, "question": question, "kind": self.kind}
        return said | {"key": base64.b64encode(self.key).decode(), "manifest": vars_of(manifest)}


def may_record(origin: Origin, inside: Inside, *, is_safety: bool) -> bool:
    """Whether she may add a recording: not where nobody knows whose it is, nor where it was told without her name.

    What she adds about being safe is words, as that answer is: duty reads those in the concern, and could play nothing.
    """
    return origin.child is not None and bool(inside.said.get("statement")) and not is_safety


async def take(services: PublicServices, held: Held, kind: str, body: AsyncIterator[bytes]) -> Came:
    """Seal what comes, piece by piece. Raises NotARecording, NothingInIt, TooLarge, StoreAway, NothingThere."""
    if not KINDS.fullmatch(kind):
        raise NotARecording
    most, came, seen = await _room(services, held), Came(new_id(), kind, new_key()), hashlib.sha256()
    buffer = bytearray()
    try:
        async for chunk in body:
            seen.update(chunk)
            buffer += chunk
            if came.length + len(buffer) > most:
                raise TooLarge(most)
            while len(buffer) >= LARGEST:
                await _store(services, came, bytes(buffer[:LARGEST]))
                del buffer[:LARGEST]
        if buffer:
            await _store(services, came, bytes(buffer))
    except BaseException:
        await drop(services, came)
        raise
    if not came.pieces:
        raise NothingInIt
    came.sha256 = seen.hexdigest()
    return came


async def _room(services: PublicServices, held: Held) -> int:
    """How large one more may be. Raises TooLarge."""
    glance, conversation = services.store.glancing(), held.mailbox.conversation
    there = await attachments.of_conversation(glance, services.authority, conversation)
    room = min(LARGEST_RECORDING, 2 * MOST_TOGETHER - sum(each.size for each in there))
    if len(there) >= MOST or room <= 0:
        raise TooLarge(0)
    return room


async def _store(services: PublicServices, came: Came, plain: bytes) -> None:
    if services.media is None:
        raise NothingThere
    at, place = came.length, place_of(services.authority, came.id)
    name = f"{came.id.hex}/{new_id().hex}"
    await services.media.put(name, seal_segment(plain, came.key, place, at))
    came.pieces.append(Piece(at, len(plain), name))


async def drop(services: PublicServices, came: Came) -> None:
    """It goes with nothing. What cannot be removed now opens no more all the same: its key is gone."""
    if services.media:
        with suppress(StoreAway):
            await services.media.remove([piece.name for piece in came.pieces])


def enclose(
    writes: Writes, came: Came, origin: Origin, conversation: UUID, with_: UUID, body: dict[str, Any], key: PublicKey
) -> None:
    """Seal what opens it to those who read what it belongs to, in the write that adds it (R58)."""
    if origin.child is None:
        raise NothingThere
    place = attachment_place(writes.authority, origin.child, came.id)
    sealed = add_envelope(writes, "attachment", json.dumps(body).encode(), [key], place)
    attachments.keep_whole(writes, came.id, came.pieces, sealed, conversation=conversation, statement=with_)
