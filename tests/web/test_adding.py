"""Coming back to add: the old answer stays, the new one stands beside it and goes to the same readers."""

import asyncio
import json
from uuid import UUID

import pytest

from storage.statements import part_place
from storage.tables import concern, not_yet_understood, statement, statement_part
from tests.web.browser import Browser, went
from tests.web.looking import count, openers, rows, sealed_body, steps
from tests.world import World
from voice.model import new_id

NEW = "it is better since Nan rang"


@pytest.fixture
async def back(visiting: Browser) -> Browser:
    """Amara, on her own page again after she has sent."""
    await visiting.answer(7, words="I miss my nan")
    await visiting.answer(9, "never")
    code = await visiting.code()
    await visiting.send()
    browser = visiting.another()
    await browser.fill("/", code=code)
    return browser


async def added(world: World) -> list[tuple[set[str], dict[str, object]]]:
    """What was added, in the order it came: whose keys open it, and what it says."""
    found = []
    for row in sorted(await rows(world, statement, kind="later"), key=lambda row: row["sent"]):
        (part,) = await rows(world, statement_part, statement=row["id"])
        place = part_place(world.public.authority, world.amara, part["audience"], row["id"])
        opened = await openers(world, await sealed_body(world, part["envelope"]), place)
        found.append(({purpose for purpose, _ in opened}, json.loads(next(iter(opened.values())))))
    return found


async def number_of(browser: Browser, asked: str) -> str:
    """The address by which one adds to this question."""
    page = (await browser.open("/mine")).text.partition(asked)[2]
    return page.partition('href="/mine/add/')[2].partition('"')[0]


async def test_what_she_adds_stands_beside_what_she_said(back: Browser, world: World) -> None:
    """Both are on her page, the newest first, and the new words are sealed to her worker alone."""
    where = f"/mine/add/{await number_of(back, 'Is there anything you are worried about?')}"

    assert went(await back.fill(where, what="changed_my_mind", words="I miss nobody")) == "/mine"
    assert went(await back.fill(where, what="not_right_now", words=NEW)) == "/mine"

    page = (await back.open("/mine")).text
    assert page.index("I miss my nan") < page.index(NEW) < page.index("I miss nobody")
    assert "You changed your mind" in page
    (_, first), (keys, said) = await added(world)
    assert keys == {"case"}
    assert (first["what"], said["what"], said["words"], said["question"]) == (
        "changed_my_mind",
        "not_right_now",
        NEW,
        "worries",
    )


async def test_what_is_about_her_worker_stays_from_her_worker(back: Browser, world: World) -> None:
    """An addition goes where the answer went: to the manager's side, never to Sam (R58)."""
    where = f"/mine/add/{await number_of(back, 'Does your social worker listen to you?')}"

    await back.fill(where, what="more", words="not even once")

    ((keys, _),) = await added(world)
    assert keys == {"apart"}


async def test_what_nobody_would_read_cannot_be_added(back: Browser) -> None:
    """What is only counted has no reader: no link to it, and no page."""
    page = (await back.open("/mine")).text.partition("do they talk with you on your own?")[2]

    assert "Add to this" not in page.partition("</div>")[0]
    assert (await back.open("/mine/add/9")).status_code == 404


async def test_something_new_is_said_to_her_worker(back: Browser, world: World) -> None:
    """Not about any question: it is hers to begin."""
    assert went(await back.fill("/mine/add/0", words="we got a dog")) == "/mine"

    ((keys, said),) = await added(world)
    assert (keys, said["question"], said["what"]) == ({"case"}, None, "more")
    assert "we got a dog" in (await back.open("/mine")).text


async def test_adding_to_the_safety_answer_tells_duty_at_once(back: Browser, world: World) -> None:
    """Whatever she adds there, a person reads it by the time she is told (R59), and those near her do not."""
    where = f"/mine/add/{await number_of(back, 'Do you feel safe where you live?')}"
    assert "straight away to people whose job is to keep children safe" in (await back.open(where)).text

    told = await back.fill(where, what="not_right_now", words="")

    assert "will read it by" in told.text
    (raised,) = await rows(world, concern)
    assert (raised["child"], raised["level"], raised["state"]) == (world.amara, "unsafe", "new")
    ((kind, keys, said),) = await steps(world, world.amara)
    assert (kind, keys, said["added"]["what"]) == ("raised", {"apart"}, "not_right_now")


async def test_pressed_twice_it_is_added_once(back: Browser, world: World) -> None:
    """The same form is the same addition, also to the safety answer."""
    where = f"/mine/add/{await number_of(back, 'Do you feel safe where you live?')}"
    await back.open(where)
    id = (back.page.text if back.page else "").partition('name="id" value="')[2].partition('"')[0]

    await asyncio.gather(*(back.press(id=id, what="more", words="please come") for _ in range(4)))

    assert await count(world, statement, kind="later") == 1
    assert await count(world, concern) == 1
    assert (await back.open("/mine")).text.count("please come") == 1


async def test_nobody_adds_to_what_another_child_said(back: Browser, world: World) -> None:
    """Noor's page adds to Noor's words: no address and no id names whose."""
    noor = await back.another().begin(await world.link(world.noor))
    code = await noor.code()
    await noor.send()
    await noor.fill("/", code=code)
    (hers,) = await rows(world, statement, child=world.amara)

    await noor.fill("/mine/add/1", what="more", words="not hers", id=str(hers["id"]))
    await noor.fill("/mine/add/2", what="more", words="her own", id=str(new_id()))

    assert {row["child"] for row in await rows(world, statement, kind="later")} == {world.noor}
    assert await count(world, statement, child=world.amara) == 1
    assert "not hers" not in (await back.open("/mine")).text


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"words": ""}, 422),
        ({"what": "more", "words": " \n "}, 422),
        ({"what": "everything", "words": "x"}, 422),
        ({"what": "more", "words": "x" * 4001}, 422),
        ({"what": "more", "words": "x", "id": "no id"}, 400),
        ({"what": "more", "words": "a\0b"}, 303),
    ],
)
async def test_a_form_that_says_nothing_keeps_nothing(
    back: Browser, world: World, fields: dict[str, str], status: int
) -> None:
    """Bad input has a kind page, and what was typed is still there."""
    response = await back.fill("/mine/add/1", **{"id": str(UUID(int=7)), **fields})

    assert response.status_code == status
    assert await count(world, statement, kind="later") == (status == 303)
    if status == 422 and fields["words"].strip():
        assert fields["words"] in response.text


async def test_only_what_was_asked_can_be_added_to(back: Browser) -> None:
    for number in ("13", "999", "9999", "-1", "x", "٣"):
        assert (await back.open(f"/mine/add/{number}")).status_code == 404


async def test_what_cannot_wait_reaches_duty_whenever_it_is_said(back: Browser, world: World) -> None:
    """She may tell the worst once somebody has answered: it is heard as at Send (R13), by duty and nobody near her."""
    await back.fill(f"/mine/add/{await number_of(back, 'worried about?')}", what="more", words="my stepdad hits me")

    (raised,) = await rows(world, concern)
    assert (raised["child"], raised["level"], raised["state"]) == (world.amara, "urgent", "new")
    ((kind, keys, said),) = await steps(world, world.amara)
    assert (kind, keys, said["added"]["words"]) == ("raised", {"apart"}, "my stepdad hits me")
    assert said["answer"]["question"] == "worries"
    assert said["reasons"]


async def test_what_nobody_here_can_read_opens_a_task_whenever_it_is_said(back: Browser, world: World) -> None:
    """What she adds in a language nobody has checked waits for somebody, by name, not to be stumbled on (R60)."""
    await back.fill("/mine/add/0", words="أشتاق إلى جدتي")
    await back.fill("/mine/add/0", words="we got a dog")

    (task,) = await rows(world, not_yet_understood)
    (added_first, _) = sorted(await rows(world, statement, kind="later"), key=lambda row: row["sent"])
    assert (task["statement"], task["audience"], task["because"]) == (added_first["id"], "worker", "language")
