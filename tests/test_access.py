"""docs/access.csv says who may open what; the real verbs, over a real record, have to agree line by line."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from storage import concern_records, staff, tables
from storage.tables import allocation
from storage.writes import Writes
from tests.access_table import TIES, Line, lines
from tests.portal.given import interprets, signs
from tests.portal.lifted import lifts_for_morgan
from tests.portal.lists import has_lists
from tests.portal.looking import rows
from tests.portal.nobody_reads import not_yet_understood
from tests.portal.saying import Says, begin, says
from tests.portal.told import told_to_the_service
from tests.portal.weighed import weighing_verbs, weighs_and_hides
from tests.world import World, make_world
from voice import (
    asking_for,
    being_understood,
    case_record,
    case_statement,
    climbing,
    clock,
    making_links,
    not_me,
    preserving,
    raising,
    replying,
    setting_up,
    showing_figures,
    taking_on,
    taking_up,
    unnamed,
    visiting,
)
from voice.access import SignedIn
from voice.errors import NotAllowed, NothingThere
from voice.model import HandedOver, How, Level, Role, new_id
from voice.raising import Raised
from voice.replying import Answer
from voice.showing_figures import Wanted
from voice.staff_services import StaffServices
from voice.taking_up import Done, Outcome

SAID_ON = datetime(2026, 11, 19, 10, 0, tzinfo=UTC)
OF_PART = {
    "worker_part": "worries",
    "manager_part": "worker_listens",
    "numbers_part": "time_alone",
    "advocate_part": "on_my_side",
}


@dataclass(frozen=True, slots=True)
class Case:
    """One child, what she sent, and the concern she raised, if any."""

    child: UUID
    statement: UUID
    concern: UUID | None
    asked: dict[str, UUID] = field(default_factory=dict)
    tasks: dict[str, UUID] = field(default_factory=dict)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    clock.stand(SAID_ON)
    async with make_world(tmp_path) as made:
        yield made
    clock.stand(None)


async def _case(world: World, name: str, said: Says, *, closed: bool = False) -> Case:
    child = await setting_up.add_child(world.staff, name, date(2016, 1, 1), world.east)
    receipt = await says(world, said, child)
    morgan = SignedIn(world.people["morgan"], "Morgan", "Bell", None, frozenset({Role.DUTY}))
    concern = next(
        (each.id for each in await case_record.concerns_to_see(world.staff, morgan) if each.child == child), None
    )
    if closed and concern:
        await taking_up.acknowledge(world.staff, morgan, concern)
        done = Done(new_id(), "Rang the school", "We came the same day")
        await taking_up.close(world.staff, morgan, concern, done, Outcome.SPOKE_WITH_CHILD)
    return Case(child, receipt.statement, concern)


async def _cases(world: World) -> dict[str, Case]:
    extra = {"worker_listens": "never", "time_alone": "never", "on_my_side": "yes"}
    apart = Says(safe="no", about_staff="not_sure", extra=extra)
    shared = Says(safe="no", about_staff="no", extra=extra)
    quiet = await _case(world, "Amina", Says("I miss my nan. أفتقد جدتي", extra=extra))
    quiet.asked.update(await _asks(world, quiet.child))
    await weighs_and_hides(world, quiet.child, quiet.statement)
    quiet.tasks.update(await not_yet_understood(world, quiet.statement))
    return {
        "quiet": quiet,
        "apart_open": await _case(world, "Bea", apart),
        "shared_open": await _case(world, "Cy", shared),
        "apart_closed": await _case(world, "Dot", apart, closed=True),
        "shared_closed": await _case(world, "Eli", shared, closed=True),
    }


async def _asks(world: World, child: UUID) -> dict[str, UUID]:
    """She asks for each thing that can be asked for, and is not answered yet."""
    visit = await begin(world, child)
    for kind in ("person", "complaint", "advocate"):
        visit = await visiting.current_visit(world.public, visit.token)
        await asking_for.ask_for(world.public, visit, kind, "please come")
    await not_me.close_visit(world.public, await begin(world, child))
    return {row["kind"]: row["id"] for row in await rows(world, tables.asked_for)}


async def _person(world: World, number: int, line: Line, cases: dict[str, Case]) -> SignedIn:
    team = world.west if line.tie == "elsewhere" else world.east
    email = f"person{number}@northfold.test"
    made = await setting_up.add_staff(world.staff, "Kit", "Lane", email, team, sorted(line.roles))
    if line.tie not in ("team", "elsewhere"):
        until = SAID_ON.date() if line.tie == "was_then" else None
        # Of two roles, the one that works with children is the one they are allocated in.
        works_as = min(line.roles, key=lambda role: (role != Role.SOCIAL_WORKER, role))
        writes = Writes(world.staff.authority)
        for case in cases.values():
            facts = {"works_as": works_as.value, "cover": line.tie == "cover", "since": SAID_ON.date(), "until": until}
            writes.insert(allocation, id=new_id(), child=case.child, staff=made, **facts)
        await world.staff.store.write(writes)
    return SignedIn(made, "Kit", "Lane", team, line.roles)


async def _can(asked: Callable[[], Awaitable[Any]]) -> Any:
    """What the verb gives, or None where it is refused."""
    try:
        return await asked() or True
    except (NotAllowed, NothingThere):
        return None


async def _found(world: World, me: SignedIn, cases: dict[str, Case]) -> dict[str, bool]:
    """What the verbs let this person do, under the names of the table."""
    services, quiet, apart = world.staff, cases["quiet"], cases["apart_open"]

    async def reads(case: Case, question: str) -> bool:
        opened = await _can(lambda: case_statement.open_statement(services, me, case.statement))
        return opened is not None and any(a["question"] == question for a in opened.answers)

    async def opens(case: Case) -> bool:
        assert case.concern
        concern = case.concern
        return await _can(lambda: taking_up.open_concern(services, me, concern)) is not None

    async def knows(case: Case) -> bool:
        return await _can(lambda: case_record.look_at_child(services, me, case.child)) is not None

    found = {"name": await knows(quiet), "name_concern": await knows(apart)}
    found |= {column: await reads(quiet, question) for column, question in OF_PART.items()}
    found["worker_part_concern"] = await reads(apart, "worries")
    found |= {column: await opens(cases[column]) for column in cases if column != "quiet"}
    said = Answer(new_id(), How.WRITE, "Thank you for telling me")
    found["answer"] = await _can(lambda: replying.answer(services, me, quiet.statement, said)) is not None
    found |= {
        name: await _can(verb) is not None for name, verb in (await weighing_verbs(world, me, quiet.statement)).items()
    }
    found["raises"] = await _raises(services, me, quiet)
    for column, audience in (("task", "worker"), ("task_apart", "manager")):
        task = quiet.tasks[audience]
        found[column] = await _can(lambda task=task: being_understood.look_at(services, me, task)) is not None  # type: ignore[misc]
    found |= await has_lists(services, me)
    found |= await interprets(world, me, quiet.statement)
    found |= await signs(world, me, quiet.statement)
    for column, case in (("told_apart", apart), ("told_shared", cases["shared_open"])):
        found[column] = await _hears(world, me, case)
    by_hand, link = (world.version, HandedOver.BY_HAND, new_id()), making_links.make_link
    found["link"] = await _can(lambda: link(services, me, quiet.child, *by_hand, she_asked=True)) is not None
    for column, wanted in (("figures", Wanted()), ("team_figures", Wanted(team=str(world.east)))):
        found[column] = await _can(lambda wanted=wanted: showing_figures.look(services, me, wanted)) is not None  # type: ignore[misc]
    return found | await _moved(world, me, cases["shared_open"]) | await _asked(world, me, quiet)


async def _raises(services: StaffServices, me: SignedIn, quiet: Case) -> bool:
    """Whether this person raises a concern about her; afterwards it is closed, and opens nothing to the next one."""
    raised = Raised(new_id(), Level.WORRY, "Seen crying at the gate", "no")
    found = await _can(lambda: raising.raise_by_hand(services, me, quiet.child, raised)) is not None
    writes = Writes(services.authority)
    writes.update(tables.concern, raised.id, state="closed")
    await services.store.write(writes)
    return found


async def _hears(world: World, me: SignedIn, case: Case) -> bool:
    async with world.staff.store.reading() as db:
        member = await staff.find(db, world.staff.authority, me.id)
        concern = await concern_records.find_concern(db, world.staff.authority, case.concern or case.child)
        assert member
        assert concern
        return await climbing.may_hear(db, world.staff, member, concern)


async def _moved(world: World, me: SignedIn, shared: Case) -> dict[str, bool]:
    """Whether this person takes up and closes a concern; afterwards it stands open again for the next one."""
    services, id = world.staff, shared.concern
    assert id
    done = Done(new_id(), "Rang the school", "We came the same day")
    ends = Outcome.SPOKE_WITH_CHILD
    found = {
        "acknowledges": await _can(lambda: taking_up.acknowledge(services, me, id)) is not None,
        "preserves": await _can(lambda: preserving.hold(services, me, id, new_id(), "A court asks")) is not None,
        "lifts": await _can(partial(lifts_for_morgan, world, me, id)) is not None,
        "closes": await _can(lambda: taking_up.close(services, me, id, done, ends)) is not None,
    }
    writes = Writes(services.authority)
    writes.update(tables.concern, id, state="acknowledged", closed=None)
    await services.store.write(writes)
    return found


async def _asked(world: World, me: SignedIn, quiet: Case) -> dict[str, bool]:
    services, asked = world.staff, quiet.asked
    listed = await _can(lambda: taking_on.requests_to_see(services, me))
    kinds = {line.kind for line in listed} if isinstance(listed, list) else set()

    async def opens(kind: str) -> bool:
        return await _can(lambda: taking_on.open_request(services, me, asked[kind])) is not None

    assert not await opens("advocate")  # the provider's alone
    assert kinds - {"advocate"} == {kind for kind in ("person", "complaint", "not_me") if await opens(kind)}
    link = await _newest_link(world, quiet.child)
    return {
        "asked_person": await opens("person"),
        "asked_complaint": await opens("complaint"),
        "asked_advocate": "advocate" in kinds,
        "asked_not_me": "not_me" in kinds,
        **await _unnamed(world, me),
        "stop_link": await _can(lambda: making_links.revoke_link(services, me, link)) is not None,
    }


async def _unnamed(world: World, me: SignedIn) -> dict[str, bool]:
    """Whether this person reads what was told to the service, and agrees when somebody is worried about it."""
    worried, plain = await told_to_the_service(world, worried=True), await told_to_the_service(world, worried=False)
    return {
        "unnamed": await _can(lambda: unnamed.open_one(world.staff, me, plain)) is not None,
        "looks_behind": await _can(lambda: unnamed.look_behind(world.staff, me, worried)) is not None,
    }


async def _newest_link(world: World, child: UUID) -> UUID:
    await world.link(child)
    made = [row for row in await rows(world, tables.invitation) if row["child"] == child]
    return UUID(str(max(made, key=lambda row: row["id"])["id"]))


async def test_the_table_is_kept(world: World) -> None:
    """Every line of the table, asked of the verbs that the pages use."""
    cases = await _cases(world)
    people = [(line, await _person(world, n, line, cases)) for n, line in enumerate(lines())]
    clock.move(timedelta(days=1))

    differing = []
    for line, me in people:
        found = await _found(world, me, cases)
        wrong = {name: found[name] for name in line.expected if found[name] != line.expected[name]}
        differing += [(sorted(line.roles), line.tie, wrong)] if wrong else []

    assert differing == []


async def test_lists_name_only_whom_the_pages_name(world: World) -> None:
    """A name that a page would refuse is in no list either."""
    cases = await _cases(world)
    people = [await _person(world, n, line, cases) for n, line in enumerate(lines())]
    clock.move(timedelta(days=1))

    for me in people:
        desk = await case_record.my_children(world.staff, me)
        team = await _can(lambda me=me: case_record.my_team(world.staff, me)) or []  # type: ignore[misc]
        listed = [*desk.children, *(team if team is not True else [])]
        named = {line.child.id for line in listed} | {concern.child for concern in desk.concerns}
        for child in named:
            assert await _can(lambda me=me, child=child: case_record.look_at_child(world.staff, me, child))  # type: ignore[misc]


def test_every_role_stands_in_the_table() -> None:
    """A role that is added is decided on here before it opens anything."""
    told = {(role, line.tie) for line in lines() for role in line.roles if len(line.roles) == 1}

    assert told == {(role, tie) for role in Role for tie in TIES}
