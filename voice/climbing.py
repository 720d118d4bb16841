"""A concern goes up, one step of the authority's arrangement after another, until somebody has it (R11, R68, R71).

Each step is taken once, by whichever worker is first: it claims the concern, so that the other finds it taken, and so
that whoever takes the concern up in the same moment is not overtaken. Nobody is told of a concern that may be about
themselves.
"""

from datetime import timedelta
from functools import partial
from uuid import UUID

from storage import concern_records, concerns, staff
from storage.concern_records import Concern
from storage.notices import Notice
from storage.outbox import Delivery
from storage.reading import Reader
from storage.staff import Member
from storage.writes import Writes
from voice import arranged
from voice.access import may_be_told
from voice.arranged import Step
from voice.model import ConcernState, Level, Role, new_id
from voice.relationship import day_of, tie_to
from voice.staff_services import StaffServices
from voice.stepping import case_of, signed_in_as, steps_up

ABOUT = "concern"
# Who hears of what may be about somebody whose job is to help, whoever has it by then (R68).
MAY_BE_ABOUT_US = (Step(who="team_manager", after=0), Step(who="designated_officer", after=0))
SHE_IS_ASKED = timedelta(minutes=5)  # what a child raises has no answer yet to whom it is about


async def concern_raised(services: StaffServices, delivery: Delivery) -> None:
    """The delivery that is written with a concern: whoever is first hears of it at once."""
    await climb(services, delivery.subject)


async def climb_all(services: StaffServices) -> None:
    """Take every step that is due, of every concern that nobody has, or that may be about one of us."""
    async with services.store.reading() as db:
        found = await concern_records.open_concerns(db, services.authority)
    for each in found:
        if _waits(each) or not each.shared:
            await climb(services, each.id)


async def climb(services: StaffServices, concern: UUID) -> None:
    """Take every step of this concern that is due and was not taken."""
    await services.store.decide(partial(_climb, services, concern))


async def still_waits_for(db: Reader, services: StaffServices, notice: Notice) -> Level | None:
    """How much it presses, where what this person was to hear of is still theirs to hear of, and nobody else has it."""
    found = await concern_records.find_concern(db, services.authority, notice.subject)
    member = await staff.find(db, services.authority, notice.staff)
    if found is None or member is None or not await may_hear(db, services, member, found):
        return None
    still = _waits(found) or not (found.shared or member.roles.isdisjoint(each.who for each in MAY_BE_ABOUT_US))
    return found.level if still else None


async def may_hear(db: Reader, services: StaffServices, member: Member, found: Concern) -> bool:
    """Whether this person hears of this concern, whatever the authority has arranged."""
    me = signed_in_as(member)
    tie = await tie_to(db, services.authority, me, found.child)
    return member.active and may_be_told(me, tie, found, day_of(found.raised))


async def _climb(services: StaffServices, concern: UUID, db: Reader) -> tuple[Writes, None]:
    writes = Writes(services.authority)
    found = await concern_records.find_concern(db, services.authority, concern)
    if found is None or not found.open:
        return writes, None
    case = await case_of(db, services, ABOUT, found)
    people = partial(_people, db, services, found)
    steps = arranged.steps_of(case.arrangements) if _waits(found) else ()
    taken = await steps_up(writes, case, steps, people)
    for step in taken:
        concerns.add_step(writes, new_id(), found.id, "climbed", outcome=step.who)
    if not found.shared and case.due(SHE_IS_ASKED):
        for step in MAY_BE_ABOUT_US:
            case.tell(writes, await people(step), step)
    if writes.inserts:
        climbed = found.climbed + len(taken)
        concern_records.move(writes, found, found.state, climbed=climbed)
        writes.event("climb", "concern", concern, actor_kind="worker", steps=climbed)
    return writes, None


async def _people(db: Reader, services: StaffServices, found: Concern, step: Step) -> list[Member]:
    """Whoever this step names and may hear of this concern."""
    holding = await staff.holding(db, services.authority, Role(step.who))
    return [each for each in holding if await may_hear(db, services, each, found)]


def _waits(found: Concern) -> bool:
    return found.state is ConcernState.NEW
