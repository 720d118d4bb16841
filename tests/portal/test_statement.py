"""Sam reads what Amara said, and answers. Amara sees who read it, and what they say and promise."""

import html
import json
from datetime import date, timedelta

import pytest

from storage import tables
from storage.envelopes import new_private_key
from storage.writes import Writes
from tests.portal.browsing import Browser
from tests.portal.looking import ANSWER, actions_of, answers, rows
from tests.portal.saying import WORRY, Says, looks_inside, says
from tests.world import World
from voice import clock, sending, setting_up, visiting
from voice.model import Around, ParentsMark, Role


async def test_from_the_list_to_her_own_page(world: World, sam: Browser) -> None:
    """Sam finds what is new, reads her exact words, answers and promises; Amara sees all of it."""
    receipt = await says(world)

    desk = await sam.get("/")
    assert "Said something new" in desk.text
    assert WORRY not in desk.text
    shown = await sam.get(f"/statements/{receipt.statement}")
    assert WORRY in shown.text
    sent = await answers(
        sam, receipt.statement, how="see_them", on_day="2026-11-20", promise_1="I ask about your nan", by_1="2026-11-25"
    )

    assert sent.status_code == 303, sent.text
    inside = await looks_inside(world, receipt)
    assert [(o["who"], o["first_name"], o["role"], o["allocated"]) for o in inside.opened] == [
        ("sam|social_worker", "Sam", "social_worker", True)
    ]
    assert inside.replies[0]["words"] == ANSWER["words"]
    assert (inside.replies[0]["how"], inside.replies[0]["on_day"]) == ("see_them", "2026-11-20")
    assert [(p["words"], p["by"], p["state"]) for p in inside.promises] == [
        ("I ask about your nan", "2026-11-25", "open")
    ]
    desk = await sam.get("/")
    assert "Said something new" not in desk.text
    assert "due Wednesday 25 November" in desk.text
    again = await sam.get(f"/statements/{receipt.statement}")
    assert ANSWER["words"] in again.text
    assert [row["kind"] for row in await rows(world, tables.outbox)].count("reply") == 1


async def test_opening_is_kept_before_a_word_is_opened(
    world: World, sam: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key that breaks at the moment of opening leaves the line that somebody tried."""
    receipt = await says(world)

    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(world.staff.provider, "unwrap_private", broken)
    answer = await sam.get(f"/statements/{receipt.statement}")

    assert answer.status_code == 500
    assert await actions_of(world, "statement") == [("send", None), ("open", world.people["sam"])]


async def test_nothing_is_read_where_nothing_can_be_kept(
    world: World, sam: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reading that cannot be audited is not given."""
    receipt = await says(world)
    opened: list[object] = []

    async def full(*_: object) -> bool:
        raise OSError("disk full")

    monkeypatch.setattr(world.staff.provider, "unwrap_private", lambda *given: opened.append(given))
    monkeypatch.setattr(world.staff.store.writer, "write", full)
    answer = await sam.get(f"/statements/{receipt.statement}")

    assert answer.status_code == 500
    assert opened == []


async def test_read_again_and_again_is_one_line_for_the_child(world: World, sam: Browser) -> None:
    """Every opening is audited; her mailbox does not fill up with them."""
    receipt = await says(world)
    for _ in range(3):
        await sam.get(f"/statements/{receipt.statement}")

    items = [row for row in await rows(world, tables.mailbox_item) if row["kind"] == "opened"]
    assert len(items) == 1
    assert len(await rows(world, tables.reading)) == 3
    assert [each[0] for each in await actions_of(world, "statement")] == ["send", "open", "open", "open"]


async def test_what_is_for_the_manager_is_not_for_sam(world: World, sam: Browser, priya: Browser) -> None:
    """Sam sees neither the question about himself nor that anybody else read something. Priya sees nothing else."""
    receipt = await says(world)
    theirs = await priya.get(f"/statements/{receipt.statement}")
    mine = await sam.get(f"/statements/{receipt.statement}")

    assert "Does your social worker listen to you?" in theirs.text
    assert WORRY not in theirs.text
    assert "listen to you" not in mine.text
    assert "on your own?" not in mine.text + theirs.text
    assert "Priya" not in mine.text
    assert WORRY in mine.text
    assert "/answer" not in theirs.text
    inside = await looks_inside(world, receipt)
    assert [(o["who"], o["first_name"]) for o in inside.opened] == [("team_manager", ""), ("sam|social_worker", "Sam")]


async def test_priya_covering_for_sam_reads_as_his_cover(world: World, priya: Browser) -> None:
    """Whoever works with a child does not open what the child says about her workers."""
    await setting_up.allocate(world.staff, world.amara, world.people["priya"], Role.SOCIAL_WORKER, cover=True)
    receipt = await says(world)

    shown = await priya.get(f"/statements/{receipt.statement}")

    assert WORRY in shown.text
    assert "listen to you" not in shown.text


async def test_an_administrator_sees_nothing(world: World, alex: Browser) -> None:
    """No words, no names, no sign that anything is there."""
    receipt = await says(world, Says(safe="no", about_staff="no"))

    desk = await alex.get("/")

    assert "Amara" not in desk.text
    for path in (f"/statements/{receipt.statement}", f"/children/{world.amara}", "/team"):
        answer = await alex.get(path)
        assert answer.status_code == 404
        assert "Amara" not in answer.text


async def test_words_that_play_tricks(world: World, sam: Browser) -> None:
    """Markup is words, and what turns the writing round is made visible."""
    said = "<script>x</script> {{ 7*7 }} \u202eabc\u202c\u2066\x07 👨‍👩‍👧 🏴\U000e0067\U000e0062\U000e007f می‌خواهم"
    receipt = await says(world, Says(words=said))

    shown = (await sam.get(f"/statements/{receipt.statement}")).text

    assert "&lt;script&gt;x&lt;/script&gt; {{ 7*7 }}" in shown
    assert not {"\u202e", "\u202c", "\u2066", "\x07"} & set(shown)
    for label in ("U+202E", "U+202C", "U+2066", "U+0007"):
        assert f">{label}</span>" in shown
    assert "👨‍👩‍👧 🏴\U000e0067\U000e0062\U000e007f می‌خواهم" in shown


async def test_words_come_as_they_were_written(world: World, sam: Browser) -> None:
    said = 'first line\n\n  second — é, e\u0301, ’ "quoted" & all'
    receipt = await says(world, Says(words=said))

    shown = html.unescape((await sam.get(f"/statements/{receipt.statement}")).text)

    assert f"<bdi>{said}</bdi>" in shown


async def test_a_language_is_marked(world: World, sam: Browser) -> None:
    receipt = await says(world, Says(language="ar", words="أريد أن أرى جدتي"))

    shown = (await sam.get(f"/statements/{receipt.statement}")).text

    assert 'lang="ar" dir="rtl"' in shown
    assert "In Arabic" in shown


async def test_what_was_asked_in_arabic_stands_in_english_too(world: World, sam: Browser) -> None:
    """Sam reads the question, the choice and all that was offered, each beside what she had before her (R55)."""
    receipt = await says(world, Says(language="ar"))

    shown = (await sam.get(f"/statements/{receipt.statement}")).text

    assert (
        'dir="ltr">Is there anything you are worried about?</span> <bdi class="soft">هل هناك شيء يقلقك؟</bdi>' in shown
    )
    assert 'class="of-ours" lang="en-GB" dir="ltr">Sad</span>' in shown
    assert "of-ours" not in (await sam.get(f"/statements/{(await says(world)).statement}")).text


async def test_what_parents_must_not_know_comes_first(world: World, sam: Browser) -> None:
    receipt = await says(world, Says(parents=ParentsMark.PLEASE_DONT, which="That I see Dee"))

    shown = (await sam.get(f"/statements/{receipt.statement}")).text

    assert shown.index("Please don’t tell my mum") < shown.index("That I see Dee") < shown.index("In English")


async def test_who_was_near_is_what_she_said(world: World, sam: Browser) -> None:
    """Never a claim of ours."""
    receipt = await says(world, Says(around=Around.ADULT_AT_HOME))
    shown = (await sam.get(f"/statements/{receipt.statement}")).text

    assert "Said who was near: a grown-up I live with" in shown


async def test_what_she_adds_after_the_receipt(world: World, sam: Browser) -> None:
    """ "Did anyone see, or tell you what to put?" stands with the statement it is about."""
    token = await visiting.begin(world.public, await world.link(), "en")
    visit = await visiting.current_visit(world.public, token)
    receipt = await sending.send(world.public, visit, with_code=False)
    await sending.say_if_seen(world.public, await visiting.current_visit(world.public, token), "yes")

    desk, child = (await sam.get("/")).text, (await sam.get(f"/children/{world.amara}")).text
    shown = (await sam.get(f"/statements/{receipt.statement}")).text

    assert "did anyone see or tell them what to put: yes" in shown
    assert desk.count("Read what was said") == 1
    assert "Sent today" in desk
    assert "Added to" not in desk + child


async def test_whether_anyone_saw_is_read_too(world: World, sam: Browser) -> None:
    """Answered after Sam opened the statement, it makes that new again, and asks for no second answer."""
    token = await visiting.begin(world.public, await world.link(), "en")
    await visiting.own_code(world.public, await visiting.current_visit(world.public, token))
    receipt = await sending.send(world.public, await visiting.current_visit(world.public, token), with_code=True)
    assert (await answers(sam, receipt.statement)).status_code == 303
    assert "Said something new" not in (await sam.get("/")).text
    clock.move(timedelta(minutes=5))

    await sending.say_if_seen(world.public, await visiting.current_visit(world.public, token), "yes")

    assert "Said something new" in (await sam.get("/")).text
    await sam.get(f"/statements/{receipt.statement}")
    assert "Waiting for your answer" not in (await sam.get("/")).text


async def test_a_mailbox_that_is_not_hers_gets_nothing(world: World, sam: Browser) -> None:
    """Somebody who puts their own mailbox key into the database gets neither answers nor who opened it."""
    receipt = await says(world)
    (mailbox,) = await rows(world, tables.mailbox)
    writes = Writes(world.staff.authority)
    writes.update(tables.mailbox, mailbox["id"], public_key=new_private_key().public().raw)
    await world.staff.store.write(writes)

    shown = await sam.get(f"/statements/{receipt.statement}")
    await answers(sam, receipt.statement)

    assert WORRY in shown.text
    assert "Nothing is put there" in shown.text
    assert [row["kind"] for row in await rows(world, tables.mailbox_item)] == ["said"]
    assert ("mailbox_is_not_hers", world.people["sam"]) in await actions_of(world, "statement")
    assert len(await rows(world, tables.reply)) == 1


async def test_nothing_readable_is_left_behind(world: World, sam: Browser) -> None:
    """Neither the child's words nor the answer stand anywhere in the data directory."""
    receipt = await says(world)
    await answers(sam, receipt.statement, words="Canary seven", promise_1="Canary eight", by_1="2026-11-25")

    written = b"".join(path.read_bytes() for path in world.home.rglob("*") if path.is_file())
    events = json.dumps([str(row["detail"]) for row in await rows(world, tables.audit_event)])

    assert b"SQLite format 3" in written
    for words in (WORRY, "Canary seven", "Canary eight"):
        assert words.encode() not in written
        assert words not in events


async def test_an_old_year_is_said(world: World, sam: Browser) -> None:
    await says(world)
    clock.move(timedelta(days=200))
    await sam.sign_in()

    assert "Thursday 19 November 2026" in (await sam.get("/")).text
    assert clock.today() == date(2027, 6, 7)
