"""What a provider says of a text of ours: signed, repeated, late, and in any order (R24)."""

from collections.abc import Callable
from uuid import UUID

from storage import texts
from storage.outbox import Delivery
from storage.writes import Writes
from voice.staff_services import StaffServices

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
        state = {"undelivered": "failed"}.get(said["status"], said["status"])
        texts.stands(writes, found, state, named(said["code"]) or None, provider_id=said["id"])
        if state != "sent":
            texts.forget_words(writes, found)
            texts.deliver(writes, "redact", found.id)
    await services.store.write(writes)
