"""A wrong match is taken back: nobody reads it there any more, and somebody sees to whether it has to be reported."""

from html import unescape
from uuid import UUID

import pytest
from starlette.applications import Starlette

from storage.tables import (
    concern,
    contact,
    envelope,
    statement,
    statement_part,
)
from storage.tables import wrong_record as table
from tests.portal.browsing import Browser, hidden
from tests.portal.strangers import URGENT, WORDS, joins, match, somebody, texted
from tests.sms.talking import Talk
from tests.web.looking import count, rows
from tests.world import World
from voice.delivering import Deliveries
from voice.model import Role
from voice.texting import matching, wrong_record

__all__ = ["somebody"]


async def emptied(world: World) -> None:
    """The worker's part of taking a match back."""
    while await Deliveries(world.staff, {matching.EMPTY: wrong_record.empty}).round():
        pass


async def test_a_wrong_match_is_taken_back(world: World, somebody: Talk, morgan: Browser, dev: Browser) -> None:
    """Dev loses it at once, the copy is emptied, and the words can still be matched: also before it was emptied."""
    page = await texted(world, somebody)
    await match(world, morgan, page, world.noor)
    (made,) = await rows(world, statement)
    await confirmed(world, dev)
    assert WORDS in (await dev.get(f"/statements/{made['id']}")).text

    assert (await morgan.send(page, f"{page}/unmatch")).status_code == 303

    await nothing_at_devs(world, dev, made["id"])
    assert await count(world, contact) == 0
    assert WORDS in (await morgan.get(page)).text
    await match(world, morgan, page, world.amara)
    await nothing_at_devs(world, dev, made["id"])
    await emptied(world)
    (sealed,) = [row for row in await rows(world, envelope, kind="part.worker") if row["removed"]]
    assert sealed["sealed"] is None
    (part,) = await rows(world, statement_part, envelope=sealed["id"])
    assert part["statement"] == made["id"]


async def confirmed(world: World, dev: Browser) -> None:
    """Dev believes that the number is Noor's."""
    (number,) = await rows(world, contact)
    assert (await dev.send(f"/children/{world.noor}/telephone", f"/numbers/{number['id']}/confirm")).status_code == 303


async def nothing_at_devs(world: World, dev: Browser, made: UUID) -> None:
    assert (await dev.get(f"/statements/{made}")).status_code == 404
    assert f"/statements/{made}" not in (await dev.get(f"/children/{world.noor}")).text


async def test_somebody_sees_to_what_was_in_the_wrong_record(
    world: World, somebody: Talk, morgan: Browser, dev: Browser, app: Starlette
) -> None:
    """Who had opened it, and until when it is reported; by whoever looks after the records too; by name, and once."""
    page = await texted(world, somebody)
    await match(world, morgan, page, world.noor)
    (made,) = await rows(world, statement)
    await dev.get(f"/statements/{made['id']}")
    await morgan.send(page, f"{page}/unmatch")
    robin = await joins(world, app, Role.RECORDS_OFFICER)

    for each in (morgan, robin):
        shown = unescape((await each.get("/wrong-record")).text)
        assert "Dev Rao</bdi>, today at 10am" in shown
        assert "by Sunday 22 November at 10am" in shown
        assert not [said for said in (WORDS, "Amara", "Noor") if said in shown]
    assert (await dev.get("/wrong-record")).status_code == 404
    (found,) = await rows(world, table)
    here = f"/wrong-record/{found['id']}"
    assert (await robin.send("/wrong-record", here)).status_code == 400
    forms = [hidden((await each.get("/wrong-record")).text, here) for each in (robin, morgan)]
    assert (await robin.client.post(here, data={**forms[0], "outcome": "reported"})).status_code == 303
    assert (await morgan.client.post(here, data={**forms[1], "outcome": "no_risk"})).status_code == 303

    (after,) = await rows(world, table)
    assert (after["outcome"], after["dealt_by"]) == ("reported", world.people["robin"])
    assert "Robin Hale, today" in unescape((await morgan.get("/wrong-record")).text)


@pytest.mark.parametrize("do", ["apart", "record"])
async def test_a_concern_raised_for_the_wrong_child_is_taken_back_too(
    world: World, somebody: Talk, morgan: Browser, do: str
) -> None:
    """Nobody opens it, nobody is told of it any more, and its words are emptied."""
    page = await texted(world, somebody, URGENT)
    await match(world, morgan, page, world.noor, do=do)
    (raised,) = await rows(world, concern)
    assert URGENT in (await morgan.get(f"/concerns/{raised['id']}")).text
    assert await count(world, statement) == (do == "record")

    await morgan.send(page, f"{page}/unmatch")

    assert (await morgan.get(f"/concerns/{raised['id']}")).status_code == 404
    assert str(raised["id"]) not in (await morgan.get("/concerns")).text
    assert "Morgan Bell</bdi>, today" in (await morgan.get("/wrong-record")).text
    await emptied(world)
    assert [row["sealed"] for row in await rows(world, envelope)] == [None] * (1 + (do == "record"))
    assert URGENT in (await morgan.get(page)).text
