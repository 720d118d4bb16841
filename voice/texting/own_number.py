"""A telephone for what cannot wait: whoever a step may name gives a number of their own, and shows that it is theirs.

Nobody sets it for somebody else. A code is texted there, and until it is typed nothing else goes: a slip in a number
must not tell a stranger that something waits, and whoever sits down at a desk left open must not lead notices away.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from secrets import randbelow
from uuid import UUID

from i18n.catalogue import catalogue
from i18n.languages import ENGLISH
from i18n.marks import N_
from storage import phones, private_keys, staff_phones, texts
from storage.staff_phones import StaffPhone
from storage.texts import NOTICE
from storage.writes import Writes
from voice import clock, signing_in, telling_by_text
from voice.access import SignedIn, may_be_texted, need
from voice.errors import VoiceError
from voice.model import Level
from voice.staff_services import StaffServices
from voice.texting.keeping_numbers import is_a_childs
from voice.texting.numbers import as_shown, contact_of, read_number

CODE_LASTS = timedelta(minutes=10)
MOST_TRIES = 5
WORDS = N_("%(code)s is your code for Heard. You did not ask for one? Tell whoever looks after Heard.")


class Refused(StrEnum):
    """Why a number, or its code, is not taken."""

    NOT_A_NUMBER = "not_a_number"
    SOMEBODY_ELSES = "number_somebody_elses"
    WRONG_CODE = "number_code"


class NotTaken(VoiceError):
    """A number or code that is not taken (why)."""

    def __init__(self, why: Refused) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Own:
    """How this person's number stands."""

    shown: str = field(repr=False)
    confirmed: datetime | None
    code_until: datetime | None
    stopped: datetime | None

    @property
    def works(self) -> bool:
        return self.confirmed is not None and self.stopped is None

    @property
    def waits_for_code(self) -> bool:
        return self.confirmed is None and self.code_until is not None and clock.now() < self.code_until


async def own(services: StaffServices, me: SignedIn) -> Own | None:
    """None where they have given none. Raises NotAllowed for whoever is never told of anything."""
    need(may_be_texted(me))
    async with services.store.reading() as db:
        found = await staff_phones.of(db, services.authority, me.id)
        if found is None:
            return None
        cipher = await private_keys.directory(db, services.authority, services.provider)
        phone = await phones.find(db, services.authority, found.contact)
    shown = as_shown(staff_phones.read(services.authority, cipher, found))
    return Own(shown, found.confirmed, found.proof_until, phone.opted_out if phone else None)


def what_arrives(services: StaffServices) -> str:
    return telling_by_text.words(services, Level.UNSAFE)


async def give(services: StaffServices, me: SignedIn, typed: str, password: str, code: str) -> None:
    """Text a code to this number. Raises NotAllowed, NotProved, NotTaken."""
    need(may_be_texted(me))
    number = read_number(typed)
    if number is None:
        raise NotTaken(Refused.NOT_A_NUMBER)
    await signing_in.prove_again(services, me, password, code)
    contact = contact_of(services.keys, number)
    async with services.store.reading() as db:
        cipher = await private_keys.directory(db, services.authority, services.provider)
        if await is_a_childs(db, services.authority, contact):
            raise NotTaken(Refused.SOMEBODY_ELSES)
    writes, shown = Writes(services.authority), f"{randbelow(1_000_000):06}"
    facts = {"contact": contact, "proof": _proof(services, me, shown), "proof_until": clock.now() + CODE_LASTS}
    staff_phones.put(writes, cipher, me.id, number, **facts)
    words = catalogue(ENGLISH.tag).gettext(WORDS) % {"code": shown}
    texts.put_out(writes, services.keys.delivery, contact, number, words, NOTICE)
    writes.event("give_number", "staff_member", me.id, actor_kind="staff", actor=me.id)
    await services.store.write(writes)


async def write_down(services: StaffServices, member: UUID, number: str) -> None:
    """A number that is known to be this person's, without a code. Whoever calls has made sure of that."""
    async with services.store.reading() as db:
        cipher = await private_keys.directory(db, services.authority, services.provider)
    writes, facts = Writes(services.authority), {"confirmed": clock.now()}
    staff_phones.put(writes, cipher, member, number, contact=contact_of(services.keys, number), **facts)
    writes.event("give_number", "staff_member", member, actor_kind="command")
    await services.store.write(writes)


async def confirm(services: StaffServices, me: SignedIn, typed: str) -> None:
    """It is theirs: they have read its code. Raises NotAllowed, NotTaken."""
    need(may_be_texted(me))
    async with services.store.reading() as db:
        found = await staff_phones.of(db, services.authority, me.id)
    if found is None or not _may_try(found):
        raise NotTaken(Refused.WRONG_CODE)
    writes, right = Writes(services.authority), _proof(services, me, "".join(typed.split())) == found.proof
    if right:
        staff_phones.confirm(writes, found)
        writes.event("confirm_number", "staff_member", me.id, actor_kind="staff", actor=me.id)
    else:
        staff_phones.tried(writes, found)
    await services.store.write(writes)
    if not right:
        raise NotTaken(Refused.WRONG_CODE)


async def take_off(services: StaffServices, me: SignedIn) -> None:
    """From now on they hear by e-mail alone. Raises NotAllowed."""
    need(may_be_texted(me))
    writes = Writes(services.authority)
    staff_phones.remove(writes, me.id)
    writes.event("remove_number", "staff_member", me.id, actor_kind="staff", actor=me.id)
    await services.store.write(writes)


def _may_try(found: StaffPhone) -> bool:
    in_time = found.proof_until is not None and clock.now() < found.proof_until
    return found.proof is not None and in_time and found.tries < MOST_TRIES


def _proof(services: StaffServices, me: SignedIn, code: str) -> bytes:
    return services.keys.blind_index("number's code", f"{me.id} {code}")
