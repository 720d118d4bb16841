"""Every question has an audience, and what she answers there is sealed to it alone (R58): every key is tried."""

import json

from starlette.applications import Starlette

from storage.envelopes import recipients_of
from storage.mailboxes import item_place
from storage.requests import place_of
from storage.tables import asked_for, envelope, mailbox, mailbox_item
from surveys.loading import library
from tests.web.browser import Browser
from tests.web.looking import by_question, every_key, openers, parts, rows, sealed_body
from tests.world import SURVEY, World

OPENS = {"worker": "case", "manager": "apart", "numbers": "numbers", "advocate": "advocacy"}


async def everything_said(child: Browser) -> None:
    """Amara answers every question, each with something of its own."""
    for number, choice in {
        1: "draw",
        2: "2",
        3: "3",
        4: "more",
        8: "always",
        9: "never",
        10: "never",
        11: "yes",
    }.items():
        await child.answer(number, choice, words=f"beside {number}" if number in (2, 9) else "")
    for number in (5, 6, 7, 12):
        await child.answer(number, words=f"words for {number}")
    await child.fill("/parents", parents="please_dont", which="about Uncle Ray")
    await child.send()


async def test_each_part_is_for_its_audience_alone(visiting: Browser, world: World) -> None:
    """Of every key there is, the authority's and the advocates' and each child's, exactly one opens each part."""
    await everything_said(visiting)

    sent = await parts(world, world.amara)

    expected = {a: {(key, world.amara if key in ("case", "apart") else None)} for a, key in OPENS.items()}
    assert {audience: set(opened) for audience, (opened, _) in sent.items()} == expected
    assert len(await every_key(world.staff)) >= 6  # two children with two keys each, and the authority's own


async def test_each_answer_is_in_its_own_part_alone(visiting: Browser, world: World) -> None:
    """What the survey says is for the manager is in no part that her worker can open."""
    await everything_said(visiting)

    sent = await parts(world, world.amara)

    wanted = {question.id: question.audience.value for question in library()[SURVEY].questions}
    found = {question: audience for audience, (_, body) in sent.items() for question in by_question(body)}
    assert found == wanted
    assert sum(len(body["answers"]) for _, body in sent.values()) == len(wanted)


async def test_her_worker_never_reads_what_she_said_of_her(visiting: Browser, world: World) -> None:
    """'Does your social worker listen to you?': not the choice, not the words beside it."""
    await everything_said(visiting)

    sent = await parts(world, world.amara)
    assert "beside 9" in str(sent["manager"][1])
    assert "beside 9" not in str(sent["worker"][1]) + str(sent["advocate"][1]) + str(sent["numbers"][1])


async def test_where_only_numbers_are_read_there_are_no_words(visiting: Browser, world: World) -> None:
    """The part that is only counted carries no sentence of hers at all."""
    await everything_said(visiting)

    counted = (await parts(world, world.amara))["numbers"][1]
    assert counted["which"] == ""
    assert {answer["words"] for answer in counted["answers"]} == {""}


async def test_nothing_sealed_is_open_to_more_than_it_says(visiting: Browser, world: World) -> None:
    """Every envelope in the record names its readers by their keys: nobody's is there that should not be."""
    await visiting.answer(8, "no")
    await visiting.fill("/safe", reach="school", must_not_know="Ray", about_staff="yes")
    await visiting.fill("/help/advocate", words="help me")
    await everything_said(visiting)
    purposes = {key.id: purpose for purpose, _, key in await every_key(world.staff)} | {world.advocacy.id: "advocacy"}

    found = {
        (row["kind"], *(purposes[key] for key in recipients_of(row["sealed"]))) for row in await rows(world, envelope)
    }
    assert found == {
        ("part.worker", "case"),
        ("part.manager", "apart"),
        ("part.numbers", "numbers"),
        ("part.advocate", "advocacy"),
        ("concern.step", "apart"),
        ("asked_for.advocate", "advocacy"),
    }


async def test_her_own_page_has_it_all_and_is_sealed_to_it(visiting: Browser, world: World) -> None:
    """Her mailbox opens with her code and with no key the authority has: words for the advocate are in it too."""
    code = await visiting.code()
    await everything_said(visiting)

    box = (await rows(world, mailbox))[0]
    item = (await rows(world, mailbox_item))[0]
    place = item_place(world.public.authority, box["id"], "said", item["id"])
    assert await openers(world, item["sealed"], place) == {}
    assert [row["kind"] for row in await rows(world, mailbox_item)] == ["said"]
    mine = visiting.another()
    await mine.fill("/", code=code)
    page = (await mine.open("/mine")).text
    assert all(words in page for words in ("words for 5", "beside 9", "words for 12"))


async def test_what_she_asks_for_goes_to_who_must_answer(visiting: Browser, world: World, app: Starlette) -> None:
    """Words for the advocate are the advocates' alone (R63), a complaint is never her worker's (R68)."""
    await visiting.fill("/help/advocate", words="someone on my side")
    await visiting.fill("/help/complaint", words="Sam never comes")

    found = {}
    for row in await rows(world, asked_for):
        place = place_of(world.public.authority, world.amara, row["id"])
        opened = await openers(world, await sealed_body(world, row["envelope"]), place)
        found[row["kind"]] = {purpose: json.loads(body)["words"] for (purpose, _), body in opened.items()}
    assert found == {"advocate": {"advocacy": "someone on my side"}, "complaint": {"apart": "Sam never comes"}}
