"""Whoever is not meant to have Amara's words does not get them, whatever they press; nobody has them for ever."""

from datetime import date, timedelta
from uuid import uuid4

import sqlalchemy as sa
from starlette.applications import Starlette

from storage import tables, wrong_records
from storage.writes import Writes
from tests.portal.browsing import Browser, hidden
from tests.portal.interpreters import (
    ARABIC,
    ENGLISH,
    NAN,
    choosing,
    given_to,
    gives,
    hands_in,
    interprets,
)
from tests.portal.looking import rows
from tests.portal.saying import Says, says
from tests.world import World
from voice import clock, setting_up
from voice.interpreting import queue
from voice.model import Role, new_id


async def test_taken_back_it_is_over_too(world: World, sam: Browser, robin: Browser) -> None:
    receipt = await says(world, ARABIC)
    await gives(world, sam, receipt.statement, "robin")
    page = await given_to(world, "robin")
    filled = hidden((await robin.get(page)).text, page) | {"english_0": ENGLISH}

    assert (await sam.send(choosing(receipt.statement), f"{page}/take-back")).status_code == 303

    assert (await robin.get(page)).status_code == 404
    assert (await robin.client.post(page, data=filled)).status_code == 404
    assert await rows(world, tables.interpretation) == []


async def test_nobody_else_opens_it_or_hands_it_in(
    world: World, sam: Browser, robin: Browser, kit: Browser, dev: Browser, alex: Browser
) -> None:
    """Another interpreter, her own worker, another team, the administrator: it is not there, whatever they press."""
    receipt = await says(world, ARABIC)
    await gives(world, sam, receipt.statement, "robin")
    page = await given_to(world, "robin")
    filled = {"english_0": "I am fine", "note": "", "id": str(uuid4())}

    for who in (kit, sam, dev, alex):
        token = hidden((await who.get("/")).text, "/sign-out")["csrf"]
        assert page not in (await who.get("/interpreting")).text
        assert (await who.get(page)).status_code == 404
        for press in ("", "/tell-duty", "/give-back"):
            assert (await who.client.post(f"{page}{press}", data={**filled, "csrf": token})).status_code == 404
    for who in (robin, kit, dev, alex):
        assert (await gives(world, who, receipt.statement, "kit")).status_code == 404
        token = hidden((await who.get("/")).text, "/sign-out")["csrf"]
        assert (await who.client.post(f"{page}/take-back", data={"csrf": token})).status_code == 404
    assert (await rows(world, tables.interpretation), await rows(world, tables.concern)) == ([], [])
    assert len(await rows(world, tables.interpreting)) == 1


async def test_duty_gives_what_it_cannot_open(world: World, morgan: Browser, robin: Browser) -> None:
    """Morgan chooses who understands it, and reads no word of it."""
    receipt = await says(world, ARABIC)
    shown = (await morgan.get(choosing(receipt.statement))).text
    assert "Robin Hale" in shown
    assert NAN not in shown

    assert (await gives(world, morgan, receipt.statement, "robin")).status_code == 303

    assert NAN in (await robin.get(await given_to(world, "robin"))).text
    assert (await morgan.get(f"/statements/{receipt.statement}")).status_code == 404


async def test_what_she_said_to_the_manager_alone_stays_apart(
    world: World, sam: Browser, priya: Browser, robin: Browser
) -> None:
    """Sam cannot give it, nor see that it was given; nor does its English stand on Sam's page."""
    receipt = await says(world, ARABIC)
    for audience in ("manager", "numbers", "advocate", "nothing"):
        assert (await sam.get(choosing(receipt.statement, audience))).status_code == 404
    assert (await priya.get(choosing(receipt.statement, "manager"))).status_code == 200
    assert (await gives(world, sam, receipt.statement, "robin", audience="manager")).status_code == 404


async def test_whom_she_said_must_not_know_is_not_given_it(
    world: World, sam: Browser, robin: Browser, kit: Browser
) -> None:
    """By any word of their name, however she writes it. Sam, who must not learn of the concern, is told no more than
    that it has to be somebody else.
    """
    receipt = await says(world, Says(words=NAN, language="ar", safe="no", must_not_know="my aunt RÓBIN"))

    refused = await gives(world, sam, receipt.statement, "robin")

    assert refused.status_code == 400
    assert "It cannot be given to this person. Choose another one." in refused.text
    assert "concern" not in refused.text.split("<main", 1)[1].lower()
    assert (await gives(world, sam, receipt.statement, "kit")).status_code == 303


async def test_who_works_with_her_is_not_given_it(world: World, app: Starlette, sam: Browser) -> None:
    """Nor who did once: not in whatever other role, and not when it changes after it was given."""
    receipt = await says(world, ARABIC)
    both = (Role.INTERPRETER, Role.SOCIAL_WORKER)
    robin = await interprets(world, app, "robin", "Hale", both)
    await gives(world, sam, receipt.statement, "robin")
    page = await given_to(world, "robin")
    await setting_up.allocate(world.staff, world.amara, world.people["robin"], Role.SOCIAL_WORKER)

    assert (await robin.get(page)).status_code == 404
    assert (await gives(world, sam, receipt.statement, "robin")).status_code == 400

    (theirs,) = [row for row in await rows(world, tables.allocation) if row["staff"] == world.people["robin"]]
    writes = Writes(world.staff.authority)
    writes.update(tables.allocation, theirs["id"], since=yesterday() - timedelta(days=30), until=yesterday())
    await world.staff.store.write(writes)
    assert (await robin.get(page)).status_code == 404, "who did once"


async def test_who_speaks_no_arabic_or_is_gone_is_not_given_it(world: World, sam: Browser, robin: Browser) -> None:
    receipt = await says(world, ARABIC)
    for to in ("alex", "sam", "dev"):
        assert (await gives(world, sam, receipt.statement, to)).status_code == 400
    await change(world, tables.interpreter, languages=["bfi"])
    assert (await gives(world, sam, receipt.statement, "robin")).status_code == 400
    await change(world, tables.interpreter, languages=["ar"], register="NRCPD", registered_until=yesterday())
    assert (await gives(world, sam, receipt.statement, "robin")).status_code == 400


async def change(world: World, table: sa.Table, **facts: object) -> None:
    (row,) = await rows(world, table)
    writes = Writes(world.staff.authority)
    writes.update(table, row["id"], **facts)
    await world.staff.store.write(writes)


def yesterday() -> date:
    return clock.today() - timedelta(days=1)


async def test_each_line_has_to_be_in_english(world: World, sam: Browser, robin: Browser) -> None:
    """What is missing is said beside it, nothing that was written is lost, and the work goes on."""
    receipt = await says(world, ARABIC)
    await gives(world, sam, receipt.statement, "robin")
    page = await given_to(world, "robin")

    for lines in (("",), ("  ",), (), ("x" * 8001,), ("one", "two")):
        answer = await hands_in(robin, page, *lines, note="a word I kept")
        assert answer.status_code == 400
        assert "a word I kept" in answer.text
    assert await rows(world, tables.interpretation) == []
    assert (await hands_in(robin, page, "<script>alert(1)</script>")).status_code == 303
    assert "<script>alert" not in (await sam.get(f"/statements/{receipt.statement}")).text


async def test_what_stood_in_the_wrong_record_is_not_in_a_queue(world: World, sam: Browser, robin: Browser) -> None:
    """Words that were in the wrong record are taken out of an interpreter's hands too, and the copy is deleted."""
    receipt = await says(world, ARABIC)
    await gives(world, sam, receipt.statement, "robin")
    page = await given_to(world, "robin")
    writes = Writes(world.staff.authority)
    stranger, nobody = new_id(), {"contact": b"x", "why": "unknown", "level": "worry", "state": "open", "revision": 1}
    times = {"made": clock.now(), "read_by": clock.now(), "climbed": 0}
    writes.insert(tables.stranger, id=stranger, **nobody, **times)
    facts = {"child": world.amara, "statement": receipt.statement, "since": clock.now(), "by": world.people["morgan"]}
    wrong_records.add(writes, stranger=stranger, **facts)
    await world.staff.store.write(writes)

    assert (await robin.get(page)).status_code == 404
    assert page not in (await robin.get("/interpreting")).text
    assert await queue.delete_copies(world.staff) == 1
