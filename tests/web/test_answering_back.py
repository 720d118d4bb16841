"""Amara answers what adults wrote with one press, or with words; what she answered stands on her page."""

import asyncio
import json
from datetime import date
from typing import Any

import pytest

from storage import mailboxes
from storage.envelopes import PublicKey
from storage.tables import concern, mailbox, statement
from storage.writes import Writes
from tests.web.browser import Browser, went
from tests.web.looking import count, rows
from tests.world import World
from voice import replying, weighing
from voice.access import SignedIn
from voice.boxes import Boxes
from voice.model import How, Role, Stopped, new_id
from voice.replying import Answer, Promise
from voice.weighing import Weighing

BOXES = Boxes(
    means="I think you miss your nan.",
    doubts="Canary: it could be school",
    wants="To see your nan.",
    decided="You see her once a month.",
    decided_by="The judge",
    decided_on=date(2026, 11, 20),
    stopped_by=Stopped.COURT_ORDER,
    told="I came on Monday. You said OK.",
)


async def weighs(world: World, child: Any = None) -> None:
    """Sam answers, promises for today, and weighs what was said, twice: the second time without a first box."""
    sam = SignedIn(world.people["sam"], "Sam", "Okafor", world.east, frozenset({Role.SOCIAL_WORKER}))
    (sent,) = await rows(world, statement, child=child or world.amara, kind="statement")
    promise = Promise("I ask your nan", date(2026, 11, 24))
    later = Promise("A bike", date(2026, 12, 24))
    answer = Answer(new_id(), How.WRITE, "Thank you", promises=[promise, later])
    await replying.answer(world.staff, sam, sent["id"], answer)
    await weighing.weigh(world.staff, sam, sent["id"], Weighing(new_id(), BOXES))
    await weighing.weigh(world.staff, sam, sent["id"], Weighing(new_id(), Boxes(wants="And to ring her.")))
    await weighing.weigh(world.staff, sam, sent["id"], Weighing(new_id(), Boxes(means="Canary: hidden"), "Not yet"))


@pytest.fixture
async def back(visiting: Browser, world: World) -> Browser:
    """Amara, back with her code after Sam has weighed what she said."""
    await visiting.answer(7, words="I miss my nan")
    code = await visiting.code()
    await visiting.send()
    await weighs(world)
    browser = visiting.another()
    await browser.fill("/", code=code)
    return browser


async def test_she_reads_when_sam_comes(visiting: Browser, world: World) -> None:
    """That somebody comes, and on which day, is one sentence."""
    code = await visiting.code()
    await visiting.send()
    sam = SignedIn(world.people["sam"], "Sam", "Okafor", world.east, frozenset({Role.SOCIAL_WORKER}))
    (sent,) = await rows(world, statement, child=world.amara, kind="statement")
    comes = Answer(new_id(), How.SEE_THEM, "Thank you", on_day=date(2026, 11, 27))
    await replying.answer(world.staff, sam, sent["id"], comes)

    await visiting.fill("/", code=code)

    assert "They will come and see you on Friday 27 November." in (await visiting.open("/mine")).text


async def test_she_reads_it_under_headings_of_hers(back: Browser) -> None:
    """1, 3, 4 and 5 in this order, why in her words; never 2, nor what is not shown; in her languages."""
    page = (await back.open("/mine")).text
    plain = page.replace("<bdi>", "").replace("</bdi>", "")
    order = [
        "And to ring her.",
        "What Sam thinks you’re telling us",
        "I think you miss your nan.",
        'What you asked for</h2><p class="theirs" dir="auto">To see your nan.',
        "What was decided, and why",
        "because a judge decided something else",
        "How Sam told you",
        "What will happen, and when",
        "Do you feel listened to?",
        "If you don’t agree",
    ]
    assert [words for words in order if words not in plain] == []
    assert [plain.index(words) for words in order] == sorted(plain.index(words) for words in order)
    assert "Canary" not in page
    assert plain.count("Is that right?</h3>") == 1  # a box that says nothing is not asked about
    assert plain.count("Did this happen?</h3>") == 1  # nor a promise whose day is still to come
    assert "هل هذا صحيح؟" in (await back.open("/mine?lang=ar")).text
    assert "A judge decided something else." in (await back.open("/mine?lang=en-simple")).text
    for address in ("/mine/told/2", "/mine/told/4", "/mine/told/0", "/mine/promise/2", "/mine/heard/2", "/mine/told/x"):
        assert (await back.open(address)).status_code == 404


async def test_what_no_adult_of_ours_wrote_is_not_there(back: Browser, world: World) -> None:
    """Whoever writes into the database has her mailbox's public key, and not the signature (decision 13)."""
    (hers,) = await rows(world, mailbox)
    forged = Boxes(means="Come to the park gate at five.").for_the_child()
    body = json.dumps({**forged, "weighing": str(new_id()), "first_name": "Sam", "when": "2026-11-24T10:00:00+00:00"})
    writes = Writes(world.staff.authority)
    mailboxes.put_in(writes, hers["id"], PublicKey(hers["id"], hers["public_key"]), "weighing", body.encode())
    await world.staff.store.write(writes)

    page = await back.open("/mine")

    assert page.status_code == 200
    assert "park gate" not in page.text
    assert BOXES.means in page.text


async def test_one_press_is_kept_once(back: Browser, world: World) -> None:
    """Four presses of one form are one answer; a second thought stands beside the first, newest on her page."""
    await back.open("/mine/told/1")
    id = (back.page.text if back.page else "").partition('name="id" value="')[2].partition('"')[0]

    answers = await asyncio.gather(*(back.press(id=id, answer="not_quite", words="Dee too 🙂") for _ in range(4)))
    assert {went(each) for each in answers} == {"/mine#weighing-1"}
    assert await count(world, statement, kind="later") == 1
    assert "You said: Not quite" in (await back.open("/mine")).text

    assert went(await back.fill("/mine/told/1", answer="right", words="")) == "/mine#weighing-1"
    assert went(await back.fill("/mine/promise/1", answer="a_bit", words="")) == "/mine#promise-1"
    assert went(await back.fill("/mine/heard/1", answer="no", words="")) == "/mine#heard-1"
    page = (await back.open("/mine")).text
    assert [page.count(f"You said: {said}") for said in ("That’s right", "Not quite", "A bit", "No")] == [1, 0, 1, 1]
    assert await count(world, statement, kind="later") == 4
    assert "You added" not in page  # an answer to an adult is not something she added to her own


BAD = [
    ({"answer": ""}, 422),
    ({"answer": "yes"}, 422),
    ({"answer": "right", "words": "x" * 4001}, 422),
    ({"answer": "right", "id": "no id"}, 400),
    ({"answer": "right", "words": "a\0b"}, 303),
]


async def test_what_says_nothing_is_handed_back(back: Browser, world: World) -> None:
    """A kind page in her language with what she had typed, and nothing kept."""
    for fields, status in BAD:
        answer = await back.fill("/mine/told/1", **({"words": "because of Dee"} | fields))

        assert answer.status_code == status
        if status == 422:
            assert fields.get("words", "because of Dee") in answer.text
            assert BOXES.means in answer.text
    assert await count(world, statement, kind="later") == 1


async def test_nobody_answers_for_another_child(back: Browser, world: World) -> None:
    """Noor has nothing to answer to, and what she posts to Amara's numbers is nothing."""
    noor = await back.another().begin(await world.link(world.noor))
    code = await noor.code()
    await noor.send()
    await noor.fill("/", code=code)
    await noor.open("/mine/add/0")

    for address in ("/mine/told/1", "/mine/promise/1", "/mine/heard/1"):
        answer = await noor.press(address, answer="right", words="not hers", id=str(new_id()))
        assert answer.status_code == 404
    assert await count(world, statement, kind="later") == 0


async def test_what_cannot_wait_is_heard_in_an_answer_to_an_adult(back: Browser, world: World) -> None:
    """“Not at all”, and then what is so: duty hears of it without waiting for whoever it may be about."""
    await back.fill("/mine/told/1", answer="not_at_all", words="no. my stepdad hits me")

    (raised,) = await rows(world, concern)
    assert (raised["child"], raised["level"]) == (world.amara, "urgent")
