"""Amara answers what Sam wrote; each answer reaches whoever reads it, and stands first where they look."""

import html
from datetime import timedelta

from storage import tables
from storage.statements import part_place
from tests.portal.browsing import Browser
from tests.portal.looking import answers, rows
from tests.portal.saying import Says, looks_inside, says
from tests.portal.test_weighing import weighs
from tests.web.looking import openers, sealed_body
from tests.world import World
from voice import archive, case_statement, clock, coming_back, handing_on, saying_back
from voice.access import SignedIn
from voice.case_statement import OpenStatement
from voice.draft import Receipt
from voice.model import Role, new_id
from voice.saying_back import About, SaidBack

NO_QUESTION_FOR_A_MANAGER = Says(extra={"time_alone": "never"}, skips=("find_out", "school", "brothers_sisters"))


async def says_back(world: World, receipt: Receipt, about: About, chosen: str, words: str = "") -> None:
    assert receipt.code
    opened = await coming_back.open_with_code(world.public, receipt.code)
    held = await coming_back.held_mailbox(world.public, opened.token)
    inside = await coming_back.look_inside(world.public, held)
    line = saying_back.look_at(inside, about, 1)
    await saying_back.say_back(world.public, held, inside, about, line, SaidBack(new_id(), chosen, words))


async def _opened(world: World, receipt: Receipt) -> OpenStatement:
    sam = SignedIn(world.people["sam"], "Sam", "Okafor", world.east, frozenset({Role.SOCIAL_WORKER}))
    return await case_statement.open_statement(world.staff, sam, receipt.statement)


async def test_what_she_says_back_is_new_to_sam(world: World, sam: Browser) -> None:
    """Not quite, in her words, and that it did not happen: on My children, beside what it answers; it waits again."""
    receipt = await says(world)
    page = f"/statements/{receipt.statement}"
    await weighs(sam, receipt.statement)
    await answers(sam, receipt.statement, promise_1="I ask your nan", by_1="2026-11-20")
    await sam.get(page)
    assert "Said something new" not in (await sam.get("/")).text
    clock.move(timedelta(days=2))
    await says_back(world, receipt, About.WEIGHING, "not_quite", "Canary: I miss Dee more")
    await says_back(world, receipt, About.PROMISE, "no")
    await sam.sign_in()

    desk = (await sam.get("/")).text
    assert "Said something new" in desk
    assert "Added to today" in desk
    assert "Promises overdue" in desk
    assert "Not quite" not in desk
    shown = html.unescape((await sam.get(page)).text)
    assert shown.index("“No”") < shown.index("“Not quite”") < shown.index("I miss my nan and nobody")
    kept = archive.as_json(archive.statement_as_kept(await _opened(world, receipt), [])).decode()
    assert kept.count("Canary: I miss Dee more") == kept.count("Canary doubt") == 1  # a record that is held has both
    assert shown.count("Canary: I miss Dee more") == 2  # first on the page, and beside what it answers
    assert "Waiting for your answer" in (await sam.get("/")).text
    clock.move(timedelta(minutes=1))
    await weighs(sam, receipt.statement, means="I think you miss Dee most.")
    assert "Waiting for your answer" not in (await sam.get("/")).text
    assert b"Canary" not in b"".join(path.read_bytes() for path in world.home.rglob("*") if path.is_file())


async def test_whether_she_feels_listened_to_is_not_for_sam(world: World, sam: Browser, priya: Browser) -> None:
    """His manager reads it, sealed to her key; he has no sign of it, on his list or on the page (R58)."""
    receipt = await says(world, NO_QUESTION_FOR_A_MANAGER)
    page = f"/statements/{receipt.statement}"
    await answers(sam, receipt.statement)
    await sam.get(page)
    before = (await sam.get(page)).text.count("Not sure")
    clock.move(timedelta(minutes=5))

    await says_back(world, receipt, About.HEARD, "not_sure", "Canary: we talk about the weather")

    desk, mine = (await sam.get("/")).text, (await sam.get(page)).text
    assert "Said something new" not in desk
    assert "Waiting" not in desk
    assert (mine.count("Not sure"), "Canary" in mine) == (before, False)
    assert "Added to today" in (await priya.get("/team")).text
    theirs = html.unescape((await priya.get(page)).text)
    assert "Do they feel listened to?" in theirs
    assert "Canary: we talk about the weather" in theirs
    assert "I miss my nan" not in theirs
    (later,) = [row for row in await rows(world, tables.statement) if row["kind"] == "later"]
    (part,) = [row for row in await rows(world, tables.statement_part) if row["statement"] == later["id"]]
    place = part_place(world.staff.authority, world.amara, "manager", later["id"])
    assert set(await openers(world, await sealed_body(world, part["envelope"]), place)) == {("apart", world.amara)}


async def test_a_promise_is_put_off(world: World, sam: Browser, dev: Browser) -> None:
    """Not yet: the day moves once, the child reads both, and no day that is past will do."""
    receipt = await says(world)
    await answers(sam, receipt.statement, promise_1="I ask your nan", by_1="2026-11-20")
    (promise,) = await rows(world, tables.action)
    page, where = f"/statements/{receipt.statement}", f"/promises/{promise['id']}"
    for wrong in ("", "soon", "2026-11-18"):
        refused = await sam.send(page, where, do="not_yet", until=wrong)
        assert refused.headers["location"].endswith("?done=choose_day#promises")

    for _ in range(2):
        assert (await sam.send(page, where, do="not_yet", until="2026-12-01")).status_code == 303

    lines = [row for row in await rows(world, tables.mailbox_item) if row["kind"] == "promise"]
    (stands,) = (await looks_inside(world, receipt)).promises
    assert len(lines) == 2
    assert (stands["by"], stands["state"], stands["why"]) == ("2026-12-01", "open", "not_yet")
    shown = (await sam.get(page)).text
    assert "by Tuesday 1 December" in shown
    assert "Put off today at" in shown


async def test_a_new_worker_sees_last_words_and_promises(world: World, sam: Browser, dev: Browser) -> None:
    """From today Dev works with Amara: she stands first, with what she said last and what Sam promised; Sam's ends."""
    for words in ("old words", "newer words"):
        receipt = await says(world, Says(words=words))
        await answers(sam, receipt.statement, promise_1="I ask your nan", by_1="2026-11-30")
        clock.move(timedelta(days=1))
        await sam.sign_in()

    for _ in range(2):  # the same twice changes nothing
        await handing_on.hand_on(world.staff, world.amara, world.people["dev"], Role.SOCIAL_WORKER)

    assert {row["owner"] for row in await rows(world, tables.action)} == {world.people["dev"]}
    await dev.sign_in()
    desk = (await dev.get("/")).text
    assert desk.index("New to you") < desk.index("Amara")
    assert desk.count("Read what was said") == 1  # the last words; what was answered before stays in her record
    assert desk.count("due Monday 30 November") == 2
    shown = (await dev.get(f"/statements/{receipt.statement}")).text
    assert "newer words" in shown
    assert "Dev Rao sees to it." in shown
    assert "New to you" not in (await dev.get("/")).text
    clock.move(timedelta(days=1))
    await sam.sign_in()
    assert (await sam.get(f"/statements/{receipt.statement}")).status_code == 404
