"""Morgan gives a telephone of their own: on a page that says what will arrive, and that a desk left open cannot change.

What comes of it, as texts, is in tests/telling/test_by_text.py.
"""

from datetime import timedelta

from storage import phones, tables, texts
from storage.writes import Writes
from tests.portal.browsing import PASSWORD, Browser, code_now
from tests.portal.looking import rows
from tests.world import World
from voice import clock
from voice.texting.own_number import MOST_TRIES

HERE, NUMBER = "/my-telephone", "07700 900301"
ALONE = "You hear of what cannot wait by e-mail alone."


async def gives(who: Browser, **other: str) -> int:
    clock.move(timedelta(seconds=31))
    fields = {"number": NUMBER, "password": PASSWORD, "code": code_now(who.secret)} | other
    return (await who.send(HERE, HERE, **fields)).status_code


async def texted(world: World) -> str:
    """The code in the text that waits to go out."""
    (row,) = [each for each in await rows(world, tables.message) if each["kind"] == "notice"]
    async with world.staff.store.reading() as db:
        found = await texts.find_out(db, world.staff.authority, row["id"])
    assert found
    said = texts.read_out(world.staff.authority, found, world.staff.provider.delivery_key())
    assert said["to"] == "+447700900301"
    return str(said["words"])[:6]


async def confirms(who: Browser, code: str) -> int:
    return (await who.send(HERE, f"{HERE}/confirm", texted=code)).status_code


async def test_from_nothing_to_a_telephone_and_back(world: World, morgan: Browser) -> None:
    """Given, typed, shown, taken off; each is kept in the audit, and the number stands nowhere in clear."""
    assert ALONE in (await morgan.get("/concerns")).text

    assert await gives(morgan) == 303
    page = (await morgan.get(HERE)).text
    assert "Not confirmed yet" in page
    assert "Something in Heard waits for you now" in page
    assert ALONE in (await morgan.get("/concerns")).text
    assert await confirms(morgan, await texted(world)) == 303
    assert "What cannot wait is texted to 07700 900301." in (await morgan.get("/concerns")).text
    (kept,) = await rows(world, tables.staff_phone)
    assert b"7700900301" not in kept["number"] + kept["contact"]

    assert (await morgan.send(HERE, f"{HERE}/remove")).status_code == 303
    assert await rows(world, tables.staff_phone) == []
    done = [row["action"] for row in await rows(world, tables.audit_event) if row["action"].endswith("_number")]
    assert done == ["give_number", "confirm_number", "remove_number"]


async def test_an_open_desk_leads_no_notices_away(world: World, morgan: Browser) -> None:
    """Without password and code nothing changes, and the page keeps what was typed; guessing ends after five."""
    assert await gives(morgan, password="a guess") == 400
    answer = await morgan.send(HERE, HERE, number=NUMBER, password="a guess", code="000000")
    assert f'value="{NUMBER}"' in answer.text
    assert await rows(world, tables.staff_phone) == []

    assert await gives(morgan) == 303
    right = await texted(world)
    for _ in range(MOST_TRIES):
        assert await confirms(morgan, f"{(int(right) + 1) % 1_000_000:06}") == 400
    assert await confirms(morgan, right) == 400


async def test_a_telephone_that_said_stop_says_so(world: World, morgan: Browser) -> None:
    await gives(morgan)
    await confirms(morgan, await texted(world))
    (kept,) = await rows(world, tables.staff_phone)
    writes = Writes(world.staff.authority)
    phones.first_seen(writes, kept["contact"], opted_out=clock.now())
    await world.staff.store.write(writes)

    assert "Your telephone texted STOP" in (await morgan.get("/concerns")).text
    assert "Text START from it" in (await morgan.get(HERE)).text
    assert "Morgan Bell" in (await morgan.get("/deliveries")).text


async def test_who_is_never_told_of_anything_has_no_such_page(sam: Browser) -> None:
    assert (await sam.get(HERE)).status_code == 404
    assert "/my-telephone" not in (await sam.get("/concerns")).text
