"""Takes the steps of an authority's arrangement for whatever waits: a concern, or something nobody understands yet."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from storage import authorities, notices, relationships, staff_phones
from storage.notices import Notice
from storage.reading import Reader
from storage.staff import Member
from storage.writes import Writes
from voice import clock
from voice.access import SignedIn
from voice.arranged import Step
from voice.model import Level, NoticeWay
from voice.staff_services import StaffServices
from voice.working_days import duty_hours, told_at

CLOCKS_DIFFER = timedelta(minutes=2)  # between two machines; by more, one of them is wrong

People = Callable[[Step], Awaitable[list[Member]]]


class Waits(Protocol):
    """Something that waits for a person."""

    @property
    def id(self) -> UUID: ...
    @property
    def child(self) -> UUID | None: ...
    @property
    def level(self) -> Level: ...
    @property
    def raised(self) -> datetime: ...
    @property
    def read_by(self) -> datetime: ...
    @property
    def climbed(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Case:
    """What waits, what is arranged for it, and who was told so far."""

    about: str
    waits: Waits
    arrangements: Mapping[str, Any]
    place: str
    told: tuple[Notice, ...]
    known: set[tuple[UUID, NoticeWay]]
    texted: frozenset[UUID]  # whoever can be told by text

    def due(self, after: timedelta) -> bool:
        """Whether it is time. A clock that stands before it was raised proves nothing: then it is."""
        found, now = self.waits, clock.now()
        at = told_at(found.raised, found.level, after, self.arrangements, self.place)
        if found.level is not Level.WORRY:
            at = min(at, found.read_by + after) if after else now  # no clock holds up who is told first
        return at <= now or now < found.raised - CLOCKS_DIFFER

    @property
    def may_skip(self) -> bool:
        """Whether a step may come before its time, where the one before reached nobody: for a worry never at night."""
        hours = duty_hours(self.arrangements, self.place)
        return self.waits.level is not Level.WORRY or hours.open_at(clock.now())

    def reached(self, people: list[Member], step: Step) -> bool:
        """Whether at least one of these was told, in the portal or by a way that has not failed for good."""
        failed = {(each.staff, each.way) for each in self.told if each.given_up}
        ways = {each.id: self._ways(each, step) for each in people}
        return any(not step.by or any((id, way) not in failed for way in by) for id, by in ways.items())

    def tell(self, writes: Writes, people: Sequence[Member], step: Step) -> None:
        """Each of these people by each way of the step, and nobody a second time."""
        for member in people:
            for way in self._ways(member, step):
                self._once(writes, member.id, way)

    def tell_instead(self, writes: Writes) -> None:
        """Whoever a text did not reach hears by e-mail: a telephone that is off, or that said STOP."""
        for each in self.told:
            if each.way is NoticeWay.TEXT and each.given_up:
                self._once(writes, each.staff, NoticeWay.EMAIL)

    def _ways(self, member: Member, step: Step) -> tuple[NoticeWay, ...]:
        return step.ways(self.waits.level, has_telephone=member.id in self.texted)

    def _once(self, writes: Writes, member: UUID, way: NoticeWay) -> None:
        if (member, way) not in self.known:
            self.known.add((member, way))
            notices.add(writes, self.about, self.waits.id, member, way)


async def case_of(db: Reader, services: StaffServices, about: str, waits: Waits) -> Case:
    arrangements = (await authorities.find(db, services.authority)).arrangements
    lives_in = await relationships.lives_in(db, services.authority, waits.child) if waits.child else None
    told = await notices.told_of(db, services.authority, about, waits.id)
    return Case(
        about,
        waits,
        arrangements,
        lives_in or arrangements.get("calendar", "ENG"),
        tuple(told),
        {(each.staff, each.way) for each in told},
        await staff_phones.whoever_can_be_texted(db, services.authority),
    )


async def steps_up(writes: Writes, case: Case, steps: Sequence[Step], people: People) -> list[Step]:
    """Take every step that is due and was not taken; which they were. One that reaches nobody takes no time."""
    climbed, taken = case.waits.climbed, []
    if steps:
        case.tell_instead(writes)
    last = steps[climbed - 1] if 0 < climbed <= len(steps) else None
    reached = last is None or case.reached(await people(last), last)
    for step in steps[climbed:]:
        if not case.due(timedelta(minutes=step.after)) and (reached or not case.may_skip):
            break
        found = await people(step)
        reached = case.reached(found, step)
        case.tell(writes, found, step)
        taken.append(step)
    return taken


def signed_in_as(member: Member) -> SignedIn:
    """The same person as access judges them."""
    return SignedIn(member.id, member.first_name, member.last_name, member.team, member.roles)
