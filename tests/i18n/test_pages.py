"""A child's pages are whole in every language: no gap, no lost name, no markup, and Easy Read is easier to read."""

import re
from collections.abc import Iterable
from functools import cache
from gettext import c2py
from statistics import mean

import pytest
from babel.messages.catalog import Catalog, Message

from accessibility.reading import reading_age
from i18n import po
from i18n.extract import template
from i18n.languages import ARABIC, EASY_READ, ENGLISH, LANGUAGES
from i18n.status import missing

TRANSLATED = [tag for tag in LANGUAGES if tag != ENGLISH.tag]
FOR_STAFF = (
    "channels/portal/",
    "channels/phones/",
    "voice/telling_staff.py",
    "voice/telling_by_text.py",
    "voice/texting/own_number.py",
)
HARDEST = 8.0  # the age a page of Easy Read may ask for

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w+\}")
MARKUP = re.compile(r"<[/!a-z]|&#?\w+;", re.IGNORECASE)
ARABIC_LETTER = re.compile(r"[\u0621-\u064a]")
LATIN_MARK = re.compile(r"[,;?“”]")
SENTENCE_END = re.compile(r"(?<=[.!?])[”»)]?\s+|\n+")
WORD = re.compile(r"[^\W\d_]+(?:[’'-]\w+)*")


@cache
def childrens() -> tuple[Message, ...]:
    """Every message a child can meet: all but those that stand on staff's pages alone."""
    return tuple(
        each for each in template() if each.id and not all(file.startswith(FOR_STAFF) for file, _ in each.locations)
    )


def test_the_childrens_side_is_found() -> None:
    """Its pages, its help numbers and its questions are all looked at, and staff's pages are not."""
    files = {file for message in childrens() for file, _ in message.locations}
    words = {message.id for message in childrens()}

    assert {"voice/help_lines.py", "surveys/library/about_me_8_11.yaml", "channels/web/templates/sent.html"} <= files
    assert {"Exit this page", "We tell someone the same day.", "Do you feel safe where you live?"} <= words
    assert len(childrens()) > 300


@pytest.mark.parametrize("tag", TRANSLATED)
def test_no_page_of_a_child_has_a_gap(tag: str) -> None:
    """In every language each of them is translated, in all its forms."""
    assert missing(tag, childrens()) == []


@pytest.mark.parametrize("tag", TRANSLATED)
def test_names_and_days_keep_their_places(tag: str) -> None:
    """A lost placeholder would hide who reads it; a new one would break the page."""
    wrong = [text for message, form, text in _said(tag) if not _same_places(tag, message, form, text)]

    assert wrong == []


@pytest.mark.parametrize("tag", TRANSLATED)
def test_words_are_words_alone(tag: str) -> None:
    """Markup in a translation would be shown to a child as it stands."""
    assert [text for _, _, text in _said(tag) if MARKUP.search(text)] == []


def test_arabic_is_in_arabic() -> None:
    """No English is left in place of a translation, nor are its marks; " ? " alone is a key to type."""
    said = [text for _, _, text in _said(ARABIC.tag)]

    assert [text for text in said if not ARABIC_LETTER.search(PLACEHOLDER.sub("", text)) and text != "«{words}»"] == []
    assert [text for text in said if LATIN_MARK.search(text.replace(" ? ", " "))] == []


def test_easy_read_is_easier_than_english() -> None:
    """By the mean of its sentences of more than five words; figures of a formula, not of children (R57)."""
    easy = _ages(text for _, _, text in _said(EASY_READ.tag))
    english = _ages(text for message in childrens() for text in _forms(message.id))

    assert len(easy) > 100
    assert mean(easy) <= mean(english)
    assert mean(easy) <= HARDEST


@cache
def _words(tag: str) -> Catalog:
    return po.read(po.po_file(tag))


def _said(tag: str) -> list[tuple[Message, int, str]]:
    """Each message with each form of its translation; test_no_page_of_a_child_has_a_gap says what has none."""
    found = [(message, _words(tag).get(message.id, message.context)) for message in childrens()]
    return [(message, at, text) for message, said in found if said for at, text in enumerate(_forms(said.string or ""))]


def _forms(text: str | Iterable[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def _same_places(tag: str, message: Message, form: int, text: str) -> bool:
    """A form that is for one number alone ("two questions" in Arabic) may leave the number out."""
    wanted = sorted(PLACEHOLDER.findall(_forms(message.id)[-1]))
    found = sorted(PLACEHOLDER.findall(text))
    if message.pluralizable and _numbers(tag)[form] == 1:
        return set(found) <= set(wanted)
    return found == wanted


@cache
def _numbers(tag: str) -> list[int]:
    """How many of the numbers below a thousand each plural form is for."""
    rule = c2py(_words(tag).plural_expr)
    forms = [rule(n) for n in range(1000)]
    return [forms.count(form) for form in range(_words(tag).num_plurals)]


def _ages(texts: Iterable[str]) -> list[float]:
    sentences = (PLACEHOLDER.sub("Sam", part) for text in texts for part in SENTENCE_END.split(text))
    ages = (reading_age(part, ENGLISH.tag) for part in sentences if len(WORD.findall(part)) > 5)
    return [age for age in ages if age is not None]
