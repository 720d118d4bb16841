"""One question a page: Amara answers, changes her mind, goes back, skips, stops and goes on."""

import asyncio
from datetime import date

import pytest
from starlette.applications import Starlette

from channels.web.app import public
from storage.tables import concern, conversation, envelope, statement
from surveys.loading import library
from tests.web.browser import Browser, went
from tests.web.looking import by_question, chosen, count, parts
from tests.world import SURVEY, World
from voice import setting_up

CLOSED = {1: "draw", 2: "4", 3: "10", 4: "enough", 8: "always", 9: "never", 10: "sometimes", 11: "not_sure"}


async def test_every_kind_of_answer_is_kept_and_shown_again(visiting: Browser) -> None:
    """Faces, numbers, choices and words: what she put is what the page holds when she comes back to it."""
    for number, choice in CLOSED.items():
        await visiting.answer(number, choice)
        page = (await visiting.open(f"/q/{number}")).text.replace(' id="answer"', "")
        assert f'value="{choice}" checked' in page
    await visiting.answer(6, words="My hamster Biscuit <3")
    assert "My hamster Biscuit &lt;3</textarea>" in (await visiting.open("/q/6")).text


async def test_she_is_led_from_question_to_question(visiting: Browser) -> None:
    """Each answer leads to the next question of her way, and the last one to everything she put."""
    at, seen = "/q/1", []
    while at.startswith("/q/"):
        seen.append(int(at.removeprefix("/q/")))
        at = went(await visiting.fill(at, do="skip"))

    assert seen == [1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12]
    assert at == "/check"


async def test_several_choices_where_several_are_asked_for(visiting: Browser, world: World) -> None:
    """All that she ticked, in the order of the page and not of her fingers."""
    await visiting.answer(1, "sign", "draw", "sign")
    await visiting.send()

    said = by_question((await parts(world, world.amara))["worker"][1])
    assert chosen(said["find_out"]) == ["draw", "sign"]


async def test_skip_and_an_empty_next(visiting: Browser) -> None:
    """Skip always works; Next with nothing chosen asks again and tells her about Skip (R17)."""
    empty = await visiting.answer(2)

    assert empty.status_code == 422
    assert "There is no answer yet. Give one, or press Skip" in empty.text
    assert went(await visiting.answer(2, do="skip")) == "/q/3"
    assert "You skipped this one" in (await visiting.open("/check")).text


async def test_save_for_later_keeps_what_she_typed(visiting: Browser) -> None:
    """Saving in the middle of an answer keeps it, and an empty page can be saved too."""
    assert went(await visiting.answer(6, words="my hamster", do="later")) == "/later"
    assert "my hamster" in (await visiting.open("/q/6")).text
    assert went(await visiting.answer(7, do="later")) == "/later"


async def test_back_leads_to_the_question_before(visiting: Browser) -> None:
    """Our own Back link and the browser's work alike: going back loses nothing (R18)."""
    await visiting.answer(4, "more")
    await visiting.answer(5, words="every Sunday")

    assert 'href="/q/5">Go back' in (await visiting.open("/q/6")).text
    assert "every Sunday" in (await visiting.open("/q/5")).text
    assert 'href="/around">Go back' in (await visiting.open("/q/1")).text


async def test_an_answer_changed_after_going_back_is_the_one_that_counts(visiting: Browser, world: World) -> None:
    """A page from before, still open in the browser, is sent with another answer: the last one counts."""
    page = await visiting.open("/q/2")
    await visiting.press(choice="1", do="next")
    visiting.page = page
    await visiting.press(choice="5", do="next")
    await visiting.send()

    said = by_question((await parts(world, world.amara))["worker"][1])
    assert chosen(said["feeling"]) == ["5"]


async def test_answers_that_are_no_longer_asked_for_are_not_sent(visiting: Browser, world: World) -> None:
    """She changed an earlier answer, so a question fell away: what she had put there stays hers."""
    await visiting.answer(4, "more")
    await visiting.answer(5, words="see Tunde on Sundays")
    await visiting.answer(4, "enough")

    assert "Tunde" not in (await visiting.open("/check")).text
    assert went(await visiting.open("/q/5")) != "/q/5"
    await visiting.send()
    for _, body in (await parts(world, world.amara)).values():
        assert "Tunde" not in str(body)
        assert "brothers_sisters_change" not in by_question(body)


async def test_answers_in_two_tabs_are_both_kept(each_world: World) -> None:
    """Two pages open side by side: neither answer pushes the other out."""
    amara = await Browser(public(each_world.public)).begin(await each_world.link())
    first, second = amara.tab(), amara.tab()
    await first.open("/q/6")
    await second.open("/q/7")

    done = await asyncio.gather(first.press(words="my hamster", do="next"), second.press(words="the dark", do="next"))

    assert [went(each) for each in done] == ["/q/7", "/q/8"]
    checked = (await amara.open("/check")).text
    assert "my hamster" in checked
    assert "the dark" in checked


async def test_one_answer_pressed_twice_at_once_is_one_answer(each_world: World) -> None:
    """A double press leads on both times and leaves one answer."""
    amara = await Browser(public(each_world.public)).begin(await each_world.link())
    await amara.open("/q/6")

    done = await asyncio.gather(*(amara.press(words="my hamster", do="next") for _ in range(2)))

    assert [went(each) for each in done] == ["/q/7", "/q/7"]
    assert (await amara.open("/check")).text.count("my hamster") == 1


async def test_nothing_is_read_or_screened_before_send(visiting: Browser, world: World) -> None:
    """However dark the words are, before Send nobody has them and nobody is told: only the safety answer goes (R59)."""
    sealed = await count(world, envelope)
    await visiting.answer(7, words="someone hits me and I want to hurt myself")
    await visiting.answer(2, "1", words="I am scared")

    assert await count(world, envelope) == sealed
    assert await count(world, concern) == 0
    assert await count(world, statement) == 0


async def test_a_survey_published_anew_changes_nothing_for_who_has_begun(visiting: Browser, world: World) -> None:
    """She goes on with the questions and the words she began with, and they are what is sent (R19)."""
    await visiting.answer(6, words="my hamster")
    raw = library()[SURVEY].model_dump(mode="json")
    raw["questions"] = [{**q, "words": f"New words for {q['id']}"} for q in raw["questions"] if q["id"] != "school"]
    newer = await setting_up.publish(world.staff, library()[SURVEY].model_validate(raw))

    assert newer != world.version
    assert "How are things at school?" in (await visiting.open("/q/3")).text
    await visiting.answer(3, "7")
    await visiting.send()

    said = by_question((await parts(world, world.amara))["worker"][1])
    assert said["school"]["asked"] == "How are things at school?"
    assert chosen(said["school"]) == ["7"]


@pytest.mark.parametrize("tag", ["en-simple", "ar"])
async def test_the_language_can_change_midway(visiting: Browser, world: World, tag: str) -> None:
    """Her answers stay, and the next page is in the language she chose."""
    await visiting.answer(6, words="my hamster")

    await visiting.fill("/look", lang=tag, theme_mode="auto", size="normal", spacing="normal")

    page = (await visiting.open("/q/6")).text
    assert "my hamster" in page
    assert f'dir="{"rtl" if tag == "ar" else "ltr"}"' in page
    await visiting.send()
    assert (await parts(world, world.amara))["worker"][1]["language"] == tag


async def test_no_birthday_is_on_her_pages(visiting: Browser) -> None:
    """An age may be disputed: no page of hers shows one (R78)."""
    born = date(2017, 5, 3)

    for path in ("/start", "/q/1", "/check", "/who-sees"):
        assert str(born.year) not in (await visiting.open(path)).text


async def test_two_children_at_once_do_not_meet(app: Starlette, world: World) -> None:
    """Amara and Noor answer at the same instant; each has her own words and no other's."""
    amara = await Browser(app).begin(await world.link())
    noor = await Browser(app).begin(await world.link(world.noor))

    await asyncio.gather(amara.answer(6, words="Biscuit"), noor.answer(6, words="football"))

    assert await count(world, conversation) == 2
    assert "football" not in (await amara.open("/check")).text
    assert "Biscuit" not in (await noor.open("/check")).text
