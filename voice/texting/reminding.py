"""One reminder at most: where a child was asked by text and has not begun, or said LATER. Never after STOP."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from storage import asked_before, invitations, phones, private_keys, texts
from storage.outbox import Delivery
from storage.phones import Number
from storage.reading import Reader
from storage.writes import Writes
from voice import clock
from voice.setting_up import INVITATION_LASTS
from voice.staff_services import StaffServices
from voice.texting import phrases
from voice.texting.segments import plain

A_DAY = timedelta(days=1)


async def remind(services: StaffServices, delivery: Delivery) -> None:
    """A delivery's way: remind of this invitation, unless she has begun, sent, said STOP, or was reminded."""
    async with services.store.reading() as db:
        invited = await invitations.find(db, services.authority, delivery.subject)
        if invited is None or invited.child is None or not invited.open_at(clock.now()):
            return
        if await asked_before.stopped(db, services.authority, invited.child):
            return
        numbers = await phones.numbers_of(db, services.authority, invited.child)
        found = await _asked_at(db, services.authority, invited.child, numbers)
        if found is None:
            return
        phone = await phones.find(db, services.authority, found.contact)
        reminded = await texts.last_to(db, services.authority, found.contact, ["reminder"])
        asked = await texts.last_to(db, services.authority, found.contact, ["question"])
        cipher = await private_keys.directory(db, services.authority, services.provider)
    lately = clock.now() - A_DAY
    if (phone and phone.opted_out) or (asked and asked > lately):
        return
    if reminded and reminded > clock.now() - INVITATION_LASTS:
        return
    writes = Writes(services.authority)
    to, words = phones.read(services.authority, cipher, found), plain(phrases.say(phrases.REMINDER, "en"))
    texts.put_out(writes, services.keys.delivery, found.contact, to, words, "reminder", id=delivery.id)
    await services.store.write(writes)


async def _asked_at(db: Reader, authority: UUID, child: UUID, numbers: Sequence[Number]) -> Number | None:
    """Of the numbers that are hers alone by now the one at which she was texted last (R22, R87)."""
    talked = ["invitation", "question"]
    at = [(await texts.last_to(db, authority, each.contact, talked), each) for each in numbers]
    hers = [
        (last, each)
        for last, each in at
        if last and phones.whose_own(await phones.numbers_at(db, authority, each.contact)) == child
    ]
    return max(hers, key=lambda pair: pair[0])[1] if hers else None
