"""Makes a recording that was sent play in every browser, once: a copy beside it. The original is not touched (R28).

The worker's part; it holds what opens a child's key. In clear the recording and its copy lie in memory alone. What will
not be made to play is set aside with everything that came, and a person has a task (R60).
"""

import base64
import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from storage import attachments, copies
from storage.attachments import Attachment, attachment_place
from storage.copies import Copy, Made
from storage.errors import StoreAway
from storage.media import MediaStore
from storage.opening import open_for_work
from storage.outbox import Delivery
from storage.segments import Manifest, Piece, holds, opened, place_of
from storage.writes import Writes
from voice import clock
from voice.delivering import NotNow
from voice.errors import Broken, SealBroken
from voice.logging import log
from voice.model import Purpose
from voice.playback import ffmpeg, setting_aside
from voice.playback.machine import room_for
from voice.playback.sniffing import STARTS, Unplayable, sort_of
from voice.staff_services import StaffServices

FULL = timedelta(minutes=2)  # before it is tried again where there was no memory for it


@dataclass(frozen=True, slots=True)
class Opened:
    """A recording that was sent, and what opens it."""

    at: Attachment
    purpose: Purpose
    key: bytes = field(repr=False)
    manifest: Manifest
    pieces: Sequence[Piece] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Fresh:
    """A copy that lies in memory, before any of it is kept."""

    copy: Copy
    file: int
    is_a: ffmpeg.Copied


class Making:
    """A delivery's way."""

    def __init__(self, program: str) -> None:
        self._program = program

    async def __call__(self, services: StaffServices, delivery: Delivery) -> None:
        if services.media is None:
            raise NotNow("no_media")
        found = await _open(services, delivery.subject)
        if found is None:
            return
        try:
            with ExitStack() as held:
                fresh = await self._make(services, services.media, found, held)
                await _keep(services, services.media, found, fresh)
        except SealBroken:
            await setting_aside.set_aside(services, found.at, found.purpose, "touched")
        except Unplayable as why:
            await setting_aside.set_aside(services, found.at, found.purpose, why.code)
        except StoreAway:
            raise NotNow("media_away") from None

    async def _make(self, services: StaffServices, media: MediaStore, found: Opened, held: ExitStack) -> list[Fresh]:
        """The copy, and of a film its poster. Raises Unplayable, SealBroken, StoreAway, NotNow."""
        if not room_for(found.manifest.length):
            raise NotNow("no_memory", FULL)
        source, to = (held.enter_context(ffmpeg.in_memory()) for _ in range(2))
        await _fill(source, services, media, found)
        sort = sort_of(os.pread(source, STARTS, 0))
        make = ffmpeg.copy_picture if sort.picture else ffmpeg.copy_film
        is_a = await make(self._program, source, sort, to)
        fresh = [_fresh(found, copies.PLAYBACK, to, is_a)]
        if is_a.is_film:
            poster = held.enter_context(ffmpeg.in_memory())
            await ffmpeg.draw_poster(self._program, to, poster)
            fresh.append(_fresh(found, copies.POSTER, poster, ffmpeg.Copied("image/jpeg", None, whole=True)))
        return fresh


async def _open(services: StaffServices, recording: UUID) -> Opened | None:
    """None where there is nothing to do: it plays or is set aside already, it is gone, or it is not ours to open."""
    authority = services.authority
    async with services.store.reading() as db:
        sealed = await attachments.envelope_of(db, authority, recording)
        said = sealed and await open_for_work(
            db, services.provider, authority, sealed, lambda child: attachment_place(authority, child, recording)
        )
    glance = services.store.glancing()
    at = await attachments.find(glance, authority, recording)
    if at is None or at.state != "received" or not said:
        return None
    body: Mapping[str, Any] = json.loads(said[0])
    pieces = await attachments.pieces(glance, authority, recording)
    return Opened(at, said[1], base64.b64decode(body["key"]), Manifest(**body["manifest"]), pieces)


async def _fill(file: int, services: StaffServices, media: MediaStore, found: Opened) -> None:
    """The original, as it came, to the last byte. Raises SealBroken, StoreAway."""
    if not holds(found.manifest, found.pieces):
        raise SealBroken(Broken.TRUNCATED)
    whole = hashlib.sha256()
    async for plain in opened(found.pieces, media.get, found.key, place_of(services.authority, found.at.id)):
        whole.update(plain)
        os.write(file, plain)
    if whole.hexdigest() != found.manifest.sha256:
        raise SealBroken(Broken.MOVED_OR_CHANGED)


def _fresh(found: Opened, kind: str, file: int, is_a: ffmpeg.Copied) -> Fresh:
    return Fresh(copies.new_copy(found.at.id, kind, os.fstat(file).st_size), file, is_a)


async def _keep(services: StaffServices, media: MediaStore, found: Opened, fresh: Sequence[Fresh]) -> None:
    """Sealed piece by piece; it plays when the last is kept, and not before. Raises StoreAway, NotNow."""
    at = await _begin(services, media, found.at, [each.copy for each in fresh])
    writes = Writes(services.authority)
    for each in fresh:
        sha256 = await copies.put(media, each.copy, found.key, services.authority, _reader(each.file))
        made = Made(each.is_a.kind, sha256, each.is_a.milliseconds, each.is_a.whole)
        copies.close(writes, each.copy, made, found.key)
    attachments.ready(writes, at, fresh[0].is_a.milliseconds)
    writes.event("make_playable", "attachment", at.id, actor_kind="worker", whole=fresh[0].is_a.whole)
    if not await services.store.write(writes):  # erased meanwhile, or begun anew by another
        await media.remove([piece.name for each in fresh for piece in each.copy.pieces])
        raise NotNow("begun_anew")
    log("a recording plays", seconds=round((clock.now() - found.at.made).total_seconds()))


async def _begin(services: StaffServices, media: MediaStore, at: Attachment, fresh: Sequence[Copy]) -> Attachment:
    """What an earlier try left goes; what this one will put there is written down first. Raises NotNow, StoreAway."""
    before = await copies.of_recording(services.store.glancing(), services.authority, at.id)
    await media.remove([piece.name for each in before.values() for piece in each.pieces])
    writes = Writes(services.authority)
    for each in before.values():
        copies.remove(writes, each)
    at = await _claimed(services, writes, at)
    writes = Writes(services.authority)
    for each in fresh:
        copies.begin(writes, each)
    return await _claimed(services, writes, at)


async def _claimed(services: StaffServices, writes: Writes, at: Attachment) -> Attachment:
    """Write this if the recording is still as it was read. Raises NotNow."""
    revision = attachments.mine(writes, at)
    if not await services.store.write(writes):
        raise NotNow("begun_anew")
    return replace(at, revision=revision)


def _reader(file: int) -> Callable[[Piece], bytes]:
    return lambda piece: os.pread(file, piece.length, piece.offset)
