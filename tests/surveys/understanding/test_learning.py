"""What is learnt from invented texts: the file says what they teach, and rules stay above it."""

import pytest

from surveys.understanding import points
from surveys.understanding.deciding import read
from surveys.understanding.listening import listening_for
from surveys.understanding.points import Points
from tests.surveys.understanding import learning
from tests.surveys.understanding.texting import asked, shown


@pytest.mark.thorough
def test_the_file_is_what_the_texts_teach() -> None:
    """Whoever changes a rule or a text has learnt anew: `python -m tests.surveys.understanding --learn`."""
    texts = learning.texts()

    assert points.written(learning.learn(texts)) == points.HOME.read_text(encoding="utf-8")


@pytest.mark.thorough
def test_sets_left_out_are_understood() -> None:
    """Nine in ten at least of every set, by what the others teach, and next to none taken wrongly."""
    found = learning.left_out(learning.texts())

    assert {name: each.right / each.of >= 0.9 for name, each in found.items()} == dict.fromkeys(learning.JUDGED, True)
    assert all(sum(chosen is not None for _, chosen in each.wrong) <= 0.03 * each.of for each in found.values())


CERTAIN = Points({"": 50.0})  # whatever is named, it was meant


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("yes_no", "zonk yes zonk no"),
        ("yes_no", "can i say yes?"),
        ("yes_no", "zonk yes not"),
        ("yes_no", "yes if zonk"),
        ("yes_no", "yes zonk 🙃"),
        ("scale", "zonk 7 zonk 8"),
        ("scale", "zonk not 7"),
        ("scale", "7 or zonk 8"),
        ("faces", "sad zonk 🙂 zonk happy"),
        ("faces", "over the moon she is late 🙃"),
    ],
)
def test_no_points_are_enough_where_a_rule_forbids(kind: str, text: str) -> None:
    """Never the opposite, never one of two, whatever was learnt."""
    question = asked(kind)

    assert read(text, listening_for(question, shown(question), "en"), CERTAIN).chosen is None


PEOPLE = ["My mum", "My carer", "A friend"]
NEEDS = ["A cooker", "Wi-Fi", "A bed"]


@pytest.mark.parametrize(
    ("kind", "words", "choices", "text"),
    [
        ("one_of", "Who do you trust most?", PEOPLE, "mum i dont trust"),
        ("one_of", "Who do you trust most?", PEOPLE, "mum cant be trusted"),
        ("one_of", "Who do you trust most?", PEOPLE, "carer cant stand her"),
        ("one_of", "Where shall we meet?", ["At home", "At school"], "zonks house"),
        ("one_of", "Where shall we meet?", ["At home", "At school"], "school or zonk"),
        ("some_of", "What do you need?", NEEDS, "cooker and wifi, bed sorted already"),
        ("some_of", "What do you need?", NEEDS, "cooker. wifi can not come"),
        ("some_of", "What do you need?", NEEDS, "cooker yes, wifi no"),
        ("some_of", "What do you need?", NEEDS, "cooker and bed but my brother wants wifi"),
        ("some_of", "What worries you?", PEOPLE, "nobody worries about me"),
        ("some_of", "What worries you?", PEOPLE, "none im scared"),
        ("yes_no", "Are you being bullied?", None, "i was"),
        ("yes_no", "Did anyone ask what you wanted?", None, "i wanted zonk"),
        ("scale", "How are you?", None, "7 im 16 not"),
        ("scale", "How are you?", None, "5 n a half"),
        ("scale", "How are you?", None, "7 or 8 dunno"),
    ],
)
def test_no_points_take_what_is_unsaid(kind: str, words: str, choices: list[str] | None, text: str) -> None:
    """What follows an answer may take it back, leave it open or be about somebody else (R21)."""
    question = asked(kind, words, choices)

    assert read(text, listening_for(question, shown(question), "en"), CERTAIN).chosen is None


def test_points_make_an_answer_doubtful() -> None:
    """Where what was learnt speaks against what rules read, the child is asked."""
    question = asked("scale")
    heard = listening_for(question, shown(question), "en")

    assert read("7. zonk", heard, Points({"": 50.0})).chosen == ("7",)
    assert read("7. zonk", heard, Points({"": -50.0})).chosen is None
    assert read("7 lol", heard, Points({"": -50.0})).chosen == ("7",)
