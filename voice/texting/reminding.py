"""One reminder at most: where a child was asked by text and has not begun, or said LATER. Never after STOP."""

from datetime import timedelta

from storage import asked_before, invitations, phones, private_keys, texts
from storage.outbox import Delivery
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
        hers = [each for each in numbers if each.owner == "child" and each.confirmed and not each.shared]
        if len(hers) != 1:
            return
        found = hers[0]
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
