"""Have a go: a child tries the questions, and nobody ever knows (practice, "Things nobody has")."""

import sqlite3

import pytest

from i18n.catalogue import catalogue
from i18n.languages import LANGUAGES
from surveys.checking import ages_of_texts, reading_ages, running_text
from surveys.loading import have_a_go, library
from surveys.model import Kind
from surveys.wording import freeze
from tests.surveys.drawings import HOME
from tests.web.browser import Browser, went
from tests.world import World
from voice import setting_up

SECRET = "my dragon is called Tunde"
GIVEN: dict[str, dict[str, str | list[str]]] = {
    "pick": {"choice": "star"},
    "dog": {"choice": ["happy", "scared"]},
    "rain": {"choice": "1"},
    "chips": {"choice": "10"},
    "dragon": {"words": SECRET},
    "hat": {"drawing": HOME, "words": SECRET},
    "animals": {"who-1": SECRET, "near-1": "close"},
    "fox": {"words-worries": SECRET, "drawing-wishes": HOME},
}


def everything_kept(world: World) -> bytes:
    """All that stands in the database, as it is on the disk."""
    with sqlite3.connect(world.home / "voice.db") as db:
        return "\n".join(db.iterdump()).encode()


async def try_everything(child: Browser, first: str) -> list[str]:
    """Each page in turn, from the first kind to the end; where each press led."""
    led = [first]
    while led[-1].partition("?")[0] != "/try":
        name = led[-1].partition("?")[0].removeprefix("/try/")
        page = await child.open(led[-1])
        assert page.status_code == 200
        assert "nobody reads it" in page.text
        assert 'href="/exit"' in page.text
        assert 'value="help"' in page.text
        led.append(went(await child.press(None, **GIVEN[name], do="next")))
    return led


@pytest.mark.parametrize("begun", [False, True], ids=["from the front", "from the promise"])
async def test_nothing_is_kept_of_what_is_tried(amara: Browser, world: World, begun: bool) -> None:
    """Whatever she tries, not one row of the database is another afterwards, and nobody is told."""
    if begun:
        await amara.begin(await world.link())
    door = await amara.open("/start" if begun else "/")
    assert "Have a go first. Nothing is sent." in door.text
    before = everything_kept(world)

    index = await amara.open("/try")
    led = await try_everything(amara, "/try/pick")

    assert [address.partition("?")[0].rpartition("/")[2] for address in led[:-1]] == list(GIVEN)
    assert "Need someone now?" in index.text
    assert "That is gone. Nobody saw it." in (await amara.open(led[-1])).text
    assert everything_kept(world) == before
    assert "set-cookie" not in index.headers


async def test_a_slip_is_said_as_it_would_be(amara: Browser) -> None:
    """Nothing chosen, too much, a choice nobody offered: sent back with what was typed, as a real question would be."""
    assert (await amara.fill("/try/pick", do="next")).status_code == 422
    long = await amara.fill("/try/dragon", words="x" * 5000, do="next")
    assert long.status_code == 422
    assert "x" * 5000 in long.text
    assert (await amara.fill("/try/pick", choice="moon", do="next")).status_code == 422
    assert went(await amara.fill("/try/pick", do="skip")) == "/try/dog?tried=1"
    assert went(await amara.fill("/try/dragon", words=SECRET, do="help")) == "/help"
    assert went(await amara.fill("/try/dragon", words=SECRET, do="stop")) == "/try"
    more = await amara.fill("/try/animals", **GIVEN["animals"], do="more")
    assert SECRET in more.text


async def test_what_is_not_there_to_try_is_not_here(amara: Browser) -> None:
    """Unknown kinds, other surveys' questions, and a form that did not come from our page."""
    for name in ("nothing", "safe_home", "%00", "pick%2F..", "x" * 3000):
        assert (await amara.open(f"/try/{name}")).status_code == 404
    assert (await amara.send_raw("/try/pick", b"choice=star")).status_code == 403


async def test_a_recording_is_tried_with_nowhere_to_send_it(amara: Browser, world: World) -> None:
    """The page has no form and no address to send to, says so, and may ask for the camera; it takes nothing."""
    before = everything_kept(world)
    assert 'href="/try/voice/record' in (await amara.open("/try")).text
    page = await amara.open("/try/voice/record")

    assert "does not leave your phone" in page.text
    assert "This is only for trying." in page.text
    assert [each for each in ("<form", "/media", 'data-do="send"') if each in page.text] == []
    assert "camera=(self)" in page.headers["permissions-policy"]
    assert (await amara.http.post("/try/voice/record", content=b"x")).status_code == 405
    assert everything_kept(world) == before


async def test_the_youngest_try_what_they_will_meet(amara: Browser, world: World) -> None:
    """R81: no numbers, no five faces and no typing by itself under eight."""
    link = await setting_up.invite(world.staff, world.amara, world.version, "Sam", "Priya", "4-7")
    await amara.begin(link)

    shown = (await amara.open("/try")).text

    assert [name for name in GIVEN if f"/try/{name}" in shown] == ["pick", "dog", "hat", "animals", "fox"]
    assert (await amara.open("/try/chips")).status_code == 404


@pytest.mark.parametrize("tag", LANGUAGES)
async def test_it_can_be_read_in_every_language(amara: Browser, tag: str) -> None:
    """Also on from one page to the next, where there is no visit yet that could remember."""
    spoken = catalogue(tag)
    page = await amara.open(f"/try?lang={tag}")
    assert spoken.gettext("See what the questions are like. Choose any of these.") in page.text
    assert f'href="/try/dog?lang={tag}"' in page.text

    assert went(await amara.fill(f"/try/dog?lang={tag}", choice="ok", do="next")) == f"/try/rain?lang={tag}&tried=1"
    assert {question["language"] for question in freeze(have_a_go(), spoken)["questions"]} == {tag}


def test_it_asks_nothing_that_matters() -> None:
    """No safety question, which somebody would have to hear, and words for the youngest."""
    assert "have_a_go" not in library()
    assert [question.id for question in have_a_go().questions if question.safety] == []
    assert [question.id for question in have_a_go().questions] == list(GIVEN)
    assert Kind.LONG_WORDS not in {question.kind for question in have_a_go().questions}
    _, oldest = reading_ages(have_a_go())
    for question in freeze(have_a_go(), catalogue("en"))["questions"]:
        assert [text for text, age in ages_of_texts(question) if age > oldest] == [], running_text(question)
