"""The worker takes up what was said at the open door: under a key of its own it joins those whom duty does not know.

One conversation is one of them, whatever comes in when. Where somebody has matched or closed it in the meantime, what
comes after is another, as it is with a text: nothing lands where nobody looks, and nothing under a key that is gone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import orjson

from storage import strangers, texts
from storage.envelopes import PublicKey
from storage.errors import StoreRefused
from storage.outbox import Delivery
from storage.private_keys import make_pair
from storage.reading import Reader
from storage.texts import Inbound
from storage.writes import Writes
from voice import clock, screening
from voice.at_the_door import What
from voice.delivering import NotNow
from voice.model import Level, Purpose
from voice.said_at_door import words_of
from voice.staff_services import StaffServices
from voice.texting import going_up

OTHERS_FIRST = timedelta(seconds=1)
TRIES = 5
FLOOD, FLOOD_WITHIN = 40, timedelta(hours=1)  # beyond so many nobody is called for one more that can wait


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said at the door, open."""

    inbound: Inbound
    written: bytes = field(repr=False)
    body: Mapping[str, Any] = field(repr=False)

    @property
    def read_by(self) -> datetime:
        return datetime.fromisoformat(self.body["read_by"])

    @property
    def level(self) -> Level:
        """How fast it must be read. The lexicon only raises it (R13)."""
        if self.body["what"] == What.SAFETY or self.body["said"].get("safety"):
            return Level.UNSAFE
        return Level.URGENT if screening.cannot_wait(words_of(self.body), self.body["language"]) else Level.WORRY


async def take_up(services: StaffServices, delivery: Delivery) -> None:
    """A delivery's way. Raises NotNow where other parts of the same conversation are quicker again and again."""
    for _ in range(TRIES):
        if await _take_up_once(services, delivery):
            return
    raise NotNow("others_first", OTHERS_FIRST)


async def _take_up_once(services: StaffServices, delivery: Delivery) -> bool:
    """Whether it is where it belongs now; not where somebody else has changed that place in the meantime."""
    async with services.store.reading() as db:
        found = await texts.find_in(db, services.authority, delivery.subject)
        if found is None or found.state != "waiting":
            return True
        written = texts.body_in(services.authority, found, services.provider.delivery_key())
        writes = await _kept(db, services, Said(found, written, orjson.loads(written)))
    try:
        return await services.store.write(writes)
    except StoreRefused:
        return False  # another part of the same conversation has just made the same


async def _kept(db: Reader, services: StaffServices, said: Said) -> Writes:
    writes, contact = Writes(services.authority), said.inbound.contact
    known = await strangers.open_at(db, services.authority, contact)
    if known and known.key:
        key = await strangers.public_of(db, services.authority, known.key)
        strangers.claim(writes, known)
        going_up.raise_level(writes, known, said.level, said.read_by)
        id = known.id
    else:
        key = make_pair(writes, services.provider, Purpose.POOL, None, clock.now())
        id = await _new(db, services, writes, said, key)
    strangers.add_said(writes, id, key, said.written, said.inbound.id, said.inbound.received)
    texts.deliver(writes, "stranger", id)
    texts.handled(writes, [said.inbound])
    return writes


async def _new(db: Reader, services: StaffServices, writes: Writes, said: Said, key: PublicKey) -> UUID:
    """Its id is the same for two parts that are taken up at once, so that only one of them makes it."""
    before = await strangers.count_at(db, services.authority, said.inbound.contact)
    id = uuid5(UUID(bytes=said.inbound.contact), f"stranger {before}")
    came = await strangers.count_from_door(db, services.authority, clock.now() - FLOOD_WITHIN)
    aside = came >= FLOOD and said.level is Level.WORRY
    strangers.add(writes, said.inbound.contact, "", key, "door", said.level, said.read_by, id, aside=aside)
    writes.event("meet", "stranger", id, actor_kind="worker")
    return id
