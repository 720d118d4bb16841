"""Whatever comes in place of an answer: it is taken word for word or refused kindly, and never lost or shown around."""

from html import unescape

import httpx
import pytest
from starlette.applications import Starlette

from channels.web import answers
from tests.web.browser import Browser, went
from tests.web.looking import by_question, parts
from tests.world import World

ODD_WORDS = {
    "right to left": "أريد أن أرى أخي كل أسبوع",
    "both ways": "I said לא and then نعم 🙂",
    "direction tricks": "\u202eevil\u2066 safe \u2069\u200f",
    "stacked marks": "Z̸̡̛͚a̶̘͌l̷̫̍g̴̣̈o",
    "decomposed": "cafe\u0301 and caf\u00e9",
    "joined emoji": "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽",
    "mark-up": "</textarea><script>alert(1)</script>&amp;\"'",
    "template": "{{ 7*7 }} {% raw %} ${x} %(worker)s %s",
    "formula": '=HYPERLINK("http://x")',
    "sql": "'; DROP TABLE statement; --",
    "lines": "one\n\n  two\n\tthree",
    "control": "bell\x07 escape\x1b[31m delete\x7f",
    "separators": "a&b=c;d+e%20f#g",
    "private": "\ue000\ufffe\U0010ffff",
}


def typed_back(page: httpx.Response) -> str:
    """What stands in the page's field, as a browser reads it."""
    inside = page.text.partition("<textarea")[2].partition(">\n")[2].partition("</textarea>")[0]
    return unescape(inside).replace("\r\n", "\n")


async def post(child: Browser, address: str, *pairs: tuple[str, str]) -> httpx.Response:
    """Send these fields, in this order, each encoded by hand already."""
    await child.open(address)
    body = "&".join([f"csrf={child.token}", *(f"{name}={value}" for name, value in pairs)])
    return await child.send_raw(address, body.encode())


async def test_odd_words_are_kept_as_they_were_typed(visiting: Browser, world: World) -> None:
    """Nothing is cut, mended or tidied: what she typed is on her page and in her record (R58)."""
    for words in ODD_WORDS.values():
        assert went(await visiting.answer(6, words=words)) == "/q/7"
        assert typed_back(await visiting.open("/q/6")) == words
    everything = "\n".join(ODD_WORDS.values())
    await visiting.answer(6, words=everything)
    await visiting.send()

    said = by_question((await parts(world, world.amara))["worker"][1])
    assert said["going_well"]["words"] == everything


async def test_a_long_answer_that_fits_is_kept_whole(visiting: Browser, world: World) -> None:
    """Three thousand words about her week, and three thousand in Arabic: every one arrives."""
    long = "My week was long. " * 1000
    arabic = "كان أسبوعي طويلا " * 600
    assert went(await visiting.answer(6, words=long)) == "/q/7"
    assert went(await visiting.answer(7, words=arabic)) == "/q/8"
    await visiting.send()

    said = by_question((await parts(world, world.amara))["worker"][1])
    assert (said["going_well"]["words"], said["worries"]["words"]) == (long, arabic)


async def test_too_many_words_stay_on_the_page(visiting: Browser) -> None:
    """Ten thousand words are more than we keep in one go: she is told so, and every word is still there."""
    words = " ".join(f"word{number}" for number in range(10_000))

    page = await visiting.answer(6, words=words)

    assert page.status_code == 422
    assert "Please make it a bit shorter" in page.text
    assert typed_back(page) == words


async def test_a_full_draft_keeps_what_it_has(visiting: Browser) -> None:
    """When the earlier answers leave no room, the new words stay on the page and the earlier ones stay safe."""
    emoji, more = "🐹" * 10_000, "ك" * 15_000
    assert went(await visiting.answer(6, words=emoji)) == "/q/7"

    page = await visiting.answer(7, words=more)

    assert page.status_code == 422
    assert typed_back(page) == more
    assert typed_back(await visiting.open("/q/6")) == emoji
    assert went(await visiting.answer(8, "no")) == "/safe"  # a choice always fits, and this one must
    await visiting.fill("/safe", reach="r" * 2000, must_not_know="n" * 2000, about_staff="no")
    assert went(await visiting.fill("/parents", parents="please_dont", which="")) == "/keep"
    assert len(await visiting.code()) == 15
    assert went(await visiting.send()) == "/sent"


async def test_nul_is_taken_out(visiting: Browser) -> None:
    """No database keeps a NUL: it goes, the rest stays."""
    await visiting.answer(6, words="be\0fore")

    assert typed_back(await visiting.open("/q/6")) == "before"


@pytest.mark.parametrize(
    "value",
    ["%ED%A0%80", "%FF%FE%00h%00i", "%E9", "%C3%28", "%F8%88%80%80%80", "%C0%80"],
    ids=["half an emoji", "UTF-16", "Latin-1", "broken", "five bytes", "long NUL"],
)
async def test_what_is_not_utf8_is_refused(visiting: Browser, value: str) -> None:
    """We never guess an encoding: a wrong guess would put words into her mouth."""
    for address, field in (("/q/6", "words"), ("/parents", "which"), ("/help/advocate", "words")):
        assert (await post(visiting, address, (field, value), ("do", "next"))).status_code == 400
    assert "You have not put anything yet" in (await visiting.open("/check")).text


@pytest.mark.parametrize("body", ["words=é".encode("latin-1"), "words=é".encode(), "words=x".encode("utf-16")])
async def test_bytes_that_no_form_has_are_refused(visiting: Browser, body: bytes) -> None:
    """A browser's form is plain ASCII, whatever is in it."""
    assert (await visiting.send_raw("/q/6", body)).status_code == 400


async def test_choices_that_are_not_offered_are_refused(visiting: Browser) -> None:
    """Unknown, several where one is asked for, a way out beside an answer: asked again, nothing kept."""
    for number, choices in (
        (4, ["worker"]),
        (4, ["enough", "more"]),
        (1, ["draw", "not_sure"]),
        (2, ["6"]),
        (3, ["-1"]),
        (8, ["no "]),
        (8, ["__class__"]),
        (8, ["no", "always"]),
        (8, ["ｎｏ"]),
    ):
        assert (await visiting.answer(number, *choices)).status_code == 422
    assert "You have not put anything yet" in (await visiting.open("/check")).text


async def test_missing_extra_and_repeated_fields(visiting: Browser) -> None:
    """Fields nobody asked for are nothing, the same field twice is once, two different texts are neither."""
    assert went(await post(visiting, "/q/6", ("words", "a"), ("words", "a"), ("is_admin", "1"))) == "/q/7"
    assert (await post(visiting, "/q/7", ("words", "a"), ("words", "b"))).status_code == 422
    assert (await post(visiting, "/q/7")).status_code == 422
    assert (await post(visiting, "/q/7", ("do", "drop"))).status_code == 422
    assert (await post(visiting, "/q/7", *[("words", str(n)) for n in range(500)])).status_code == 400
    assert went(await post(visiting, "/q/2", ("choice", "4"), ("words", "so"), ("choice", "4"))) == "/q/3"


async def test_words_where_only_a_choice_is_asked_for_are_nothing(visiting: Browser) -> None:
    """A form that was tampered with puts no words where nobody would read them (R58)."""
    await visiting.answer(10, "never", words="only for the count")

    assert "only for the count" not in (await visiting.open("/check")).text


async def test_long_notes_on_the_other_pages_stay_there(visiting: Browser) -> None:
    """Every page that takes words gives them back when they are too long."""
    long = "é" * 2001
    await visiting.answer(8, "no")
    pages = [
        await visiting.fill("/safe", reach=long, must_not_know="Uncle Ray", about_staff="no"),
        await visiting.fill("/parents", parents="fine", which=long),
        await visiting.fill("/help/complaint", words=long * 2),
    ]

    assert [page.status_code for page in pages] == [422, 422, 422]
    assert all(long in unescape(page.text) for page in pages)
    assert "Uncle Ray" in pages[0].text
    assert 'value="no" checked' in pages[0].text


def test_the_longest_note_is_the_same_everywhere(app: Starlette) -> None:
    """Two thousand characters, on the safety page as on the parents' page."""
    assert answers.LONGEST_NOTE == 2000
