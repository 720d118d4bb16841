"""Houses, drawings, people, helpers, days and feelings can be answered without a script, and reach the reader."""

import pytest

from surveys.loading import every_kind
from surveys.progress import question_number
from tests.web.browser import Browser, went
from tests.web.looking import by_question, parts
from tests.world import World
from voice import setting_up

A_LINE = "r20A0Azz"


def at(question: str) -> str:
    return f"/q/{question_number(every_kind(), question)}"


@pytest.fixture
async def asked(amara: Browser, world: World) -> Browser:
    """Amara, before a question of every kind."""
    world.version = await setting_up.publish(world.staff, every_kind())
    return await amara.begin(await world.link())


ANSWERS: dict[str, tuple[dict[str, str | list[str]], list[str]]] = {
    "feelings": ({"choice": ["sad", "ok"]}, ["Sad", "OK"]),
    "birthday": ({"day": "3", "month": "5", "year": "2027"}, ["Monday, 3 May 2027"]),
    "houses": (
        {"words-worries": "<b>bed</b>", "drawing-wishes": A_LINE},
        ["My worries", "&lt;b&gt;bed", "M10 10L39 39"],
    ),
    "picture": ({"drawing": A_LINE, "words": "my home"}, ["my home", "M10 10L39 39", "1 line (Red)"]),
    "people": ({"who-1": "Tunde <3", "near-1": "close"}, ["Very close", "Tunde &lt;3"]),
    "helpers": ({"row-teacher": "more"}, ["A teacher", "I want more"]),
    "sound": ({"words": "I would say it"}, ["I would say it"]),
}


@pytest.mark.parametrize(("name", "given", "shown"), [(name, *said) for name, said in ANSWERS.items()], ids=ANSWERS)
async def test_it_is_taken_and_shown_again(
    asked: Browser, name: str, given: dict[str, str | list[str]], shown: list[str]
) -> None:
    """On the page of the question, before sending, and when she comes back with her code."""
    await asked.fill(at(name), **given, do="next")
    again = (await asked.open(at(name))).text
    checked = (await asked.open("/check")).text
    code = await asked.code()
    await asked.send()
    await asked.fill("/", code=code)
    back = (await asked.open("/mine")).text

    for value in given.values():
        for one in [value] if isinstance(value, str) else value:
            assert one.replace("<", "&lt;").replace(">", "&gt;") in again
    for words in shown:
        assert words in checked
        assert words in back


async def test_a_wrong_day_loses_nothing(asked: Browser) -> None:
    """The page says what is wrong with it and holds what was typed."""
    page = await asked.fill(at("birthday"), day="31", month="2", year="2027", words="in spring", do="next")

    assert page.status_code == 422
    assert "That day is not in the calendar" in page.text
    assert 'name="day" value="31"' in page.text
    assert "in spring</textarea>" in page.text


async def test_room_for_more_people_without_a_script(asked: Browser) -> None:
    """Four lines, then eight; what was typed stays, and nothing is kept until she says so."""
    page = await asked.fill(at("people"), **{f"who-{n}": "" for n in range(2, 5)}, **{"who-1": "Tunde"}, do="more")

    assert page.status_code == 200
    assert 'name="who-1" value="Tunde"' in page.text
    assert 'name="who-8"' in page.text
    assert 'name="who-9"' not in page.text


async def test_helpers_and_dont_want_to_say(asked: Browser) -> None:
    """One or the other: she is asked which she means."""
    page = await asked.fill(at("helpers"), **{"row-teacher": "more"}, choice="not_sure", do="next")

    assert page.status_code == 422
    assert 'value="more" checked' in page.text


async def test_what_was_drawn_reaches_the_reader(asked: Browser, world: World) -> None:
    """In the part of the worker, as strokes and never as a picture of somebody else's making."""
    assert went(await asked.fill(at("picture"), drawing=A_LINE, do="next")) == at("people")
    refused = await asked.fill(at("picture"), drawing='<svg onload="alert(1)">', do="next")
    await asked.send()

    said = by_question((await parts(world, world.amara))["worker"][1])
    assert refused.status_code == 422
    assert "<svg onload" not in refused.text
    assert said["picture"]["parts"][0]["drawing"] == A_LINE
