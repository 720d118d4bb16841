"""Who may move a concern: never somebody who works with the child, whatever she pressed while they stood beside her."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from storage import tables
from storage.relationships import Allocation
from tests.portal.browsing import Browser, hidden
from tests.portal.looking import actions_of, rows
from tests.portal.saying import Says, looks_inside, says
from tests.world import World
from voice import setting_up
from voice.access import SignedIn, Tie, allocated
from voice.model import Role

APART = Says(safe="no", about_staff="yes")
SHARED = Says(safe="not_always", about_staff="no")
CLOSING = {"note": "Saw her", "told_child": "We came", "outcome": "spoke_with_child", "do": "close"}


async def the_page(world: World) -> str:
    (found,) = await rows(world, tables.concern)
    return f"/concerns/{UUID(str(found['id']))}"


async def send_as(who: Browser, address: str, **fields: str) -> int:
    """A form of this person's own, whether or not a page of theirs offers it."""
    token = hidden((await who.get("/")).text, "/sign-out")["csrf"]
    answer = await who.client.post(address, data={"csrf": token, "id": str(uuid4())} | fields)
    return answer.status_code


@pytest.mark.parametrize("cover", [False, True])
async def test_her_worker_reads_and_adds_and_moves_nothing(
    world: World, sam: Browser, priya: Browser, cover: bool
) -> None:
    """Sam, or whoever covers, may say what they know; duty still finds it new."""
    who = priya if cover else sam
    if cover:
        await setting_up.allocate(world.staff, world.amara, world.people["priya"], Role.SOCIAL_WORKER, cover=True)
    await says(world, SHARED)
    page = await the_page(world)
    shown = (await who.get(page)).text

    refused = [
        await send_as(who, f"{page}/acknowledge"),
        await send_as(who, f"{page}/note", note="n", do="act"),
        await send_as(who, f"{page}/note", **CLOSING),
        await send_as(who, f"{page}/share"),
    ]
    kept = await who.send(page, f"{page}/note", note="Her nan rang me", do="note")

    assert refused == [404, 404, 404, 404]
    assert "I have it" not in shown + (await who.get("/")).text
    assert kept.status_code == 303
    assert "Her nan rang me" in (await who.get(page)).text
    assert [row["state"] for row in await rows(world, tables.concern)] == ["new"]


async def test_duty_reads_the_workers_note(world: World, sam: Browser, morgan: Browser) -> None:
    await says(world, SHARED)
    page = await the_page(world)
    await sam.send(page, f"{page}/note", note="Her nan rang me", do="note")

    assert "Her nan rang me" in (await morgan.get(page)).text


async def test_a_closed_concern_stays_on_her_page(world: World, morgan: Browser, priya: Browser, sam: Browser) -> None:
    """For the manager; and one that stood apart is not there for Sam."""
    await says(world, APART)
    page = await the_page(world)
    await morgan.send(page, f"{page}/acknowledge")
    await morgan.send(page, f"{page}/note", **CLOSING)

    child = f"/children/{world.amara}"
    assert page in (await priya.get(child)).text
    assert "/concerns/" not in (await sam.get(child)).text
    assert "concern" not in (await sam.get(child)).text.lower().replace("raise a concern", "").replace('/concern"', "")


async def test_the_second_press_of_closing_is_the_first(world: World, morgan: Browser) -> None:
    """Closing takes it out of duty's sight; the form sent again is not told that there is nothing."""
    await says(world, APART)
    page = await the_page(world)
    await morgan.send(page, f"{page}/acknowledge")
    fields = hidden((await morgan.get(page)).text, f"{page}/note") | CLOSING

    pressed = [await morgan.client.post(f"{page}/note", data=fields) for _ in range(2)]

    assert [answer.headers.get("location") for answer in pressed] == ["/?done=closed"] * 2
    assert [action for action, _ in await actions_of(world, "concern")].count("closed") == 1


async def test_duty_lets_her_worker_see_it(world: World, morgan: Browser, sam: Browser) -> None:
    """Her words, without whom she thought of; what duty had written before stays apart; and it is one line for duty."""
    await says(world, APART)
    page = await the_page(world)
    await morgan.send(page, f"{page}/acknowledge")
    await morgan.send(page, f"{page}/note", note="Asked the designated officer", do="act")
    assert (await sam.get(page)).status_code == 404

    for _ in range(2):
        assert await send_as(morgan, f"{page}/share") == 303
    await morgan.send(page, f"{page}/note", note="Now ring her school", do="act")

    mine, theirs = (await sam.get(page)).text, (await morgan.get(page)).text
    assert "My stepdad" in mine
    assert "Now ring her school" in mine
    assert "designated officer" not in mine
    assert "Is it about someone whose job is to help" not in mine
    assert "Is it about someone whose job is to help: yes" in theirs
    assert theirs.count("The child added") == 1
    assert [action for action, _ in await actions_of(world, "concern")].count("share") == 1


async def test_letting_them_see_it_is_thought_about_first(world: World, morgan: Browser, sam: Browser) -> None:
    """Not before somebody has it; then a page says who would see what, and that it stays so (R68)."""
    await says(world, APART)
    page = await the_page(world)
    untaken = [(await morgan.get(page)).text, (await morgan.get(f"{page}/share")).text]
    pressed = await send_as(morgan, f"{page}/share")
    await morgan.send(page, f"{page}/acknowledge")
    taken, asked = (await morgan.get(page)).text, (await morgan.get(f"{page}/share")).text

    assert pressed == 400
    assert not any(f'action="{page}/share"' in each for each in (*untaken, taken))
    assert f'href="{page}/share"' in taken
    assert "Sam Okafor</bdi>, social worker" in asked
    assert "It cannot be taken back" in asked
    assert f'action="{page}/share"' in asked
    assert (await sam.get(page)).status_code == 404
    assert (await sam.get(f"{page}/share")).status_code == 404


async def test_she_is_told_who_opened_her_concern(world: World, morgan: Browser, sam: Browser) -> None:
    """In her own mailbox, by role alone, once; nothing of it is on Sam's pages."""
    receipt = await says(world, APART)
    page = await the_page(world)
    for _ in range(2):
        await morgan.get(page)

    inside = await looks_inside(world, receipt)
    assert [(o["who"], o["first_name"], o["allocated"]) for o in inside.opened] == [("duty", "", False)]
    assert [row["kind"] for row in await rows(world, tables.mailbox_item)].count("opened") == 1
    assert await rows(world, tables.reading) == []
    assert "Morgan" not in (await sam.get(f"/statements/{receipt.statement}")).text
    assert ("open", world.people["morgan"]) in await actions_of(world, "statement")


def test_of_several_allocations_the_one_that_reads_counts(world: World) -> None:
    """In whatever order the database gives them."""
    today = date(2026, 11, 19)
    both = [
        Allocation(world.amara, world.people["sam"], role, cover=False, since=today, until=None)
        for role in (Role.ADVOCATE, Role.SOCIAL_WORKER)
    ]
    sam = SignedIn(world.people["sam"], "Sam", "Okafor", world.east, frozenset({Role.SOCIAL_WORKER}))

    for allocations in (both, both[::-1]):
        tie = Tie(today, tuple(allocations))
        assert tie.works_as is Role.SOCIAL_WORKER
        assert allocated(sam, tie)
