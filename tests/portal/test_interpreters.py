"""Alex, the administrator, writes down who interprets, keeps their registration true and ends it (R29, R86, R92)."""

from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from starlette.applications import Starlette

from storage import interpreters, tables
from tests.portal.browsing import Browser, at_the_desk, hidden
from tests.portal.interpreters import ARABIC, ENGLISH, choosing, given_to, gives, hands_in
from tests.portal.looking import actions_of, rows
from tests.portal.saying import says
from tests.world import World
from voice import clock

YARA = {"first": "Yara", "last": "Haddad", "email": "yara@northfold.test", "languages": "ar"}
REGISTERED = {"register": "NRPSI", "number": "14022"}


async def begins(alex: Browser, **changed: str) -> str:
    answer = await alex.send("/interpreters", "/interpreters", **{**YARA, **changed})
    return answer.headers.get("location") or unescape(answer.text)


async def page_of(world: World, first: str) -> str:
    (who,) = [row["staff"] for row in await rows(world, tables.interpreter) if row["first_name"] == first]
    world.people[first.lower()] = who
    return f"/interpreters/{who}"


async def shown_to_children(world: World) -> list[str]:
    async with world.public.store.reading() as db:
        return [*(await interpreters.first_names(db, world.public.authority, "ar")).values()]


async def test_somebody_new_can_be_asked(world: World, app: Starlette, alex: Browser, sam: Browser) -> None:
    """With register and number, on Sam's list and on the children's; they sign in, open it and hand it in."""
    receipt = await says(world, ARABIC)

    assert await begins(alex, **REGISTERED) == "/interpreters?done=engaged"

    page = await page_of(world, "Yara")
    assert "NRPSI 14022" in (await alex.get("/interpreters")).text
    assert "Yara Haddad" in (await sam.get(choosing(receipt.statement))).text
    assert await shown_to_children(world) == ["Yara"]
    assert ("add", world.people["alex"]) in await actions_of(world, "interpreter")
    assert page in (await alex.get("/interpreters")).text
    await gives(world, sam, receipt.statement, "yara")
    yara = await at_the_desk(world, app, "yara")
    assert (await hands_in(yara, await given_to(world, "yara"), ENGLISH)).status_code == 303


async def test_whoever_has_ended_holds_nothing(world: World, sam: Browser, robin: Browser, alex: Browser) -> None:
    """In the middle of a piece of work: it is not theirs any more, no child is shown them, and nobody can ask them."""
    receipt = await says(world, ARABIC)
    await gives(world, sam, receipt.statement, "robin")
    work, page = await given_to(world, "robin"), await page_of(world, "Robin")
    assert (await robin.get(work)).status_code == 200

    assert (await alex.send(page, f"{page}/end")).headers["location"] == "/interpreters?done=engaged_no_more"

    for address in (work, "/interpreting"):
        assert (await robin.get(address)).status_code == 404
    assert [row["how_ended"] for row in await rows(world, tables.interpreting)] == ["taken_back"]
    assert "Robin Hale" not in (await sam.get(choosing(receipt.statement))).text
    assert (await gives(world, sam, receipt.statement, "robin")).status_code == 400
    assert await shown_to_children(world) == []
    assert ("end", world.people["alex"]) in await actions_of(world, "interpreter")
    assert "They interpret here no longer" in (await alex.get(page)).text
    await alex.send(page, page, languages="ar")
    assert (await robin.get("/interpreting")).status_code == 200
    assert await shown_to_children(world) == ["Robin"]


async def test_a_registration_that_is_over_is_said(world: World, alex: Browser, sam: Browser) -> None:
    """Nothing is given to them from the day after it, and Alex sees why; with a new day it goes on."""
    receipt = await says(world, ARABIC)
    await begins(alex, **REGISTERED, until=clock.today().isoformat())
    page = await page_of(world, "Yara")
    clock.move(timedelta(days=1))
    for who in (alex, sam):
        await who.sign_in()

    assert "Registration is over" in (await alex.get("/interpreters")).text
    assert (await gives(world, sam, receipt.statement, "yara")).status_code == 400
    until = (clock.today() + timedelta(days=365)).isoformat()
    await alex.send(page, page, **REGISTERED, languages="ar", until=until)
    assert "Registration is over" not in (await alex.get("/interpreters")).text
    assert (await gives(world, sam, receipt.statement, "yara")).status_code == 303


BAD: dict[str, tuple[dict[str, str], str]] = {
    "no name": ({"last": " "}, "Write both names"),
    "no e-mail": ({"email": "yara"}, "Write where they read e-mail"),
    "sam's e-mail": ({"email": "SAM@northfold.test"}, "Somebody here has that e-mail"),
    "no language": ({"languages": ""}, "Choose what they put into English"),
    "a language of nobody's": ({"languages": "tlh"}, "Choose what they put into English"),
    "a number alone": ({"number": "7"}, "Write the register and the number"),
    "sign without a register": ({"languages": "bfi"}, "is in a register"),
    "a day that is over": (REGISTERED | {"until": "2020-01-01"}, "the registration is over"),
    "no day at all": (REGISTERED | {"until": "soon"}, "That day cannot be read"),
    "far too long": (REGISTERED | {"number": "7" * 101}, "Something is too long"),
}


@pytest.mark.parametrize("what", BAD)
async def test_what_is_missing_is_said(world: World, alex: Browser, what: str) -> None:
    """With what was typed still there, and nobody is written down."""
    changed, said = BAD[what]

    shown = await begins(alex, **changed)

    assert said in shown
    assert f'value="{changed.get("first", "Yara")}"' in shown
    assert await rows(world, tables.interpreter) == []


async def test_pressed_twice_it_is_one_person(world: World, alex: Browser) -> None:
    fields = hidden((await alex.get("/interpreters")).text, "/interpreters") | YARA

    assert [(await alex.client.post("/interpreters", data=fields)).status_code for _ in range(2)] == [303, 303]

    assert len(await rows(world, tables.interpreter)) == 1


async def test_it_is_for_an_administrator(world: World, robin: Browser, priya: Browser, alex: Browser) -> None:
    """Nobody else finds out who is written down, nor writes anybody down; one that is not there is not there."""
    page = await page_of(world, "Robin")
    for who in (robin, priya):
        token = hidden((await who.get("/")).text, "/sign-out")["csrf"]
        for address in ("/interpreters", page):
            assert (await who.get(address)).status_code == 404
        for address in ("/interpreters", page, f"{page}/end"):
            answer = await who.client.post(address, data={"csrf": token, "id": str(uuid4()), **YARA})
            assert answer.status_code == 404, address
    assert (await alex.get(f"/interpreters/{uuid4()}")).status_code == 404
    assert len(await rows(world, tables.interpreter)) == 1
