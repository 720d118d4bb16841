"""A person on duty texts in a child's thread: with a concern open, or a sender nobody knows (R70).

No names and no subject words, in the hours in which we may begin a text, each line in the audit; while a person is in
the thread the machine says nothing.
"""

import json
import re
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from storage import authorities, children, concern_records, phones, private_keys, staff, strangers, texts
from storage.concern_records import Concern
from storage.errors import TooManyChanges
from storage.phones import Number
from storage.reading import Reader
from storage.writes import Writes
from voice import clock
from voice.access import SignedIn, may_take_up, need
from voice.errors import NothingThere, VoiceError
from voice.relationship import sees, tie_to
from voice.staff_services import StaffServices
from voice.taking_up import TEXTED, readers
from voice.texting.hours import may_start
from voice.texting.matching import sees_strangers
from voice.texting.numbers import contact_of
from voice.texting.segments import plain

LONGEST = 306  # two texts
STAYS_IN = timedelta(hours=1)
# What would tell whoever sees the telephone what this is. A start: an authority's own children know more of them.
SUBJECTS = frozenset(
    {"social", "worker", "council", "authority", "safeguarding", "abuse", "abused", "neglect", "neglected", "court"}
    | {"police", "foster", "carer", "carers", "adoption", "placement", "review", "conference", "advocate", "assessment"}
)


class Wrong(StrEnum):
    """Why a line was not sent."""

    EMPTY = "text_empty"
    TOO_LONG = "text_too_long"
    NAMES = "text_names"
    SUBJECT = "text_subject"
    HOUR = "text_hour"
    STOPPED = "number_said_stop"
    NO_NUMBER = "no_number"
    WHICH = "which_number"


class NotSent(VoiceError):
    """A line that does not go (why)."""

    def __init__(self, why: Wrong) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class _To:
    contact: bytes = field(repr=False)
    number: str = field(repr=False)
    names: frozenset[str] = field(repr=False)


async def text_stranger(services: StaffServices, me: SignedIn, id: UUID, words: str) -> None:
    """Text a sender nobody knows yet. Raises NothingThere, NotAllowed, NotSent."""
    need(sees_strangers(me))
    async with services.store.reading() as db:
        found = await strangers.find(db, services.authority, id)
        key = await strangers.private_of(db, services.authority, services.provider, found) if found else None
        if found is None or key is None or found.state != "open" or found.at_door:
            raise NothingThere
        number = strangers.number_of(services.authority, found, key)
        names = await _names(services)
    writes = Writes(services.authority)
    strangers.has_it(writes, found, me.id)
    strangers.add_text(writes, found.id, key.public(), words, by="person", staff=me.id)
    writes.event("text", "stranger", found.id, actor_kind="staff", actor=me.id)
    await _send(services, writes, _To(found.contact, number, names), words)


async def text_child(
    services: StaffServices, me: SignedIn, concern: UUID, words: str, number: UUID | None = None
) -> None:
    """Text a child whose concern is open, on her own confirmed number, which one where she has several.

    What was texted stands in the concern, with who wrote it. Raises as `text_stranger`.
    """
    async with services.store.reading() as db:
        found = await _find(db, services, me, concern)
        hers = await _her_numbers(db, services, found.child)
        chosen = [each for each in hers if number in (each.id, None)]
        if len(chosen) != 1:
            raise NotSent(Wrong.WHICH if len(hers) > 1 else Wrong.NO_NUMBER)
        cipher = await private_keys.directory(db, services.authority, services.provider)
        e164 = phones.read(services.authority, cipher, chosen[0])
        child = (await children.named(db, services.authority, cipher, [found.child]))[found.child]
        names = await _names(services) | {each.casefold() for each in child.name.split()}
        keys = await readers(db, services, found)
    writes = Writes(services.authority)
    concern_records.note(writes, found, "note", json.dumps({"v": 1, TEXTED: words}).encode(), keys, staff=me.id)
    writes.event("text", "concern", found.id, actor_kind="staff", actor=me.id)
    await _send(services, writes, _To(contact_of(services.keys, e164), e164, names), words)


async def _find(db: Reader, services: StaffServices, me: SignedIn, concern: UUID) -> Concern:
    found = await concern_records.find_concern(db, services.authority, concern)
    if found is None or not found.open:
        raise NothingThere
    tie = await tie_to(db, services.authority, me, found.child)
    need(may_take_up(me, tie) and sees(me, tie, found))
    return found


async def numbers_to_text(services: StaffServices, me: SignedIn, concern: UUID) -> list[tuple[UUID, str]]:
    """Where `text_child` can send to, by the last figures of each. Raises NothingThere, NotAllowed."""
    async with services.store.reading() as db:
        hers = await _her_numbers(db, services, (await _find(db, services, me, concern)).child)
        cipher = await private_keys.directory(db, services.authority, services.provider) if hers else None
    return [(each.id, phones.read(services.authority, cipher, each)[-3:]) for each in hers] if cipher else []


async def _her_numbers(db: Reader, services: StaffServices, child: UUID) -> list[Number]:
    """Those that are hers alone, the last confirmed first: on a telephone of several nobody is texted by name (R87)."""
    found = await phones.numbers_of(db, services.authority, child)
    at = [(each, await phones.numbers_at(db, services.authority, each.contact)) for each in found]
    hers = [(each, each.confirmed) for each, everybody in at if phones.whose_own(everybody) == child]
    return [each for each, _ in sorted(hers, key=lambda pair: pair[1] or clock.now(), reverse=True)]


def check(words: str, names: frozenset[str]) -> None:
    """Raises NotSent for what must not stand on a telephone's screen (R20)."""
    if not words.strip():
        raise NotSent(Wrong.EMPTY)
    if len(words) > LONGEST:
        raise NotSent(Wrong.TOO_LONG)
    said = set(re.findall(r"[^\W\d_]+", words.casefold()))
    if said & names:
        raise NotSent(Wrong.NAMES)
    if said & SUBJECTS:
        raise NotSent(Wrong.SUBJECT)


async def _names(services: StaffServices) -> frozenset[str]:
    """Everybody who works here, by first and last name."""
    async with services.store.reading() as db:
        return frozenset(await staff.every_name(db, services.authority))


async def _send(services: StaffServices, writes: Writes, to: _To, words: str) -> None:
    check(words, to.names)
    async with services.store.reading() as db:
        arranged = (await authorities.find(db, services.authority)).arrangements
        phone = await phones.find(db, services.authority, to.contact)
    if phone and phone.opted_out:
        raise NotSent(Wrong.STOPPED)
    if not may_start(clock.now(), {**arranged, "texts": {**arranged.get("texts", {}), "school": ["00:00", "00:00"]}}):
        raise NotSent(Wrong.HOUR)
    until = clock.now() + STAYS_IN
    if phone:
        phones.claim(writes, phone)
        phones.change(writes, phone, person_until=until)
    else:
        phones.first_seen(writes, to.contact, person_until=until)
    texts.put_out(writes, services.keys.delivery, to.contact, to.number, plain(words.strip()), "person")
    if not await services.store.write(writes):
        raise TooManyChanges
