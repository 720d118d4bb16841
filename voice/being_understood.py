"""Something a child said that nobody on the case can understand yet: who finds somebody, and until when (R60).

Whoever works with the child hears first; after four hours of the office's own it goes up like a concern, and at once
where she also said that she is not safe. Whoever looks at it can tell duty before a word of it is translated.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from uuid import UUID

from storage import not_understood, relationships, staff
from storage.children import Child
from storage.not_understood import Task
from storage.notices import Notice
from storage.outbox import Delivery
from storage.reading import Reader
from storage.staff import Member
from storage.writes import Writes
from surveys.parts import Audience
from voice import arranged, clock, raising
from voice.access import SignedIn, Tie, may_open, may_see_task, need
from voice.arranged import Step
from voice.case_record import named
from voice.errors import NothingThere
from voice.model import Level, Role
from voice.raising import Raised
from voice.relationship import day_of, tie_to, ties
from voice.staff_services import StaffServices
from voice.stepping import case_of, signed_in_as, steps_up
from voice.working_days import UNDERSTOOD_WITHIN, WORRY_SLOWER

ABOUT = not_understood.KIND
FIRST = Step(who="duty", after=0)  # whoever works with the child is told as the first of a concern are
LATER = UNDERSTOOD_WITHIN // WORRY_SLOWER // timedelta(minutes=1)  # in the minutes in which steps are counted


@dataclass(frozen=True, slots=True)
class TaskLine:
    """Something not yet understood, in a list."""

    task: Task
    name: str = field(repr=False)

    @property
    def late(self) -> bool:
        return clock.now() > self.task.read_by


@dataclass(frozen=True, slots=True)
class OpenTask:
    """One of them, for somebody who sees to it."""

    task: Task
    child: Child
    by: str | None
    may_open: bool


async def tasks_to_see(services: StaffServices, me: SignedIn) -> Sequence[TaskLine]:
    """What nobody has understood yet, of what this person may know of: the first due first."""
    async with services.store.reading() as db:
        found = await not_understood.open_tasks(db, services.authority)
        known = await ties(db, services.authority, me, list({each.child for each in found}))
        mine = [each for each in found if each.child in known and _sees(me, known[each.child], each)]
        names = await named(db, services, [each.child for each in mine])
    return [TaskLine(each, names[each.child].name) for each in mine if each.child in names]


async def look_at(services: StaffServices, me: SignedIn, task: UUID) -> OpenTask:
    """Where it stands; nothing that was said. Raises NothingThere, NotAllowed."""
    async with services.store.reading() as db:
        found, tie = await _find(db, services, me, task)
        child = (await named(db, services, [found.child])).get(found.child)
        names = await staff.names(db, services.authority, [found.by] if found.by else [])
    if child is None:
        raise NothingThere
    return OpenTask(found, child, names.get(found.by) if found.by else None, _opens(me, tie, found))


async def understood(services: StaffServices, me: SignedIn, task: UUID) -> None:
    """ "I know what it says": by name, the first who says so of those who can open it.

    Raises NothingThere, NotAllowed.
    """

    async def verb(db: Reader) -> tuple[Writes, None]:
        writes = Writes(services.authority)
        found, tie = await _find(db, services, me, task)
        need(_opens(me, tie, found))
        if found.open:
            not_understood.move(writes, found, understood=clock.now(), by=me.id)
            writes.event("understand", "not_yet_understood", found.id, actor_kind="staff", actor=me.id)
        return writes, None

    await services.store.decide(verb)


async def tell_duty(services: StaffServices, me: SignedIn, task: UUID, form: UUID, words: str) -> None:
    """One press, before any translating: a concern that is apart from everyone. Raises NothingThere, NotAllowed."""
    async with services.store.reading() as db:
        found, _ = await _find(db, services, me, task)
    raised = Raised(form, Level.URGENT, words, "not_sure")
    await raising.write_concern(services, me, found.child, raised, found.statement)


async def task_opened(services: StaffServices, delivery: Delivery) -> None:
    """The delivery that is written with it."""
    await climb(services, delivery.subject)


async def climb_all(services: StaffServices) -> None:
    """Take every step that is due, of everything that nobody has understood."""
    async with services.store.reading() as db:
        found = await not_understood.open_tasks(db, services.authority)
    for each in found:
        await climb(services, each.id)


async def climb(services: StaffServices, task: UUID) -> None:
    await services.store.decide(partial(_climb, services, task))


async def still_waits_for(db: Reader, services: StaffServices, notice: Notice) -> Level | None:
    """How much it presses, where nobody has understood it, and it is still this person's to hear of."""
    found = await not_understood.find(db, services.authority, notice.subject)
    member = await staff.find(db, services.authority, notice.staff)
    if found is None or member is None or not found.open or not await may_hear(db, services, member, found):
        return None
    return found.level


async def may_hear(db: Reader, services: StaffServices, member: Member, found: Task) -> bool:
    me = signed_in_as(member)
    return member.active and _sees(me, await tie_to(db, services.authority, me, found.child), found)


async def _climb(services: StaffServices, task: UUID, db: Reader) -> tuple[Writes, None]:
    writes = Writes(services.authority)
    found = await not_understood.find(db, services.authority, task)
    if found is None or not found.open:
        return writes, None
    case = await case_of(db, services, ABOUT, found)
    if case.due(timedelta(0)):
        case.tell(writes, await _working_with(db, services, found), FIRST)
    steps = _steps(found, arranged.steps_of(case.arrangements))
    taken = await steps_up(writes, case, steps, partial(_people, db, services, found))
    if writes.inserts or taken:
        not_understood.move(writes, found, climbed=found.climbed + len(taken))
        writes.event("climb", "not_yet_understood", task, actor_kind="worker", steps=found.climbed + len(taken))
    return writes, None


def _steps(found: Task, steps: Sequence[Step]) -> list[Step]:
    """As for a concern; but where she said nothing of not being safe, who works with her has four hours first."""
    later = 0 if found.level is not Level.WORRY else LATER
    return [step.model_copy(update={"after": step.after + later}) for step in steps]


async def _working_with(db: Reader, services: StaffServices, found: Task) -> list[Member]:
    """Those who work with the child and read this part."""
    ids = await relationships.working_with(db, services.authority, found.child, clock.today())
    members = [await staff.find(db, services.authority, each) for each in ids]
    return [each for each in members if each and await may_hear(db, services, each, found)]


async def _people(db: Reader, services: StaffServices, found: Task, step: Step) -> list[Member]:
    holding = await staff.holding(db, services.authority, Role(step.who))
    return [each for each in holding if await may_hear(db, services, each, found)]


async def _find(db: Reader, services: StaffServices, me: SignedIn, task: UUID) -> tuple[Task, Tie]:
    found = await not_understood.find(db, services.authority, task)
    if found is None:
        raise NothingThere
    tie = await tie_to(db, services.authority, me, found.child)
    need(_sees(me, tie, found))
    return found, tie


def _sees(me: SignedIn, tie: Tie, found: Task) -> bool:
    return may_see_task(me, tie, Audience(found.audience), day_of(found.raised))


def _opens(me: SignedIn, tie: Tie, found: Task) -> bool:
    """Whoever cannot open it cannot know what it says, and what nobody understands goes on climbing."""
    return may_open(me, tie, Audience(found.audience), day_of(found.raised))
