"""A concern that nobody takes up goes to the next person, each once, until somebody has it. The clock moves time."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from storage import tables
from storage.writes import Writes
from tests.portal.looking import rows
from tests.portal.saying import Says, up_to_sending
from tests.telling.conftest import SQLITE, THURSDAY, another_worker
from tests.world import ARRANGEMENTS, World
from voice import climbing, clock, setting_up, sharing, taking_up
from voice.access import SignedIn
from voice.model import Role
from voice.staff_services import StaffServices

APART = Says(safe="no", about_staff="yes")
SHARED = Says(safe="no", about_staff="no")
EVENING = datetime.fromisoformat("2026-11-20T22:00:00+00:00")


async def everybody(world: World) -> None:
    """Ola manages duty, Ruth the service, Lena is the designated officer; Priya manages the team."""
    people = {"ola": Role.DUTY_MANAGER, "ruth": Role.SERVICE_MANAGER, "lena": Role.DESIGNATED_OFFICER}
    for name, role in people.items():
        email = f"{name}@northfold.test"
        world.people[name] = await setting_up.add_staff(world.staff, name.title(), "Hall", email, None, [role])


async def told(world: World) -> list[str]:
    """Who was told so far, in order; each as often as they were."""
    by_id = {id: name for name, id in world.people.items()}
    found = sorted(await rows(world, tables.notice), key=lambda row: row["id"])
    return [by_id[row["staff"]] for row in found]


async def climbed(world: World) -> list[str]:
    return [row["outcome"] for row in await rows(world, tables.concern_step) if row["kind"] == "climbed"]


async def as_it_goes(world: World, services: StaffServices, minutes: Sequence[float]) -> list[list[str]]:
    """Who has been told when so many minutes have passed."""
    found, begun = [], clock.now()
    for minute in minutes:
        clock.stand(begun + timedelta(minutes=minute))
        await climbing.climb_all(services)
        found.append(await told(world))
    return found


async def change(world: World, table: Any, **values: Any) -> None:
    writes = Writes(world.staff.authority)
    writes.change(table.update().values(**values))
    await world.staff.store.write(writes)


async def morgan_takes_it(world: World) -> None:
    (concern,) = await rows(world, tables.concern)
    await taking_up.acknowledge(world.staff, morgan(world), UUID(str(concern["id"])))


def morgan(world: World) -> SignedIn:
    return SignedIn(world.people["morgan"], "Morgan", "Bell", None, frozenset({Role.DUTY}))


async def test_nobody_takes_it_and_it_goes_up(world: World, services: StaffServices) -> None:
    """At once, after 15, 30 and 60 minutes (R11); nobody twice, and nothing after the last."""
    await everybody(world)
    await up_to_sending(world, SHARED)

    found = await as_it_goes(world, services, [0, 14.9, 15, 29.9, 30, 59.9, 60, 600])

    first, second, third = ["morgan"], ["morgan", "ola"], ["morgan", "ola", "priya"]
    assert found == [first, first, second, second, third, third, [*third, "ruth"], [*third, "ruth"]]
    assert await climbed(world) == ["duty", "duty_manager", "team_manager", "service_manager"]


async def test_two_workers_take_each_step_once(world: World, services: StaffServices) -> None:
    await everybody(world)
    await up_to_sending(world, SHARED)
    async with another_worker(world) as other:
        for minute in (0, 15, 30, 60):
            clock.stand(THURSDAY + timedelta(minutes=minute))
            await asyncio.gather(*(climbing.climb_all(each) for each in (services, other.services) * 2))

    assert await told(world) == ["morgan", "ola", "priya", "ruth"]
    assert await climbed(world) == ["duty", "duty_manager", "team_manager", "service_manager"]


@SQLITE
async def test_it_stops_when_somebody_has_it(world: World, services: StaffServices) -> None:
    await everybody(world)
    await up_to_sending(world, SHARED)
    await as_it_goes(world, services, [0, 15])
    await morgan_takes_it(world)

    assert await as_it_goes(world, services, [600]) == [["morgan", "ola"]]


@SQLITE
async def test_a_step_that_reaches_nobody_takes_no_time(world: World, services: StaffServices) -> None:
    """Everybody on duty works with Amara: the manager of duty hears at once."""
    await everybody(world)
    await setting_up.allocate(world.staff, world.amara, world.people["morgan"], Role.SOCIAL_WORKER)
    await up_to_sending(world, SHARED)

    assert await as_it_goes(world, services, [0, 15]) == [["ola"], ["ola"]]


@SQLITE
async def test_an_address_that_fails_for_good_takes_no_time(world: World, services: StaffServices) -> None:
    await everybody(world)
    await up_to_sending(world, SHARED)
    await as_it_goes(world, services, [0])
    await change(world, tables.outbox, state="dead", error_code="smtp_550")

    assert await as_it_goes(world, services, [1, 2]) == [["morgan", "ola"], ["morgan", "ola"]]


@SQLITE
async def test_a_worry_wakes_nobody(world: World, services: StaffServices) -> None:
    """Said on Friday at ten in the evening: on Monday at nine, and four hours later to the next."""
    await everybody(world)
    clock.stand(EVENING)
    await up_to_sending(world, SHARED)
    await change(world, tables.concern, level="worry")
    await setting_up.allocate(world.staff, world.amara, world.people["morgan"], Role.SOCIAL_WORKER)

    until_monday = 59 * 60
    found = await as_it_goes(world, services, [0, until_monday - 0.1, until_monday, until_monday + 240])

    assert found == [[], [], ["ola"], ["ola"]]


@SQLITE
async def test_at_night_where_nobody_is_there(world: World, services: StaffServices) -> None:
    """Duty's inbox has it at once, since nothing is lost by that; everybody else is counted from the morning."""
    await everybody(world)
    nobody = ARRANGEMENTS | {"duty": {"opens": "09:00", "closes": "17:00", "out_of_hours": False}}
    await change(world, tables.authority, arrangements=nobody)
    world.public._authority.clear()
    clock.stand(EVENING)
    await up_to_sending(world, SHARED)

    until_monday = 59 * 60
    found = await as_it_goes(world, services, [0, 120, until_monday + 14.9, until_monday + 15])

    assert found == [["morgan"]] * 3 + [["morgan", "ola"]]


@SQLITE
async def test_a_clock_that_goes_back_tells_nobody_twice_and_keeps_nobody_waiting(
    world: World, services: StaffServices
) -> None:
    """Back by ten minutes nothing is repeated; back to before it was raised, the next is told rather than nobody."""
    await everybody(world)
    await up_to_sending(world, SHARED)
    await as_it_goes(world, services, [0, 15])

    clock.stand(THURSDAY + timedelta(minutes=5))
    await climbing.climb_all(services)
    assert await told(world) == ["morgan", "ola"]

    clock.stand(THURSDAY - timedelta(hours=3))
    await climbing.climb_all(services)
    assert await told(world) == ["morgan", "ola", "priya", "ruth"]


@SQLITE
async def test_another_order_may_be_arranged(world: World, services: StaffServices) -> None:
    """The team's manager first, in the portal alone; then duty after five minutes, who has given no number (R71)."""
    await everybody(world)
    steps = [{"who": "team_manager", "by": [], "after": 0}, {"who": "duty", "by": ["email", "text"], "after": 5}]
    await change(world, tables.authority, arrangements=ARRANGEMENTS | {"steps": steps})
    await up_to_sending(world, SHARED)

    assert await as_it_goes(world, services, [0, 5]) == [[], ["morgan"]]
    assert await climbed(world) == ["team_manager", "duty"]


async def test_what_may_be_about_one_of_us_reaches_whom_it_must(world: World, services: StaffServices) -> None:
    """The team's manager and the designated officer hear after five minutes, whoever has it; Sam never does (R68)."""
    await everybody(world)
    await up_to_sending(world, APART)
    await as_it_goes(world, services, [0, 4.9])
    assert await told(world) == ["morgan"]
    await morgan_takes_it(world)

    found = await as_it_goes(world, services, [0.1, 600])

    assert [sorted(each) for each in found] == [["lena", "morgan", "priya"]] * 2
    assert "sam" not in await told(world)


@SQLITE
async def test_what_is_not_about_us_does_not_reach_the_designated_officer(
    world: World, services: StaffServices
) -> None:
    """A person found out, before anybody else was told: it climbs no more for what it may be about (R68)."""
    await everybody(world)
    await up_to_sending(world, APART)
    await morgan_takes_it(world)
    (concern,) = await rows(world, tables.concern)
    await sharing.share(world.staff, morgan(world), UUID(str(concern["id"])))

    assert "lena" not in (await as_it_goes(world, services, [0, 600]))[-1]


@SQLITE
async def test_a_manager_who_works_with_her_is_not_told(world: World, services: StaffServices) -> None:
    """Priya covers for Sam today: it could be about her, so the step of hers reaches nobody."""
    await everybody(world)
    await setting_up.allocate(world.staff, world.amara, world.people["priya"], Role.TEAM_MANAGER, cover=True)
    await up_to_sending(world, APART)

    assert set((await as_it_goes(world, services, [0, 60]))[-1]) == {"morgan", "ola", "lena", "ruth"}
