"""What a provider says of a text of ours: signed, repeated, late, and in any order (R24)."""

from collections.abc import Callable
from uuid import UUID, uuid5

from storage import phones, texts
from storage.outbox import Delivery
from storage.texts import Outgoing
from storage.writes import Writes
from voice import clock
from voice.staff_services import StaffServices
from voice.texting.by_whatsapp import AS_A_TEXT_INSTEAD
from voice.texting.going_out import OPTED_OUT
from voice.texting.turns import OVERTAKEN

# What each word may still change. Delivered is the last word; nothing takes it back.
OLDER_NEWS = {
    "sent": ("unknown", "waiting"),
    "undelivered": ("unknown", "waiting", "sent"),
    "failed": ("unknown", "waiting", "sent"),
    "delivered": ("unknown", "waiting", "sent", "failed"),
}


class Statuses:
    """A delivery's way; `named` gives a provider's number for what went wrong its word."""

    def __init__(self, named: Callable[[str], str]) -> None:
        self._named = named

    async def __call__(self, services: StaffServices, delivery: Delivery) -> None:
        await _take(services, delivery, self._named)


async def _take(services: StaffServices, delivery: Delivery, named: Callable[[str], str]) -> None:
    """One word of a provider. On a text that is none of ours, or as older news, it changes nothing."""
    async with services.store.reading() as db:
        told = await texts.find_in(db, services.authority, delivery.subject)
        if told is None or told.state != "waiting":
            return
        said = texts.read_in(services.authority, told, services.provider.delivery_key())
        found = await texts.sent_by(db, services.authority, UUID(said["delivery"]))
    writes = Writes(services.authority)
    texts.handled(writes, [told])
    if found and found.state in OLDER_NEWS[said["status"]] and found.provider_id in (None, said["id"]):
        state, word = {"undelivered": "failed"}.get(said["status"], said["status"]), named(said["code"])
        texts.stands(writes, found, state, word or None, provider_id=said["id"])
        if state == "failed":
            await _failed(services, writes, found, word)
        if state != "sent":
            texts.forget_words(writes, found)
            texts.deliver(writes, "redact", found.id)
    await services.store.write(writes)


async def _failed(services: StaffServices, writes: Writes, found: Outgoing, word: str) -> None:
    """What WhatsApp took and then did not carry goes as a text, if nothing newer was asked since."""
    async with services.store.reading() as db:
        phone = await phones.find(db, services.authority, found.contact)
        asked = await texts.last_to(db, services.authority, found.contact, ["question"])
    if word == OPTED_OUT and phone:
        phones.change(writes, phone, opted_out=clock.now())
        writes.event("stop_texts", "phone", phone.id, actor_kind="worker")
    overtaken = found.kind in OVERTAKEN and asked is not None and asked > found.made
    if word not in AS_A_TEXT_INSTEAD or phone is None or overtaken or not found.words:
        return
    said = texts.read_out(services.authority, found, services.provider.delivery_key())
    phones.change(writes, phone, whatsapp_at=None)
    made, key = uuid5(found.id, "as a text"), services.keys.delivery
    facts = (found.contact, said["to"], said["words"], found.kind)
    texts.put_out(writes, key, *facts, conversation=found.conversation, id=made)
