"""Who interprets here: an administrator writes down who begins, keeps their registration true, and ends it (R29, R86).

Whoever has ended holds nothing from that write on: not the role, not the work that lay with them, and no child is shown
their name or picture as somebody who would be asked. What they made stays, with their name.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from i18n.languages import BSL, CHOSEN, OUR_OWN
from storage import interpreters, interpreting, staff
from storage.errors import StoreRefused
from storage.interpreters import Kept, Register
from storage.reading import Reader
from storage.writes import Writes
from voice import clock
from voice.access import SignedIn, keeps_interpreters, need
from voice.errors import NothingThere, VoiceError
from voice.model import Role, WorkEnded
from voice.staff_services import StaffServices

LONGEST = 100
LANGUAGES = tuple(tag for tag in CHOSEN if tag not in OUR_OWN)


class NotEngaged(VoiceError):
    """Why somebody is not written down as an interpreter (code).

    - name: a first name and a last one
    - email: an address to write to
    - taken: somebody here has that address
    - languages: at least one of those that children answer in
    - register: a register and a number, or neither
    - signs: whoever interprets sign language is in a register
    - over: that registration has ended
    - too_long
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Skills:
    """What somebody interprets, and where they are registered."""

    languages: Collection[str]
    register: str = ""
    number: str = ""
    until: date | None = None

    def check(self) -> None:
        """Raises NotEngaged."""
        if not self.languages or not set(self.languages) <= set(LANGUAGES):
            raise NotEngaged("languages")
        if bool(self.register) != bool(self.number) or (self.until and not self.register):
            raise NotEngaged("register")
        if BSL.tag in self.languages and not self.register:
            raise NotEngaged("signs")
        if self.until and self.until < clock.today():
            raise NotEngaged("over")
        if max(len(self.register), len(self.number)) > LONGEST:
            raise NotEngaged("too_long")

    @property
    def kept(self) -> Register | None:
        return Register(self.register, self.number, self.until) if self.register else None


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who it is. `id` came with the form, so that a second press is the first."""

    id: UUID
    first: str
    last: str
    email: str

    def check(self) -> None:
        """Raises NotEngaged."""
        if not self.first or not self.last:
            raise NotEngaged("name")
        if "@" not in self.email.strip("@") or " " in self.email:
            raise NotEngaged("email")
        if max(map(len, (self.first, self.last, self.email))) > LONGEST:
            raise NotEngaged("too_long")


async def look(services: StaffServices, me: SignedIn) -> Sequence[Kept]:
    """Everybody who interprets here or did, by name. Raises NotAllowed."""
    need(keeps_interpreters(me))
    async with services.store.reading() as db:
        return await interpreters.kept(db, services.authority)


async def find(services: StaffServices, me: SignedIn, id: UUID) -> Kept:
    """Raises NotAllowed, NothingThere."""
    found = next((each for each in await look(services, me) if each.staff == id), None)
    if found is None:
        raise NothingThere
    return found


async def begin(services: StaffServices, me: SignedIn, somebody: Somebody, skills: Skills) -> None:
    """Somebody new, who can be asked from now on. Signing in is arranged apart. Raises NotAllowed, NotEngaged."""
    need(keeps_interpreters(me))
    somebody.check()
    skills.check()
    async with services.store.reading() as db:
        there = await staff.find_by_email(db, services.authority, somebody.email)
    if there and there.id != somebody.id:
        raise NotEngaged("taken")
    writes, now = Writes(services.authority), clock.now()
    staff.add_member(writes, somebody.id, somebody.first, somebody.last, somebody.email, None, now)
    staff.give_role(writes, somebody.id, Role.INTERPRETER, now)
    interpreters.add(writes, somebody.id, somebody.first, sorted(skills.languages), skills.kept)
    writes.event("add", "interpreter", somebody.id, actor_kind="staff", actor=me.id)
    try:
        await services.store.write(writes)
    except StoreRefused:
        if there is None:
            raise NotEngaged("taken") from None


async def change(services: StaffServices, me: SignedIn, id: UUID, skills: Skills) -> None:
    """What they interpret, and their registration; who had ended begins again.

    Raises NotAllowed, NothingThere, NotEngaged.
    """
    found = await find(services, me, id)
    skills.check()
    writes = Writes(services.authority)
    interpreters.change(writes, found, sorted(skills.languages), skills.kept)
    if found.ended:
        staff.give_role(writes, found.staff, Role.INTERPRETER, clock.now())
    writes.event("change", "interpreter", found.staff, actor_kind="staff", actor=me.id)
    await services.store.write(writes)


async def end(services: StaffServices, me: SignedIn, id: UUID) -> None:
    """They are asked no more, and what lies with them lies with nobody. Raises NotAllowed, NothingThere."""
    need(keeps_interpreters(me))

    async def verb(db: Reader) -> tuple[Writes, None]:
        writes = Writes(services.authority)
        found = next((each for each in await interpreters.kept(db, services.authority) if each.staff == id), None)
        if found is None:
            raise NothingThere
        if found.ended:
            return writes, None
        interpreters.change(writes, found, (), found.register)
        interpreters.put_picture(writes, found, None)
        staff.take_role(writes, found.staff, Role.INTERPRETER)
        for each in await interpreting.waiting_for(db, services.authority, found.staff):
            interpreting.end(writes, each, WorkEnded.TAKEN_BACK)
            writes.event("take_back", "interpreting", each.id, actor_kind="staff", actor=me.id)
        writes.event("end", "interpreter", found.staff, actor_kind="staff", actor=me.id)
        return writes, None

    await services.store.decide(verb)
