"""A child texts and is answered: her telephone, and the worker that takes her turns."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from storage import phones, private_keys, texts
from storage.statements import part_place
from storage.tables import message, statement_part
from storage.writes import Writes
from tests.sms.phone import AMARAS, Phone
from tests.web.looking import openers, rows, sealed_body
from tests.world import World
from voice import clock
from voice.delivering import Deliveries
from voice.texting.hearing import Hearing
from voice.texting.numbers import contact_of


@dataclass(slots=True)
class Talk:
    """One telephone in a conversation."""

    world: World
    phone: Phone
    deliveries: Deliveries
    seen: set[UUID] = field(default_factory=set)

    async def text(self, *words: str) -> list[str]:
        """Text these, one after another, let the worker take them, and read what comes back."""
        for each in words:
            assert (await self.phone.text(each)).status_code == 200
        return await self.heard()

    async def heard(self) -> list[str]:
        """Let the worker take every turn that is due; what is said to this number and was not seen before."""
        while await self.deliveries.round():
            pass
        return [words for _, words in await self.new()]

    async def after_a_pause(self) -> list[str]:
        """Once no further part of a long answer has come."""
        clock.move(timedelta(seconds=6))
        return await self.heard()

    async def new(self) -> list[tuple[str, str]]:
        """Each new text to this number: of which kind, and its words."""
        key, authority = self.world.staff.provider.delivery_key(), self.world.staff.authority
        found = []
        for row in await rows(self.world, message):
            if row["id"] in self.seen or row["contact"] != contact_of(self.world.staff.keys, self.phone.number):
                continue
            self.seen.add(row["id"])
            async with self.world.staff.store.reading() as db:
                one = await texts.find_out(db, authority, row["id"])
            assert one is not None
            if one.words:
                said = texts.read_out(authority, one, key)
                assert said["to"] == self.phone.number
                found.append((row["made"], row["id"], row["kind"], said["words"]))
        return [(kind, words) for _, _, kind, words in sorted(found)]


def talk_with(world: World, phone: Phone) -> Talk:
    return Talk(world, phone, Deliveries(world.staff, {"turn": Hearing()}))


async def is_hers(world: World, child: UUID, number: str = AMARAS, *, confirmed: bool = True, **facts: object) -> UUID:
    """Write this number down as the child's own, confirmed with her."""
    writes = Writes(world.staff.authority)
    async with world.staff.store.reading() as db:
        cipher = await private_keys.directory(db, world.staff.authority, world.staff.provider)
        salt = await phones.salt_of(db, world.staff.authority, child)
    known = {"owner": "child", "shared": False, "safe_times": None, "confirmed": clock.now() if confirmed else None}
    index = contact_of(world.staff.keys, number)
    made = phones.add(writes, cipher, salt or b"", child, number, blind_index=index, **{**known, **facts})
    await world.staff.store.write(writes)
    return made


async def part(world: World, made: UUID, child: UUID, audience: str) -> dict[str, Any]:
    """One audience's part of one statement, by whoever can open it."""
    (found,) = await rows(world, statement_part, statement=made, audience=audience)
    place = part_place(world.staff.authority, child, audience, made)
    opened = await openers(world, await sealed_body(world, found["envelope"]), place)
    said: dict[str, Any] = json.loads(next(iter(opened.values())))
    return said
