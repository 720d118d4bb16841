"""Amara sees who may put what she says into English before anybody does, and says *not this person* (R92)."""

from dataclasses import replace
from uuid import uuid4

from channels.web.app import public
from storage import tables
from tests.portal.browsing import Browser, hidden
from tests.portal.interpreters import ARABIC, given_to, gives
from tests.portal.looking import rows
from tests.portal.saying import up_to_sending
from tests.web.browser import Browser as Child
from tests.world import World
from voice import coming_back, not_this_person, sending, visiting
from voice.draft import Receipt


async def refuses_and_sends(world: World, *refused: str) -> Receipt:
    visit = await up_to_sending(world, ARABIC)
    await not_this_person.in_visit(world.public, visit, [world.people[each] for each in refused])
    visit = await visiting.current_visit(world.public, visit.token)
    await visiting.own_code(world.public, visit)
    return await sending.send(world.public, await visiting.current_visit(world.public, visit.token), with_code=True)


async def test_whom_she_does_not_want_is_not_given_it(world: World, sam: Browser, robin: Browser, kit: Browser) -> None:
    """Nobody is told why, and Sam may choose another."""
    receipt = await refuses_and_sends(world, "robin")

    refused = await gives(world, sam, receipt.statement, "robin")
    assert (refused.status_code, "Choose another one" in refused.text) == (400, True)
    assert (await gives(world, sam, receipt.statement, "kit")).status_code == 303


async def test_she_says_it_later_too_and_it_is_over_at_once(world: World, sam: Browser, robin: Browser) -> None:
    """Robin had it open: from the next page on it is not there, and it is not given to Robin again."""
    receipt = await refuses_and_sends(world)
    await gives(world, sam, receipt.statement, "robin")
    page = await given_to(world, "robin")
    fields = hidden((await robin.get(page)).text, page)
    assert receipt.code
    opened = await coming_back.open_with_code(world.public, receipt.code)
    held = await coming_back.held_mailbox(world.public, opened.token)
    id = uuid4()
    for _ in range(2):
        await not_this_person.from_mailbox(world.public, held, [world.people["robin"]], id)

    assert (await robin.get(page)).status_code == 404
    assert (await robin.client.post(page, data=fields | {"english_0": "x"})).status_code == 404
    assert await rows(world, tables.interpretation) == []
    await sam.send(f"/statements/{receipt.statement}/english/worker", f"{page}/take-back")
    assert (await gives(world, sam, receipt.statement, "robin")).status_code == 400


async def test_her_page_shows_first_names_and_takes_no_others(world: World, robin: Browser, kit: Browser) -> None:
    """By link, in Arabic; what nobody offered is refused by nobody, and a stranger has no page."""
    child = Child(public(replace(world.public)))
    await child.open(f"/c/{await world.link()}?lang=ar")
    assert (await child.open("/not-this-person")).status_code == 404
    await child.begin(await world.link())
    await child.fill("/look", lang="ar")
    shown = (await child.open("/not-this-person")).text
    assert "Robin" in shown
    assert "Kit" in shown
    assert "Hale" not in shown

    done = await child.fill("/not-this-person", **{"not": [str(world.people["robin"]), str(world.people["sam"]), "x"]})

    assert done.status_code == 200
    (kept,) = await rows(world, tables.conversation)
    assert str(world.people["robin"]).encode() not in kept["draft"]


async def test_how_much_is_sealed_tells_nothing(world: World, robin: Browser, kit: Browser) -> None:
    """Whoever she names, and if nobody: every row is as long."""
    await refuses_and_sends(world)
    before = {len(row["sealed"]) for row in await rows(world, tables.envelope)}
    await refuses_and_sends(world, "robin", "kit")

    assert {len(row["sealed"]) for row in await rows(world, tables.envelope)} == before
