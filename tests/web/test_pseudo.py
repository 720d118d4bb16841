"""Every word that a child sees comes through the catalogue: in a language nobody speaks, plain letters give it away."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest

from i18n.languages import MADE_UP, language
from i18n.pseudo import said
from surveys.loading import every_kind, library
from tests.web.browser import Browser
from tests.world import World
from voice import setting_up

LEFT_OUT = re.compile(r"<(script|style|svg)\b.*?</\1>|<bdi[^>]*>.*?</bdi>|<p class=\"code\".*?</p>", re.DOTALL)
NAMED = re.compile(
    r"\b(?:aria-label|alt|title|placeholder|data-(?:two|one|saving|saved|unsaved|full|expired|down|up))=\"([^\"]*)\""
)
TAG = re.compile(r"<[^>]+>")
PLAIN = re.compile(r"[A-Za-z]{2,}")
OWN_NAMES = {"English", "Easy", "Read", "British", "Sign", "Language"}  # of languages, which are never translated
BETWEEN = {"or"}  # in a list of choices, as Babel joins it
DAYS = re.compile(
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    r"|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b|\b\d+[ap]m\b"
)


def plain_words(page: str) -> set[str]:
    """The words on a page, and those that are only heard, that are in plain letters."""
    kept = LEFT_OUT.sub(" ", page)
    text = unescape(" ".join([TAG.sub(" ", kept), *NAMED.findall(kept)]))
    return set(PLAIN.findall(DAYS.sub("", text))) - OWN_NAMES - BETWEEN


@pytest.mark.parametrize("tag", MADE_UP)
async def test_no_word_went_round_the_catalogue(amara: Browser, world: World, tag: str) -> None:
    """From the front page to coming back, help and wrong answers included; names of people are people's."""
    pages = await _every_page(amara, world, tag)

    assert {address: words for address, page in pages.items() if (words := plain_words(page) - {"Sam", "Priya"})} == {}
    assert all(f'lang="{tag}" dir="{language(tag).direction}"' in page for page in pages.values())


class Attributes(HTMLParser):
    """What stands in the attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [(name, value or "") for name, value in attrs]


async def test_no_markup_stands_where_words_belong(amara: Browser, world: World) -> None:
    """A text that is not in the page's language brings tags of its own (R65): never into a value or a label."""
    pages = await _every_page(amara, world, "ar")
    pages["/safe of the youngest"] = await _safe_page_of_the_youngest(amara.another(), world)

    found = {
        address: [each for each in Attributes(page).found if "<" in "".join(each)] for address, page in pages.items()
    }
    assert 'lang="en-GB"' in pages["/safe"]
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


async def _safe_page_of_the_youngest(child: Browser, world: World) -> str:
    version = await setting_up.publish(world.staff, library()["about_me_4_5"])
    link = await setting_up.invite(world.staff, world.amara, version, "Sam", "Priya", "4-7")
    await child.fill(f"/c/{link}?lang=ar")
    await child.fill("/start")
    await child.fill("/around", around="just_me", helper="nobody")
    await child.answer(6, "no")
    return (await child.open("/safe")).text


async def _every_page(amara: Browser, world: World, tag: str) -> dict[str, str]:
    world.version = await setting_up.publish(world.staff, every_kind())
    link = f"/c/{await world.link()}?lang={tag}"
    found = {each: (await amara.open(each)).text for each in (f"/?lang={tag}", f"/nowhere?lang={tag}", link)}
    await amara.press(link)
    found["/start"] = (await amara.open("/start")).text
    found["/around"] = (await amara.open("/around")).text
    found["/around wrong"] = (await amara.press("/around")).text
    await amara.fill("/around", around="just_me", helper="nobody")
    for number in range(1, len(every_kind().questions) + 1):
        found[f"/q/{number}"] = (await amara.open(f"/q/{number}")).text
        found[f"/q/{number} wrong"] = (await amara.press(f"/q/{number}", do="next")).text
    await amara.fill("/q/1", choice="sad", do="next")
    await amara.fill("/q/7", choice="no", do="next")
    for each in ("/safe", "/check", "/parents", "/keep", "/later", "/help", "/who-sees", "/look", "/privacy"):
        found[each] = (await amara.open(each)).text
    for each in ("/help/advocate", "/help/complaint", "/help/person", "/accessibility", "/heard"):
        found[each] = (await amara.open(each)).text
    code = await amara.code()
    await amara.send()
    found["/sent"] = (await amara.open("/sent")).text
    await amara.fill(f"/?lang={tag}", code=code)
    found["/mine"] = (await amara.open(f"/mine?lang={tag}")).text
    return found


@pytest.mark.parametrize("message", ["Hello", "%(worker)s will read it.", "100%% of {choices}, %(num)s times", ""])
def test_places_for_names_stay_where_they_are(message: str) -> None:
    """A name or a day would be lost otherwise, or the page break."""
    places = re.compile(r"%\(\w+\)s|%%|\{\w+\}")

    assert places.findall(said(message)) == places.findall(message)
    assert PLAIN.findall(places.sub("", said(message))) == []
    assert len(said(message)) >= len(message)
