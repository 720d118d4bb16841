"""A reading age that can be relied on for what it is: easy below hard, and the published figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accessibility.reading import reading_age, syllables

SYLLABLES = {
    1: "cat home homes walked looked called change use school friends straight don’t can’t scared rule smile I",
    2: "table people worried brothers sisters social question wanted going seeing choices pictures someone "
    "always finish children really quiet playing trying special precious lion safety carer homework settled",
    3: "family families different advocate idea radio manager anything diary area serious dangerous video",
    4: "usually January",
}


@pytest.mark.parametrize(("count", "words"), SYLLABLES.items())
def test_syllables_are_counted(count: int, words: str) -> None:
    """The words that children's pages are made of."""
    assert [word for word in words.split() if syllables(word) != count] == []


def test_the_formula_is_the_published_one() -> None:
    """Twelve words, two sentences, thirteen syllables, and five years before the first grade."""
    assert reading_age("The cat sat on a mat. It was a really good mat.", "en") == pytest.approx(
        round(0.39 * 6 + 11.8 * 13 / 12 - 15.59 + 5, 1)
    )


def test_hard_is_harder_than_easy() -> None:
    """Words for a child measure below words for a committee, by years."""
    child = reading_age("We want to know how you are. You can stop at any time.", "en")
    office = reading_age(
        "The multi-agency safeguarding arrangements necessitate consideration of proportionate intervention.", "en"
    )

    assert child
    assert office
    assert child < 8
    assert office > 18


@pytest.mark.parametrize(("text", "language"), [("نريد أن نعرف", "ar"), ("", "en"), ("  …?! 🙂", "en")])
def test_what_cannot_be_measured_has_no_age(text: str, language: str) -> None:
    """A number made from the wrong formula would be worse than none."""
    assert reading_age(text, language) is None


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    """Whatever is given, an age or nothing."""
    age = reading_age(text, "en")

    assert age is None or isinstance(age, float)
