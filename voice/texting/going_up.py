"""A sender nobody knows goes up like a concern, until somebody on duty has them: it may be a child who is not safe.

Duty hears first; then whoever leads it, then the service manager, who sees that one waits and opens nothing (R11, R71).
Anything a person does about it ends that: a text back, a match, closing it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from storage import notices, staff, strangers
from storage.concern_records import URGENCY
from storage.notices import Notice
from storage.outbox import Delivery
from storage.reading import Reader
from storage.staff import Member
from storage.strangers import Stranger
from storage.writes import Writes
from voice import arranged
from voice.access import SignedIn
from voice.arranged import Step
from voice.model import Level, Role
from voice.staff_services import StaffServices
from voice.stepping import case_of, signed_in_as, steps_up
from voice.texting.matching import hears_of_strangers, sees_strangers

ABOUT = "stranger"


async def met(services: StaffServices, delivery: Delivery) -> None:
    """The delivery that is written with a sender's first text: whoever is first hears of it at once."""
    await climb(services, delivery.subject)


async def climb_all(services: StaffServices) -> None:
    """Take every step that is due, of every sender whom nobody has."""
    async with services.store.reading() as db:
        found = await strangers.in_state(db, services.authority, "open")
    for each in found:
        if each.waits:
            await climb(services, each.id)


def raise_level(writes: Writes, found: Stranger, level: Level, read_by: datetime) -> None:
    """What they say now is urgent: it must be read sooner, and whoever was told of it, or had it, is told anew."""
    if level is Level.WORRY or (found.waits and URGENCY[level] >= URGENCY[found.level]):
        return
    strangers.more_urgent(writes, found, min(level, found.level, key=URGENCY.__getitem__), min(read_by, found.read_by))
    notices.forget(writes, ABOUT, found.id)


async def to_see(services: StaffServices, me: SignedIn) -> Sequence[Stranger]:
    """Those who stand among the concerns, whoever has them; empty for who opens none.

    What came when very many came at once stands on the queue's own page, so that it hides nobody here.
    """
    if not sees_strangers(me):
        return []
    async with services.store.reading() as db:
        found = await strangers.in_state(db, services.authority, "open")
    return [each for each in found if not each.set_aside]


async def how_many_wait(services: StaffServices, me: SignedIn) -> int:
    """How many nobody has yet, for whoever hears of them; of those set aside when very many came, none."""
    if not hears_of_strangers(me):
        return 0
    async with services.store.reading() as db:
        found = await strangers.in_state(db, services.authority, "open")
    return sum(each.waits and not each.set_aside for each in found)


async def holders(services: StaffServices, found: Sequence[Stranger]) -> Mapping[UUID, str]:
    """The names of those who said "I have it"."""
    async with services.store.reading() as db:
        return await staff.names(db, services.authority, [each.by for each in found if each.by])


async def climb(services: StaffServices, stranger: UUID) -> None:
    await services.store.decide(partial(_climb, services, stranger))


async def still_waits_for(db: Reader, services: StaffServices, notice: Notice) -> Level | None:
    """How much it presses, where nobody has this sender yet, and it is still this person's to hear of."""
    found = await strangers.find(db, services.authority, notice.subject)
    member = await staff.find(db, services.authority, notice.staff)
    return found.level if found and found.waits and member and _may_hear(member) else None


async def _climb(services: StaffServices, stranger: UUID, db: Reader) -> tuple[Writes, None]:
    writes = Writes(services.authority)
    found = await strangers.find(db, services.authority, stranger)
    if found is None or not found.waits:
        return writes, None
    case = await case_of(db, services, ABOUT, found)
    taken = await steps_up(writes, case, arranged.steps_of(case.arrangements), partial(_people, db, services))
    if taken or writes.inserts:
        strangers.climb(writes, found, len(taken))
        writes.event("climb", "stranger", stranger, actor_kind="worker", steps=found.climbed + len(taken))
    return writes, None


async def _people(db: Reader, services: StaffServices, step: Step) -> list[Member]:
    """A team's manager has no team here, so that step reaches nobody and takes no time."""
    return [each for each in await staff.holding(db, services.authority, Role(step.who)) if _may_hear(each)]


def _may_hear(member: Member) -> bool:
    return member.active and hears_of_strangers(signed_in_as(member))
