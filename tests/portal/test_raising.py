"""An adult who saw something, or was told, raises a concern by hand; it goes the way of every other."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from storage import tables
from storage.envelopes import recipients_of
from tests.portal.browsing import Browser, hidden
from tests.portal.looking import actions_of, rows
from tests.portal.saying import says
from tests.portal.test_concerns import the_concern
from tests.world import World
from voice import clock

SAW = {"level": "unsafe", "note": "A bruise on her arm she would not speak of", "about_staff": "not_sure"}
SAFELY = {"reach": "Through Miss Ade", "must_not_know": "Her stepdad"}


async def raised_by(who: Browser, child: UUID, **fields: Any) -> httpx.Response:
    page = f"/children/{child}/concern"
    return await who.send(page, page, **(SAW | SAFELY | fields))


async def test_duty_reads_what_sam_saw_with_safe_contact_first(world: World, sam: Browser, morgan: Browser) -> None:
    answer = await raised_by(sam, world.amara)
    assert answer.headers["location"] == "/?done=raised"
    concern = await the_concern(world)

    shown = (await morgan.get(f"/concerns/{concern}")).text

    assert "The child was told" not in shown
    assert shown.index("Through Miss Ade") < shown.index("Her stepdad") < shown.index("A bruise on her arm")
    assert "Raised by hand" in shown
    assert "Sam Okafor" in shown
    assert ("raise", world.people["sam"]) in await actions_of(world, "concern")
    assert [row["kind"] for row in await rows(world, tables.outbox)] == ["concern"]


async def test_unless_she_says_no_it_stands_apart_from_who_works_with_her(world: World, sam: Browser) -> None:
    """Also from Sam, who raised it: what is done about it may be about one of his colleagues (R68)."""
    await raised_by(sam, world.amara)
    concern = await the_concern(world)

    assert (await sam.get(f"/concerns/{concern}")).status_code == 404
    (step,) = await rows(world, tables.concern_step)
    keys = {row["id"]: row["purpose"] for row in await rows(world, tables.child_key)}
    (sealed,) = [row["sealed"] for row in await rows(world, tables.envelope) if row["id"] == step["envelope"]]
    assert [keys[key] for key in recipients_of(sealed)] == ["apart"]


async def test_what_is_not_about_us_sam_sees(world: World, sam: Browser) -> None:
    await raised_by(sam, world.amara, about_staff="no")

    assert "A bruise on her arm" in (await sam.get(f"/concerns/{await the_concern(world)}")).text


async def test_shared_later_it_is_still_sams_and_not_the_childs(world: World, sam: Browser, morgan: Browser) -> None:
    """What an adult wrote is never shown as what the child said."""
    await raised_by(sam, world.amara)
    page = f"/concerns/{await the_concern(world)}"
    await morgan.send(page, f"{page}/acknowledge")
    await morgan.send(f"{page}/share", f"{page}/share")

    shown = (await sam.get(page)).text

    assert "A bruise on her arm" in shown
    assert "Raised by hand" in shown
    assert "The child added" not in shown


async def test_from_a_statement_it_says_which(world: World, sam: Browser) -> None:
    receipt = await says(world)
    page = f"/children/{world.amara}/concern"
    await sam.send(f"{page}?statement={receipt.statement}", page, **SAW)

    (concern,) = await rows(world, tables.concern)
    assert concern["statement"] == receipt.statement


@pytest.mark.parametrize("missing", ["level", "note", "about_staff"])
async def test_what_is_missing_is_said_and_nothing_is_lost(world: World, sam: Browser, missing: str) -> None:
    refused = await raised_by(sam, world.amara, **{missing: "" if missing == "note" else "nonsense"})

    assert refused.status_code == 400
    assert f'href="#{missing}"' in refused.text
    assert "Through Miss Ade" in refused.text
    assert await rows(world, tables.concern) == []


async def test_pressed_twice_it_is_one(world: World, sam: Browser) -> None:
    page = f"/children/{world.amara}/concern"
    fields = hidden((await sam.get(page)).text, page) | SAW

    both = await asyncio.gather(*(sam.client.post(page, data=fields) for _ in range(2)))

    assert [answer.status_code for answer in both] == [303, 303]
    assert len(await rows(world, tables.concern)) == 1


async def test_another_team_raises_nothing(world: World, sam: Browser, dev: Browser) -> None:
    """Nor does Dev with Sam's form, nor Sam for a child who is not his, nor with a statement that is not hers."""
    token = hidden((await dev.get("/")).text, "/sign-out")["csrf"]
    page = f"/children/{world.amara}/concern"
    assert (await dev.get(page)).status_code == 404
    answer = await dev.client.post(page, data=SAW | {"csrf": token, "id": str(uuid4()), "statement": ""})
    theirs = await says(world, None, world.noor)
    mine = await raised_by(sam, world.amara, statement=str(theirs.statement))

    assert (answer.status_code, mine.status_code) == (404, 404)
    assert await rows(world, tables.concern) == []


async def test_it_outlives_the_session(world: World, sam: Browser) -> None:
    page = f"/children/{world.amara}/concern"
    fields = hidden((await sam.get(page)).text, page) | SAW
    clock.move(timedelta(minutes=20))
    answer = await sam.client.post(page, data=fields)
    await sam.sign_in()

    assert answer.headers["location"] == f"/sign-in?then={page}&kept=1"
    assert "A bruise on her arm" in (await sam.get(page)).text
