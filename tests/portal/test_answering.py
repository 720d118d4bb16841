"""Sam answers Amara and promises; what he wrote is never lost, never sent twice, never changed."""

import html
from datetime import timedelta

import pytest

from storage import tables
from tests.portal.browsing import Browser, hidden
from tests.portal.looking import ANSWER, answers, rows
from tests.portal.saying import WORRY, Says, looks_inside, says
from tests.world import World
from voice import clock


async def test_a_second_press_is_the_first(world: World, sam: Browser) -> None:
    receipt = await says(world)
    page = await sam.get(f"/statements/{receipt.statement}")
    fields = (
        hidden(page.text, f"/statements/{receipt.statement}/answer") | ANSWER | {"promise_1": "p", "by_1": "2026-11-25"}
    )

    for _ in range(2):
        answer = await sam.client.post(f"/statements/{receipt.statement}/answer", data=fields)
        assert answer.status_code == 303

    inside = await looks_inside(world, receipt)
    assert (len(inside.replies), len(inside.promises)) == (1, 1)


INCOMPLETE = [
    ({"words": " "}, "Write what you want to say"),
    ({"how": ""}, "Choose how you answer"),
    ({"how": "shout"}, "Choose how you answer"),
    ({"how": "see_them"}, "Choose the day"),
    ({"how": "see_them", "on_day": "soon"}, "Choose the day"),
    ({"how": "told_in_person"}, "on their own"),
    ({"how": "told_in_person", "alone": "yes"}, "what they said back"),
    ({"promise_1": "p"}, "needs both"),
    ({"by_2": "2026-11-25"}, "needs both"),
    ({"promise_1": "p", "by_1": "2026-11-01"}, "has not passed"),
    ({"words": "x" * 5000}, "shorter"),
]


async def test_an_incomplete_answer_is_handed_back(world: World, sam: Browser) -> None:
    """What is missing is said, and what was typed is still there."""
    receipt = await says(world)
    for fields, problem in INCOMPLETE:
        answer = await answers(sam, receipt.statement, **fields)

        assert answer.status_code == 400
        assert problem in answer.text
        assert fields.get("words", ANSWER["words"]).strip() in answer.text

    assert await rows(world, tables.reply) == []


async def test_told_in_person(world: World, sam: Browser) -> None:
    receipt = await says(world)

    await answers(
        sam, receipt.statement, how="told_in_person", alone="yes", said_back="She said OK, and can she bring Dee"
    )

    shown = (await sam.get(f"/statements/{receipt.statement}")).text
    assert "She said OK, and can she bring Dee" in shown
    assert "They were on their own." in shown
    assert "Said something new" not in (await sam.get("/")).text


async def test_good_news_is_answered_with_ready_words(world: World, sam: Browser) -> None:
    """Read, how, which words, keep: four presses (R98). Nothing is said to her in words that no speaker has checked."""
    receipt = await says(world, Says(words="I won the swimming race", language="ar"))
    page = f"/statements/{receipt.statement}"
    shown = (await sam.get(page)).text
    assert 'name="ready" value="Thank you for telling me. I am glad."' in shown

    await answers(sam, receipt.statement, words=" ", ready="Thank you for telling me. I am glad.")

    (reply,) = (await looks_inside(world, receipt)).replies
    assert reply["words"] == "Thank you for telling me. I am glad."
    assert "Waiting for your answer" not in (await sam.get("/")).text


@pytest.mark.parametrize("words", [WORRY, "my stepdad hits me"])
async def test_what_is_no_good_news_has_no_ready_words(world: World, sam: Browser, words: str) -> None:
    """“I am glad” is one press away from no worry; and a worry looks no other than what duty was told of (R98, R68)."""
    receipt = await says(world, Says(words=words))

    shown = (await sam.get(f"/statements/{receipt.statement}")).text

    assert 'name="ready"' not in shown
    assert "ready words" not in shown


async def test_how_old_one_must_be_to_read_it(world: World, sam: Browser) -> None:
    """Nothing is sent; the words are still in the box."""
    receipt = await says(world)

    answer = await answers(sam, receipt.statement, do="check", words="I will come and see you on Monday.")

    assert answer.status_code == 200
    assert "You must be about" in answer.text
    assert "I will come and see you on Monday." in answer.text
    assert await rows(world, tables.reply) == []


async def test_a_session_that_ran_out_loses_nothing(world: World, sam: Browser) -> None:
    """Half an hour over an answer, interrupted by a call: after signing in it stands in the box, and nobody got it."""
    receipt = await says(world)
    page = await sam.get(f"/statements/{receipt.statement}")
    fields = (
        hidden(page.text, f"/statements/{receipt.statement}/answer") | ANSWER | {"words": "Half a page\n\nabout nan"}
    )
    clock.move(timedelta(minutes=30))

    answer = await sam.client.post(f"/statements/{receipt.statement}/answer", data=fields)
    assert answer.headers["location"] == f"/sign-in?then=/statements/{receipt.statement}&kept=1"
    assert [row["words"] for row in await rows(world, tables.staff_draft) if b"about nan" in row["words"]] == []
    assert (await rows(world, tables.reply)) == []
    signed_in = await sam.sign_in(then=f"?then=/statements/{receipt.statement}&kept=1")
    shown = html.unescape((await sam.get(signed_in.headers["location"])).text)

    assert "Half a page\n\nabout nan</textarea>" in shown
    assert "It has not been sent" in shown
    await answers(sam, receipt.statement, words="Half a page\n\nabout nan")
    assert await rows(world, tables.staff_draft) == []


async def test_a_session_that_was_ended_keeps_nothing(world: World, sam: Browser) -> None:
    """Whoever finds the cookie of somebody who signed out can put no words into their mouth."""
    receipt = await says(world)
    page = await sam.get(f"/statements/{receipt.statement}")
    fields = hidden(page.text, f"/statements/{receipt.statement}/answer") | ANSWER
    token = sam.client.cookies["staff"]
    await sam.send("/", "/sign-out")
    sam.client.cookies.set("staff", token)

    answer = await sam.client.post(f"/statements/{receipt.statement}/answer", data=fields)

    assert answer.status_code == 303
    assert await rows(world, tables.staff_draft) == []


async def test_a_promise_is_kept_or_stopped(world: World, sam: Browser) -> None:
    """One tap each, and the child sees what became of it."""
    receipt = await says(world)
    two = {"promise_1": "I ask your nan", "by_1": "2026-11-25", "promise_2": "A bike", "by_2": "2026-11-26"}
    await answers(sam, receipt.statement, **two)
    nan, bike = sorted(await rows(world, tables.action), key=lambda row: row["due"])
    page = f"/statements/{receipt.statement}"

    await sam.send(page, f"/promises/{bike['id']}", do="stopped", stopped_by="")
    assert {row["state"] for row in await rows(world, tables.action)} == {"open"}
    await sam.send(page, f"/promises/{bike['id']}", do="stopped", stopped_by="no_service")
    token = hidden((await sam.get(page)).text, f"/promises/{nan['id']}")
    for _ in range(2):
        await sam.client.post(f"/promises/{nan['id']}", data=token | {"do": "kept"})

    states = {p["words"]: (p["state"], p["why"]) for p in (await looks_inside(world, receipt)).promises}
    assert states == {"I ask your nan": ("kept", None), "A bike": ("stopped", "no_service")}
    assert len([row for row in await rows(world, tables.mailbox_item) if row["kind"] == "promise"]) == 4
    assert "No such service" in (await sam.get(page)).text


async def test_dev_settles_no_promise_of_sams(world: World, sam: Browser, dev: Browser) -> None:
    receipt = await says(world)
    await answers(sam, receipt.statement, promise_1="I ask your nan", by_1="2026-11-25")
    (promise,) = await rows(world, tables.action)
    token = hidden((await dev.get("/")).text, "/sign-out")["csrf"]

    answer = await dev.client.post(f"/promises/{promise['id']}", data={"csrf": token, "do": "kept"})

    assert answer.status_code == 404
    assert {row["state"] for row in await rows(world, tables.action)} == {"open"}
