"""Sends what was put out, once, and only while it may still go.

A provider takes no name of ours for a text: the address at which it tells us what became of one carries the id of the
delivery. Where a provider was not heard of again, nobody knows whether it sent: two minutes are given for its word,
then it is asked for the same words to the same number in that time, and only then is it sent again.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from storage import asked_before, authorities, phones, texts
from storage.outbox import Delivery
from storage.texts import NOTICE, STARTED_BY_US, Outgoing
from storage.writes import Writes
from voice import clock
from voice.delivering import Never, NotNow
from voice.staff_services import StaffServices
from voice.texting import phrases
from voice.texting.by_whatsapp import AS_A_TEXT_INSTEAD, Template, Templates, Way, way
from voice.texting.hours import may_start, wait_until_may
from voice.texting.numbers import WHATSAPP

FOR_ITS_WORD = timedelta(minutes=2)
BEFORE = timedelta(minutes=1)  # how far a provider's clock may be behind ours
OPTED_OUT = "opted_out"
SOON_FOR = 4  # attempts
AFTER_THE_OTHER = timedelta(seconds=2)
IN_ORDER_FOR = timedelta(minutes=10)  # what has waited for longer holds up nothing


class Provider(Protocol):
    """Whoever sends texts. Raises NotTaken and PerhapsTaken."""

    async def send(self, to: str, words: str, callback: str, template: Template | None = None) -> str:
        """Send it, as this approved text where one is given; the provider's id."""

    async def find(self, to: str, words: str, since: datetime) -> list[str]:
        """The ids of texts with these words to this number since then."""

    async def redact(self, id: str) -> None:
        """Let the provider forget the words of a text, in or out."""


class NotTaken(Exception):
    """It was not sent (a short code, whether it may be later, and when)."""

    def __init__(self, code: str, *, again: bool, wait: timedelta | None = None) -> None:
        super().__init__(code)
        self.code, self.again, self.wait = code, again, wait


class PerhapsTaken(Exception):
    """Nobody knows whether it was sent (a short code)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class GoingOut:
    """A delivery's way: one text."""

    def __init__(self, provider: Provider, templates: Templates | None = None) -> None:
        self._provider, self._templates = provider, templates or Templates()

    async def __call__(self, services: StaffServices, delivery: Delivery) -> None:
        async with services.store.reading() as db:
            found = await texts.find_out(db, services.authority, delivery.subject)
        if found is None or found.state not in ("waiting", "unknown") or not found.words:
            return
        if not await _may_go(services, found):
            return
        await _in_order(services, delivery, found)
        await self.carry(services, delivery, found)

    async def carry(self, services: StaffServices, delivery: Delivery, found: Outgoing) -> None:
        """What may go, goes: once, as far as anybody can know. Raises NotNow, Never."""
        said = texts.read_out(services.authority, found, services.provider.delivery_key())
        number, words = said["to"].removeprefix(WHATSAPP), said["words"]
        if found.state == "unknown" and await self._went(services, found, number, words):
            return
        await _write(services, lambda writes: texts.trying(writes, found))
        async with services.store.reading() as db:
            still = await texts.find_out(db, services.authority, found.id)
            phone = await phones.find(db, services.authority, found.contact)
        if still is None or still.state != "unknown" or still.provider_id:
            return  # in this moment the provider has said that an earlier try came through
        await self._send(services, delivery, found, way(phone, number, words, self._templates), words)

    async def _send(self, services: StaffServices, delivery: Delivery, found: Outgoing, goes: Way, words: str) -> None:
        callback = f"{services.public_url.rstrip('/')}/sms/status?d={delivery.id}"
        try:
            id = await self._provider.send(goes.to, words, callback, goes.template)
        except NotTaken as refused:
            if refused.code == OPTED_OUT and _confirms_stop(services, found):  # the provider has confirmed it itself
                await _write(services, lambda writes: texts.stands(writes, found, "cancelled", OPTED_OUT))
                return
            await _refused(services, found, refused)
            raise _not_now(delivery, refused.code, refused.wait) if refused.again else Never(refused.code) from None
        except PerhapsTaken as nobody_knows:
            raise NotNow(nobody_knows.code, FOR_ITS_WORD) from None
        await _write(services, lambda writes: texts.went(writes, found, id))

    async def _went(self, services: StaffServices, found: Outgoing, number: str, words: str) -> bool:
        """Whether an earlier try, of which nothing was heard, was sent after all. Raises NotNow until that is known.

        By either way: since then she may have texted by the other.
        """
        tried = found.tried or found.made
        waited = clock.now() - tried
        if waited < FOR_ITS_WORD:
            raise NotNow("unknown", FOR_ITS_WORD - waited)
        try:
            ways = (number, f"{WHATSAPP}{number}")
            ids = [id for to in ways for id in await self._provider.find(to, words, tried - BEFORE)]
        except (NotTaken, PerhapsTaken) as away:
            raise NotNow(away.code) from None
        async with services.store.reading() as db:
            others = await texts.ids_of_others(db, services.authority, found, ids)
        mine = [id for id in ids if id not in others]
        if mine:
            await _write(services, lambda writes: texts.went(writes, found, mine[0]))
        return bool(mine)


class Redacting:
    """A delivery's way: the words that the provider still has are removed, once they are where they belong."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    async def __call__(self, services: StaffServices, delivery: Delivery) -> None:
        async with services.store.reading() as db:
            came = await texts.find_in(db, services.authority, delivery.subject)
            went = await texts.find_out(db, services.authority, delivery.subject)
        id = came.provider_id if came else went.provider_id if went else None
        try:
            if id:
                await self._provider.redact(id)
        except NotTaken as refused:
            raise NotNow(refused.code, refused.wait) if refused.again else Never(refused.code) from None
        except PerhapsTaken as nobody_knows:
            raise NotNow(nobody_knows.code) from None


async def _in_order(services: StaffServices, delivery: Delivery, found: Outgoing) -> None:
    """What was said to her before goes first: a question must not come before the answer it follows. Raises NotNow."""
    if found.kind == NOTICE:
        return
    async with services.store.reading() as db:
        if await texts.waits_before(db, services.authority, found, clock.now() - IN_ORDER_FOR):
            raise _not_now(delivery, "in_order", AFTER_THE_OTHER)


def _not_now(delivery: Delivery, code: str, wait: timedelta | None) -> NotNow:
    """Soon, a few times; then ever later, so that a provider who is away for hours does not cost her the text."""
    return NotNow(code, wait if delivery.attempts <= SOON_FOR else None)


async def _may_go(services: StaffServices, found: Outgoing) -> bool:
    """Looked at again in the last moment: she may have said STOP since, or it is night. Raises NotNow."""
    async with services.store.reading() as db:
        phone = await phones.find(db, services.authority, found.contact)
        numbers = await phones.numbers_at(db, services.authority, found.contact)
        arranged = (await authorities.find(db, services.authority)).arrangements
        stopped = [each for each in numbers if await asked_before.stopped(db, services.authority, each.child)]
    if phone and phone.opted_out and not _confirms_stop(services, found):
        await _write(services, lambda writes: texts.stands(writes, found, "cancelled", OPTED_OUT))
        return False
    if found.kind not in STARTED_BY_US:
        return True
    if not numbers or not all(each.owner == "child" and each.confirmed for each in numbers):
        await _write(services, lambda writes: texts.stands(writes, found, "cancelled", "not_confirmed"))
        return False
    if phones.whose_own(numbers) is None and not _is_link(services, found):
        await _write(services, lambda writes: texts.stands(writes, found, "cancelled", "shared"))
        return False
    if stopped:
        await _write(services, lambda writes: texts.stands(writes, found, "cancelled", "stop_asking"))
        return False
    safe = next((each.safe_times for each in numbers if each.safe_times), None)
    if not may_start(clock.now(), arranged, safe):
        raise NotNow("quiet_hours", wait_until_may(clock.now(), arranged, safe))
    return True


def _is_link(services: StaffServices, found: Outgoing) -> bool:
    """Whether this is a neutral link: all that may go to a telephone which others use too (R87)."""
    return f"{services.public_url.rstrip('/')}/c/" in _words(services, found)


def _confirms_stop(services: StaffServices, found: Outgoing) -> bool:
    """Whether this is the machine's own word that a STOP was heard: no person can write it."""
    return found.kind == "outside" and phrases.confirms_stop(_words(services, found))


def _words(services: StaffServices, found: Outgoing) -> str:
    return str(texts.read_out(services.authority, found, services.provider.delivery_key())["words"])


async def _refused(services: StaffServices, found: Outgoing, refused: NotTaken) -> None:
    """It is certain that it was not sent. The provider's own list of those who said STOP is ours too."""

    async with services.store.reading() as db:
        phone = await phones.find(db, services.authority, found.contact)

    def note(writes: Writes) -> None:
        texts.stands(writes, found, "waiting" if refused.again else "failed", refused.code)
        if refused.code == OPTED_OUT and phone:
            phones.change(writes, phone, opted_out=clock.now())
            writes.event("stop_texts", "phone", phone.id, actor_kind="worker")
        elif refused.code == OPTED_OUT:
            phones.first_seen(writes, found.contact, opted_out=clock.now())
        elif refused.code in AS_A_TEXT_INSTEAD and phone:
            phones.change(writes, phone, whatsapp_at=None)

    await _write(services, note)


async def _write(services: StaffServices, decide: Callable[[Writes], None]) -> None:
    writes = Writes(services.authority)
    decide(writes)
    await services.store.write(writes)
