"""A child without a link says something: what she is told, where her words go, and what is not promised."""

import re
from typing import Any

import pytest
from starlette.applications import Starlette

from channels.web.app import public
from storage import strangers
from storage.tables import (
    asked_for,
    child_key,
    inbound_message,
    stranger,
    stranger_text,
)
from tests.door.saying import FIND, WORDS, begun, say_at_the_door, sent, taken_up
from tests.portal.browsing import Browser
from tests.safety.lengths import overheard
from tests.web.browser import Browser as Child
from tests.web.browser import went
from tests.web.looking import count, rows
from tests.world import World
from voice import opening_door

THEME = re.compile(r'data-theme="(\w+)"')


async def test_closed_it_is_not_there(world: World) -> None:
    """An authority that has not opened it has no such page, and the front page leads to none."""
    child = Child(public(world.public))

    assert (await child.open("/open")).status_code == 404
    assert "/open" not in (await child.open("/")).text
    assert (await child.press("/open")).status_code == 404


async def test_it_is_led_to_and_says_who_knows_her(door: Starlette) -> None:
    """From the front page; before she begins it says that nobody knows who she is."""
    child = Child(door)

    assert 'href="/open"' in (await child.open("/")).text
    assert "We don’t know who you are." in (await child.open("/open")).text
    await child.press()
    promise = (await child.open("/start")).text
    assert "Someone on duty reads it." in promise
    assert "We can only come to you if you tell us how to find you." in promise
    assert "/not-me" not in promise
    assert "Your worker" not in promise


async def test_every_page_of_the_way_in_looks_the_same(door: Starlette) -> None:
    """Nobody knows her age: no page is for a small child and the next for a big one."""
    child = Child(door)
    looks = {}
    for page in ("/", "/open", "/try", "/help", "/nowhere"):
        looks[page] = THEME.search((await child.open(page)).text)
    child = await begun(door)
    for page in ("/start", "/around", "/q/1", "/help", "/check"):
        looks[f"inside {page}"] = THEME.search((await child.open(page)).text)

    assert {page: look and look[1] for page, look in looks.items()} == dict.fromkeys(looks, "older")


async def test_added_to_the_safety_answer_it_is_told(world: World, somebody: Child) -> None:
    """What she adds there later is urgent too, and she is told by when somebody reads it."""
    code = await somebody.code()
    await sent(world, somebody)
    back = somebody.another()
    await back.fill("/", code=code)

    assert "read it by" in (await back.fill("/mine/add/3", words="not any more")).text

    await taken_up(world)
    (found,) = await rows(world, stranger)
    assert found["level"] == "unsafe"


async def test_twice_is_once(world: World, somebody: Child) -> None:
    """Send pressed twice, the worker killed between writing and marking: one of each."""
    await somebody.answer(1, words=WORDS)
    await somebody.open("/keep")
    assert went(await somebody.press()) == went(await somebody.press()) == "/sent"
    await taken_up(world)
    before = await count(world, stranger_text)
    assert before == 1

    assert await count(world, stranger_text) == before
    assert {row["state"] for row in await rows(world, inbound_message)} == {"handled"}
    assert {row["words"] for row in await rows(world, inbound_message)} == {None}


async def test_each_has_a_key_of_her_own(world: World, door: Starlette) -> None:
    """Several at once: closing one of them leaves the others' words as they were."""
    for number in range(4):
        child = Child(door)
        await child.fill("/open")
        await child.fill("/around", around="just_me", helper="nobody")
        await child.answer(1, words=f"{WORDS} {number}")
        await child.send()
    await taken_up(world)

    keys = {row["key"] for row in await rows(world, stranger)}
    assert len(keys) == 4
    assert len([row for row in await rows(world, child_key, purpose="pool") if row["id"] in keys]) == 4


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"safe": "safe"}, {"safe": "mostly"}),
        ({"safe": "not_very"}, {"safe": "not_at_all"}),
        ({"about": ("home",)}, {"about": ("something_else", "family", "worker")}),
        ({"helper": "other", "around": "helper"}, {"helper": "rather_not_say", "around": "friends_siblings"}),
    ],
    ids=["safe or mostly", "two ways of not safe", "what about", "who is near"],
)
async def test_every_sealed_body_is_equally_long_whatever_was_chosen(
    world: World, door: Starlette, one: dict[str, Any], other: dict[str, Any]
) -> None:
    """Before any padding: a thief learns that she said something, and no choice of hers."""
    found = []
    for side in (one, other):
        with overheard() as said:
            await say_at_the_door(door, *side.pop("about", ()), **side)
        with overheard() as put_away:  # the worker takes up several parts at once, and may seal one twice
            await taken_up(world)
        found.append(([length for length, _ in said], {length for length, _ in put_away}))

    assert found[0] == found[1]
    assert len(found[0][0]) >= 10


async def test_what_needs_a_name_is_not_there(world: World, somebody: Child) -> None:
    """Nobody could answer a request for an advocate or a complaint of hers: the page says so and takes none."""
    assert "We don’t know who you are here" in (await somebody.open("/help/advocate")).text
    await somebody.open("/q/1")
    for page in ("/help/advocate", "/help/complaint", "/help/person"):
        assert (await somebody.press(page, words="help")).status_code == 403
    for page in ("/not-me", "/not-my-file"):
        assert (await somebody.open(page)).status_code == 404
    assert await count(world, asked_for) == 0
    assert 'type="file"' not in (await somebody.open("/q/1")).text
    assert "You can only write here." in (await somebody.open("/q/1")).text
    film = b'--x\r\ncontent-disposition: form-data; name="recording"; filename="f"\r\n\r\nfilm\r\n--x--\r\n'
    assert (await somebody.send_raw("/q/1", film, "multipart/form-data; boundary=x")).status_code == 415


async def test_closed_by_the_authority_she_may_finish(world: World, somebody: Child, morgan: Browser) -> None:
    """What a child is in the middle of saying is not cut off."""
    await opening_door.close_door(world.staff)
    world.public._authority.clear()  # as after a restart

    page = await sent(world, somebody)

    assert WORDS in (await morgan.get(page)).text
    assert (await somebody.another().open("/open")).status_code == 404


async def test_nothing_of_it_is_in_the_clear(world: World, somebody: Child) -> None:
    """What lies in the tables is which survey, when, how urgent: no word, no choice, no name."""
    page = await sent(world, somebody)

    async with world.staff.store.reading() as db:
        (found,) = await strangers.in_state(db, world.staff.authority, "open")
    assert page.endswith(str(found.id))
    for table in (stranger, stranger_text, inbound_message):
        shown = str(await rows(world, table))
        for words in (WORDS, FIND, "family", "just_me"):
            assert words not in shown


async def test_she_says_once_how_to_find_her(world: World, somebody: Child) -> None:
    """Given beside the safety question it is not asked again; she sees it before Send and when she comes back (R67)."""
    code = await somebody.code()
    await somebody.answer(1, words=WORDS)
    await somebody.answer(2, "home")
    await somebody.answer(3, "not_at_all")
    asked = (await somebody.open("/safe")).text
    assert "How can we find you?" in asked
    assert "What is a safe way to reach you?" not in asked

    assert went(await somebody.press(None, reach=FIND, about_staff="no", do="next")) == "/check"

    check = (await somebody.open("/check")).text
    assert FIND in check
    assert "You skipped this one" not in check
    await somebody.open("/keep")
    await somebody.send()
    back = somebody.another()
    await back.fill("/", code=code)
    for page in (await somebody.open("/sent"), await back.open("/mine")):
        assert "You told us how to find you. The people whose job is to keep you safe have it." in page.text
        assert "can’t come to you" not in page.text
    assert FIND in (await back.open("/mine")).text


async def test_what_she_said_of_finding_her_stands(world: World, somebody: Child) -> None:
    """Said in its own place it is not put aside by what stands beside the safety question; nothing said is nothing."""
    await somebody.answer(4, words="at the library")
    await somebody.answer(3, "not_at_all")
    await somebody.fill("/safe", reach=FIND, do="next")
    assert "at the library" in (await somebody.open("/check")).text

    other = somebody.another()
    await other.fill("/open")
    await other.fill("/start")
    await other.fill("/around", around="just_me", helper="nobody")
    await other.answer(3, "not_at_all")
    await other.fill("/safe", reach=" ", do="next")
    await other.open("/keep")
    await other.send()
    assert "can’t come to you" in (await other.open("/sent")).text


async def test_the_receipt_says_one_time_for_each(world: World, somebody: Child) -> None:
    """What was told about being safe is read at once; the other day is the rest's alone (R59)."""
    await sent(world, somebody, safe="not_at_all")
    receipt = (await somebody.open("/sent")).text

    assert "Someone reads it by" in receipt
    assert "A person will read the rest by" in receipt
    assert "A person will read this by" not in receipt
