"""What Amara adds afterwards reaches whoever reads the answer it is about, beside that answer."""

from datetime import timedelta

import pytest

from storage.tables import not_yet_understood
from tests.portal.browsing import Browser
from tests.portal.looking import actions_of, rows
from tests.portal.saying import Says, says
from tests.world import World
from voice import adding, clock, coming_back
from voice.adding import Addition, What
from voice.draft import Receipt
from voice.model import new_id

NEW = "it is better since Nan rang"


async def adds(world: World, receipt: Receipt, question: str, words: str = NEW) -> None:
    assert receipt.code
    opened = await coming_back.open_with_code(world.public, receipt.code)
    held = await coming_back.held_mailbox(world.public, opened.token)
    inside = await coming_back.look_inside(world.public, held)
    number = [answer["question"] for answer in inside.said["answers"]].index(question) + 1
    about = await adding.look_at(world.public, held, inside, number)
    await adding.add(world.public, held, inside, about, Addition(new_id(), What.NOT_RIGHT_NOW, words))


@pytest.fixture
async def receipt(world: World) -> Receipt:
    return await says(world, Says())


async def test_sam_reads_it_beside_the_answer(world: World, sam: Browser, receipt: Receipt) -> None:
    """It makes the statement new again, waits for an answer, and opening it is kept."""
    page = f"/statements/{receipt.statement}"
    await sam.get(page)
    await sam.send(page, f"{page}/answer", how="write", words="Thank you", do="send")
    assert "waiting" not in (await sam.get("/")).text
    clock.move(timedelta(minutes=5))
    await adds(world, receipt, "worries")

    desk = (await sam.get("/")).text
    assert "Said something new" in desk
    assert "Added to today" in desk
    shown = (await sam.get(page)).text
    assert shown.index("I miss my nan and nobody tells me why") < shown.index(NEW)
    assert "That’s not right now" in shown
    assert [action for action, _ in await actions_of(world, "statement")].count("open") >= 4
    assert "Waiting for your answer" in (await sam.get("/")).text


async def test_sam_has_no_sign_of_what_his_manager_reads(
    world: World, sam: Browser, priya: Browser, receipt: Receipt
) -> None:
    page = f"/statements/{receipt.statement}"
    for who in (sam, priya):
        await who.get(page)
    clock.move(timedelta(minutes=5))
    await adds(world, receipt, "worker_listens", "not even once")

    assert "Added to" not in (await sam.get("/")).text
    assert "not even once" not in (await sam.get(page)).text
    assert "Added to" in (await priya.get("/team")).text
    assert "not even once" in (await priya.get(page)).text


async def test_duty_reads_what_was_added_about_being_safe(
    world: World, sam: Browser, morgan: Browser, receipt: Receipt
) -> None:
    await adds(world, receipt, "safe_home", "he is back")

    listed = (await morgan.get("/concerns")).text
    concern = listed.partition('href="/concerns/')[2].partition('"')[0]
    opened = (await morgan.get(f"/concerns/{concern}")).text

    assert "he is back" in opened
    assert "That’s not right now" in opened
    assert (await sam.get(f"/concerns/{concern}")).status_code == 404


async def test_what_nobody_can_read_yet_leads_to_the_statement(world: World, sam: Browser, receipt: Receipt) -> None:
    """The task that it opens (R60) leads Sam to the page on which it stands, and ends there by name."""
    await adds(world, receipt, "worries", "أشتاق إلى جدتي")
    (task,) = await rows(world, not_yet_understood)

    shown = (await sam.get(f"/not-understood/{task['id']}")).text

    assert f'href="/statements/{receipt.statement}"' in shown
    assert "أشتاق إلى جدتي" in (await sam.get(f"/statements/{receipt.statement}")).text
