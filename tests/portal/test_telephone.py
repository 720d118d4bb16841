"""A child's numbers are kept by whoever works with her, and nothing goes to one that was not confirmed with her."""

import re
from html import unescape

import pytest

from storage import authorities, texts
from storage.tables import contact, invitation, message, outbox
from storage.writes import Writes
from tests.portal.browsing import Browser
from tests.web.looking import count, rows
from tests.world import World
from voice.texting.segments import size_of

AMARAS = "07700 900201"


async def written_down(world: World, sam: Browser, **fields: str) -> str:
    """Sam writes Amara's number down; its id."""
    page = f"/children/{world.amara}/telephone"
    answer = await sam.send(page, page, **{"number": AMARAS, "owner": "child", **fields})
    assert answer.status_code == 303, answer.text
    return str((await rows(world, contact))[-1]["id"])


async def asked(world: World, sam: Browser, number: str) -> int:
    page = f"/children/{world.amara}/telephone"
    answer = await sam.send(page, f"{page}/ask", version=str(world.version), number=number)
    return answer.status_code


async def went_out(world: World) -> list[tuple[str, str]]:
    key, found = world.staff.provider.delivery_key(), []
    for row in await rows(world, message):
        async with world.staff.store.reading() as db:
            one = await texts.find_out(db, world.staff.authority, row["id"])
        assert one is not None
        said = texts.read_out(world.staff.authority, one, key)
        found.append((said["to"], said["words"]))
    return found


async def test_sam_asks_amara_by_text(world: World, sam: Browser) -> None:
    """What stood on the page goes to her number: no name, no subject, one text."""
    number = await written_down(world, sam)
    page = f"/children/{world.amara}/telephone"
    assert (await sam.send(page, f"/numbers/{number}/confirm")).status_code == 303
    shown = unescape((await sam.get(page)).text)

    assert await asked(world, sam, number) == 303

    ((to, words),) = await went_out(world)
    assert to == "+447700900201"
    assert words in shown
    assert size_of(words) == size_of(words[:160])
    assert size_of(words).alphabet == "GSM-7"
    assert not re.search(r"amara|sam|northfold|social|worker|home|school", words, re.IGNORECASE)
    (made,) = await rows(world, invitation)
    assert (made["ways"], made["handed_over"], made["child"]) == (["sms"], "by_text", world.amara)
    assert sorted(row["kind"] for row in await rows(world, outbox)) == ["reminder", "text.begun"]


async def test_sam_sees_what_it_costs(world: World, sam: Browser) -> None:
    """Where the authority has said what a text costs; nothing is made up where it has not."""
    number = await written_down(world, sam)
    page = f"/children/{world.amara}/telephone"
    await sam.send(page, f"/numbers/{number}/confirm")
    before = (await sam.get(page)).text
    async with world.staff.store.reading() as db:
        now = (await authorities.find(db, world.staff.authority)).arrangements
    writes = Writes(world.staff.authority)
    authorities.arrange(writes, {**now, "pence_a_text": 4.5})
    await world.staff.store.write(writes)

    assert "It is sent as 1 text." in before
    assert not re.search(r"About [\d.]+ p\.", before)
    assert "About 4.5 p." in (await sam.get(page)).text


async def test_nothing_goes_before_it_is_confirmed(world: World, sam: Browser) -> None:
    """Nor to an adult's number, whatever the form says."""
    number = await written_down(world, sam)
    parents = await written_down(world, sam, number="07700 900301", owner="parent")
    page = f"/children/{world.amara}/telephone"
    await sam.send(page, f"/numbers/{number}/confirm")
    await sam.send(page, f"/numbers/{parents}/remove")
    unconfirmed = await written_down(world, sam, number="07700 900302")

    assert await asked(world, sam, unconfirmed) == 400
    assert await asked(world, sam, str(world.amara)) == 404
    assert await count(world, message) == 0


async def test_one_telephone_for_two_gets_a_link_alone(world: World, sam: Browser) -> None:
    """Whoever holds it must not be taken for one of them (R87)."""
    number = await written_down(world, sam, shared="1")
    page = f"/children/{world.amara}/telephone"
    await sam.send(page, f"/numbers/{number}/confirm")

    assert await asked(world, sam, number) == 303

    ((_, words),) = await went_out(world)
    assert re.fullmatch(
        r"Hello\. Here is a page with some questions, for when you have time: http://voice\.test/c/\S+", words
    )
    assert (await rows(world, invitation))[0]["ways"] == ["web"]


WRONG = {
    "no number": {"number": "my phone"},
    "nothing": {"number": ""},
    "too short": {"number": "12"},
    "endless": {"number": "0" * 41},
    "nobody's": {"number": AMARAS, "owner": ""},
    "an owner that is none": {"number": AMARAS, "owner": "uncle"},
    "half a time": {"number": AMARAS, "safe_from": "16:00"},
    "no time": {"number": AMARAS, "safe_from": "x", "safe_to": "y"},
    "no length of time": {"number": AMARAS, "safe_from": "16:00", "safe_to": "16:00"},
}


@pytest.mark.parametrize("fields", WRONG.values(), ids=WRONG.keys())
async def test_what_is_wrong_is_said_and_kept_in_the_form(world: World, sam: Browser, fields: dict[str, str]) -> None:
    page = f"/children/{world.amara}/telephone"
    answer = await sam.send(page, page, **{"owner": "child", **fields})

    assert answer.status_code == 400
    assert "Not kept yet" in answer.text
    assert await count(world, contact) == 0


async def test_the_same_number_once(world: World, sam: Browser) -> None:
    """However it is written."""
    await written_down(world, sam)
    page = f"/children/{world.amara}/telephone"
    for same in ("+447700900201", "0044 7700 900201", "(07700) 900-201"):
        assert (await sam.send(page, page, number=same, owner="child")).status_code == 400
    assert await count(world, contact) == 1


async def test_numbers_are_for_whoever_works_with_her(
    world: World, sam: Browser, dev: Browser, priya: Browser, morgan: Browser
) -> None:
    """Nobody else sees one, confirms one, takes one off, or texts."""
    number = await written_down(world, sam)
    page = f"/children/{world.amara}/telephone"
    token = re.findall(r'name="csrf" value="([^"]+)"', (await sam.get(page)).text)[0]
    assert token
    for other in (dev, priya, morgan):
        assert (await other.get(page)).status_code == 404
        own = re.findall(r'name="csrf" value="([^"]+)"', (await other.get("/")).text)[0]
        for deed in (f"/numbers/{number}/confirm", f"/numbers/{number}/remove", page, f"{page}/ask"):
            fields = {"csrf": own, "number": AMARAS, "owner": "child", "version": str(world.version), "id": number}
            answer = await other.client.post(deed, data=fields)
            assert answer.status_code == 404, (other.email, deed)
    (kept,) = await rows(world, contact)
    assert kept["confirmed"] is None
