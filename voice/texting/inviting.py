"""A worker asks a child by text: no name, no subject, shown before it goes, to a number confirmed with her (R20, R22).

Where brothers and sisters share a telephone, or anybody else uses it, a link goes and no conversation: whoever holds
the telephone must not be taken for one of them (R87).
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from i18n.marks import N_
from storage import asked_now, authorities, invitations, phones, private_keys, relationships, texts
from storage.asked_before import BY_TEXT
from storage.codes import new_token, token_hash
from storage.writes import Writes
from voice import clock
from voice.access import SignedIn, may_answer, need
from voice.errors import NothingThere, VoiceError
from voice.rationing import need_may_ask
from voice.relationship import tie_to
from voice.setting_up import INVITATION_LASTS
from voice.staff_services import StaffServices
from voice.texting import phrases
from voice.texting.keeping_numbers import Kept, Owner, numbers_of
from voice.texting.segments import plain, size_of

REMIND_AFTER = timedelta(days=3)
NEUTRAL_LINK = N_("Hello. Here is a page with some questions, for when you have time: {address}")


class Not(StrEnum):
    """Why nobody was asked by text."""

    CONFIRMED = "number_not_confirmed"
    HERS = "number_not_hers"
    AFTER_STOP = "number_said_stop"


class NotAsked(VoiceError):
    """This number is not texted (why)."""

    def __init__(self, why: Not) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Preview:
    """What will arrive, exactly, and how many texts it costs."""

    words: str
    parts: int
    pence: float | None


async def preview(services: StaffServices, *, talks: bool = True, language: str = "en") -> Preview:
    """What the child will read. A link is as long as every other."""
    address = f"{services.public_url.rstrip('/')}/c/{'x' * len(new_token())}"
    words = _words(language, address, talks=talks)
    async with services.store.reading() as db:
        each = (await authorities.find(db, services.authority)).arrangements.get("pence_a_text")
    parts = size_of(words).parts
    return Preview(words, parts, parts * each if each else None)


async def ask(services: StaffServices, me: SignedIn, child: UUID, number: UUID, version: UUID, id: UUID) -> bool:
    """Put the text out; whether a conversation can follow. Raises NothingThere, NotAllowed, NotAsked, MayNotAsk,
    StoreRefused.
    """
    async with services.store.reading() as db:
        need(may_answer(me, await tie_to(db, services.authority, me, child)))
        surveys = await asked_now.offered(db, services.authority)
        cover = await relationships.cover_first_name(db, services.authority, child, clock.today())
        cipher = await private_keys.directory(db, services.authority, services.provider)
        found = await phones.number(db, services.authority, number)
        if await invitations.find(db, services.authority, id) is None:
            await need_may_ask(db, services.authority, child)
    chosen = next((each for each in surveys if each.version == version), None)
    kept = next((each for each in await numbers_of(services, me, child) if each.id == number), None)
    if chosen is None or kept is None or found is None or (kept.talks and not chosen.by_text):
        raise NothingThere
    _need_usable(kept)
    writes, token, now = Writes(services.authority), new_token(), clock.now()
    facts = {"worker_name": me.first_name, "cover_name": cover or "", "band": chosen.band, "made_by": me.id}
    invitations.add(
        writes,
        id=id,
        child=child,
        version=version,
        token_hash=token_hash(token),
        made=now,
        expires=now + INVITATION_LASTS,
        ways=["sms"] if kept.talks else ["web"],
        handed_over=BY_TEXT,
        **facts,
    )
    address = f"{services.public_url.rstrip('/')}/c/{token}"
    words, to = _words("en", address, talks=kept.talks), phones.read(services.authority, cipher, found)
    texts.put_out(writes, services.keys.delivery, found.contact, to, words, "invitation")
    if kept.talks:
        texts.deliver(writes, "reminder", id, REMIND_AFTER)
    writes.event("invite", "invitation", id, actor_kind="staff", actor=me.id)
    await services.store.write(writes)
    return kept.talks


def _need_usable(kept: Kept) -> None:
    if kept.owner != Owner.CHILD:
        raise NotAsked(Not.HERS)
    if kept.confirmed is None:
        raise NotAsked(Not.CONFIRMED)
    if kept.opted_out is not None:
        raise NotAsked(Not.AFTER_STOP)


def _words(language: str, address: str, *, talks: bool) -> str:
    words = phrases.say(phrases.INVITATION, language) if talks else phrases.say(NEUTRAL_LINK, language, address=address)
    return plain(words)
