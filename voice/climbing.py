"""A concern goes up, one step of the authority's arrangement after another, until somebody has it (R11, R68, R71).

Each step is taken once, by whichever worker is first: it claims the concern, so that the other finds it taken, and so
that whoever takes the concern up in the same moment is not overtaken. Nobody is told of a concern that may be about
themselves. A step by which nobody could be reached does not use up its time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from storage import authorities, concern_records, concerns, notices, relationships, staff
from storage.concern_records import Concern
from storage.notices import Notice
from storage.outbox import Delivery
from storage.reading import Reader
from storage.staff import Member
from storage.writes import Writes
from voice import arranged, clock
from voice.access import SignedIn, may_be_told
from voice.arranged import Step
from voice.model import ConcernState, Level, NoticeWay, Role, new_id
from voice.relationship import day_of, tie_to
from voice.staff_services import StaffServices
from voice.working_days import duty_hours, told_at

# Who hears of what may be about somebody whose job is to help, whoever has it by then (R68).
MAY_BE_ABOUT_US = (Step(who="team_manager", after=0), Step(who="designated_officer", after=0))
SHE_IS_ASKED = timedelta(minutes=5)  # what a child raises has no answer yet to whom it is about
CLOCKS_DIFFER = timedelta(minutes=2)  # between two machines; by more, one of them is wrong


@dataclass(frozen=True, slots=True)
class Case:
    """A concern, what is arranged for it, and who was told so far."""

    concern: Concern
    arrangements: Mapping[str, Any]
    place: str
    told: tuple[Notice, ...]

    def due(self, after: timedelta) -> bool:
        """Whether it is time. A clock that stands before the concern was raised proves nothing: then it is."""
        found, now = self.concern, clock.now()
        at = told_at(found.raised, found.level, after, self.arrangements, self.place)
        if found.level is not Level.WORRY:
            at = min(at, found.read_by + after) if after else now  # no clock holds up who is told first
        return at <= now or now < found.raised - CLOCKS_DIFFER

    @property
    def may_skip(self) -> bool:
        """Whether a step may come before its time, where the one before reached nobody: for a worry never at night."""
        level, hours = self.concern.level, duty_hours(self.arrangements, self.place)
        return level is not Level.WORRY or hours.open_at(clock.now())

    def reached(self, people: list[Member], step: Step) -> bool:
        """Whether at least one of these was told, in the portal or by a way that has not failed for good."""
        failed = {(each.staff, each.way) for each in self.told if each.given_up}
        return any(not step.by or any((each.id, way) not in failed for way in step.by) for each in people)


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


async def still_waits_for(db: Reader, services: StaffServices, notice: Notice) -> bool:
    """Whether what this person was to hear of is still theirs to hear of, and nobody else has it."""
    found = await concern_records.find_concern(db, services.authority, notice.subject)
    member = await staff.find(db, services.authority, notice.staff)
    if found is None or member is None or not await may_hear(db, services, member, found):
        return False
    return _waits(found) or not (found.shared or member.roles.isdisjoint(each.who for each in MAY_BE_ABOUT_US))


async def _climb(services: StaffServices, concern: UUID, db: Reader) -> tuple[Writes, None]:
    writes = Writes(services.authority)
    case = await _case(db, services, concern)
    if case is None:
        return writes, None
    known = {(each.staff, each.way) for each in case.told}
    climbed = await _steps_up(db, services, writes, case, known) if _waits(case.concern) else case.concern.climbed
    if not case.concern.shared and case.due(SHE_IS_ASKED):
        for step in MAY_BE_ABOUT_US:
            _tell(writes, case, await _people(db, services, step, case.concern), step, known)
    if writes.inserts:
        concern_records.move(writes, case.concern, case.concern.state, climbed=climbed)
        writes.event("climb", "concern", concern, actor_kind="worker", steps=climbed)
    return writes, None


async def _case(db: Reader, services: StaffServices, concern: UUID) -> Case | None:
    found = await concern_records.find_concern(db, services.authority, concern)
    if found is None or not found.open:
        return None
    arrangements = (await authorities.find(db, services.authority)).arrangements
    place = await relationships.lives_in(db, services.authority, found.child)
    told = await notices.told_of(db, services.authority, "concern", found.id)
    return Case(found, arrangements, place or "ENG", tuple(told))


async def _steps_up(
    db: Reader, services: StaffServices, writes: Writes, case: Case, known: set[tuple[UUID, NoticeWay]]
) -> int:
    """Take every step that is due; how many have been taken then."""
    steps = arranged.steps_of(case.arrangements)
    climbed = case.concern.climbed
    last = steps[climbed - 1] if 0 < climbed <= len(steps) else None
    reached = last is None or case.reached(await _people(db, services, last, case.concern), last)
    for step in steps[climbed:]:
        if not case.due(timedelta(minutes=step.after)) and (reached or not case.may_skip):
            break
        people = await _people(db, services, step, case.concern)
        reached = case.reached(people, step)
        _tell(writes, case, people, step, known)
        concerns.add_step(writes, new_id(), case.concern.id, "climbed", outcome=step.who)
        climbed += 1
    return climbed


def _tell(writes: Writes, case: Case, people: list[Member], step: Step, known: set[tuple[UUID, NoticeWay]]) -> None:
    """Each of these people by each way, and nobody a second time."""
    for member in people:
        for way in step.by:
            if (member.id, way) not in known:
                known.add((member.id, way))
                notices.add(writes, "concern", case.concern.id, member.id, way)


async def _people(db: Reader, services: StaffServices, step: Step, found: Concern) -> list[Member]:
    """Whoever this step names and may hear of this concern."""
    holding = await staff.holding(db, services.authority, Role(step.who))
    return [each for each in holding if await may_hear(db, services, each, found)]


async def may_hear(db: Reader, services: StaffServices, member: Member, found: Concern) -> bool:
    """Whether this person hears of this concern, whatever the authority has arranged."""
    me = SignedIn(member.id, member.first_name, member.last_name, member.team, member.roles)
    tie = await tie_to(db, services.authority, me, found.child)
    return member.active and may_be_told(me, tie, found, day_of(found.raised))


def _waits(found: Concern) -> bool:
    return found.state is ConcernState.NEW
