"""A lost signal or a closed page loses nothing that Amara typed, and nobody else ever sees it."""

import pytest

from surveys.loading import every_kind
from surveys.progress import question_number
from tests.web.browser import Browser, went
from tests.web.looking import parts
from tests.world import World
from voice import setting_up, visiting

WORDS = "my nan is ill and"


def at(question: str) -> str:
    return f"/q/{question_number(every_kind(), question)}"


@pytest.fixture
async def link(world: World) -> str:
    """The link to a question of every kind that Sam gave Amara, and that somebody else may find."""
    world.version = await setting_up.publish(world.staff, every_kind())
    return await world.link()


@pytest.fixture
async def asked(amara: Browser, link: str) -> Browser:
    return await amara.begin(link)


async def test_half_a_sentence_is_still_there(asked: Browser) -> None:
    """Kept without a page, shown when she comes back to it, and not yet an answer."""
    kept = await asked.fill(at("sound"), words=WORDS, do="keep")

    assert (kept.status_code, kept.content) == (204, b"")
    assert f"{WORDS}</textarea>" in (await asked.open(at("sound"))).text
    assert WORDS not in (await asked.open("/check")).text


async def test_houses_people_and_drawings_are_kept_half_done_too(asked: Browser) -> None:
    """Names, how close they are, words in a house, and strokes."""
    await asked.fill(at("people"), **{"who-1": "Tunde", "near-1": "close"}, do="keep")
    await asked.fill(at("houses"), **{"words-good": WORDS, "drawing-wishes": "r20A0Azz"}, do="keep")

    people, houses = (await asked.open(at("people"))).text, (await asked.open(at("houses"))).text
    assert 'name="who-1" value="Tunde"' in people
    assert 'name="near-1" value="close" checked' in people
    assert WORDS in houses
    assert 'value="r20A0Azz"' in houses


async def test_only_what_she_answered_is_sent(asked: Browser, world: World) -> None:
    """What was never answered with Next goes nowhere, and is gone once she has sent."""
    await asked.fill(at("sound"), words=WORDS, do="keep")
    await asked.send()

    assert WORDS not in str(await parts(world, world.amara))


async def test_next_puts_the_answer_in_its_place(asked: Browser) -> None:
    """Typed, answered otherwise: the answer is what stands there."""
    await asked.fill(at("sound"), words=WORDS, do="keep")
    await asked.fill(at("sound"), words="never mind", do="next")

    page = (await asked.open(at("sound"))).text
    assert "never mind</textarea>" in page
    assert WORDS not in page


async def test_an_emptied_form_keeps_nothing(asked: Browser) -> None:
    await asked.fill(at("sound"), words=WORDS, do="keep")
    await asked.fill(at("sound"), words="  ", do="keep")

    assert WORDS not in (await asked.open(at("sound"))).text


async def test_the_safety_question_keeps_nothing_half_done(asked: Browser, world: World) -> None:
    """There only Next, Skip and Save count (R59)."""
    assert (await asked.fill(at("safe_home"), choice="no", words=WORDS, do="keep")).status_code == 204

    assert " checked" not in (await asked.open(at("safe_home"))).text


async def test_no_choice_is_kept_half_done(asked: Browser, world: World) -> None:
    """A draft that grew with a tick would tell the tick by its length."""
    await asked.fill(at("feelings"), choice=["sad"], do="keep")
    await asked.fill(at("helpers"), **{"row-teacher": "more"}, do="keep")
    await asked.fill(at("birthday"), day="3", month="5", year="2027", do="keep")

    draft = (await visiting.current_visit(world.public, asked.http.cookies.get("visit") or "")).draft
    assert draft.half == {}


async def test_whoever_opens_the_link_next_sees_nothing_of_it(asked: Browser, link: str) -> None:
    """A way in is not a way back (R66); with the child's own code it is there again."""
    await asked.fill(at("sound"), words=WORDS, do="keep")
    await asked.answer(1, "sad")
    code = await asked.code()

    other = await asked.another().begin(link)
    back = asked.another()
    await back.fill("/", code=code)
    await back.fill("/around", around="just_me", helper="nobody")

    assert WORDS not in (await other.open(at("sound"))).text
    assert WORDS in (await back.open(at("sound"))).text


async def test_more_than_there_is_room_for_says_so(asked: Browser) -> None:
    """And what was kept before stays."""
    await asked.fill(at("sound"), words=WORDS, do="keep")
    for question in ("video", "photo"):
        await asked.fill(at(question), words="x" * 20_000, do="keep")
    full = await asked.fill(at("sound"), words="y" * 20_000, do="keep")

    assert full.status_code == 413
    assert WORDS in (await asked.open(at("sound"))).text


async def test_nothing_is_kept_after_sending(asked: Browser) -> None:
    """A page that was left open is told so, and nothing is lost: it was sent."""
    await asked.open(at("sound"))
    page = asked.page
    await asked.send()
    asked.page = page

    assert went(await asked.press(at("sound"), words=WORDS, do="keep")) == "/sent"
