"""What a child told to the service: the participation officer reads it, and two people and a concern open the name."""

from uuid import UUID

import pytest
from starlette.applications import Starlette

from storage import tables
from tests.portal.browsing import Browser, at_the_desk
from tests.portal.looking import rows
from tests.portal.saying import Says, up_to_sending
from tests.world import World
from voice import sending_unnamed, setting_up
from voice.model import Role

WHY = "They write that nobody comes at night"


async def employed(world: World, app: Starlette, who: str, role: Role) -> Browser:
    email = f"{who}@northfold.test"
    world.people[who] = await setting_up.add_staff(world.staff, who.title(), "Lee", email, None, [role])
    return await at_the_desk(world, app, who)


@pytest.fixture
async def kim(world: World, app: Starlette) -> Browser:
    """Participation officer."""
    return await employed(world, app, "kim", Role.PARTICIPATION_OFFICER)


@pytest.fixture
async def rae(world: World, app: Starlette) -> Browser:
    """Duty manager."""
    return await employed(world, app, "rae", Role.DUTY_MANAGER)


@pytest.fixture
async def page(world: World) -> str:
    await sending_unnamed.send_unnamed(world.public, await up_to_sending(world, Says()))
    (told,) = await rows(world, tables.unnamed)
    return f"/told/{told['statement']}"


async def test_it_is_read_without_the_name(world: World, kim: Browser, sam: Browser, rae: Browser, page: str) -> None:
    """By her alone: not by the child's worker, and not by those who may later look behind the name."""
    assert page in (await kim.get("/told")).text
    read = (await kim.get(page)).text

    assert "I miss my nan and nobody tells me why" in read
    assert "Amara" not in read
    for other in (sam, rae):
        assert (await other.get(page)).status_code == 404
    assert page not in (await rae.get("/told")).text
    assert (await sam.get("/told")).status_code == 404
    assert "Nothing here yet" in (await sam.get("/")).text


async def test_a_name_is_opened_by_two_people_and_a_concern(
    world: World, kim: Browser, rae: Browser, morgan: Browser, page: str
) -> None:
    """Who is worried cannot agree with herself; with the second person there is a concern like any other."""
    assert (await kim.send(page, f"{page}/worried", why=" ")).status_code == 400
    await kim.send(page, f"{page}/worried", why=WHY)
    form = {"csrf": (await kim.get(page)).text.partition('name="csrf" value="')[2].partition('"')[0]}
    assert (await kim.client.post(f"{page}/look-behind", data=form)).status_code == 404
    assert await rows(world, tables.concern) == []

    agreed = await rae.send(page, f"{page}/look-behind")
    form = {"csrf": (await rae.get(page)).text.partition('name="csrf" value="')[2].partition('"')[0]}
    again = await rae.client.post(f"{page}/look-behind", data=form)

    (raised,) = await rows(world, tables.concern)
    assert (raised["child"], raised["level"]) == (world.amara, "urgent")
    assert agreed.headers["location"] == again.headers["location"] == f"/concerns/{raised['id']}"
    opened = (await morgan.get(f"/concerns/{raised['id']}")).text
    assert WHY in opened
    assert "I miss my nan and nobody tells me why" in opened
    assert "There is a concern" in (await kim.get("/told")).text


async def test_nobody_looks_behind_a_name_without_a_reason(world: World, rae: Browser, page: str) -> None:
    """Not even who may confirm: there is nothing for them until somebody is worried."""
    form = {"csrf": (await rae.get("/told")).text.partition('name="csrf" value="')[2].partition('"')[0]}

    assert (await rae.client.post(f"{page}/look-behind", data=form)).status_code == 404
    assert (await rae.client.post(f"/told/{UUID(int=4)}/look-behind", data=form)).status_code == 404


async def test_the_first_page_leads_to_what_is_theirs(kim: Browser) -> None:
    """It does not say that there is nothing to read while the list above it offers pages."""
    main = (await kim.get("/")).text.split("<main", 1)[1]

    assert "There is nothing to read here" not in main
    assert 'href="/told"' in main
    assert 'href="/figures"' in main
