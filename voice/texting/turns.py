"""The worker takes turns: each number's texts in the order in which they came, each turn one transaction.

Any number of workers may look at the same number at once. Whoever writes first has the turn: in a conversation by its
revision, outside of one by the number's own. The other looks again and finds it done.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from storage import conversations, phones, pictures, texts
from storage.conversations import Kept
from storage.errors import StoreRefused, TooManyChanges
from storage.outbox import Delivery
from storage.phones import Number, Phone
from storage.texts import Inbound
from storage.writes import Writes
from voice import clock, visiting
from voice.delivering import NotNow
from voice.draft import Draft
from voice.errors import AlreadySent
from voice.staff_services import StaffServices
from voice.texting.numbers import WHATSAPP, read_number
from voice.texting.segments import plain
from voice.texting.services import TextServices
from voice.texting.taking_in import PROVIDER
from voice.visiting import Visit

MOST_TURNS = 60
MOST_A_DAY = 40  # turns of one number that are answered; what comes after is kept in silence, and a person sees it
MOST_PICTURES_A_DAY, MOST_FROM_A_STRANGER = 40, 10  # of one number: as many are fetched in a day
DAYS_OF_PICTURES = 7  # and so far ahead
PARTS_COME_WITHIN = timedelta(seconds=5)
BETWEEN = timedelta(seconds=2)  # so that two texts of ours arrive in their order
KEPT_FOR_ITS_WORD = timedelta(days=3)
OVERTAKEN = ("question", "reminder", "invitation")

Says = list[tuple[str, str]]  # what kind of text, and its words


@dataclass(frozen=True, slots=True)
class Said:
    """One text that came in, open."""

    text: Inbound
    words: str = field(repr=False)
    number: str = field(repr=False)
    pictures: Sequence[Sequence[str]] = field(repr=False)
    by_whatsapp: bool = False
    stopped: bool = False  # the carrier took it for a STOP, whatever we take it for


@dataclass(frozen=True, slots=True)
class Turn:
    """One number, what it says this time, and all that is known of it."""

    services: TextServices
    contact: bytes = field(repr=False)
    said: Sequence[Said] = field(repr=False)
    phone: Phone
    numbers: Sequence[Number] = field(repr=False)
    kept: Kept | None
    today: int  # which turn of the last day this is, of those that were answered
    pictured: int = 0  # pictures of this number's, of the last day or not fetched yet

    @property
    def words(self) -> str:
        """Exactly what was typed; of a long answer in parts, one part a line."""
        return "\n".join(each.words for each in self.said)

    @property
    def number(self) -> str:
        return self.said[0].number

    @property
    def by_whatsapp(self) -> bool:
        return self.said[-1].by_whatsapp

    @property
    def child(self) -> UUID | None:
        """The one child whose own number this is, confirmed with her; None where it may be anybody's (R22, R87)."""
        return phones.whose_own(self.numbers)

    @property
    def pictures(self) -> dict[UUID, tuple[str, str]]:
        """What came beside the words, by the id that each will have here, however often this turn is tried."""
        return {
            uuid5(each.text.id, str(place)): (url, kind)
            for each in self.said
            for place, (url, kind) in enumerate(each.pictures)
        }

    @property
    def language(self) -> str:
        return self.hers.language if self.hers else "en"

    @property
    def hers(self) -> Kept | None:
        """What was begun on this telephone, where it was begun by whose telephone it is now: numbers change hands."""
        return self.kept if self.kept and self.child and self.kept.child == self.child else None

    def only(self, count: int) -> "Turn":
        """The same with the first so many texts alone."""
        facts = (self.phone, self.numbers, self.kept, self.today, self.pictured)
        return Turn(self.services, self.contact, self.said[:count], *facts)

    def answer(
        self,
        writes: Writes,
        says: Says,
        conversation: UUID | None = None,
        *,
        at: str = "",
        silent: bool = False,
        sender: UUID | None = None,
    ) -> None:
        """Mark these texts as handled, and put out what we say to them.

        `at`: what was open when they came. `sender`: who said it, where nobody knows whose number it is.
        """
        texts.handled(writes, [each.text for each in self.said], silent=silent)
        if self.by_whatsapp or self.phone.whatsapp_at:
            last = self.said[-1].text.received if self.by_whatsapp else None
            phones.change(writes, self.phone, whatsapp_at=last)  # an answer goes the way that she texted last
        whose = {"child": self.child, "conversation": conversation} if self.child else {"stranger": sender}
        self._pictures_came(writes, at, whose)
        for each in self.said:
            texts.deliver(writes, "redact", each.text.id)  # the provider forgets them once this is written
        made = []
        for place, (kind, words) in enumerate(says):
            facts = {"conversation": conversation, "answers": None if place else self.said[-1].text.id}
            key, after = self.services.keys.delivery, BETWEEN * place
            made.append(texts.put_out(writes, key, self.contact, self.number, plain(words), kind, after=after, **facts))
        if any(kind == "question" for kind, _ in says):
            texts.cancel_unsent(writes, self.contact, OVERTAKEN, but=made)

    def _pictures_came(self, writes: Writes, at: str, whose: Mapping[str, UUID | None]) -> None:
        """Each is fetched, so many a day; in a flood the rest on the days after, and a person hears that it is one."""
        most = MOST_PICTURES_A_DAY if self.child else MOST_FROM_A_STRANGER
        for place, (id, (url, kind)) in enumerate(self.pictures.items(), self.pictured):
            said, days = {"url": url, "kind": kind, "at": at}, timedelta(days=place // most)
            if place >= DAYS_OF_PICTURES * most:
                said, days = said | {"beyond": "yes"}, timedelta(0)
            pictures.came(writes, self.services.keys.delivery, id, self.contact, said, after=days, **whose)
            if place == most and self.child:
                texts.deliver(writes, pictures.MANY, id)

    async def in_conversation(self, visit: Visit, decide: Callable[[Visit, Writes], Says]) -> None:
        """One turn of a conversation. Raises TooManyChanges where somebody else was first."""

        at = visit.draft.texting.at.strip() if visit.draft.texting else ""

        def verb(mine: Visit, writes: Writes) -> None:
            self.answer(writes, decide(mine, writes), mine.kept.id, at=at)

        await visiting.change(self.services.public, visit, verb, tries=1)

    async def outside(
        self, decide: Callable[[Writes], Says], *, silent: bool = False, sender: UUID | None = None
    ) -> None:
        """One turn outside of any conversation. Raises TooManyChanges where somebody else was first."""
        writes = Writes(self.services.authority)
        phones.claim(writes, self.phone)
        self.answer(writes, decide(writes), silent=silent, sender=sender)
        if not await self.services.store.write(writes):
            raise TooManyChanges


Take = Callable[[Turn], Awaitable[None]]


async def take_turns(services: TextServices, take: Take, delivery: Delivery) -> None:
    """Everything this number has said and nobody has handled. Raises NotNow where more may come, or others are first.

    `take` handles one turn: the first of what waits, or more where they are parts of one answer.
    """
    async with services.store.reading() as db:
        found = await texts.find_in(db, services.authority, delivery.subject)
    if found is None or found.state != "waiting":
        return
    for _ in range(MOST_TURNS):
        turn = await _turn(services, found.contact)
        if turn is None:
            return
        try:
            await take(turn)
        except (TooManyChanges, AlreadySent):
            continue
        except MoreMayCome as more:
            if turn.said[-1].text.id != found.id:
                return  # the last text's own delivery takes them all
            raise NotNow("more_may_come", more.wait) from None
    raise NotNow("busy", BETWEEN)


class MoreMayCome(Exception):
    """The last text is so young that the next part of it may be on its way."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.wait = wait


def wait_for_parts(turn: Turn) -> None:
    """Raises MoreMayCome while a long answer may still be coming in."""
    age = clock.now() - turn.said[-1].text.received
    if age < PARTS_COME_WITHIN and len(turn.said) < MOST_A_DAY:
        raise MoreMayCome(PARTS_COME_WITHIN - age)


async def take_up_forgotten(services: StaffServices) -> int:
    """Texts whose delivery was given up are given another; how many. A child's words never wait for ever."""
    async with services.store.reading() as db:
        found = await texts.forgotten(db, services.authority, clock.now() - timedelta(minutes=10))
    writes = Writes(services.authority)
    for each, provider in found:
        texts.deliver(writes, texts.taken_up_as(provider), each)
    if found:
        await services.store.write(writes)
    return len(found)


async def forget_old_words(services: StaffServices) -> None:
    """Of a text of which the provider never said what became of it no words are kept for longer."""
    writes = Writes(services.authority)
    texts.forget_old_words(writes, clock.now() - KEPT_FOR_ITS_WORD)
    await services.store.write(writes)


async def _turn(services: TextServices, contact: bytes) -> Turn | None:
    phone = await _phone(services, contact)
    key, now = services.staff.provider.delivery_key(), clock.now()
    async with services.store.reading() as db:
        waiting = await texts.waiting_from(db, services.authority, PROVIDER, contact)
        numbers = await phones.numbers_at(db, services.authority, contact)
        kept = await conversations.find_by_way(db, services.authority, contact, "delivery")
        today = 1 + await texts.count_answered(db, services.authority, contact, now - timedelta(days=1))
        pictured = await pictures.count_from(db, services.authority, contact, now - timedelta(days=1))
    if not waiting:
        return None
    opened = [(each, texts.read_in(services.authority, each, key)) for each in waiting]
    said = [_said(each, body) for each, body in opened]
    return Turn(services, contact, said, phone, numbers, kept, today, pictured)


def _said(text: Inbound, body: Mapping[str, Any]) -> Said:
    sender: str = body["from"]
    number = read_number(sender) or sender
    stopped = body.get("stopped", False)
    return Said(text, body["words"], number, body["pictures"], sender.startswith(WHATSAPP), stopped)


async def _phone(services: TextServices, contact: bytes) -> Phone:
    """The number's row, made at its first text."""
    for _ in range(2):
        async with services.store.reading() as db:
            found = await phones.find(db, services.authority, contact)
        if found:
            return found
        writes = Writes(services.authority)
        phones.first_seen(writes, contact)
        try:
            await services.store.write(writes)
        except StoreRefused:
            continue  # another worker has just made it
    raise TooManyChanges


def visit_of(services: TextServices, kept: Kept | None) -> Visit | None:
    """The conversation that is open on this telephone. Raises SealBroken."""
    if kept is None or kept.draft is None or kept.revoked or clock.now() > kept.expires + visiting.GRACE:
        return None
    under = services.keys.opening_key(services.secret, kept.way.salt, "delivery")
    key = conversations.key_through(services.authority, kept, under)
    body = conversations.read_draft(services.authority, kept, key)
    return Visit(kept, "", key, Draft.from_bytes(body), services.authority) if body else None
