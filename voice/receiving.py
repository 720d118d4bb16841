"""A recording arrives: in pieces, over a signal that comes and goes, sealed before anything of it touches a disk.

Its key is random and lies in the child's sealed draft, so whoever holds the cookie that began it goes on with it, and
nobody else can open what has come so far. What was acknowledged is durable; what was on its way when the signal went is
kept as far as it came. Only one writer at a time: of two, the second is told that it is in use.
"""

import asyncio
import base64
import hashlib
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

from storage import attachments
from storage.attachments import Attachment
from storage.locking import new_key
from storage.media import MediaStore
from storage.segments import LARGEST, Piece, closed_over, place_of, seal_manifest, seal_segment
from storage.writes import Writes
from surveys.model import Question
from voice import clock, recordings, visiting
from voice.draft import Recording, numbered
from voice.errors import NothingThere, SealBroken, TooLarge, VoiceError
from voice.model import new_id
from voice.public_services import PublicServices
from voice.visiting import Visit

LARGEST_RECORDING = 200 * 1024 * 1024
MOST_RECORDINGS = 12  # of one conversation: one for each question
MOST_TOGETHER = 600 * 1024 * 1024  # bytes, of one conversation
MAY_ARRIVE_FOR = timedelta(hours=24)
KINDS = re.compile(r"(?:(?:video|audio|image)/[a-z0-9.+-]{1,40}|application/octet-stream)(?:;.{0,80})?")


class WrongPlace(VoiceError):
    """What was sent does not go on where the last piece ended."""

    def __init__(self, expected: int) -> None:
        super().__init__(f"goes on at {expected}")
        self.expected = expected


class InUse(VoiceError):
    """Somebody else adds to this recording in the same moment."""


class NotAsSent(VoiceError):
    """What arrived has another checksum than what was sent: none of it is kept."""


class NotARecording(VoiceError):
    """Neither sound nor video nor picture, as whoever sends it says. What it really is the worker finds out."""


@dataclass(frozen=True, slots=True)
class Checksum:
    """What the sender says of one request's body (tus, checksum extension)."""

    algorithm: str
    digest: bytes


@dataclass(slots=True)
class _Arriving:
    """One request that adds to a recording: the pieces of it that are in the store, and those that count."""

    services: PublicServices
    visit: Visit
    media: MediaStore
    at: Attachment
    key: bytes = field(repr=False)
    most: int
    held: list[Piece] = field(default_factory=list)  # in the store, not in the record yet
    buffer: bytearray = field(default_factory=bytearray, repr=False)

    @property
    def reached(self) -> int:
        return self.at.size + sum(piece.length for piece in self.held)

    async def take(self, chunk: bytes, *, count: bool) -> None:
        """Take some bytes. Raises TooLarge, InUse."""
        if self.reached + len(self.buffer) + len(chunk) > self.most:
            raise TooLarge(self.most)
        self.buffer += chunk
        while len(self.buffer) >= LARGEST:
            await self.store(LARGEST)
            if count:
                await self.keep()

    async def store(self, length: int) -> None:
        """Seal so much of what waits and put it into the store."""
        plain = bytes(self.buffer[:length])
        if not plain:
            return
        del self.buffer[:length]
        place, offset = place_of(self.services.authority, self.at.id), self.reached
        piece = Piece(offset, len(plain), f"{self.at.id.hex}/{new_id().hex}")
        await self.media.put(piece.name, seal_segment(plain, self.key, place, offset))
        self.held.append(piece)

    async def keep(self) -> None:
        """Let what is in the store count. Raises InUse."""
        if not self.held:
            return
        writes = Writes(self.services.authority)
        revision = attachments.add_pieces(writes, self.at, self.held, self.at.declared)
        if not await self.services.store.write(writes):
            await self.drop()
            raise InUse
        self.at = replace(self.at, size=self.reached, revision=revision)
        self.held = []

    async def drop(self) -> None:
        """None of what is not counted yet stays."""
        self.buffer.clear()
        names, self.held = [piece.name for piece in self.held], []
        await self.media.remove(names)


async def begin(services: PublicServices, visit: Visit, question: str, declared: int | None, kind: str) -> UUID:
    """A new recording for one question of this visit; its id.

    Raises TooLarge, NotARecording, NothingThere, AlreadySent.
    """
    if not KINDS.fullmatch(kind) or declared == 0:
        raise NotARecording
    if not visit.known:
        raise NothingThere  # at the open door there are words alone: anybody could fill the store with the rest
    if not (await _question(services, visit, question)).takes_recordings or visit.said_elsewhere(question):
        raise NothingThere
    room = await _room(services, visit)
    if not 0 < (declared or 1) <= room:
        raise TooLarge(room)
    made, now = new_id(), clock.now()

    def verb(mine: Visit, writes: Writes) -> UUID:
        visiting.not_sent(mine)
        if len(mine.draft.recordings) >= MOST_RECORDINGS:
            raise TooLarge(0)
        key = base64.b64encode(new_key()).decode()
        mine.draft.recordings[made.hex] = Recording(key=key, question=question, kind=kind, visit=numbered(mine.number))
        attachments.begin(writes, made, mine.kept.id, declared, now, now + MAY_ARRIVE_FOR)
        return made

    return await visiting.change(services, visit, verb)


async def _room(services: PublicServices, visit: Visit, beside: UUID | None = None) -> int:
    """How large one more recording may be, beside the others of this conversation."""
    there = await attachments.of_conversation(services.store.glancing(), services.authority, visit.kept.id)
    taken = sum(max(each.declared or 0, each.size) for each in there if each.id != beside)
    return max(0, min(LARGEST_RECORDING, MOST_TOGETHER - taken))


async def standing(services: PublicServices, visit: Visit, id: UUID) -> Attachment:
    """How much of this visit's recording is here. Raises NothingThere, also where it has run out."""
    found = await _of_visit(services, visit, id)
    if found is None or (found.state == "receiving" and found.expires < clock.now()):
        raise NothingThere
    return found


async def _of_visit(services: PublicServices, visit: Visit, id: UUID) -> Attachment | None:
    """This visit's recording; None where the worker has cleared it away. Raises NothingThere where it is not hers."""
    given = visit.draft.recordings.get(id.hex)
    if given is None or not visit.draft.is_of(given.visit, visit.number, visit.looks_back):
        raise NothingThere
    found = await attachments.find(services.store.glancing(), services.authority, id)
    return found if found and found.conversation == visit.kept.id else None


async def receive(
    services: PublicServices,
    visit: Visit,
    id: UUID,
    offset: int,
    body: AsyncIterator[bytes],
    declared: int | None = None,
    checksum: Checksum | None = None,
) -> Attachment:
    """Add what comes, and close the recording when all of it is here; how it stands then.

    A body that breaks off is kept as far as it came, unless it came with a checksum, which then cannot be right.
    Raises NothingThere, AlreadySent, WrongPlace, InUse, TooLarge, NotAsSent, StoreAway, SealBroken.
    """
    visiting.not_sent(visit)
    found = await standing(services, visit, id)
    if found.state != "receiving" or offset != found.size:
        raise WrongPlace(found.size)
    if declared is not None and found.declared not in (None, declared):
        raise WrongPlace(found.size)
    most = declared if declared is not None else found.declared
    if most == 0:
        raise NotARecording  # nothing at all is no answer
    at = replace(found, declared=most)
    room = await _room(services, visit, beside=id)
    if most is not None and not found.size <= most <= room:
        raise TooLarge(room)
    key = base64.b64decode(visit.draft.recordings[id.hex].key)
    arriving = _Arriving(services, visit, _media(services), at, key, room if most is None else most)
    # The phone may go at any moment; what is under way for it is finished (and its pieces counted or removed).
    return await asyncio.shield(asyncio.ensure_future(_take_all(arriving, body, checksum, declared)))


async def _take_all(
    arriving: _Arriving, body: AsyncIterator[bytes], checksum: Checksum | None, declared: int | None
) -> Attachment:
    seen = hashlib.new(checksum.algorithm) if checksum else None
    try:
        async for chunk in body:
            if seen:
                seen.update(chunk)
            await arriving.take(chunk, count=seen is None)
        await arriving.store(len(arriving.buffer))
        if seen and checksum and seen.digest() != checksum.digest:
            raise NotAsSent
        await arriving.keep()
        if declared is not None and arriving.at.size == 0:
            await _say_how_long(arriving)
    except BaseException:
        await arriving.drop()
        raise
    at = arriving.at
    return await _close(arriving) if at.declared is not None and at.size == at.declared else at


async def _say_how_long(arriving: _Arriving) -> None:
    """The length that was put off is known, and nothing came with it."""
    writes = Writes(arriving.services.authority)
    revision = attachments.add_pieces(writes, arriving.at, [], arriving.at.declared)
    if not await arriving.services.store.write(writes):
        raise InUse
    arriving.at = replace(arriving.at, revision=revision)


async def _close(arriving: _Arriving) -> Attachment:
    """Open every piece once more, and close the whole with its manifest. Raises SealBroken: somebody touched one."""
    services, at = arriving.services, arriving.at
    place = place_of(services.authority, at.id)
    there = await attachments.pieces(services.store.glancing(), services.authority, at.id)
    try:
        manifest = await closed_over(there, arriving.media.get, arriving.key, place)
    except SealBroken:
        writes = Writes(services.authority)
        attachments.set_aside(writes, at, "touched")
        await services.store.write(writes)
        raise
    closing = seal_manifest(manifest, arriving.key, place)
    question = await _question(services, arriving.visit, arriving.visit.draft.recordings[at.id.hex].question)

    def verb(mine: Visit, writes: Writes) -> list[UUID]:
        visiting.not_sent(mine)
        attachments.close(writes, at, closing)
        return recordings.attach(mine, question, at.id, at.size)

    for before in await visiting.change(services, arriving.visit, verb):
        with suppress(NothingThere, InUse):  # gone already, or still on its way from another tab: that one is told
            await delete(services, await visiting.current_visit(services, arriving.visit.token), before)
    return replace(at, state="received")


async def _question(services: PublicServices, visit: Visit, id: str) -> Question:
    """Raises NothingThere."""
    question = (await services.asked(visit.kept.version)).survey.by_id.get(id)
    if question is None:
        raise NothingThere
    return question


async def delete(services: PublicServices, visit: Visit, id: UUID) -> None:
    """The child takes a recording back, one that has run out too: its key, its rows and its pieces.

    Raises NothingThere, AlreadySent, InUse.
    """
    found = await _of_visit(services, visit, id)
    pieces = await attachments.pieces(services.store.glancing(), services.authority, id)

    def forget(mine: Visit, _: Writes) -> None:
        visiting.not_sent(mine)
        recordings.detach(mine.draft, id)

    await visiting.change(services, visit, forget)  # first the key: from here on nothing opens it
    if found is None:
        return
    writes = Writes(services.authority)
    attachments.remove(writes, found)
    if not await services.store.write(writes):
        raise InUse
    await _media(services).remove([piece.name for piece in pieces])


def _media(services: PublicServices) -> MediaStore:
    if services.media is None:
        raise NothingThere
    return services.media
