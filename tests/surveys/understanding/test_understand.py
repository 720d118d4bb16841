"""What a child texts is understood as it was meant, or asked about; it is never taken for the opposite."""

from pathlib import Path

import pytest

from surveys.offered import Kind
from surveys.understanding.understand import understand
from tests.surveys.understanding.texting import Told, asked, shown, told

UNSEEN = Path(__file__).parent / "unseen"


@pytest.mark.parametrize("row", told(), ids=lambda row: f"{row.question.kind}-{row.language}")
def test_it_is_understood(row: Told) -> None:
    """Every text in the list beside this file."""
    assert row.wrong() == {}


def test_everyday_texts_that_nothing_was_mended_for() -> None:
    """19 in 20 by somebody who had seen no rule are taken, or asked about, as meant; none for the opposite."""
    rows = [row for file in sorted(UNSEEN.glob("*.yaml")) for row in told(file)]
    wrong = [(row.meant[text], taken) for row in rows for text, taken in row.wrong().items()]
    many = sum(len(row.meant) for row in rows)

    assert many >= 300
    assert len(wrong) <= many / 20
    assert [each for each in wrong if set(each) == {"yes", "no"}] == []


@pytest.mark.parametrize("kind", [kind for kind in Kind if not kind.closed])
@pytest.mark.parametrize(
    "text",
    [
        "idk",
        "no",
        "7",
        " my nan ",
        "what do you mean to him?",
        "why cant i see my mum?",
        "what happens to my dog?",
        "what if he comes back?",
        "mmmm",
    ],
)
def test_words_are_words(kind: Kind, text: str) -> None:
    """Where words are asked for, whatever is texted is the answer, exactly."""
    question = asked(kind)
    reply = understand(question, shown(question), text)

    assert reply is not None
    assert reply.words == text


@pytest.mark.parametrize("kind", [kind for kind in Kind if not kind.closed])
@pytest.mark.parametrize(
    "text",
    [
        "?",
        "???",
        "What do you mean?",
        "huh",
        "sorry wrong chat",
        "what mean meeting?",
        "why who sees this?",
        "what does review mean?",
        "what like a person or a thing?",
        "what things",
        "jkjkjkjk;;",
    ],
)
def test_a_question_back_is_no_answer(kind: Kind, text: str) -> None:
    """A child who did not understand us is asked again, more simply."""
    question = asked(kind)

    assert understand(question, shown(question), text) is None
