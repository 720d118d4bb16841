"""Duty reads what was said at the open door, can act on it, and answers where the child's code leads."""

from datetime import timedelta

from starlette.applications import Starlette

from storage.tables import (
    asked_for,
    concern,
    contact,
    notice,
    statement,
    stranger,
)
from tests.door.saying import FIND, WORDS, begun, sent, taken_up, token_of
from tests.portal.browsing import Browser
from tests.portal.strangers import match
from tests.web.browser import Browser as Child
from tests.web.browser import went
from tests.web.looking import count, rows
from tests.world import World
from voice import clock
from voice.texting import going_up, matching


async def test_duty_reads_her_exact_words_and_nobody_else(
    world: World, somebody: Child, morgan: Browser, sam: Browser
) -> None:
    """Sam's name in it does not make it Sam's to read; there is no statement, and nothing to count."""
    page = await sent(world, somebody)

    shown = (await morgan.get(page)).text
    assert (WORDS in shown, FIND in shown) == (True, True)
    assert "Where I live" in shown
    assert [(await sam.get(each)).status_code for each in ("/unknown", page)] == [404, 404]
    for do in ("take", "answer", "close", "match"):
        token = {"csrf": token_of(await sam.get("/")), "sure": "1", "id": str(world.amara), "words": "x"}
        assert (await sam.client.post(f"{page}/{do}", data=token)).status_code == 404
    assert await count(world, statement) == await count(world, concern) == await count(world, asked_for) == 0
    assert await count(world, contact) == 0

    receipt = (await somebody.open("/sent")).text  # nothing is promised that cannot be done
    assert "You told us how to find you." in receipt
    assert "can’t come to you" not in receipt
    assert "Your worker" not in receipt


async def test_not_safe_is_told_before_she_sends(world: World, somebody: Child, morgan: Browser) -> None:
    """R59: pressed, it is with duty, who hears of it; how to reach her joins it, and leaving changes nothing."""
    await somebody.answer(1, words=WORDS)
    assert went(await somebody.answer(3, "not_at_all")) == "/safe"
    assert "We don’t know who you are" in (await somebody.open("/safe")).text
    await somebody.press(None, reach=FIND, must_not_know="my uncle", about_staff="no", do="next")
    await somebody.open("/exit")
    await taken_up(world)

    (found,) = await rows(world, stranger)
    assert (found["level"], found["state"], found["why"]) == ("unsafe", "open", "door")
    assert found["read_by"] == clock.now() + timedelta(minutes=15)
    assert {row["staff"] for row in await rows(world, notice)} == {world.people["morgan"]}
    page = f"/unknown/{found['id']}"
    for each in ("/", "/concerns"):  # where duty looks first, with the time left and the button
        waits = (await morgan.get(each)).text
        assert [words in waits for words in (page, f"{page}/take", "15 minutes left")] == [True, True, True]
        assert 'class="concern new"' in waits
    shown = (await morgan.get(page)).text
    assert [each in shown for each in ("Not safe at all", FIND, "my uncle", WORDS)] == [True, True, True, False]


async def test_it_climbs_until_somebody_has_it(world: World, somebody: Child, morgan: Browser) -> None:
    """R11: nobody took it up, so the next step is due; "I have it" ends that, and something urgent begins it again."""
    await somebody.answer(3, "not_very")
    await taken_up(world)
    clock.move(timedelta(minutes=16))
    await going_up.climb_all(world.staff)
    (found,) = await rows(world, stranger)
    assert found["climbed"] == 4  # of four steps one reaches somebody; those who see no queue hold nothing up
    page = f"/unknown/{found['id']}"
    await morgan.sign_in()
    assert (await morgan.send(page, f"{page}/take")).status_code == 303
    assert "Morgan Bell" in (await morgan.get(page)).text
    assert "Morgan Bell has it, since" in (await morgan.get("/concerns")).text
    assert page not in (await morgan.get("/")).text
    told = await rows(world, notice)

    await somebody.answer(3, "not_at_all")
    await taken_up(world)

    (now,) = await rows(world, stranger)
    assert now["by"] is None
    assert {row["id"] for row in await rows(world, notice)}.isdisjoint(row["id"] for row in told)
    assert await count(world, notice) == len(told)


async def test_the_answer_is_where_her_code_leads(world: World, somebody: Child, morgan: Browser) -> None:
    """She comes back, reads it, sees who has opened it, and says how to find her: duty reads that too."""
    code = await somebody.code()
    page = await sent(world, somebody, find="")
    shown = await morgan.get(page)
    assert (await morgan.send(page, f"{page}/answer", words="")).status_code == 400
    assert (await morgan.send(page, f"{page}/answer", words="Thank you. Where are you now?")).status_code == 303
    assert "Thank you. Where are you now?" in (await morgan.get(page)).text
    assert shown.status_code == 200

    back = somebody.another()
    assert went(await back.fill("/", code=code)) == "/mine"
    mine = (await back.open("/mine")).text
    assert "Thank you. Where are you now?" in mine
    assert "someone on duty" in mine
    assert "Morgan" not in mine
    assert WORDS in mine
    assert "/help/complaint" not in mine
    assert went(await back.fill("/mine/add/0", words=FIND)) == "/mine"
    await taken_up(world)
    assert FIND in (await morgan.get(page)).text
    assert await count(world, stranger) == 1


async def test_without_a_code_there_is_nowhere_to_answer(world: World, somebody: Child, morgan: Browser) -> None:
    """Sent without one, the page offers no answer, and one that is sent all the same is refused."""
    await somebody.answer(1, words=WORDS)
    await somebody.open("/keep")
    await somebody.press(None, do="send_no_code")
    await taken_up(world)
    (found,) = await rows(world, stranger)
    page = f"/unknown/{found['id']}"

    shown = (await morgan.get(page)).text

    assert f"{page}/answer" not in shown
    said = {"csrf": token_of(await morgan.get(page)), "id": str(found["id"]), "words": "hello"}
    assert (await morgan.client.post(f"{page}/answer", data=said)).status_code == 404
    assert "nobody can answer you here" in (await somebody.open("/sent")).text


async def test_matched_it_is_hers(world: World, somebody: Child, morgan: Browser, sam: Browser) -> None:
    """Once duty has said whose it is, Sam reads her words on her page; no number is written down."""
    page = await sent(world, somebody)
    await match(world, morgan, page, world.amara)

    (made,) = await rows(world, statement)
    assert (made["child"], made["ways"]) == (world.amara, ["web"])
    assert WORDS in (await sam.get(f"/statements/{made['id']}")).text
    assert await count(world, contact) == 0


async def test_the_language_she_chose_stands_beside_her_words(world: World, somebody: Child, morgan: Browser) -> None:
    """R60: nobody here may read it, and whoever opens it knows at once whom to ask."""
    await somebody.fill("/look", lang="ar")
    page = await sent(world, somebody)

    assert "In Arabic. Do not wait" in (await morgan.get(page)).text


async def test_matched_and_not_safe_it_is_a_concern_apart(
    world: World, somebody: Child, morgan: Browser, sam: Browser
) -> None:
    """Whatever was pressed: no slip makes it a page among others, or her worker's to read (R68)."""
    page = await sent(world, somebody, safe="not_at_all")
    await match(world, morgan, page, world.amara, do="record")

    (raised,) = await rows(world, concern)
    assert (raised["child"], raised["level"]) == (world.amara, "unsafe")
    shown = (await morgan.get(f"/concerns/{raised['id']}")).text
    assert WORDS in shown
    first = shown.partition('class="step"')[0]
    assert [each in first for each in (FIND, "my uncle", "They have not said")] == [True, True, False], "R67: on top"
    assert (await sam.get(f"/concerns/{raised['id']}")).status_code == 404
    assert await count(world, statement) == 0


async def test_closed_in_the_middle_nothing_is_lost(world: World, somebody: Child, morgan: Browser) -> None:
    """What she says after duty closed it, and its key is gone, is another of them: never words under a dead key."""
    await somebody.answer(3, "not_very")
    await taken_up(world)
    (first,) = await rows(world, stranger)
    page = f"/unknown/{first['id']}"
    assert (await morgan.send(page, f"{page}/close", sure="1")).status_code == 303
    assert await matching.delete_keys(world.staff) == 1
    await somebody.fill("/safe", reach=FIND, do="next")
    await somebody.answer(1, words=WORDS)
    await somebody.send()
    await taken_up(world)

    (second,) = await rows(world, stranger, state="open")
    shown = (await morgan.get(f"/unknown/{second['id']}")).text
    assert (WORDS in shown, FIND in shown) == (True, True)


async def test_an_answer_to_her_is_read_over_before_it_is_kept(world: World, somebody: Child, morgan: Browser) -> None:
    """As a reply is: how easy and kind it is, with what was typed still there, and nothing kept."""
    await somebody.code()
    page = await sent(world, somebody)

    looked = await morgan.send(page, f"{page}/answer", words="Contact with mum was terminated.", do="check")

    assert looked.status_code == 200
    assert "to read this." in looked.text
    assert "Contact with mum was terminated.</textarea>" in looked.text
    assert "We answered" not in (await morgan.get(page)).text


async def test_what_waits_is_one_list_by_urgency(
    world: World, somebody: Child, door: Starlette, morgan: Browser
) -> None:
    """R11: who may not be safe stands before a worry and alone has the red edge. On her page Answer is above Close."""
    await somebody.answer(1, words="I like my new room")
    await somebody.send()
    await taken_up(world)
    (found,) = await rows(world, stranger)
    worry = f"/unknown/{found['id']}"
    other = await somebody_else_not_safe(world, door)

    for where in ("/", "/concerns", "/unknown"):
        shown = (await morgan.get(where)).text
        assert 0 < shown.index(other) < shown.index(worry)
        assert (shown.count('"concern new"'), shown.count(">I have it<")) == (1, 2)
        assert 'class="badge">2<' in shown  # the worry too: the number is that of the lines
    hers = (await morgan.get(other)).text
    assert '<li class="tag now">' in hers
    assert hers.index("answer-h") < hers.index("close-h")


async def somebody_else_not_safe(world: World, door: Starlette) -> str:
    other = await begun(door)
    await other.answer(3, "not_at_all")
    await taken_up(world)
    (found,) = await rows(world, stranger, level="unsafe")
    return f"/unknown/{found['id']}"
