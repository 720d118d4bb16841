"""Whoever is on duty sees what waits and takes it up in one press; the paper they hand over has safe contact first."""

from datetime import timedelta

import pytest
from starlette.applications import Starlette

from storage import tables
from storage.writes import Writes
from tests.portal.browsing import Browser, at_the_desk
from tests.portal.looking import actions_of, rows
from tests.portal.saying import Says, says
from tests.portal.test_concerns import APART, SHARED, the_concern
from tests.portal.test_signs_of_life import change, put
from tests.world import World
from voice import clock, setting_up
from voice.model import Role


async def new_person(world: World, app: Starlette, name: str, role: Role) -> Browser:
    email = f"{name}@northfold.test"
    world.people[name] = await setting_up.add_staff(world.staff, name.title(), "Hall", email, world.east, [role])
    return await at_the_desk(world, app, name)


async def level(world: World, said: str, level: str) -> None:
    """The concern of whoever said it, at another level."""
    (step,) = [row for row in await rows(world, tables.concern) if str(row["child"]) == said]
    writes = Writes(world.staff.authority)
    writes.update(tables.concern, step["id"], level=level)
    await world.staff.store.write(writes)


async def test_the_most_urgent_stands_first_with_the_time_left(world: World, morgan: Browser) -> None:
    await says(world, SHARED)
    clock.move(timedelta(minutes=3))
    await says(world, SHARED, world.noor)
    await level(world, str(world.amara), "worry")

    page = (await morgan.get("/concerns")).text

    assert page.index("Noor") < page.index("Amara")
    assert "15 minutes left" in page
    assert "12 minutes left" in page
    clock.move(timedelta(minutes=14))
    assert "2 minutes late" in (await morgan.get("/concerns")).text


async def test_how_many_wait_stands_beside_concerns_on_every_page(
    world: World, morgan: Browser, sam: Browser, priya: Browser
) -> None:
    """Each counts what is theirs to take up: Morgan both, Priya her own team's, Sam none; and none once it is taken."""
    await says(world, APART)
    mine = await the_concern(world)
    await says(world, SHARED, world.noor)
    badge = '<span class="badge">%s<span class="vh"> '

    assert badge % 2 in (await morgan.get("/deliveries")).text
    assert badge % 1 in (await priya.get("/team")).text
    assert 'class="badge"' not in (await sam.get("/")).text
    await morgan.send("/concerns", f"/concerns/{mine}/acknowledge")
    assert badge % 1 in (await morgan.get("/unknown")).text
    assert 'class="badge"' not in (await priya.get("/team")).text


async def test_one_press_takes_it_up(world: World, morgan: Browser) -> None:
    """From the list; and the next page is the concern itself."""
    await says(world, APART)
    concern = f"/concerns/{await the_concern(world)}"

    taken = await morgan.send("/concerns", f"{concern}/acknowledge")

    assert taken.headers["location"] == f"{concern}?done=acknowledged"
    page = (await morgan.get("/concerns")).text
    assert "Nobody has these yet" not in page
    assert "Morgan Bell has it" in page


async def test_the_paper_has_safe_contact_first_and_is_written_down(world: World, morgan: Browser) -> None:
    """Who must not know stands above everything else that is on it (R67)."""
    await says(world, APART)
    await says(world, Says(safe="no", reach="", must_not_know=""), world.noor)
    concern = await the_concern_of(world, str(world.amara))

    paper = (await morgan.get("/concerns/hand-over")).text

    amara = paper.index("Amara")
    assert amara < paper.index("Miss Ade") < paper.index("My stepdad") < paper.index("Do you feel safe where you live?")
    assert "No contact with the home until a person has decided" in paper
    assert ("hand_over", world.people["morgan"]) in await actions_of(world, "authority")
    opened = [row["subject"] for row in await rows(world, tables.audit_event) if row["action"] == "open"]
    assert str(concern) in {str(each) for each in opened}


async def the_concern_of(world: World, child: str) -> object:
    return next(row["id"] for row in await rows(world, tables.concern) if str(row["child"]) == child)


@pytest.mark.parametrize("name", ["sam", "dev", "alex"])
async def test_others_have_no_such_paper(world: World, app: Starlette, name: str) -> None:
    """Sam works with Amara: no paper, and no line in the audit that one was made."""
    await says(world, SHARED)
    browser = await at_the_desk(world, app, name)

    answer = await browser.get("/concerns/hand-over")

    assert answer.status_code == 404
    assert "stepdad" not in answer.text
    assert "hand_over" not in dict(await actions_of(world, "authority"))


async def test_a_concern_that_may_be_about_priya_is_not_on_her_paper(world: World, priya: Browser) -> None:
    await setting_up.allocate(world.staff, world.amara, world.people["priya"], Role.TEAM_MANAGER, cover=True)
    await says(world, APART)

    assert "Amara" not in (await priya.get("/concerns/hand-over")).text


async def test_a_service_manager_sees_that_there_is_one_and_not_whose(world: World, app: Starlette) -> None:
    """The address in her e-mail leads to the list; no name, no word, no way in (R30)."""
    await says(world, SHARED)
    ruth = await new_person(world, app, "ruth", Role.SERVICE_MANAGER)
    concern = f"/concerns/{await the_concern(world)}"

    led = await ruth.get(concern)
    page = (await ruth.get("/concerns")).text

    assert (led.status_code, led.headers["location"]) == (303, "/concerns")
    assert "Team East" in page
    assert "Amara" not in page
    assert concern not in page
    assert await actions_of(world, "concern") == [("raise", None), ("follow_up", None)]


async def test_the_designated_officer_reads_what_may_be_about_one_of_us(world: World, app: Starlette) -> None:
    """Reads it and adds to it, and neither takes it up nor closes it; of what is not about us sees nothing (R68)."""
    await says(world, APART)
    await says(world, SHARED, world.noor)
    lena = await new_person(world, app, "lena", Role.DESIGNATED_OFFICER)
    page = f"/concerns/{await the_concern_of(world, str(world.amara))}"

    shown = (await lena.get("/concerns")).text
    assert "Amara" in shown
    assert "Noor" not in shown
    assert "/acknowledge" not in shown
    assert "My stepdad" in (await lena.get(page)).text
    assert (await lena.send(page, f"{page}/note", note="Strategy meeting at two", do="note")).status_code == 303
    assert (await lena.get(f"/concerns/{await the_concern_of(world, str(world.noor))}")).status_code == 404


async def test_a_notice_that_failed_stands_on_the_page_with_what_to_do(world: World, morgan: Browser) -> None:
    await put(world, "notice.email")
    await change(world, state="dead", error_code="smtp_550")

    assert "1 notice did not reach anybody" in (await morgan.get("/concerns")).text
    page = (await morgan.get("/deliveries")).text
    assert "E-mail to a member of staff" in page
    assert "the address may have a slip in it" in page
