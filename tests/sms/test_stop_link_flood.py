"""STOP is not silence, LINK is the same conversation, a flood is kept, and a number that changes hands is nobody's."""

import re
from datetime import timedelta
from typing import Any

import pytest
from starlette.applications import Starlette

from storage import phones
from storage.tables import concern, contact, conversation, message, outbox, phone, statement, statement_part, stranger
from storage.writes import Writes
from tests.sms.talking import Talk, is_hers, part
from tests.web.browser import Browser
from tests.web.looking import count, rows, steps
from tests.world import World
from voice import clock
from voice.delivering import Deliveries
from voice.texting.reminding import remind
from voice.texting.turns import MOST_A_DAY

SCHOOL, SAFE = 3, 8  # questions of the page, by number


async def begun(talk: Talk) -> None:
    """At the first question, alone."""
    await talk.text("START")
    await talk.text("yes")
    await talk.text("A")


async def test_stop_at_the_safety_question_is_seen_by_a_person(world: World, talk: Talk) -> None:
    """Nothing is said to her, a person looks in, and what she texts all the same is read (R24, R73)."""
    await begun(talk)
    await talk.text("4", "9")
    assert await talk.text("stop") == []

    (raised,) = await rows(world, concern)
    assert (raised["level"], raised["source"]) == ("worry", "stop")
    assert [said["note"][:12] for _, _, said in await steps(world, world.amara)] == ["Texted STOP "]
    assert (await rows(world, phone))[0]["opted_out"] is not None
    assert await talk.text("he found my phone") == []
    (made,) = await rows(world, statement)
    said = (await part(world, made["id"], world.amara, "worker"))["answers"][0]["words"]
    assert said == "he found my phone"
    assert await talk.text("he is going to kill me") == []
    (apart,) = [each for each in await rows(world, statement) if each["id"] != made["id"]]
    said = (await part(world, apart["id"], world.amara, "manager"))["answers"][0]["words"]
    assert said == "he is going to kill me"  # it cannot wait, and may be about whoever works with her (R68)
    assert (await talk.text("START"))[0].startswith("Do you feel safe")


async def test_stop_at_an_easy_question_asks_nobody_to_look_in(world: World, talk: Talk) -> None:
    await begun(talk)
    assert await talk.text("STOP") == []

    assert await count(world, concern) == 0
    assert await count(world, message, state="waiting") == 0


@pytest.mark.parametrize(
    ("texted", "page_says", "number", "then", "audience"),
    [(["4"], "2", SCHOOL, "9", "worker"), (["4", "9"], "always", SAFE, "D", "manager")],
    ids=["school", "safe"],
)
async def test_link_is_the_same_conversation(
    world: World, talk: Talk, app: Starlette, texted: list[str], page_says: str, number: int, then: str, audience: str
) -> None:
    """She answers on a page what her telephone has just asked, and texts: both are kept, and not safe is told."""
    await begun(talk)
    await talk.text(*texted)
    (said,) = await talk.text("LINK")
    (link,) = re.findall(r"/c/(\S+)", said)
    page = await Browser(app).begin(link)
    assert await count(world, conversation) == 1
    await page.answer(number, page_says)

    told = await talk.text(then)

    assert [said["words"] for said in await aside(world, audience)] == [then]
    raised = [kind for kind, who, _ in await steps(world, world.amara) if who == {"apart"}]
    assert raised == (["raised"] if then == "D" else [])
    assert told[0].startswith("Thank you for telling us.") == (then == "D")


async def aside(world: World, audience: str) -> list[dict[str, Any]]:
    """What she texted beside any question, for these readers."""
    found = [each for each in await rows(world, statement, kind="statement") if each["conversation"] is None]
    wanted = [row for each in found for row in await rows(world, statement_part, statement=each["id"])]
    bodies = [
        await part(world, row["statement"], world.amara, audience) for row in wanted if row["audience"] == audience
    ]
    return [body["answers"][0] for body in bodies]


async def test_a_flood_is_kept_and_not_answered(world: World, talk: Talk) -> None:
    """Forty a day are answered; what comes after that is read by a person, and costs nobody a text."""
    for _ in range(MOST_A_DAY):
        assert await talk.text("HELP") != []
    before = await count(world, message)
    for words in ("one more", "and one more"):
        assert await talk.text(words) == []

    assert await count(world, message) == before
    kept = [await part(world, each["id"], world.amara, "worker") for each in await rows(world, statement)]
    assert {each["answers"][0]["words"] for each in kept} == {"one more", "and one more"}
    clock.move(timedelta(days=1, minutes=1))
    assert await talk.text("HELP") != []


async def test_a_number_that_is_hers_no_longer_is_nobodys(world: World, talk: Talk) -> None:
    """She has a new one: what comes from the old is believed nothing, and nothing of ours goes to it."""
    await begun(talk)
    (old,) = await rows(world, contact)
    async with world.staff.store.reading() as db:
        number = await phones.number(db, world.staff.authority, old["id"])
    assert number
    writes = Writes(world.staff.authority)
    phones.remove(writes, number)
    await world.staff.store.write(writes)
    await is_hers(world, world.amara, "+447700900299")

    (said,) = await talk.text("4")
    assert said.startswith("Thanks for your text. We don't know this number yet.")
    assert await count(world, stranger) == 1
    assert await count(world, statement) == 0


async def test_one_reminder_and_no_more(world: World, talk: Talk) -> None:
    """LATER brings one on another day; a second LATER brings none."""
    await begun(talk)
    reminders = Deliveries(world.staff, {"reminder": remind})
    for _ in range(2):
        await talk.text("LATER")
        clock.move(timedelta(days=3))
        while await reminders.round():
            pass

    assert await count(world, message, kind="reminder") == 1
    assert await count(world, outbox, kind="reminder", state="waiting") == 0
