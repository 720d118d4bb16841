"""A page where every text has its clip weighs no more than any other: a film is fetched when it is watched."""

from surveys.loading import library
from tests.signing.conftest import has_clips
from tests.web.browser import Browser
from tests.web.test_bytes import FIRST_PAGE, LATER, LATER_PAGE, SCRIPTS, compressed, files
from tests.world import SURVEY, World
from voice import words_to_sign


async def test_clips_cost_nothing_before_they_are_watched(signing: Browser, world: World) -> None:
    """The same budgets, with the player's script; and no page asks for a film by itself."""
    survey = library()[SURVEY]
    texts = words_to_sign.once([*words_to_sign.of_pages(), *words_to_sign.of_survey(survey)])
    await has_clips(world, None, [each.words for each in texts])
    front = await signing.open("/")
    await signing.begin(await world.link())
    weights = {}
    for address in (*LATER, *(f"/q/{number}" for number, each in enumerate(survey.questions, 1) if each.when is None)):
        page = await signing.open(address)
        assert page.status_code == 200, address
        assert page.text.count("<video ") == page.text.count('preload="none"') > 0
        weights[address] = compressed(page.content)
        assert files(page.text, ".js") <= SCRIPTS, address

    assert {address: weight for address, weight in weights.items() if weight > LATER_PAGE} == {}
    assert compressed(front.content) + files(front.text) <= FIRST_PAGE
