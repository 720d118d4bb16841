"""Just tell the service, not my file: one reader, no name, and nothing in the record that leads back (R62)."""

import json
from datetime import time

from storage import unnamed_statements
from storage.tables import audit_event, concern, envelope, mailbox, outbox, statement, statement_part, unnamed
from tests.web.browser import LIKE_OURS, Browser, went
from tests.web.looking import count, openers, rows, sealed_body
from tests.world import World
from voice import clock, setting_up


async def told(world: World) -> tuple[set[str], str]:
    """Whose keys open it, and what it says."""
    (row,) = await rows(world, statement)
    (part,) = await rows(world, statement_part)
    place = unnamed_statements.words_place(world.public.authority, row["id"])
    opened = await openers(world, await sealed_body(world, part["envelope"]), place)
    return {purpose for purpose, _ in opened}, next(iter(opened.values())).decode()


async def test_only_the_participation_key_opens_it(visiting: Browser, world: World) -> None:
    """What she said to whoever helps, about her worker and for the count: one reader, and not her worker's."""
    await visiting.answer(7, words="I miss my nan")
    await visiting.answer(9, "never")
    await visiting.answer(11, "yes")
    assert "Just tell the service, not my file" in (await visiting.open("/keep")).text

    assert went(await visiting.fill("/not-my-file")) == "/sent"

    keys, said = await told(world)
    answered = {each["question"] for each in json.loads(said)["answers"]}
    assert keys == {"participation"}
    assert {"worries", "worker_listens", "time_alone"} <= answered
    assert "on_my_side" not in answered  # an advocate could not come to her
    assert "Amara" not in said


async def test_nothing_in_the_record_leads_back(visiting: Browser, world: World) -> None:
    """No child, no conversation, no mailbox, no time of day: not in the rows, not in their ids."""
    await visiting.answer(7, words="I miss my nan")
    await visiting.fill("/not-my-file")

    (row,) = await rows(world, statement)
    assert (row["child"], row["conversation"], row["mailbox"], row["presence"]) == (None,) * 4
    assert row["sent"].astimezone(clock.LONDON).time() == time()
    ids = [row["id"] for table in (statement, statement_part, envelope, unnamed) for row in await rows(world, table)]
    assert {id.version for id in ids} == {4}
    assert {row["made"] for row in await rows(world, envelope)} == {row["sent"]}
    assert await count(world, mailbox) == 0
    assert [each for each in await rows(world, outbox) if each["subject"] == row["id"]] == []
    assert [each for each in await rows(world, audit_event) if each["subject"] == row["id"]] == []


async def test_pressed_twice_it_is_told_once(visiting: Browser, world: World) -> None:
    """And there is no way back to it, by any press."""
    await visiting.open("/not-my-file")
    token = visiting.token

    first, second = await visiting.press("/not-my-file"), await visiting.press("/not-my-file")

    assert (went(first), went(second)) == ("/sent", "/sent")
    assert await count(world, statement) == 1
    page = (await visiting.open("/sent")).text
    assert "without your name" in page
    assert 'class="code"' not in page
    assert "Did anyone see" not in page
    await visiting.http.post("/sent", data={"csrf": token, "seen": "yes"}, headers=LIKE_OURS)
    assert await count(world, statement) == 1


async def test_what_she_said_about_being_safe_keeps_its_name(visiting: Browser, world: World) -> None:
    """The concern was raised when she pressed Next, and the page says so before she sends the rest."""
    await visiting.answer(8, "no")
    await visiting.fill("/safe", do="next")

    assert "has gone already, with your name" in (await visiting.open("/not-my-file")).text
    await visiting.press()

    (raised,) = await rows(world, concern)
    assert raised["child"] == world.amara


async def test_it_is_not_put_to_the_youngest(amara: Browser, world: World) -> None:
    """Under eight nobody is asked to weigh this: no link to it and no page."""
    link = await setting_up.invite(world.staff, world.amara, world.version, "Sam", "", "4-7")
    await amara.begin(link)

    assert "not my file" not in (await amara.open("/keep")).text
    assert (await amara.open("/not-my-file")).status_code == 404
