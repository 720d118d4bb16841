"""A child of whom several concerns are open stands once on duty's page, with every reason; and one number is right."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from starlette.applications import Starlette

from storage import tables
from tests.portal.browsing import Browser, at_the_desk
from tests.portal.looking import actions_of, rows
from tests.portal.saying import Says, says
from tests.portal.test_concerns import SHARED
from tests.portal.test_duty import new_person
from tests.world import World
from voice import clock
from voice.access import SignedIn
from voice.model import Role
from voice.taking_up import acknowledge

TWICE = Says(words="my stepdad hits me when mum is at work", safe="no", about_staff="not_sure")


def cards(page: str) -> list[str]:
    return re.findall(r'<li class="concern.*?(?=<li class="concern|</section>)', page, re.DOTALL)


async def concerns(world: World) -> list[dict[str, object]]:
    return sorted((dict(row) for row in await rows(world, tables.concern)), key=lambda row: str(row["id"]))


def hers(card: str) -> dict[str, object]:
    """What the card's own form sends."""
    form = re.search(r'action="/concerns/([^/]+)/acknowledge">(.*?)</form>', card, re.DOTALL)
    assert form
    return {"id": form[1], "also": re.findall(r'name="also" value="([^"]+)"', form[2])}


async def press(who: Browser, form: dict[str, object]) -> str:
    token = re.search(r'name="csrf" value="([^"]+)"', (await who.get("/concerns")).text)
    assert token
    fields = {"csrf": token[1], "also": form["also"]}
    return (await who.client.post(f"/concerns/{form['id']}/acknowledge", data=fields)).headers["location"]


async def test_she_stands_once_with_every_reason(world: World, morgan: Browser) -> None:
    """Not safe, and urgent words in the same statement: two concerns with two times to be read by, one child."""
    await says(world, TWICE)
    assert len(await concerns(world)) == 2

    page = (await morgan.get("/concerns")).text

    (card,) = cards(page)
    assert card.count("Amara</bdi>") == 1
    assert "What they answered about being safe" in card
    assert "What they said" in card
    assert (card.count("the child was told"), card.count("To be read by")) == (1, 1)
    assert card.count(f'href="/concerns/{(await concerns(world))[1]["id"]}"') == 1
    start = (await morgan.get("/")).text
    assert (start.count("Amara</bdi>"), "2 concerns" in start) == (1, True)


async def test_one_press_takes_up_both_and_each_is_kept(world: World, morgan: Browser) -> None:
    """Each with its own step, its own line in the audit and the time by which it was to be read."""
    await says(world, TWICE)
    before = [(row["id"], row["read_by"], row["raised"]) for row in await concerns(world)]
    (card,) = cards((await morgan.get("/concerns")).text)

    assert (await press(morgan, hers(card))).endswith("?done=acknowledged")

    after = await concerns(world)
    assert [(row["id"], row["read_by"], row["raised"]) for row in after] == before
    assert [(row["state"], row["acknowledged_by"]) for row in after] == [
        ("acknowledged", world.people["morgan"]),
        ("acknowledged", world.people["morgan"]),
    ]
    assert (await actions_of(world, "concern")).count(("acknowledge", world.people["morgan"])) == 2
    steps = [row["concern"] for row in await rows(world, tables.concern_step) if row["kind"] == "acknowledged"]
    assert sorted(map(str, steps)) == [str(row["id"]) for row in after]


async def test_what_came_after_the_page_is_not_taken_up(world: World, morgan: Browser) -> None:
    """Amara says more while Morgan's page stands open: that waits, and keeps its time."""
    await says(world, SHARED)
    (card,) = cards((await morgan.get("/concerns")).text)
    clock.move(timedelta(minutes=2))
    await says(world, TWICE)

    await press(morgan, hers(card))

    assert [row["state"] for row in await concerns(world)] == ["acknowledged", "new", "new"]
    page = (await morgan.get("/concerns")).text
    (card,) = cards(page)
    assert "Morgan Bell has it" in card
    assert page.index("Nobody has these yet") < page.index(card)
    assert len(hers(card)["also"]) == 1  # type: ignore[arg-type]


async def test_of_two_one_was_taken_meanwhile(world: World, morgan: Browser, priya: Browser) -> None:
    """Priya has the first already: Morgan hears so, has the other, and Priya keeps hers."""
    await says(world, TWICE)
    (card,) = cards((await morgan.get("/concerns")).text)
    form = hers(card)
    me = SignedIn(world.people["priya"], "Priya", "Nair", world.east, frozenset({Role.TEAM_MANAGER}))
    await acknowledge(world.staff, me, UUID(str(form["id"])))

    assert (await press(morgan, form)).endswith("?done=not_mine")

    holders = {str(row["id"]): row["acknowledged_by"] for row in await concerns(world)}
    assert holders.pop(str(form["id"])) == world.people["priya"]
    assert list(holders.values()) == [world.people["morgan"]]


async def test_nobody_takes_up_beside_it_what_is_not_theirs(world: World, morgan: Browser, sam: Browser) -> None:
    """Another child's concern in the hidden field of a form is judged like any other; Sam's own gives him nothing."""
    await says(world, SHARED)
    await says(world, SHARED, world.noor)
    mine, other = (str(row["id"]) for row in await concerns(world))

    token = re.search(r'name="csrf" value="([^"]+)"', (await sam.get("/concerns")).text)
    assert token
    fields = {"csrf": token[1], "also": [other, "no id"]}
    assert (await sam.client.post(f"/concerns/{mine}/acknowledge", data=fields)).status_code == 404

    assert {row["state"] for row in await concerns(world)} == {"new"}


async def test_her_page_leads_to_the_others(world: World, morgan: Browser, sam: Browser) -> None:
    """Whoever reads one finds the other; Sam, who may see neither, finds none."""
    await says(world, TWICE)
    one, other = (row["id"] for row in await concerns(world))

    shown = (await morgan.get(f"/concerns/{one}")).text

    assert f'href="/concerns/{other}">Also open about them: ' in shown
    assert (await sam.get(f"/concerns/{one}")).status_code == 404


@pytest.mark.parametrize("who", ["morgan", "priya", "sam", "lena", "ruth"])
async def test_the_number_beside_concerns_is_the_number_on_the_page(world: World, app: Starlette, who: str) -> None:
    """R11: for each role the badge counts the lines that this person may take up, on that page and on every other."""
    roles = {"lena": Role.DESIGNATED_OFFICER, "ruth": Role.SERVICE_MANAGER}
    browser = await (new_person(world, app, who, roles[who]) if who in roles else at_the_desk(world, app, who))
    await says(world, TWICE)
    await says(world, SHARED)
    await says(world, Says(safe="no", about_staff="yes"), world.noor)

    page = (await browser.get("/concerns")).text
    expected = {"morgan": 2, "priya": 1}.get(who, 0)

    assert numbers(page, "waiting") == (expected or None)
    for address in ("/", "/concerns"):
        badge = re.search(r'class="badge">(\d+)<', (await browser.get(address)).text)
        assert (int(badge[1]) if badge else 0) == expected


def numbers(page: str, section: str) -> int | None:
    """The number in the heading of this section, which is how many lines it has."""
    found = re.search(rf'<h2 id="{section}">[^<]*<span class="count">(\d+)</span>.*?</section>', page, re.DOTALL)
    if found is None:
        return None
    assert len(re.findall(r'<li class="concern', found[0])) == int(found[1])
    return int(found[1])
