"""Duty hears of a concern at once and outside the portal; whoever it may be about does not; nobody hears what it is."""

import asyncio
import re
from functools import partial
from uuid import UUID

from storage import tables
from tests.portal.looking import rows
from tests.portal.saying import WORRY, Says, up_to_sending
from tests.telling.conftest import another_worker
from tests.telling.post_office import PostOffice
from tests.world import World
from voice import climbing, setting_up, taking_up, telling_staff
from voice.access import SignedIn
from voice.delivering import Deliveries, Way
from voice.model import Role
from voice.staff_services import StaffServices

APART = Says(safe="no", about_staff="not_sure")
MINE = [WORRY, "Amara", "Miss Ade", "stepdad", "safe", "child's"]


def deliveries(services: StaffServices, office: PostOffice) -> Deliveries:
    ways: dict[str, Way] = {"concern": climbing.concern_raised}
    ways["notice.email"] = partial(telling_staff.by_email, office.server())
    return Deliveries(services, ways)


async def until_empty(worker: Deliveries) -> None:
    while await worker.round():
        pass


async def the_concern(world: World) -> UUID:
    (found,) = await rows(world, tables.concern)
    return UUID(str(found["id"]))


async def test_duty_hears_of_it_and_reads_nothing_of_it(
    world: World, services: StaffServices, office: PostOffice
) -> None:
    """An address within the portal, and no word of hers, no name, nothing that tells what it is (R43)."""
    await up_to_sending(world, APART)
    await until_empty(deliveries(services, office))

    (message,) = office.arrived
    assert message["To"] == "morgan@northfold.test"
    text = message.get_content().replace("\r\n", "\n")
    assert f"\nhttp://staff.test/concerns/{await the_concern(world)}\n" in text
    assert [word for word in MINE if word.casefold() in message.as_string().casefold()] == []
    delivery = next(row for row in await rows(world, tables.outbox) if row["kind"] == "notice.email")
    assert message["Message-ID"] == f"<{delivery['id']}@staff.test>"
    assert (delivery["state"], message["Auto-Submitted"]) == ("done", "auto-generated")


async def test_two_children_look_alike(world: World, services: StaffServices, office: PostOffice) -> None:
    """Whoever reads Morgan's post cannot tell what a child pressed, nor whether it may be about a worker."""
    await up_to_sending(world, APART)
    await up_to_sending(world, Says(safe="not_always", about_staff="no"), world.noor)
    await until_empty(deliveries(services, office))

    one, other = (message.as_string() for message in office.arrived)
    ids = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f-]{8,36}=\n[0-9a-f-]*")
    assert ids.sub("", one) == ids.sub("", other)


async def test_whom_it_may_be_about_hears_nothing(world: World, services: StaffServices, office: PostOffice) -> None:
    """Kim works with Amara and is on duty today: she is not told, Morgan is (R68)."""
    both = [Role.SOCIAL_WORKER, Role.DUTY]
    kim = await setting_up.add_staff(world.staff, "Kim", "Lee", "kim@northfold.test", world.east, both)
    await setting_up.allocate(world.staff, world.amara, kim, Role.SOCIAL_WORKER, cover=True)
    await up_to_sending(world, APART)
    await until_empty(deliveries(services, office))

    assert [message["To"] for message in office.arrived] == ["morgan@northfold.test"]


async def test_two_workers_tell_everybody_once(world: World, services: StaffServices, office: PostOffice) -> None:
    await up_to_sending(world, APART)
    async with another_worker(world) as other:
        await asyncio.gather(*(climbing.climb_all(each) for each in (services, other.services) * 3))
        both = [deliveries(each, office) for each in (services, other.services)]
        await asyncio.gather(*(until_empty(each) for each in both))

    assert [message["To"] for message in office.arrived] == ["morgan@northfold.test"]
    steps = [row["outcome"] for row in await rows(world, tables.concern_step) if row["kind"] == "climbed"]
    assert steps == ["duty"]


async def test_what_somebody_has_is_not_told_any_more(
    world: World, services: StaffServices, office: PostOffice
) -> None:
    """The mail server was away; when it is back, Morgan has had it for a while."""
    await up_to_sending(world, APART)
    await climbing.climb_all(services)
    morgan = SignedIn(world.people["morgan"], "Morgan", "Bell", None, frozenset({Role.DUTY}))
    await taking_up.acknowledge(world.staff, morgan, await the_concern(world))
    await until_empty(deliveries(services, office))

    assert office.arrived == []
    assert {row["state"] for row in await rows(world, tables.outbox) if row["kind"] != "count"} == {"done"}


async def test_who_began_to_work_with_her_meanwhile_is_not_told(
    world: World, services: StaffServices, office: PostOffice
) -> None:
    """Who may hear of it is asked again when the e-mail goes; and since nobody on duty is left, the next one hears."""
    await up_to_sending(world, APART)
    await climbing.climb_all(services)
    await setting_up.allocate(world.staff, world.amara, world.people["morgan"], Role.SOCIAL_WORKER)
    await until_empty(deliveries(services, office))

    assert [message["To"] for message in office.arrived] == ["priya@northfold.test"]


async def test_an_address_that_is_none_is_given_up_and_shown(
    world: World, services: StaffServices, office: PostOffice
) -> None:
    office.recipient = "550 nobody here"
    await up_to_sending(world, APART)
    await until_empty(deliveries(services, office))

    (dead,) = [row for row in await rows(world, tables.outbox) if row["state"] == "dead"]
    assert (dead["kind"], dead["error_code"]) == ("notice.email", "smtp_550")


async def test_without_a_mail_server_it_waits_and_says_so(world: World, services: StaffServices) -> None:
    """Nobody is called told who was not."""
    await up_to_sending(world, APART)
    worker = Deliveries(services, {"concern": climbing.concern_raised})
    await until_empty(worker)
    await worker.name_undeliverable()

    left = [(row["kind"], row["error_code"]) for row in await rows(world, tables.outbox) if row["state"] == "waiting"]
    assert left == [("notice.email", "no_way_yet")]
