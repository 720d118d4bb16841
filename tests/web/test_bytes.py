"""A child with an old telephone and little data: how many bytes a page asks of her.

Compressed as the proxy before the service does it; what is said here is counted, never timed.
"""

import gzip
import re

import pytest

from channels.web.app import STATIC
from i18n.languages import LANGUAGES
from surveys.loading import every_kind, library
from surveys.model import Survey
from surveys.offered import Kind
from surveys.progress import question_number
from tests.sheet.pages import themed
from tests.web.browser import Browser
from tests.world import SURVEY, World
from voice import setting_up

KILOBYTES = 1024
FIRST_PAGE, LATER_PAGE = 14 * KILOBYTES, 4 * KILOBYTES
SCRIPTS, SCRIPTS_TO_DRAW = 5 * KILOBYTES, 8 * KILOBYTES
DRAWS = {Kind.THREE_HOUSES, Kind.DRAWING, Kind.PEOPLE}
LATER = (
    "/start",
    "/around",
    "/check",
    "/parents",
    "/keep",
    "/later",
    "/help",
    "/help/advocate",
    "/help/complaint",
    "/help/person",
    "/who-sees",
    "/look",
    "/privacy",
    "/accessibility",
    "/heard",
    "/not-me",
)
FILES = re.compile(r'(?:href|src)="/static/([^"]+)"')


def compressed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def files(page: str, ending: str = "") -> int:
    """What the files weigh that a page brings with it."""
    return sum(compressed((STATIC / name).read_bytes()) for name in set(FILES.findall(page)) if name.endswith(ending))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_first_page_fits_what_a_connection_sends_at_once(amara: Browser, world: World, language: str) -> None:
    """Whichever door she comes through, with its styles, script and icon, nothing of it there before."""
    for door in ("/", f"/c/{await world.link()}"):
        page = await amara.open(f"{door}?lang={language}")

        assert page.status_code == 200
        assert "child.css" in page.text
        assert compressed(page.content) + files(page.text) <= FIRST_PAGE, door


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("survey", [library()[SURVEY], every_kind()], ids=lambda survey: survey.code)
async def test_a_question_is_light(amara: Browser, world: World, survey: Survey, language: str) -> None:
    """Four kilobytes a question, in the theme with most pictures, and no more scripts than its kind may have.

    The styles of kinds with a shape of their own come once, with the first of them, and are not counted here.
    """
    version = await setting_up.publish(world.staff, themed(survey, "younger"))
    link = await setting_up.invite(world.staff, world.amara, version, "Sam", "Priya", "8-11")
    await amara.open(f"/?lang={language}")
    await amara.begin(link)
    for question in (each for each in survey.questions if each.when is None):
        page = await amara.open(f"/q/{question_number(survey, question.id)}")

        assert page.status_code == 200, question.id
        assert 'data-theme="younger"' in page.text
        assert compressed(page.content) <= LATER_PAGE, question.id
        assert files(page.text, ".js") <= (SCRIPTS_TO_DRAW if question.kind in DRAWS else SCRIPTS), question.id
        if question.takes_recordings and question.kind is not Kind.PHOTO:
            page = await amara.open(f"/q/{question_number(survey, question.id)}/record")
            assert page.status_code == 200, question.id
            assert compressed(page.content) <= LATER_PAGE, question.id
            assert files(page.text, ".js") <= SCRIPTS_TO_DRAW, question.id


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_page_after_the_first_is_light(amara: Browser, world: World, language: str) -> None:
    """The promise, what is checked, the code, help and all that stands behind it."""
    await amara.open(f"/?lang={language}")
    await amara.begin(await world.link())
    for address in LATER:
        page = await amara.open(address)

        assert page.status_code == 200, address
        assert compressed(page.content) <= LATER_PAGE, address
        assert files(page.text, ".js") <= SCRIPTS, address
