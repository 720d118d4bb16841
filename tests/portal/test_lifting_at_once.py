"""Two who lift a hold in the same moment, one person twice, and roles that end meanwhile: on both databases."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from storage import audit, tables
from storage.store import open_store
from storage.writes import Writes
from tests.portal.looking import rows
from tests.portal.saying import says
from tests.portal.test_preserving import SAID
from tests.world import World, make_world
from voice import clock, lifting, preserving, setting_up
from voice.access import SignedIn
from voice.errors import NotAllowed, NothingThere
from voice.lifting import AskerGone, NotRead, OthersWereFirst, SamePerson
from voice.model import Role, new_id
from voice.staff_services import StaffServices

WHY, DONE = "The court asks for it", "The court made its order"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """The cast on each database, with Rowan and Noa, who keep the records."""
    url = None if request.param == "sqlite" else request.getfixturevalue("fresh_postgres")
    async with make_world(tmp_path, url) as made:
        for name in ("rowan", "noa"):
            facts = (name.title(), "Hale", f"{name}@northfold.test", None, [Role.RECORDS_OFFICER])
            made.people[name] = await setting_up.add_staff(made.staff, *facts)
        yield made


@pytest.fixture
async def another(world: World) -> AsyncIterator[StaffServices]:
    """A second portal over the same record; on PostgreSQL with no more rights than the staff process has."""
    url = world.staff.store.engine.url
    if url.get_backend_name() != "sqlite":
        url = url.update_query_dict({"options": "-c role=voice_staff"})
    store = await open_store(url.render_as_string(hide_password=False), "staff")
    yield replace(world.staff, store=store)
    await store.close()


@pytest.fixture
async def hold(world: World) -> UUID:
    """Amara's record is held, and Morgan asks to lift it."""
    await says(world, SAID)
    (concern,) = [UUID(str(row["id"])) for row in await rows(world, tables.concern)]
    made = new_id()
    await preserving.hold(world.staff, as_now(world, "morgan", Role.DUTY), concern, made, WHY)
    await lifting.ask(world.staff, as_now(world, "morgan", Role.DUTY), concern, DONE)
    return made


def as_now(world: World, name: str, *roles: Role) -> SignedIn:
    team = world.east if name == "priya" else None
    return SignedIn(world.people[name], name.title(), "", team, frozenset(roles))


async def loses(world: World, name: str) -> None:
    """Every role of theirs ends."""
    writes = Writes(world.staff.authority)
    writes.delete(tables.staff_role, staff=world.people[name])
    await world.staff.store.write(writes)


async def lines(world: World, *actions: str) -> list[str]:
    return [row["action"] for row in await rows(world, tables.audit_event) if row["action"] in actions]


async def held(world: World) -> bool:
    return next(bool(row["held"]) for row in await rows(world, tables.child) if row["id"] == world.amara)


async def both(*deeds: object) -> list[object]:
    return list(await asyncio.gather(*deeds, return_exceptions=True))  # type: ignore[call-overload]


async def test_of_two_who_lift_it_at_once_one_does(world: World, another: StaffServices, hold: UUID) -> None:
    """The other hears that somebody was quicker, and the audit has one line: it was lifted once, by whom it says."""
    rowan, noa = (as_now(world, name, Role.RECORDS_OFFICER) for name in ("rowan", "noa"))
    await lifting.read(world.staff, rowan, hold)
    await lifting.read(another, noa, hold)

    told = await both(lifting.lift(world.staff, rowan, hold), lifting.lift(another, noa, hold))

    (loser,) = [each for each in told if each is not None]
    assert isinstance(loser, OthersWereFirst | NothingThere)
    winner = (rowan, noa)[told.index(None)]
    (row,) = await rows(world, tables.legal_hold)
    assert (row["lifted_by"], await held(world)) == (winner.id, False)
    assert await lines(world, "lift_hold") == ["lift_hold"]


async def test_one_person_twice_at_once_is_once(world: World, another: StaffServices, hold: UUID) -> None:
    """A double press on two screens: lifted once, one line."""
    rowan = as_now(world, "rowan", Role.RECORDS_OFFICER)
    await lifting.read(world.staff, rowan, hold)

    told = await both(*(lifting.lift(each, rowan, hold) for each in (world.staff, another, world.staff)))

    assert told.count(None) == 1
    assert all(isinstance(each, OthersWereFirst | NothingThere) for each in told if each is not None)
    assert await lines(world, "lift_hold") == ["lift_hold"]


async def test_lifted_or_kept_and_never_both(world: World, another: StaffServices, hold: UUID) -> None:
    """One lifts it while the other says that it stays held: whichever was first, the record and the audit agree."""
    rowan, priya = as_now(world, "rowan", Role.RECORDS_OFFICER), as_now(world, "priya", Role.TEAM_MANAGER)
    await lifting.read(world.staff, rowan, hold)

    told = await both(lifting.lift(world.staff, rowan, hold), lifting.keep(another, priya, hold))

    done = await lines(world, "lift_hold", "keep_hold")
    assert told.count(None) == len(done) == 1
    assert await held(world) == (done == ["keep_hold"])


async def test_whoever_asked_lifts_it_by_no_second_way(world: World, another: StaffServices, hold: UUID) -> None:
    """Morgan keeps the records too now, and presses on two screens at once."""
    writes = Writes(world.staff.authority)
    facts = {"staff": world.people["morgan"], "role": Role.RECORDS_OFFICER.value, "since": clock.now()}
    writes.insert(tables.staff_role, id=new_id(), **facts)
    await world.staff.store.write(writes)
    morgan = as_now(world, "morgan", Role.DUTY, Role.RECORDS_OFFICER)
    await lifting.read(world.staff, morgan, hold)

    told = await both(lifting.lift(world.staff, morgan, hold), lifting.lift(another, morgan, hold, stepped_up=True))

    assert [type(each) for each in told] == [SamePerson, SamePerson]
    assert await held(world)


async def test_a_role_that_ends_between_reading_and_lifting_ends_that_too(world: World, hold: UUID) -> None:
    """Rowan has read both reasons; by the time of the press Rowan keeps no records, whatever the page still says."""
    rowan = as_now(world, "rowan", Role.RECORDS_OFFICER)
    await lifting.read(world.staff, rowan, hold)
    await loses(world, "rowan")

    for deed in (lifting.lift, lifting.keep):
        with pytest.raises(NotAllowed):
            await deed(world.staff, rowan, hold)

    assert await held(world)
    assert await lines(world, "lift_hold", "keep_hold") == []


async def test_when_who_asked_is_gone_nobody_lifts_it_alone(world: World, hold: UUID) -> None:
    """Morgan's duty ended after Morgan asked: one person of now is not two. Kept held, it can be asked for anew."""
    rowan, priya = as_now(world, "rowan", Role.RECORDS_OFFICER), as_now(world, "priya", Role.TEAM_MANAGER)
    await lifting.read(world.staff, rowan, hold)
    await loses(world, "morgan")

    with pytest.raises(AskerGone):
        await lifting.lift(world.staff, rowan, hold)
    with pytest.raises(AskerGone):
        await lifting.lift(world.staff, priya, hold, stepped_up=True)

    assert await held(world)
    await lifting.keep(world.staff, priya, hold)
    concern = next(row["concern"] for row in await rows(world, tables.legal_hold))
    await lifting.ask(world.staff, priya, UUID(str(concern)), "Still not needed")
    await lifting.read(world.staff, rowan, hold)
    await lifting.lift(world.staff, rowan, hold)
    assert not await held(world)


async def test_reasons_of_an_earlier_asking_are_not_those_of_now(world: World, hold: UUID) -> None:
    """Rowan read why; it was kept held, and Priya asks with another reason, which Rowan has not read."""
    rowan, priya = as_now(world, "rowan", Role.RECORDS_OFFICER), as_now(world, "priya", Role.TEAM_MANAGER)
    await lifting.read(world.staff, rowan, hold)
    await lifting.keep(world.staff, priya, hold)
    concern = next(row["concern"] for row in await rows(world, tables.legal_hold))
    clock.move(timedelta(seconds=1))
    await lifting.ask(world.staff, priya, UUID(str(concern)), "The mother's solicitor wants it")

    with pytest.raises(NotRead):
        await lifting.lift(world.staff, rowan, hold)

    assert await held(world)
    async with world.staff.store.reading() as db:
        assert await audit.last(db, world.staff.authority, lifting.READ, hold, rowan.id) is not None
