"""Amara says that she is not safe: somebody hears at once, once, and only those who should (R59, R67–R69)."""

import asyncio
from contextlib import AbstractAsyncContextManager
from datetime import timedelta

import httpx
import pytest
from starlette.applications import Starlette
from starlette.types import Message, Receive, Scope, Send

from channels.web.app import public
from storage.reading import Reader
from storage.store import Store
from storage.tables import concern, concern_step, outbox, statement
from tests.web.browser import Browser, went
from tests.web.looking import by_question, chosen, count, parts, rows, steps
from tests.world import World
from voice import clock

RAISES = ["no", "not_always"]
DOES_NOT = ["always", "mostly", "not_sure", "dont_want_to_say"]


@pytest.mark.parametrize("choice", RAISES)
async def test_a_safety_answer_does_not_wait_for_send(visiting: Browser, world: World, choice: str) -> None:
    """One press: the concern is raised and her answer is with duty and the manager, and with nobody else."""
    assert "If you choose" in (await visiting.open("/q/8")).text

    response = await visiting.press(choice=choice, do="next")

    assert went(response) == "/safe"
    raised = (await rows(world, concern))[0]
    assert (raised["child"], raised["level"], raised["state"]) == (world.amara, "unsafe", "new")
    kind, readers, said = (await steps(world, world.amara))[0]
    assert (kind, readers) == ("raised", {"apart"})
    assert chosen(said["answer"]) == [choice]
    assert (said["around"], said["helper"]) == ("just_me", "nobody")
    assert [row["kind"] for row in await rows(world, outbox)] == ["concern"]


@pytest.mark.parametrize("choice", DOES_NOT)
async def test_other_answers_to_it_tell_nobody(visiting: Browser, world: World, choice: str) -> None:
    """Not sure and don't want to say are answers, not alarms; a person reads them after Send."""
    assert went(await visiting.answer(8, choice)) == "/q/9"
    assert await count(world, concern) == 0


async def test_she_may_leave_straight_after(visiting: Browser, world: World) -> None:
    """Exit right after Next: the concern stands, once, with nothing else she said."""
    await visiting.answer(6, words="my hamster Biscuit")
    await visiting.answer(8, "no")
    await visiting.open("/exit")

    assert await count(world, concern) == 1
    assert [kind for kind, _, _ in await steps(world, world.amara)] == ["raised"]
    assert "Biscuit" not in str(await steps(world, world.amara))
    assert await count(world, statement) == 0


async def test_she_may_be_gone_before_we_look(visiting: Browser, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line is cut while we still look up whose page it is: what she pressed is told all the same."""
    gone, reading, line = [False], Store.reading, visiting.line
    assert isinstance(line, httpx.ASGITransport)

    def looked(store: Store) -> AbstractAsyncContextManager[Reader]:
        gone[0] = True
        return reading(store)

    async def cut_off(scope: Scope, receive: Receive, send: Send) -> None:
        """As a server does: once the line is cut there is no body to be had."""

        async def receive_while_there() -> Message:
            return {"type": "http.disconnect"} if gone[0] else await receive()

        await line.app(scope, receive_while_there, send)

    await visiting.open("/q/8")
    monkeypatch.setattr(Store, "reading", looked)
    hasty = Browser(httpx.ASGITransport(cut_off))
    hasty.http.cookies, hasty.page = visiting.http.cookies, visiting.page

    await hasty.press(choice="no", do="next")

    assert [kind for kind, _, _ in await steps(world, world.amara)] == ["raised"]


async def test_pressed_twice_at_once_it_is_raised_once(each_world: World) -> None:
    """A double press is one concern, told once: it would look like a child repeating herself."""
    amara = await Browser(public(each_world.public)).begin(await each_world.link())
    await amara.open("/q/8")

    done = await asyncio.gather(*(amara.press(choice="no", do="next") for _ in range(3)))

    assert [went(each) for each in done] == ["/safe"] * 3
    assert await count(each_world, concern) == 1
    assert [kind for kind, _, _ in await steps(each_world, each_world.amara)] == ["raised"]
    assert await count(each_world, outbox, kind="concern") == 1


async def test_the_same_answer_again_after_going_back_is_told_once(visiting: Browser, world: World) -> None:
    """Back and Next once more, a day later: nothing new was said."""
    await visiting.answer(8, "no")
    await visiting.answer(8, "no")

    assert [kind for kind, _, _ in await steps(world, world.amara)] == ["raised"]


async def test_another_worrying_answer_is_added(visiting: Browser, world: World) -> None:
    """She changes 'not always' to 'no': the one concern hears of it at once."""
    await visiting.answer(8, "not_always")
    await visiting.answer(8, "no")

    told = await steps(world, world.amara)
    assert [(kind, chosen(said["answer"])) for kind, _, said in told] == [
        ("raised", ["not_always"]),
        ("child_said", ["no"]),
    ]
    assert await count(world, concern) == 1


@pytest.mark.parametrize("second", ["always", "skip"])
async def test_taking_it_back_does_not_take_the_concern_back(visiting: Browser, world: World, second: str) -> None:
    """Someone may stand behind her: the concern stays as it was, and duty hears of the second answer (R69)."""
    await visiting.answer(8, "no")
    await (visiting.answer(8, do="skip") if second == "skip" else visiting.answer(8, second))
    await visiting.fill("/safe", reach="", must_not_know="", about_staff="no")
    await visiting.send()

    told = await steps(world, world.amara)
    taken_back = [] if second == "skip" else ["always"]
    assert [chosen(step[2]["answer"]) for step in told[:2]] == [["no"], taken_back]
    assert await count(world, concern, state="new") == 1
    said = by_question((await parts(world, world.amara))["manager"][1])
    assert chosen(said["safe_home"]) == taken_back


async def test_how_to_reach_her_is_told_at_once(visiting: Browser, world: World) -> None:
    """Both notes go with the concern before anything is sent, word for word (R67)."""
    await visiting.answer(8, "no")

    await visiting.fill("/safe", reach="at school, Mrs Adeyemi", must_not_know="Uncle Ray 🐍", about_staff="not_sure")

    _, readers, said = (await steps(world, world.amara))[-1]
    assert (said["reach"], said["must_not_know"], said["about_staff"]) == (
        "at school, Mrs Adeyemi",
        "Uncle Ray 🐍",
        "not_sure",
    )
    assert readers == {"apart"}
    assert await count(world, statement) == 0


@pytest.mark.parametrize(
    ("about", "readers"),
    [("no", {"apart", "case"}), ("yes", {"apart"}), ("not_sure", {"apart"}), ("", {"apart"}), ("No", {"apart"})],
)
async def test_without_a_plain_no_her_worker_has_no_key(
    visiting: Browser, world: World, about: str, readers: set[str]
) -> None:
    """Only when she says it is not about someone whose job is to help can the people allocated open it (R68)."""
    await visiting.answer(8, "no")
    await visiting.fill("/safe", reach="", must_not_know="", about_staff=about)
    await visiting.send()

    assert [keys for _, keys, _ in await steps(world, world.amara)] == [{"apart"}, readers]
    assert await count(world, concern_step, kind="shared") == (1 if about == "no" else 0)
    sent = await parts(world, world.amara)
    # Whatever she answered: a question that is missing only sometimes would tell the worker by its absence.
    assert "safe_home" not in by_question(sent["worker"][1])
    assert "safe_home" in by_question(sent["manager"][1])
    assert {purpose for purpose, _ in sent["manager"][0]} == {"apart"}


async def test_a_page_left_unanswered_keeps_it_from_her_worker(visiting: Browser, world: World) -> None:
    """She never came to the page after the safety answer, and sends: the careful reading (R68)."""
    await visiting.answer(8, "no")
    await visiting.send()

    sent = await parts(world, world.amara)
    assert "safe_home" not in by_question(sent["worker"][1])
    assert "safe_home" in by_question(sent["manager"][1])


async def test_the_notes_are_asked_for_once(visiting: Browser, world: World) -> None:
    """Pressed twice at once, and again later: one answer stands, and the way goes on."""
    await visiting.answer(8, "no")
    await visiting.open("/safe")

    await asyncio.gather(*(visiting.press(reach="school", must_not_know="", about_staff="no") for _ in range(3)))

    assert [kind for kind, _, _ in await steps(world, world.amara)] == ["raised", "child_said"]
    assert went(await visiting.open("/safe")) == "/q/1"


@pytest.mark.parametrize("around", ["adult_at_home", "helper", "friends_siblings", "rather_not_say"])
async def test_safety_comes_last_when_she_is_not_alone(amara: Browser, world: World, around: str) -> None:
    """Nothing on the screen changes; the question waits for the end, when someone may have gone (R69)."""
    at, seen = "/q/1", []
    await amara.begin(await world.link(), around=around)
    while at.startswith("/q/"):
        seen.append(int(at.removeprefix("/q/")))
        at = went(await amara.fill(at, do="skip"))

    assert seen == [1, 2, 3, 4, 6, 7, 9, 10, 11, 12, 8]


async def test_the_receipt_says_that_someone_knows(visiting: Browser) -> None:
    """The first thing on the receipt: by when a person whose job it is reads it."""
    await visiting.answer(8, "no")
    await visiting.send()

    assert "We have already told people whose job is to keep you safe" in (await visiting.open("/sent")).text


async def test_the_receipt_promises_no_hour_that_is_past(visiting: Browser) -> None:
    """She needed longer for the rest than duty has: it says that they were told, and no time that is not true."""
    await visiting.answer(8, "no")
    clock.move(timedelta(minutes=40))
    await visiting.send()

    receipt = (await visiting.open("/sent")).text

    assert "We have already told people whose job is to keep you safe. If you told them" in receipt
    assert "Someone reads it by" not in receipt


async def test_another_browser_does_not_learn_of_it(visiting: Browser, world: World, app: Starlette) -> None:
    """Whoever has the link finds no page, no receipt and no note about a concern: that could be who she fears (R66)."""
    link = await world.link()
    amara = await Browser(app).begin(link)
    await amara.answer(8, "no")
    await amara.open("/exit")

    other = Browser(app)
    await other.fill(f"/c/{link}")
    await other.fill("/start")
    assert went(await other.fill("/around", around="just_me", helper="nobody")) == "/q/1"
    assert went(await other.open("/safe")) == "/q/1"
    assert went(await other.open("/q/8")) == "/elsewhere"
    for path in ("/check", "/later", "/look", "/help", "/who-sees"):
        page = (await other.open(path)).text
        assert "/safe" not in page
        assert "straight away" not in page
    await other.send()
    assert "We have already told" not in (await other.open("/sent")).text
    assert [kind for kind, _, _ in await steps(world, world.amara)] == ["raised"]


async def test_her_code_brings_her_to_the_page_she_left(visiting: Browser, world: World) -> None:
    """She left at the safety page and comes back with her code: it asks her then (R67)."""
    await visiting.answer(8, "no", do="later")
    code = await visiting.code()
    await visiting.open("/exit")

    again = visiting.another()
    await again.fill("/", code=code)

    assert went(await again.fill("/around", around="just_me", helper="nobody")) == "/safe"
    await again.fill("/safe", reach="ring after 4", must_not_know="", about_staff="no")
    assert (await steps(world, world.amara))[-1][2]["reach"] == "ring after 4"


async def test_a_safety_answer_in_the_day_of_grace_is_taken(visiting: Browser, world: World) -> None:
    """Even when the conversation has just run out."""
    await visiting.open("/q/8")
    clock.move(timedelta(days=42, hours=20))

    assert went(await visiting.press(choice="no", do="next")) == "/safe"
    assert await count(world, concern) == 1
