"""What cannot wait in a child's words is told when she sends, and not before (R13, R59)."""

from channels.web.app import public
from storage.tables import concern, statement
from tests.web.browser import Browser
from tests.web.looking import count, rows, steps
from tests.world import World

WORRIES = 7
URGENT, AGAIN = "my stepdad hits me when mum is at work", "he says he will kill us if we tell"
WORRY, FINE = "nobody talks to me at school", "i killed it at football"


async def begun(world: World) -> Browser:
    return await Browser(public(world.public)).begin(await world.link())


async def test_before_send_nobody_hears(each_world: World) -> None:
    """She may still take it back: what is written and not sent is read by nothing and nobody."""
    amara = await begun(each_world)
    await amara.answer(WORRIES, words=URGENT)
    await amara.answer(WORRIES, words=URGENT, do="later")

    assert await count(each_world, concern) == 0


async def test_with_send_duty_hears(each_world: World) -> None:
    """One concern, in the same moment as the statement, with her exact words, for the apart key alone."""
    amara = await begun(each_world)
    await amara.answer(6, words=FINE)
    await amara.answer(WORRIES, words=URGENT)
    await amara.open("/keep")
    await amara.press(None, do="send")
    await amara.press(None, do="send")

    (raised,) = await rows(each_world, concern)
    (sent,) = await rows(each_world, statement)
    assert (raised["level"], raised["source"], raised["statement"]) == ("urgent", "words", sent["id"])
    told = await steps(each_world, each_world.amara)
    assert [(kind, readers) for kind, readers, _ in told] == [("raised", {"apart"})]
    assert told[0][2]["answer"]["words"] == URGENT
    assert told[0][2]["reasons"]
    assert FINE not in str(told)


async def test_her_receipt_says_that_somebody_knows_now(each_world: World) -> None:
    """Not only that a person reads it by some other day: duty has been told, and she hears it first."""
    amara = await begun(each_world)
    await amara.answer(WORRIES, words=URGENT)
    await amara.send()

    receipt = (await amara.open("/sent")).text

    assert "We have already told people whose job is to keep you safe. Someone reads it by 10:15am." in receipt
    assert "A person will read the rest by" in receipt
    assert "read this by" not in receipt


async def test_two_worrying_answers_are_one_concern(each_world: World) -> None:
    """Duty is told once, with both."""
    amara = await begun(each_world)
    await amara.answer(6, words=AGAIN)
    await amara.answer(WORRIES, words=URGENT)
    await amara.send()

    (raised,) = await rows(each_world, concern)
    told = await steps(each_world, each_world.amara)
    assert raised["level"] == "urgent"
    assert [kind for kind, _, _ in told] == ["raised", "child_said"]
    assert {said["answer"]["words"] for _, _, said in told} == {AGAIN, URGENT}


async def test_what_can_wait_is_for_her_worker(each_world: World) -> None:
    """A worry is read by the person she wrote it for, and by nobody instead of them (decision 22)."""
    amara = await begun(each_world)
    await amara.answer(6, words=FINE)
    await amara.answer(WORRIES, words=WORRY)
    await amara.send()

    assert await count(each_world, concern) == 0
