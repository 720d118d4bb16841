"""Sign language is chosen first thing, and everything is there for a child who signs as for any other."""

import re
from dataclasses import replace

import pytest

from channels.web.app import public
from i18n.catalogue import catalogue
from i18n.languages import BSL
from storage.media import MediaStore
from surveys.wording import texts_of, words_of
from tests.signing.conftest import has_clips
from tests.web.browser import Browser
from tests.world import World
from voice.help_lines import help_lines
from voice.lexicon.screening import screen
from voice.lexicon.weighing import Urgency
from voice.texting import phrases
from voice.unreadable import because_of_words

CLIP = re.compile(
    r'<details class="clip"( open)?>.*?<span class="vh">See it in sign: (.*?)</span>.*?src="/clips/(\w+)"'
)
WELCOME = "See this in British Sign Language (BSL)"


def easy(words: str) -> str:
    return catalogue("en-simple").gettext(words)


@pytest.mark.parametrize("door", ["/", "link"])
async def test_sign_is_offered_before_any_word(signing: Browser, world: World, media: MediaStore, door: str) -> None:
    """By our drawing and by a clip, in whatever language the page is."""
    names = await has_clips(world, media, [easy(WELCOME)])
    address = f"/c/{await world.link()}" if door == "link" else door
    for language in ("en", "ar"):
        page = (await signing.open(f"{address}?lang={language}")).text.partition("<main")[2]

        assert page.index('<div class="signs">') < page.index("<h1>")
        assert page.index(f"/clips/{names[easy(WELCOME)]}") < page.index("<h1>")
        assert 'href="?lang=bfi"' in page


async def test_it_stays_chosen(signing: Browser, world: World) -> None:
    """From the link on. What she types is English: nobody writes BSL, and no interpreter is looked for."""
    await signing.open(f"/c/{await world.link()}?lang=bfi")
    await signing.press()
    page = (await signing.open("/start")).text

    assert 'lang="en-GB"' in page
    assert "signs.css" in page
    assert "I need a person who speaks my language" in page  # R95
    assert because_of_words(["Dad hit me finish"], BSL.tag) is None
    assert screen("Dad hit me finish", BSL.tag).level is Urgency.URGENT  # R90: it may mean that he has


async def test_what_has_no_clip_is_in_easy_words(signing: Browser, world: World) -> None:
    """Never a dead end: the words of Easy Read, its pictures, and how much is signed, honestly."""
    await signing.begin(await world.link())
    page = (await signing.open("/start")).text
    asked = await world.public.asked(world.version)

    assert asked.wording("bfi") == asked.words["en-simple"]
    assert re.search(r"Not all of this is in sign yet: 0 of \d\d", page)
    question = (await signing.open("/q/1")).text
    assert words_of(asked.words["en-simple"], "find_out")["words"] in question
    assert "<video" not in question
    assert question.count('class="pic') > 7


async def test_every_text_of_a_question_has_its_clip(signing: Browser, world: World, media: MediaStore) -> None:
    """The question's own stands open above it; a choice's is beside it and never inside, so watching is not choosing.
    They come in the order of the choices, which are never shuffled."""
    wording = (await world.public.asked(world.version)).words["en-simple"]
    shown = words_of(wording, "find_out")
    choices = [each["words"] for each in shown["choices"]]
    names = await has_clips(world, media, [shown["words"], shown["audience_words"], "Next", *choices])
    await signing.begin(await world.link())

    page = (await signing.open("/q/1")).text
    found = [(words.replace("&#39;", "'"), bool(opened), name) for opened, words, name in CLIP.findall(page)]

    assert found[0] == (shown["words"], True, names[shown["words"]])
    assert [(each, False, names[each]) for each in choices] == [each for each in found if each[0] in choices]
    assert [name for words, _, name in found if words == "Next"] == [names["Next"]]
    assert not re.search(r"<(label|button|a|p|h1|legend)\b[^>]*>(?:(?!</\1>).)*<details", page, re.DOTALL)
    assert page.index(names[shown["words"]]) < page.index("<fieldset")


async def test_what_she_chooses_between_is_signed_whole_or_not_at_all(
    signing: Browser, world: World, media: MediaStore
) -> None:
    """Where two of four answers were signed she might choose what she can watch. About safety: all of it."""
    asked = await world.public.asked(world.version)
    number = next(at for at, each in enumerate(asked.survey.questions, 1) if each.safety)
    found_out, safe = asked.survey.questions[0], asked.survey.questions[number - 1]
    easy_words = asked.words["en-simple"]
    kinds = [each["words"] for each in words_of(easy_words, found_out.id)["choices"]]
    about_safety = texts_of(words_of(easy_words, safe.id))
    last = {kinds[0], about_safety[0]}
    await has_clips(world, media, {*kinds, *about_safety, "Next"} - last)
    await signing.begin(await world.link())

    async def signed(page: str) -> set[str]:
        return {words.replace("&#39;", "'") for _, words, _ in CLIP.findall((await signing.open(page)).text)}

    assert await signed("/q/1") == {"Next"}
    assert await signed(f"/q/{number}") == {"Next"}

    await has_clips(world, media, last)
    assert await signed("/q/1") >= set(kinds)
    assert await signed(f"/q/{number}") >= set(about_safety)


async def test_a_name_in_a_sentence_is_no_hindrance(signing: Browser, world: World, media: MediaStore) -> None:
    """Nobody can sign her worker's name beforehand: the clip is of the sentence around it. Of two, each has its own."""
    reads, away = (easy(each) for each in ("%(worker)s will read it.", "If %(worker)s is away, %(cover)s will."))
    names = await has_clips(world, media, [reads, away])
    await signing.fill(f"/c/{await world.link()}")

    page = (await signing.open("/start")).text

    assert [name for _, _, name in CLIP.findall(page)] == [names[reads], names[away]]


async def test_a_clip_is_for_its_words_alone(signing: Browser, world: World, media: MediaStore) -> None:
    """Once a sentence is another, its old clip is shown nowhere: it would say what is true no longer."""
    await has_clips(world, media, ["Nearly the same words", "Next one"])

    assert CLIP.findall((await signing.open("/?lang=bfi")).text) == []


@pytest.mark.parametrize("demo", [True, False])
async def test_a_placeholder_is_never_shown_to_a_real_child(world: World, media: MediaStore, demo: bool) -> None:
    """Outside of the demonstration it is not there, even where somebody published it (R65)."""
    names = await has_clips(world, media, ["Hello"], placeholder=True)
    browser = Browser(public(replace(world.public, demo=demo, media=media)), language=BSL.tag)

    page = await browser.open("/?lang=bfi")

    assert bool(CLIP.findall(page.text)) is demo
    assert (await browser.open(f"/clips/{names['Hello']}")).status_code == (200 if demo else 404)


async def test_texts_of_a_signing_child_are_easy_words() -> None:
    """No text can be signed; she may carry on by text all the same."""
    assert phrases.say(phrases.LATER, BSL.tag) == phrases.say(phrases.LATER, "en-simple")


def test_999_bsl_comes_first() -> None:
    """For a signer, before numbers to ring (R96)."""
    assert help_lines("8-11", (), "bfi")[0].number == "999bsl.co.uk"
    assert help_lines("8-11", (), "en")[0].number == help_lines("8-11")[0].number == "999"
