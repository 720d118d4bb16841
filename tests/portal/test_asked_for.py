"""What Amara asked for reaches whoever must answer it, and nobody else."""

import re
from uuid import UUID

import pytest
from starlette.applications import Starlette

from storage import tables
from tests.portal.browsing import Browser, at_the_desk, hidden
from tests.portal.looking import actions_of, rows
from tests.portal.saying import begin
from tests.world import World
from voice import asking_for, not_me, setting_up, visiting
from voice.asking_for import Kind
from voice.model import Role
from voice.taking_on import IN_SIGHT

WORDS = "Sam never rings me back"


@pytest.fixture
async def cleo(world: World, app: Starlette) -> Browser:
    """Complaints manager."""
    roles = [Role.COMPLAINTS_MANAGER]
    world.people["cleo"] = await setting_up.add_staff(world.staff, "Cleo", "Hart", "cleo@northfold.test", None, roles)
    return await at_the_desk(world, app, "cleo")


async def asks(world: World, kind: Kind) -> UUID:
    await asking_for.ask_for(world.public, await begin(world), kind, WORDS)
    (found,) = await rows(world, tables.asked_for)
    return UUID(str(found["id"]))


async def test_a_complaint_is_never_shown_to_her_worker(
    world: World, sam: Browser, morgan: Browser, priya: Browser, cleo: Browser
) -> None:
    page = f"/asked-for/{await asks(world, 'complaint')}"

    for nobody in (sam, morgan):
        assert (await nobody.get(page)).status_code == 404
        assert "complaint" not in (await nobody.get("/asked-for")).text.lower()
    for reader in (cleo, priya):
        assert page in (await reader.get("/asked-for")).text
        assert WORDS in (await reader.get(page)).text
    assert await actions_of(world, "asked_for") == [("open", world.people["cleo"]), ("open", world.people["priya"])]


async def test_a_person_is_asked_of_her_worker_and_of_duty(
    world: World, sam: Browser, morgan: Browser, dev: Browser, priya: Browser
) -> None:
    page = f"/asked-for/{await asks(world, 'person')}"

    found = [(await who.get(page)).status_code for who in (sam, morgan, dev, priya)]

    assert found == [200, 200, 404, 404]


async def test_an_advocate_is_only_seen_to_be_waited_for(
    world: World, sam: Browser, morgan: Browser, priya: Browser
) -> None:
    """No name, no words, no page: it is another organisation's."""
    page = f"/asked-for/{await asks(world, 'advocate')}"

    for who in (morgan, priya):
        listed = (await who.get("/asked-for")).text
        assert "advocate" in listed
        assert "An answer is due" in listed
        assert "Amara" not in listed
        assert (await who.get(page)).status_code == 404
    assert "advocate" not in (await sam.get("/asked-for")).text


async def test_of_two_who_take_it_on_one_has_it(world: World, sam: Browser, morgan: Browser) -> None:
    page = f"/asked-for/{await asks(world, 'person')}"
    forms = {who.email: hidden((await who.get(page)).text, f"{page}/take") for who in (sam, morgan)}

    first = await sam.client.post(f"{page}/take", data=forms[sam.email])
    again = await sam.client.post(f"{page}/take", data=forms[sam.email])
    second = await morgan.client.post(f"{page}/take", data=forms[morgan.email])

    done = [answer.headers["location"].partition("=")[2] for answer in (first, again, second)]
    assert done == ["taken_on", "taken_on", "not_mine"]
    assert "Sam Okafor has it" in (await morgan.get(page)).text
    (row,) = await rows(world, tables.asked_for)
    assert row["taken_by"] == world.people["sam"]
    assert [action for action, _ in await actions_of(world, "asked_for")].count("take_on") == 1


async def test_an_administrator_has_no_such_page(alex: Browser) -> None:
    assert (await alex.get("/asked-for")).status_code == 404
    assert "/asked-for" not in (await alex.get("/")).text


async def test_a_link_in_the_wrong_hands_is_told_to_who_may_make_another(
    world: World, sam: Browser, priya: Browser, morgan: Browser, dev: Browser
) -> None:
    """Somebody pressed "this isn't me": Sam and his manager hear of it, duty and other teams do not."""
    await not_me.close_visit(world.public, await begin(world))
    page = f"/asked-for/{(await rows(world, tables.asked_for))[0]['id']}"

    found = [(await who.get(page)).status_code for who in (sam, priya, morgan, dev)]

    assert found == [200, 200, 404, 404]
    assert "Ask the child in person which way is safe" in (await sam.get(page)).text
    assert "done=taken_on" in (await sam.send(page, f"{page}/take")).headers["location"]


async def test_so_many_that_they_would_hide_others_are_set_aside(
    world: World, morgan: Browser, dev: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody has Amara's link and asks thirty times: counted, kept, and opened by whoever may open the others."""
    monkeypatch.setattr("voice.slowing.Door.delay_after", lambda *_: 0.0)
    visit = await begin(world)
    for number in range(IN_SIGHT + 10):
        visit = await visiting.current_visit(world.public, visit.token)
        await asking_for.ask_for(world.public, visit, "person", f"number {number}")

    few, every = (await morgan.get("/asked-for")).text, (await morgan.get("/asked-for?all=1")).text

    assert "Set aside: 10" in few
    assert few.count('href="/asked-for/') == IN_SIGHT
    assert every.count('href="/asked-for/') == IN_SIGHT + 10
    last = re.findall(r'href="(/asked-for/[0-9a-f-]+)"', every)[-1]
    assert last not in few
    assert "number 29" in (await morgan.get(last)).text
    assert (await dev.get(last)).status_code == 404
