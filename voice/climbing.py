"""A concern goes up, one step of the authority's arrangement after another, until somebody has it (R11, R68, R71).

Each step is taken once, by whichever worker is first: it claims the concern, so that the other finds it taken, and so
that whoever takes the concern up in the same moment is not overtaken. Nobody is told of a concern that may be about
themselves.
"""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from storage import authorities, concern_records, concerns, notices, staff
from storage.concern_records import Concern
from storage.notices import Notice
from storage.outbox import Delivery
from storage.reading import Reader
from storage.staff import Member
from storage.writes import Writes
from voice import arranged, clock
from voice.access import SignedIn, may_be_told
from voice.arranged import Step
from voice.model import ConcernState, new_id
from voice.relationship import day_of, tie_to
from voice.staff_services import StaffServices


async def concern_raised(services: StaffServices, delivery: Delivery) -> None:
    """The delivery that is written with a concern: whoever is first hears of it at once."""
    await climb(services, delivery.subject)


async def climb_all(services: StaffServices) -> None:
    """Take every step that is due, of every concern that nobody has."""
    async with services.store.reading() as db:
        waiting = [each for each in await concern_records.open_concerns(db, services.authority) if _waits(each)]
    for each in waiting:
        await climb(services, each.id)


async def climb(services: StaffServices, concern: UUID) -> None:
    """Take every step of this concern that is due and was not taken."""
    await services.store.decide(partial(_climb, services, concern))


async def still_waits_for(db: Reader, services: StaffServices, notice: Notice) -> bool:
    """Whether what this person was to hear of is still nobody's, and still theirs to hear of."""
    found = await concern_records.find_concern(db, services.authority, notice.subject)
    member = await staff.find(db, services.authority, notice.staff)
    return found is not None and member is not None and _waits(found) and await _may(db, services, member, found)


async def _climb(services: StaffServices, concern: UUID, db: Reader) -> tuple[Writes, None]:
    writes = Writes(services.authority)
    found = await concern_records.find_concern(db, services.authority, concern)
    if found is None or not _waits(found):
        return writes, None
    steps = arranged.steps_of((await authorities.find(db, services.authority)).arrangements)
    told = await notices.told_of(db, services.authority, "concern", found.id)
    known = {(each.staff, each.way) for each in told}
    climbed = found.climbed
    for step in steps[climbed:]:
        if not _due(found, step):
            break
        for member in await _people(db, services, step, found):
            for way in step.by:
                if (member.id, way) not in known:
                    known.add((member.id, way))
                    notices.add(writes, "concern", found.id, member.id, way)
        concerns.add_step(writes, new_id(), found.id, "climbed", outcome=step.who.value)
        climbed += 1
    if climbed > found.climbed:
        concern_records.move(writes, found, found.state, climbed=climbed)
        writes.event("climb", "concern", found.id, actor_kind="worker", steps=climbed)
    return writes, None


async def _people(db: Reader, services: StaffServices, step: Step, found: Concern) -> list[Member]:
    """Whoever this step names and may hear of this concern."""
    holding = await staff.holding(db, services.authority, step.who)
    return [each for each in holding if await _may(db, services, each, found)]


async def _may(db: Reader, services: StaffServices, member: Member, found: Concern) -> bool:
    me = SignedIn(member.id, member.first_name, member.last_name, member.team, member.roles)
    tie = await tie_to(db, services.authority, me, found.child)
    return member.active and may_be_told(me, tie, found, day_of(found.raised))


def _waits(found: Concern) -> bool:
    return found.state is ConcernState.NEW


def _due(found: Concern, step: Step) -> bool:
    return step.after == 0 or found.raised + timedelta(minutes=step.after) <= _now()


def _now() -> datetime:
    return clock.now()
