"""A question that was not understood is asked in a shorter way, and in one text."""

import pytest

from i18n.languages import LANGUAGES
from surveys.offered import Kind
from surveys.understanding.asking_again import ask_again
from surveys.understanding.vocabulary import HEADINGS
from tests.surveys.understanding.texting import asked, shown

# What telephone networks send in 7 bits a character (GSM 03.38).
GSM_7 = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
LONG = [
    "Yes, as much as I want",
    "I want to see them more",
    "I want to see them less",
    "It is different for each of them",
]


@pytest.mark.parametrize("kind", Kind)
def test_it_is_one_text(kind: Kind) -> None:
    """A text over the length costs twice and arrives in pieces."""
    text = ask_again(shown(asked(kind)))

    assert 0 < len(text) <= 160
    assert set(text) <= GSM_7


@pytest.mark.parametrize(
    ("kind", "choices"), [("one_of", LONG), ("some_of", LONG), ("one_of", ["Yes " + "so much " * 20, "No"])]
)
def test_long_choices_are_named_by_their_letters(kind: str, choices: list[str]) -> None:
    """Where they do not fit, the letters of the first text are enough."""
    text = ask_again(shown(asked(kind, choices=choices)))

    assert len(text) <= 160
    assert "A " in text
    assert "{" not in text


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("kind", Kind)
def test_every_language_says_it(tag: str, kind: Kind) -> None:
    """With the way out in it, wherever there is one."""
    text = ask_again(shown(asked(kind, low="Bad", high="Good") if kind is Kind.SCALE else asked(kind), tag))

    assert "{" not in text
    assert ("?" in text) == (kind in HEADINGS)
