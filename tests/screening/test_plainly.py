"""However quickly a text is looked through, it says what reading it slowly says (R13)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.screening.plainly import Plainly
from voice.lexicon import loading
from voice.lexicon.measuring import tried
from voice.lexicon.screening import joined, screen
from voice.lexicon.weighing import Points, Urgency

PARTS = [loading.load(path) for path in loading.files()]
PLAINLY, LINES = Plainly(PARTS), joined(PARTS, Points())
TEXTS = [row.text for row in tried()]
WORDS = sorted({word for text in TEXTS for word in text.split()})
LANGUAGES = st.sampled_from(["en", "bfi"])


def said(text: str, language: str) -> tuple[str, tuple[str, ...]]:
    found = LINES.screen(text, language)
    return found.level.value, found.reasons


@pytest.mark.thorough
def test_of_every_text_it_was_tried_on() -> None:
    """Level and reasons are the same, in their order; a text in two languages in turn."""
    for number, text in enumerate(TEXTS):
        language = ("en", "bfi")[number % 2]
        assert said(text, language) == PLAINLY.screen(text, language)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=20), LANGUAGES)
def test_of_words_in_any_order(words: list[str], language: str) -> None:
    """Words that were never said together, and signs among them."""
    text = " ".join(words)

    assert said(text, language) == PLAINLY.screen(text, language)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3), st.sampled_from([" ", " but ", ". "]), LANGUAGES)
def test_of_texts_one_after_another(texts: list[str], between: str, language: str) -> None:
    """What means no harm stands beside what cannot wait."""
    text = between.join(texts)

    assert said(text, language) == PLAINLY.screen(text, language)


def test_a_saying_takes_nothing_from_before_a_turn() -> None:
    """A goal shot is no reason to miss what she said before "but"."""
    assert screen("i want to die but i shot 3 hoops in basketball").level is Urgency.URGENT
