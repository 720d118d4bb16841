"""Every survey that ships, walked from the link to the receipt by plain HTTP: calm, and saying that one is not safe."""

import re
from html import unescape

import pytest
from starlette.applications import Starlette

from storage.tables import concern, mailbox, statement, statement_part
from surveys.loading import library
from surveys.model import Question, Readers, Survey
from surveys.progress import question_at
from tests.web.browser import Browser, went
from tests.web.looking import chosen, count, parts, rows, steps
from tests.world import World
from voice import setting_up

OFTEN = ("about_me_4_5", "houses_8_11", "my_worker_11_17", "about_me_16_25")
SURVEYS = [
    pytest.param(survey, marks=() if survey.code in OFTEN else pytest.mark.thorough, id=survey.code)
    for survey in library().values()
    if survey.readers is not Readers.DUTY
]
CHOICE = re.compile(r'type="(?:radio|checkbox)" name="([^"]+)" value="([^"]+)"')
WORDS = re.compile(r'<(?:textarea|input class="words"[^>]*)[^>]* name="((?:words|who)[^"]*)"')
TEXT = "a red kite 🪁 نعم"


def filled(page: str, wanted: str | None) -> dict[str, str]:
    """An answer to whatever the page asks: the first choice or the wanted one, and words where there is room."""
    fields: dict[str, str] = {}
    for name, value in CHOICE.findall(page):
        fields[name] = value if value == wanted else fields.get(name, value)
    if any(name.startswith("row-") for name in fields):
        del fields["choice"]  # the ways out, which nobody takes who has answered
    return {**dict.fromkeys(WORDS.findall(page), TEXT), **fields, "do": "next"}


async def walk(child: Browser, survey: Survey, *, raising: bool) -> list[Question]:
    """Answer until there is nothing more to answer; what was asked, in order."""
    asked: list[Question] = []
    where = went(await child.fill("/around", around="just_me", helper="nobody"))
    while where != "/check":
        if where == "/safe":
            where = went(await child.fill("/safe", reach="at school", do="next"))
            continue
        question = question_at(survey, int(where.removeprefix("/q/")))
        assert question
        page = (await child.open(where)).text
        raises = question.safety.raises[-1] if raising and question.safety else None
        asked.append(question)
        where = went(await child.press(where, **filled(page, raises)))
    return asked


async def begin(world: World, app: Starlette, survey: Survey, language: str = "en") -> Browser:
    version = await setting_up.publish(world.staff, survey)
    link = await setting_up.invite(world.staff, world.amara, version, "Sam", "Priya", survey.band)
    child = Browser(app)
    await child.fill(f"/c/{link}?lang={language}")
    await child.fill("/start")
    return child


@pytest.mark.parametrize("survey", SURVEYS)
async def test_it_is_walked_to_the_receipt(world: World, app: Starlette, survey: Survey) -> None:
    """Each question is asked once, each answer goes to its audience, nobody's answer raises anything."""
    child = await begin(world, app, survey)

    asked = await walk(child, survey, raising=False)

    assert len({q.id for q in asked}) == len(asked) >= len(survey.questions) - 1
    assert await count(world, concern) == (1 if survey.band == "16-25" else 0)  # "yes" stands first there
    await child.send()
    assert (await child.open("/sent")).status_code == 200
    found = await parts(world, world.amara)
    assert set(found) == {q.audience.value for q in asked}
    answered = {a["question"]: a for _, said in found.values() for a in said["answers"]}
    assert set(answered) == {q.id for q in asked}
    assert [q.id for q in asked if answered[q.id]["state"] != "a"] == []
    assert [bool(row["wrapped_private"]) for row in await rows(world, mailbox)] == [survey.band != "4-7"]


@pytest.mark.parametrize("survey", SURVEYS)
async def test_saying_that_one_is_not_safe_tells_duty(world: World, app: Starlette, survey: Survey) -> None:
    """Every safety question of it raises its own concern, before anything is sent (R10, R59)."""
    child = await begin(world, app, survey)

    asked = await walk(child, survey, raising=True)

    assert await count(world, concern) == len([q for q in asked if q.safety])
    assert await count(world, statement) == await count(world, statement_part) == 0
    await child.send()
    found = (await parts(world, world.amara))["manager"][1]
    said = {a["question"]: chosen(a) for a in found["answers"]}
    assert [q.id for q in asked if q.safety and said[q.id] != [q.safety.raises[-1]]] == []


@pytest.mark.parametrize(("choice", "wish"), [(0, "Sam"), (1, "my teacher"), (2, "someone else")])
async def test_duty_reads_whom_the_youngest_wants_in_every_language(
    world: World, app: Starlette, choice: int, wish: str
) -> None:
    """On an Arabic page these words are Easy Read's, with their own marks of language, which duty never sees (R65)."""
    child = await begin(world, app, library()["about_me_4_5"], "ar")
    await child.fill("/around", around="just_me", helper="nobody")
    await child.answer(6, "no")
    page = (await child.open("/safe")).text

    offered = [unescape(value) for name, value in CHOICE.findall(page) if name == "reach"]
    await child.press(reach=offered[choice], do="next")

    assert [said["reach"] for _, _, said in await steps(world, world.amara) if "reach" in said] == [
        f"I’d like to talk to {wish}."
    ]


async def test_the_youngest_are_asked_whom_they_want_to_talk_to(world: World, app: Starlette) -> None:
    """And never who did what: one question after the safety answer, no code anywhere (R81)."""
    survey = library()["about_me_4_5"]
    child = await begin(world, app, survey)
    await child.fill("/around", around="just_me", helper="nobody")
    await child.answer(6, "no")

    page = (await child.open("/safe")).text

    assert "Who would you like to talk to?" in page
    assert "must not know" not in page
    assert "I’d like to talk to Sam." in page
    assert went(await child.press(reach="I’d like to talk to Sam.", do="next")) == "/q/1"
    await child.send()
    assert 'class="code"' not in (await child.open("/sent")).text
