"""Amara says that she is not safe. Somebody takes it up by name, does something, tells her, and closes it."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from starlette.applications import Starlette

from storage import tables
from storage.envelopes import recipients_of
from tests.portal.browsing import Browser, at_the_desk, hidden
from tests.portal.looking import actions_of, rows
from tests.portal.saying import WORRY, Says, says, up_to_sending
from tests.world import World
from voice import case_record, climbing, clock, setting_up
from voice.access import SignedIn
from voice.model import Role

APART = Says(safe="no", about_staff="not_sure")
SHARED = Says(safe="not_always", about_staff="no")


async def the_concern(world: World) -> UUID:
    (found,) = await rows(world, tables.concern)
    return UUID(str(found["id"]))


async def test_duty_sees_it_before_she_sends(world: World, morgan: Browser) -> None:
    """It does not wait for Send: who must not know and how to reach her stand at the top."""
    await up_to_sending(world, APART)
    concern = await the_concern(world)

    desk = await morgan.get("/")
    assert "Amara" in desk.text
    assert "Read by today at 10:15am" in desk.text
    assert "My stepdad" not in desk.text
    shown = (await morgan.get(f"/concerns/{concern}")).text

    top, answer = shown.index("A safe way to reach them"), shown.index("Do you feel safe where you live?")
    assert top < shown.index("At school, ask for Miss Ade") < shown.index("My stepdad") < answer
    assert shown.count("Do you feel safe where you live?") == 1
    assert await actions_of(world, "concern") == [
        ("raise", None),
        ("follow_up", None),
        ("open", world.people["morgan"]),
    ]


async def test_nothing_said_means_no_contact(world: World, morgan: Browser) -> None:
    await says(world, Says(safe="no", reach="", must_not_know=""))

    shown = (await morgan.get(f"/concerns/{await the_concern(world)}")).text

    assert "No contact with the home until a person has decided" in shown


async def test_what_may_be_about_sam_is_not_there_for_sam(world: World, sam: Browser, priya: Browser) -> None:
    """Not in his list, not on her page, not by its address; and he is not told that others came to look."""
    receipt = await says(world, APART)
    concern = await the_concern(world)

    desk, child = (await sam.get("/")).text, (await sam.get(f"/children/{world.amara}")).text
    mine, unknown = await sam.get(f"/concerns/{concern}"), await sam.get(f"/concerns/{uuid4()}")
    theirs = await priya.get(f"/concerns/{concern}")
    await priya.get(f"/statements/{receipt.statement}")
    statement = (await sam.get(f"/statements/{receipt.statement}")).text

    assert [word for word in ("/concerns", "1 concern", "not be safe") if word in (desk + child).lower()] == []
    assert (mine.status_code, mine.text) == (unknown.status_code, unknown.text)
    assert theirs.status_code == 200
    assert "Do not tell them it is here" in theirs.text
    assert "safe where you live" not in statement
    assert "Priya" not in statement


async def test_duty_is_told_where_the_words_stand_too(world: World, sam: Browser, morgan: Browser) -> None:
    """What she sent to Sam he reads; that it is a concern he does not see. Duty knows both, and is told no more."""
    receipt = await says(world, Says(words="my stepdad hits me"))
    page = f"/concerns/{await the_concern(world)}"

    shown = (await morgan.get(page)).text

    assert "my stepdad hits me" in (await sam.get(f"/statements/{receipt.statement}")).text
    assert (await sam.get(page)).status_code == 404
    assert "they can read the words themselves" in shown
    assert "Nobody who does can see it." not in shown


async def test_what_is_not_about_staff_is_shared_with_sam(world: World, sam: Browser) -> None:
    await says(world, SHARED)
    concern = await the_concern(world)

    assert f"/concerns/{concern}" in (await sam.get("/")).text
    shown = (await sam.get(f"/concerns/{concern}")).text
    assert "My stepdad" in shown
    assert "Not always" in shown


async def test_sam_on_duty_still_does_not_see_it(world: World, app: Starlette) -> None:
    """What she says about somebody does not reach them through another of their roles."""
    kim = await setting_up.add_staff(
        world.staff, "Kim", "Lee", "kim@northfold.test", world.east, [Role.SOCIAL_WORKER, Role.DUTY]
    )
    world.people["kim"] = kim
    await setting_up.allocate(world.staff, world.amara, kim, Role.SOCIAL_WORKER, cover=True)
    await says(world, APART)
    found = await at_the_desk(world, app, "kim")

    assert (await found.get(f"/concerns/{await the_concern(world)}")).status_code == 404


async def test_from_i_have_it_to_closed(world: World, morgan: Browser, priya: Browser) -> None:
    """A named person at each step, and always what the child was told."""
    await says(world, APART)
    page = f"/concerns/{await the_concern(world)}"

    taken = await morgan.send(page, f"{page}/acknowledge")
    assert taken.headers["location"] == f"{page}?done=acknowledged"
    assert "Morgan Bell has it" in (await priya.get("/concerns")).text
    await morgan.send(page, f"{page}/note", note="Rang Miss Ade at school", do="act")
    for missing, fields in {"outcome": {"told_child": "We came"}, "told_child": {"outcome": "safety_plan"}}.items():
        refused = await morgan.send(page, f"{page}/note", note="Saw her", do="close", **fields)
        assert refused.status_code == 400
        assert f'href="#{missing}"' in refused.text
        assert "Saw her" in refused.text
    closing = {"note": "Saw her at school", "told_child": "That she stays with nan", "outcome": "safety_plan"}
    closed = await morgan.send(page, f"{page}/note", do="close", **closing)

    assert closed.headers["location"] == "/?done=closed"
    assert (await morgan.get(page)).status_code == 404
    kept = (await priya.get(page)).text
    assert (
        kept.index("Rang Miss Ade at school") < kept.index("Saw her at school") < kept.index("That she stays with nan")
    )
    assert "Safety plan" in kept
    actions = [action for action, _ in await actions_of(world, "concern") if action != "open"]
    assert actions == ["raise", "follow_up", "acknowledge", "acted_on", "closed"]


async def test_duty_reads_the_statement_until_it_is_closed(world: World, morgan: Browser) -> None:
    receipt = await says(world, APART)
    page = f"/concerns/{await the_concern(world)}"

    during = await morgan.get(f"/statements/{receipt.statement}")
    await morgan.send(page, f"{page}/acknowledge")
    closing = {"note": "n", "told_child": "t", "outcome": "spoke_with_child", "do": "close"}
    await morgan.send(page, f"{page}/note", **closing)

    assert WORRY in during.text
    assert "listen to you" not in during.text
    assert (await morgan.get(f"/statements/{receipt.statement}")).status_code == 404
    assert (await morgan.get(f"/children/{world.amara}")).status_code == 404


async def test_of_two_at_once_one_has_it(world: World, morgan: Browser, priya: Browser) -> None:
    await says(world, APART)
    page = f"/concerns/{await the_concern(world)}"

    forms = [(who, hidden((await who.get(page)).text, f"{page}/acknowledge")) for who in (morgan, priya)]
    both = await asyncio.gather(*(who.client.post(f"{page}/acknowledge", data=form) for who, form in forms))

    assert sorted(answer.headers["location"].partition("=")[2] for answer in both) == ["acknowledged", "not_mine"]
    loser = priya if both[1].headers["location"].endswith("not_mine") else morgan
    shown = (await loser.get(f"{page}?done=not_mine")).text
    assert "Someone else took it up first" in shown
    assert ("Morgan Bell has it" if loser is priya else "Priya Nair has it") in shown
    assert [action for action, _ in await actions_of(world, "concern")].count("acknowledge") == 1


async def test_nothing_is_written_before_somebody_has_it(world: World, morgan: Browser) -> None:
    await says(world, APART)
    page = f"/concerns/{await the_concern(world)}"
    token = hidden((await morgan.get(page)).text, f"{page}/acknowledge")["csrf"]

    answer = await morgan.client.post(
        f"{page}/note", data={"csrf": token, "id": str(uuid4()), "note": "x", "do": "act"}
    )

    assert answer.status_code == 400
    assert "Somebody has to take this up first" in answer.text


async def test_a_note_sent_twice_is_one(world: World, morgan: Browser) -> None:
    await says(world, APART)
    page = f"/concerns/{await the_concern(world)}"
    await morgan.send(page, f"{page}/acknowledge")
    fields = hidden((await morgan.get(page)).text, f"{page}/note") | {"note": "Rang Miss Ade", "do": "act"}

    both = await asyncio.gather(*(morgan.client.post(f"{page}/note", data=fields) for _ in range(2)))

    assert [answer.status_code for answer in both] == [303, 303]
    assert (await morgan.get(page)).text.count("Rang Miss Ade") == 1


async def test_a_note_outlives_the_session(world: World, morgan: Browser) -> None:
    await says(world, APART)
    page = f"/concerns/{await the_concern(world)}"
    await morgan.send(page, f"{page}/acknowledge")
    fields = hidden((await morgan.get(page)).text, f"{page}/note") | {"note": "Half a note", "do": "act"}
    clock.move(timedelta(minutes=20))

    answer = await morgan.client.post(f"{page}/note", data=fields)
    await morgan.sign_in()

    assert answer.headers["location"] == f"/sign-in?then={page}&kept=1"
    assert "Half a note</textarea>" in (await morgan.get(page)).text


async def test_notes_stand_apart_from_sam(world: World, morgan: Browser) -> None:
    """What duty writes about somebody is sealed to the apart key alone."""
    await says(world, APART)
    page = f"/concerns/{await the_concern(world)}"
    await morgan.send(page, f"{page}/acknowledge")
    await morgan.send(page, f"{page}/note", note="Spoke with the designated officer", do="act")

    async with world.staff.store.reading() as db:
        keys = {row.id: row.purpose for row in await db.execute(sa.select(tables.child_key))}
    sealed = {row["id"]: row["sealed"] for row in await rows(world, tables.envelope)}
    (step,) = [row for row in await rows(world, tables.concern_step) if row["kind"] == "acted_on"]
    assert [keys[key] for key in recipients_of(sealed[step["envelope"]])] == ["apart"]


async def test_a_concern_nobody_read_in_time_says_so(world: World, morgan: Browser) -> None:
    await says(world, APART)
    clock.move(timedelta(minutes=14))
    assert "Late:" not in (await morgan.get("/")).text
    clock.move(timedelta(minutes=2))

    assert "Late: the child was told a person reads this by today at 10:15am" in (await morgan.get("/")).text


@pytest.mark.parametrize("said", [APART, SHARED])
async def test_another_team_sees_no_concern(world: World, dev: Browser, said: Says) -> None:
    await says(world, said)
    concern = await the_concern(world)
    me = SignedIn(world.people["dev"], "Dev", "Rao", world.west, frozenset({Role.SOCIAL_WORKER}))

    assert await case_record.concerns_to_see(world.staff, me) == []
    assert (await dev.get(f"/concerns/{concern}")).status_code == 404
    token = hidden((await dev.get("/")).text, "/sign-out")["csrf"]
    answer = await dev.client.post(f"/concerns/{concern}/acknowledge", data={"csrf": token})
    assert answer.status_code == 404


async def test_nobody_says_that_she_was_told_when_she_was_not(world: World, morgan: Browser) -> None:
    """What was found in her words has a time to be read by, and she heard of none."""
    await says(world, Says(words="my stepdad hits me when mum is at work"))

    for shown in ((await morgan.get("/")).text, (await morgan.get(f"/concerns/{await the_concern(world)}")).text):
        assert "To be read by" in shown
        assert "child was told" not in shown


async def test_who_was_told_is_said_so(world: World, morgan: Browser) -> None:
    """Duty is the first who is told: nothing "went up" there."""
    await says(world, APART)
    await climbing.climb_all(world.staff)

    shown = (await morgan.get(f"/concerns/{await the_concern(world)}")).text

    assert "Told: duty" in shown
    assert "Went up" not in shown


async def test_after_taking_it_up_the_page_says_what_comes_next(world: World, morgan: Browser, priya: Browser) -> None:
    """To whoever has it, until something was written down."""
    await says(world, APART)
    page, next_step = f"/concerns/{await the_concern(world)}", "Next: speak with the child where it is safe"
    assert next_step not in (await morgan.get(page)).text
    await morgan.send(page, f"{page}/acknowledge")

    assert next_step in (await morgan.get(page)).text
    assert next_step not in (await priya.get(page)).text
    await morgan.send(page, f"{page}/note", note="Rang Miss Ade at school", do="act")
    assert next_step not in (await morgan.get(page)).text


async def test_duty_is_told_whether_she_has_a_number(world: World, sam: Browser, morgan: Browser) -> None:
    """Before anything is written: one that nobody confirmed with her is none."""
    await says(world, APART)
    page, numbers = f"/concerns/{await the_concern(world)}", f"/children/{world.amara}/telephone"
    await sam.send(numbers, numbers, number="07700 900123", owner="child")
    (kept,) = await rows(world, tables.contact)
    none = (await morgan.get(page)).text
    assert "There is no number that they confirmed" in none
    assert f'action="{page}/text"' not in none
    await sam.send(numbers, f"/numbers/{kept['id']}/confirm")

    one = (await morgan.get(page)).text

    assert "They have a number of their own, confirmed with them" in one
    assert f'action="{page}/text"' in one
