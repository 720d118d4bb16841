"""Amara sends: once, sealed, with a receipt that a second press, a reload and a lost answer show again."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest
from starlette.applications import Starlette

from channels.web.app import public
from storage.statements import part_place
from storage.tables import conversation, invitation, mailbox, outbox, statement, statement_part
from tests.web.browser import GROUP, Browser, went
from tests.web.looking import count, openers, parts, rows, sealed_body
from tests.world import World
from voice import clock, setting_up
from voice.draft import Draft


async def sent_once(world: World) -> None:
    assert await count(world, statement, kind="statement") == 1
    assert await count(world, mailbox) == 1
    assert sorted(row["kind"] for row in await rows(world, outbox)) == ["count", "statement"]
    assert await count(world, statement_part) == 4


async def test_what_she_said_is_sent(visiting: Browser, world: World) -> None:
    """Send, and it is with those who may read it; the receipt tells her until when somebody reads it."""
    await visiting.answer(6, words="my hamster Biscuit")

    assert went(await visiting.send()) == "/sent"

    receipt = (await visiting.open("/sent")).text
    assert "A person will read this by Thursday 26 November" in receipt
    await sent_once(world)
    assert "Biscuit" in str((await parts(world, world.amara))["worker"][1])


async def test_send_pressed_many_times_at_once_sends_once(each_world: World) -> None:
    """One statement, one mailbox, one count; every press leads to the same receipt with the same code."""
    amara = await Browser(public(each_world.public)).begin(await each_world.link())
    await amara.answer(6, words="my hamster Biscuit")
    code = await amara.code()

    pressed = await asyncio.gather(*(amara.press(do="send") for _ in range(4)))

    assert [went(each) for each in pressed] == ["/sent"] * 4
    await sent_once(each_world)
    receipts = {"".join(GROUP.findall((await amara.open("/sent")).text)) for _ in range(2)}
    assert receipts == {code}


async def test_two_tabs_press_different_buttons(each_world: World) -> None:
    """Send in one tab, 'no code' in the other: one of them counts, once, and both show its receipt."""
    amara = await Browser(public(each_world.public)).begin(await each_world.link())
    await amara.open("/keep")
    second = amara.tab()
    second.page = amara.page

    await asyncio.gather(amara.press(do="send"), second.press(do="send_no_code"))

    await sent_once(each_world)
    assert (await amara.open("/sent")).text == (await second.open("/sent")).text


async def test_an_answer_at_the_instant_of_send_is_sent_or_refused(each_world: World) -> None:
    """An answer pressed in another tab is in what was sent, or that tab is led to the receipt: it is never lost."""
    amara = await Browser(public(each_world.public)).begin(await each_world.link())
    second = amara.tab()
    await amara.open("/keep")
    await second.open("/q/6")

    _, answered = await asyncio.gather(amara.press(do="send"), second.press(words="Biscuit", do="next"))

    was_sent = "Biscuit" in str((await parts(each_world, each_world.amara))["worker"][1])
    assert (went(answered) == "/q/7") == was_sent
    assert went(await second.open("/q/6")) == "/sent"


async def test_after_sending_every_page_leads_to_the_receipt(visiting: Browser, world: World) -> None:
    """Browser back, an old tab, a page half filled in: what was sent stays as it was."""
    page = await visiting.open("/q/6")
    await visiting.send()

    visiting.page = page
    assert went(await visiting.press(words="changed", do="next")) == "/sent"
    for path in ("/start", "/around", "/q/1", "/safe", "/check", "/parents", "/keep", "/later", "/elsewhere"):
        assert went(await visiting.open(path)) == "/sent"
    await sent_once(world)


async def test_there_is_no_receipt_before_sending(visiting: Browser) -> None:
    """The receipt's address, typed by hand, leads to what is still to be sent."""
    assert went(await visiting.open("/sent")) == "/check"


async def test_the_receipt_is_there_for_half_an_hour(visiting: Browser) -> None:
    """A reload shows it again; after thirty minutes whoever takes the phone finds nothing."""
    code = await visiting.code()
    await visiting.send()

    clock.move(timedelta(minutes=30))
    assert "".join(GROUP.findall((await visiting.open("/sent")).text)) == code
    clock.move(timedelta(seconds=1))
    gone = await visiting.open("/sent")

    assert went(gone) == "/"
    assert code[:5] not in gone.text


async def test_the_link_is_used_up_by_sending(app: Starlette, world: World) -> None:
    """Opening never uses a link up, Send does, in every browser."""
    link = await world.link()
    amara, other = await Browser(app).begin(link), await Browser(app).begin(link)

    await amara.send()

    assert (await Browser(app).open(f"/c/{link}")).status_code == 404
    assert went(await other.open("/q/1")) == "/"
    assert [row["used"] for row in await rows(world, invitation)] == [clock.now()]


async def test_nothing_of_the_draft_is_left(visiting: Browser, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """After Send the draft holds a receipt and no answer."""
    kept: list[Draft] = []
    to_bytes = Draft.to_bytes

    def noted(draft: Draft) -> bytes:
        kept.append(draft)
        return to_bytes(draft)

    monkeypatch.setattr(Draft, "to_bytes", noted)
    await visiting.answer(6, words="my hamster Biscuit")
    await visiting.send()

    assert kept[-1].replies == {}
    assert (kept[-1].parents, kept[-1].which) == (None, "")
    assert [row["sent"] for row in await rows(world, conversation)] == [clock.now()]


async def test_sending_nothing_is_allowed(visiting: Browser, world: World) -> None:
    """She looked, and has nothing to say: that is kept as just that."""
    assert went(await visiting.send()) == "/sent"
    assert {answer["state"] for answer in (await parts(world, world.amara))["worker"][1]["answers"]} == {"n"}


@pytest.mark.parametrize(
    ("given", "mark"),
    [
        ({"parents": "fine", "which": ""}, "fine"),
        ({"parents": "please_dont", "which": "about Uncle Ray"}, "please_dont"),
        ({"which": "about Uncle Ray"}, "please_dont"),
        ({}, "ask_first"),
    ],
)
async def test_what_her_parents_should_not_know_goes_along(
    visiting: Browser, world: World, given: dict[str, str], mark: str
) -> None:
    """Her mark is with every part; words without a choice are read the careful way (R61)."""
    await visiting.fill("/parents", **given)
    await visiting.send()

    said = (await parts(world, world.amara))["worker"][1]
    assert (said["parents"], said["which"]) == (mark, given.get("which", ""))


async def test_a_mark_we_do_not_offer_is_asked_again(visiting: Browser) -> None:
    """Nobody's form decides for her what her parents may know."""
    assert (await visiting.fill("/parents", parents="tell_everyone")).status_code == 422


async def test_whether_someone_saw_goes_after_it(visiting: Browser, world: World) -> None:
    """'Did anyone see?' reaches her worker once, however often she presses (R69)."""
    await visiting.send()
    await visiting.open("/sent")

    await asyncio.gather(*(visiting.press(seen="yes") for _ in range(3)))

    later = await rows(world, statement, kind="later")
    part = (await rows(world, statement_part, statement=later[0]["id"]))[0]
    place = part_place(world.public.authority, world.amara, "worker", later[0]["id"])
    opened = await openers(world, await sealed_body(world, part["envelope"]), place)
    assert len(later) == 1
    assert {purpose for purpose, _ in opened} == {"case"}
    assert json.loads(next(iter(opened.values())))["seen"] == "yes"
    assert "Thank you. We keep that with it." in (await visiting.open("/sent")).text


async def test_an_unknown_answer_to_it_is_nothing(visiting: Browser, world: World) -> None:
    """Only the three answers on the page are answers."""
    await visiting.send()
    assert went(await visiting.fill("/sent", seen="maybe")) == "/sent"
    assert await count(world, statement, kind="later") == 0


async def test_on_a_friday_night_the_receipt_promises_no_weekend(amara: Browser, world: World) -> None:
    """Nothing says that anyone reads at night or at the weekend when nobody does (R71)."""
    clock.stand(datetime(2026, 11, 27, 21, 0, tzinfo=UTC))
    await amara.begin(await world.link())
    await amara.send()

    assert "by Tuesday 1 December" in (await amara.open("/sent")).text


async def test_children_under_eight_get_no_code(world: World, app: Starlette) -> None:
    """The youngest are told in person: no page shows or makes a code (R81)."""
    link = await setting_up.invite(world.staff, world.amara, world.version, "Sam", "Priya", "4-7")
    amara = await Browser(app).begin(link)

    assert await amara.code() == ""
    await amara.send()
    assert 'class="code"' not in (await amara.open("/sent")).text
    assert [row["wrapped_private"] for row in await rows(world, mailbox)] == [None]
