"""A worker with many children finds what is new; a manager her team without words; a link is shown once."""

import re
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from channels.portal.app import portal
from storage import tables
from storage.writes import Writes
from tests.portal.browsing import Browser, browser, hidden
from tests.portal.looking import answers, rows
from tests.portal.saying import WORRY, says
from tests.world import World
from voice import clock, setting_up, visiting
from voice.model import Role, new_id


async def more_children(world: World, count: int) -> list[UUID]:
    made = [await setting_up.add_child(world.staff, f"Child {n}", date(2016, 1, 1), world.east) for n in range(count)]
    for child in made:
        await setting_up.allocate(world.staff, child, world.people["sam"], Role.SOCIAL_WORKER)
    return made


async def test_what_is_new_comes_first(world: World, sam: Browser) -> None:
    """New, then waiting with the days, then promised, then the others."""
    waiting, promised, quiet = await more_children(world, 3)
    first, second = await says(world, child=waiting), await says(world, child=promised)
    await sam.get(f"/statements/{first.statement}")
    await answers(sam, second.statement, promise_1="A bike", by_1="2026-11-20")
    clock.move(timedelta(days=4))
    await sam.sign_in()
    await says(world)

    shown = (await sam.get("/")).text

    order = [shown.index(words) for words in ("Amara", "Child 0", "Child 1", "Child 2")]
    assert order == sorted(order)
    assert "waiting 4 days" in shown
    assert "was due Friday 20 November" in shown
    assert "Nothing here yet" in shown
    assert WORRY not in shown
    assert quiet


async def test_nothing_new_is_calm(sam: Browser) -> None:
    assert "Nothing new. When a child says something, it stands here first." in (await sam.get("/")).text


async def test_an_allocation_ends(world: World, sam: Browser) -> None:
    """From the day after, nothing of the child is there any more."""
    receipt = await says(world)
    writes = Writes(world.staff.authority)
    for row in await rows(world, tables.allocation):
        writes.update(tables.allocation, row["id"], until=clock.today())
    await world.staff.store.write(writes)
    assert (await sam.get(f"/statements/{receipt.statement}")).status_code == 200
    clock.move(timedelta(days=1))
    await sam.sign_in()

    assert "Amara" not in (await sam.get("/")).text
    assert (await sam.get(f"/statements/{receipt.statement}")).status_code == 404


async def test_a_manager_sees_her_team_without_words(world: World, priya: Browser, dev: Browser) -> None:
    await says(world)

    team = (await priya.get("/team")).text

    assert "Amara" in team
    assert "For you" in team
    assert WORRY not in team
    assert "Noor" not in team
    assert "Amara" not in (await priya.get("/")).text
    assert (await dev.get("/team")).status_code == 404


async def test_a_childs_page(world: World, sam: Browser) -> None:
    """Days and ways, what she said about who was near, and no words."""
    receipt = await says(world)
    await answers(sam, receipt.statement, promise_1="A bike", by_1="2026-11-20")

    shown = (await sam.get(f"/children/{world.amara}")).text

    assert "Thursday 19 November" in shown
    assert "Said: just me" in shown
    assert "Promised for tomorrow" in shown
    assert "In writing" in shown
    assert WORRY not in shown
    assert "A bike" not in shown


async def test_a_link_is_made_and_shown_once(world: World, sam: Browser) -> None:
    """The link works, a code to photograph is beside it, and how it was handed over is kept."""
    page, address = f"/children/{world.amara}", f"/children/{world.amara}/link"
    fields = hidden((await sam.get(page)).text, address)
    fields |= {"version": str(world.version), "handed_over": "by_hand"}

    made = await sam.client.post(address, data=fields)
    again = await sam.client.post(address, data=fields)

    (token,) = re.findall(r"<code>http://voice\.test/c/([^<]+)</code>", made.text)
    assert "<svg" in made.text
    assert token not in again.text
    assert again.status_code == 400
    (invitation,) = await rows(world, tables.invitation)
    assert (invitation["handed_over"], invitation["worker_name"], invitation["cover_name"]) == (
        "by_hand",
        "Sam",
        "",
    )
    assert (invitation["made_by"], invitation["band"]) == (world.people["sam"], "8-11")
    assert await visiting.begin(world.public, token, "en")
    assert token not in str(await rows(world, tables.audit_event))


async def test_a_link_needs_how_it_is_handed_over(world: World, sam: Browser) -> None:
    page, address = f"/children/{world.amara}", f"/children/{world.amara}/link"

    answer = await sam.send(page, address, version=str(world.version))

    assert answer.status_code == 400
    assert await rows(world, tables.invitation) == []


async def test_dev_makes_no_link_for_amara(world: World, dev: Browser, priya: Browser) -> None:
    address = f"/children/{world.amara}/link"
    for who in (dev, priya):
        token = hidden((await who.get("/")).text, "/sign-out")["csrf"]
        fields = {"csrf": token, "id": str(world.version), "version": str(world.version), "handed_over": "by_hand"}
        assert (await who.client.post(address, data=fields)).status_code == 404

    assert await rows(world, tables.invitation) == []


async def test_another_authority_is_nothing(world: World, sam: Browser) -> None:
    """The same database, the keys of another authority: the session is none, and so is the child."""
    elsewhere = replace(world.staff, keys=replace(world.staff.keys, authority=new_id()))
    other = browser(portal(elsewhere))
    other.client.cookies = sam.client.cookies

    assert (await other.get(f"/children/{world.amara}")).status_code == 303
