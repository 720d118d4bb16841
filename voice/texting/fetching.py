"""Fetches what came with a text, once, under limits: sealed piece by piece, and never on a disk in clear (R28).

The worker's part. Only when it is written where it belongs (filing.py) is it deleted where it came from.
"""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from typing import Protocol

from storage import attachments, pictures, strangers
from storage.attachments import Attachment
from storage.locking import new_key
from storage.media import MediaStore
from storage.outbox import Delivery
from storage.pictures import Picture
from storage.segments import LARGEST, Piece, closed_over, place_of, seal_segment
from storage.writes import Writes
from voice import clock
from voice.delivering import MOST_ATTEMPTS, Never, NotNow
from voice.model import new_id
from voice.receiving import MAY_ARRIVE_FOR
from voice.staff_services import StaffServices
from voice.texting import filing, unknown_pictures
from voice.texting.asides import ALONGSIDE
from voice.texting.filing import Fetched
from voice.texting.going_out import NotTaken, PerhapsTaken
from voice.texting.services import TextServices

KINDS = re.compile(r"(?:video|audio|image)/[a-z0-9.+-]{1,40}(?:;.{0,80})?")
LARGEST_PICTURE = 16 * 1024 * 1024  # what WhatsApp takes


class Brings(Protocol):
    """Whoever has it. Raises Never for what will never come, NotNow."""

    def bring(self, url: str, most: int) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """What lies at this address, as it comes."""

    async def forget(self, url: str) -> None:
        """Delete it there; that it is gone is as good. Raises NotTaken, PerhapsTaken."""


class Fetching:
    """A delivery's way: one picture."""

    def __init__(self, provider: Brings) -> None:
        self._provider = provider

    async def __call__(self, services: StaffServices, delivery: Delivery) -> None:
        async with services.store.reading() as db:
            found = await pictures.find(db, services.authority, delivery.subject)
        if found is None or found.state != "waiting" or await _nobody_wants(services, found):
            return
        if services.media is None:
            raise NotNow("no_media")
        told = pictures.read(services.authority, found, services.provider.delivery_key())
        try:
            if "beyond" in told:
                raise Never("too_many")
            async with self._provider.bring(told["url"], LARGEST_PICTURE) as body:
                fetched = await _sealed(services, services.media, found, told, body)
        except Never as never:
            await self._give_up(services, found)
            raise Never(never.code) from None
        except NotNow as later:
            if delivery.attempts < MOST_ATTEMPTS:
                raise
            await self._give_up(services, found)
            raise Never(later.code) from None
        if found.child:
            await filing.file(TextServices.of(services), fetched, found.child)
        elif found.sender:
            await unknown_pictures.keep(services, fetched, found.sender)

    async def _give_up(self, services: StaffServices, found: Picture) -> None:
        """A person asks her for it; of somebody nobody knows it stands beside their words, where duty reads."""
        await _clear(services, found)
        if found.child:
            await filing.could_not(TextServices.of(services), found, found.child)
        else:
            await _end(services, found, "failed")


async def _nobody_wants(services: StaffServices, found: Picture) -> bool:
    """Whether duty has closed who sent it: then it is deleted where it is, unseen."""
    if found.sender is None:
        return found.child is None
    async with services.store.reading() as db:
        known = await strangers.find(db, services.authority, found.sender)
    if known and known.state != "closed":
        return False
    await _end(services, found, "left")
    return True


async def _end(services: StaffServices, found: Picture, state: str) -> None:
    writes = Writes(services.authority)
    pictures.ended(writes, found, state)
    await services.store.write(writes)


async def many(services: StaffServices, delivery: Delivery) -> None:
    """A delivery's way: a person hears that more came from her telephone than is fetched in a day."""
    async with services.store.reading() as db:
        found = await pictures.find(db, services.authority, delivery.subject)
    if found and found.child:
        await filing.ask_her(TextServices.of(services), found.child, filing.MANY_CAME)


class Forgetting:
    """A delivery's way: what is here, or never will be, is deleted where it came from."""

    def __init__(self, provider: Brings) -> None:
        self._provider = provider

    async def __call__(self, services: StaffServices, delivery: Delivery) -> None:
        async with services.store.reading() as db:
            found = await pictures.find(db, services.authority, delivery.subject)
        if found is None or found.sealed is None:
            return
        told = pictures.read(services.authority, found, services.provider.delivery_key())
        try:
            await self._provider.forget(told["url"])
        except NotTaken as refused:
            raise NotNow(refused.code, refused.wait) if refused.again else Never(refused.code) from None
        except PerhapsTaken as nobody_knows:
            raise NotNow(nobody_knows.code) from None
        writes = Writes(services.authority)
        pictures.forgotten(writes, found)
        await services.store.write(writes)


async def _sealed(
    services: StaffServices, media: MediaStore, found: Picture, told: Mapping[str, str], body: AsyncIterator[bytes]
) -> Fetched:
    """Every piece sealed as it comes, then all opened once more. Raises Never, NotNow, StoreAway, SealBroken."""
    if not KINDS.fullmatch(told["kind"]):
        raise Never("not_a_recording")
    await _clear(services, found)
    at, key = await _begun(services, found, told), new_key()
    place, waits = place_of(services.authority, found.id), bytearray()
    async for chunk in body:
        waits += chunk
        while len(waits) >= LARGEST:
            at = await _kept(services, media, at, key, bytes(waits[:LARGEST]))
            del waits[:LARGEST]
    if waits:
        at = await _kept(services, media, at, key, bytes(waits))
    if not at.size:
        raise Never("empty")
    there = await attachments.pieces(services.store.glancing(), services.authority, found.id)
    return Fetched(found, at, told, key, await closed_over(there, media.get, key, place))


async def _begun(services: StaffServices, found: Picture, told: Mapping[str, str]) -> Attachment:
    now, answers = clock.now(), told["at"] and told["at"] not in ALONGSIDE
    writes = Writes(services.authority)
    attachments.begin(writes, found.id, found.conversation if answers else None, None, now, now + MAY_ARRIVE_FOR)
    await services.store.write(writes)
    begun = await attachments.find(services.store.glancing(), services.authority, found.id)
    if begun is None:
        raise NotNow("begun_anew")
    return begun


async def _kept(services: StaffServices, media: MediaStore, at: Attachment, key: bytes, plain: bytes) -> Attachment:
    """One piece: in the store, then in the record. Raises NotNow where somebody else has begun it anew."""
    piece = Piece(at.size, len(plain), f"{at.id.hex}/{new_id().hex}")
    await media.put(piece.name, seal_segment(plain, key, place_of(services.authority, at.id), at.size))
    writes = Writes(services.authority)
    revision = attachments.add_pieces(writes, at, [piece], None)
    if not await services.store.write(writes):
        await media.remove([piece.name])
        raise NotNow("begun_anew")
    return replace(at, size=at.size + len(plain), revision=revision)


async def _clear(services: StaffServices, found: Picture) -> None:
    """What an earlier try left of it: its key is lost."""
    before = await attachments.find(services.store.glancing(), services.authority, found.id)
    if before and services.media:
        pieces = await attachments.pieces(services.store.glancing(), services.authority, found.id)
        writes = Writes(services.authority)
        attachments.remove(writes, before)
        if not await services.store.write(writes):
            raise NotNow("begun_anew")
        await services.media.remove([each.name for each in pieces])
