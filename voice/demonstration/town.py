"""Where the stories happen: the services, the days, the people by name, the surveys by their codes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from surveys.model import Survey
from surveys.parts import band_of
from voice import being_understood, climbing, clock, handing_on, setting_up
from voice.access import SignedIn
from voice.delivering import Deliveries
from voice.demonstration.days import Days
from voice.demonstration.people import STAFF
from voice.model import Role
from voice.public_services import PublicServices
from voice.staff_services import StaffServices
from voice.texting import keeping_numbers
from voice.texting.keeping_numbers import Owner


@dataclass(slots=True)
class Child:
    """One invented child."""

    id: UUID
    name: str
    born: date
    survey: str  # what she is usually asked
    worker: SignedIn
    phone: str | None = None


@dataclass(slots=True)
class Town:
    """Everything a story needs."""

    public: PublicServices
    staff: StaffServices
    days: Days
    members: Mapping[str, SignedIn]
    teams: Mapping[str, UUID]
    surveys: Mapping[str, Survey]
    versions: Mapping[str, UUID]
    deliveries: Deliveries
    children: list[Child] = field(default_factory=list)  # those who have a story

    async def child(
        self, name: str, age: int, survey: str, worker: str, *, born: tuple[int, int] = (5, 3), phone: str | None = None
    ) -> Child:
        """A child comes to the authority and has a worker from that day."""
        now, who = self.days.now, self.members[worker]
        year = now.year - age - ((now.month, now.day) < born)
        birthday = date(year, *born)
        made = await setting_up.add_child(self.staff, name, birthday, self.teams[STAFF[worker].team or ""])
        child = Child(made, name, birthday, survey, who, phone)
        await setting_up.allocate(self.staff, made, who.id, works_as(who))
        if phone:
            now = clock.now()
            await keeping_numbers.write_down(self.staff, made, phone, Owner.CHILD, confirmed=now, by=who.id)
        self.children.append(child)
        return child

    async def invite(self, child: Child, survey: str | None = None, *, she_asked: bool = False) -> str:
        """A link's token, from whoever works with the child."""
        code = survey or child.survey
        band = band_of(*self.surveys[code].ages)
        facts = (self.versions[code], child.worker.first_name, "", band)
        asked = clock.now() if she_asked else None
        return await setting_up.invite(self.staff, child.id, *facts, by=child.worker.id, child_asked=asked)

    async def change_worker(self, child: Child, worker: str) -> None:
        """Somebody else works with the child from the next day, and sees to what was promised."""
        await self.days.later(timedelta(days=1))
        child.worker = self.members[worker]
        await handing_on.hand_on(self.staff, child.id, child.worker.id, works_as(child.worker))

    async def worker_looks(self) -> None:
        """What goes up by itself goes up now."""
        await climbing.climb_all(self.staff)
        await being_understood.climb_all(self.staff)


def works_as(member: SignedIn) -> Role:
    return Role.PERSONAL_ADVISER if Role.PERSONAL_ADVISER in member.roles else Role.SOCIAL_WORKER
