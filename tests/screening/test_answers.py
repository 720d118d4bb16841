"""What children answer on an ordinary day calls nobody out, in whatever language; what cannot wait does, however short.

The answers under `answers/` are invented, and nothing is learnt from them: they say how well it does on others.
"""

from collections import Counter
from pathlib import Path

import pytest

from voice.lexicon.measuring import Row, rows, tried
from voice.lexicon.screening import screen
from voice.lexicon.weighing import Urgency

ANSWERS, UNSEEN = (Path(__file__).parent / name for name in ("answers", "unseen"))
ORDINARY = """
2
none of these
im not sure
my PA has that stuff i think
someone gives me a lift
carer drives me in her car
come and see me in person
still waiting for someone to call me back about my bike
"""
URGENT_IN_A_WORD = """
overdose|i took pills|suicide|i cant go on|cutting|self harm|i cut|bruises|the belt|he uses a belt|they hit|hurts me
a knife|he comes in my room|comes in at night|raped|scared of dad|hes here|hes outside|not safe|in danger|i ran away
ive run|sleeping outside|on the streets|locked out|locked in my room|help please now|im bleeding
"""
WORRIES_IN_A_WORD = """
sad|im scared|lonely|so alone|hungry|not ok|im nt ok|i am not okay|nightmares|bullying|i cry
"""


def counted(texts: list[Row], language: str = "") -> Counter[tuple[Urgency, Urgency]]:
    """How many of each level are taken as each."""
    return Counter((row.level, screen(row.text, language or row.language).level) for row in texts)


def short(texts: str) -> list[str]:
    return [text for line in texts.split("\n") for text in line.split("|") if text]


def test_ordinary_answers_of_writers_it_has_not_met() -> None:
    """At most 1 in 50 harmless ones is urgent and 1 in 20 raised; what cannot wait and most worries are found (R13)."""
    found = counted(rows(ANSWERS / "en.tsv"))
    harmless, worries, urgent = (
        sum(count for (level, _), count in found.items() if level is each)
        for each in (Urgency.NONE, Urgency.WORRY, Urgency.URGENT)
    )

    assert found[Urgency.NONE, Urgency.URGENT] <= harmless / 50
    assert harmless - found[Urgency.NONE, Urgency.NONE] <= harmless / 20
    assert worries - found[Urgency.WORRY, Urgency.NONE] >= worries * 0.7
    assert found[Urgency.URGENT, Urgency.URGENT] >= urgent * 0.95


def test_texts_that_nothing_was_mended_for() -> None:
    """A hundred of each by somebody who had seen neither the lexicon nor its misses; the goals are the design's."""
    texts = [row for path in UNSEEN.glob("*.tsv") for row in rows(path)]
    found = counted(texts)
    harmless, worries, urgent = (
        sum(row.level is each for row in texts) for each in (Urgency.NONE, Urgency.WORRY, Urgency.URGENT)
    )

    assert len(texts) == 300
    assert found[Urgency.URGENT, Urgency.URGENT] >= urgent * 0.95
    assert worries - found[Urgency.WORRY, Urgency.NONE] >= worries * 0.7
    assert harmless - found[Urgency.NONE, Urgency.NONE] <= harmless * 0.05


@pytest.mark.parametrize("told_as", ["", "en"])
def test_ordinary_answers_in_other_languages(told_as: str) -> None:
    """1 in 50 at most is raised, whether she said which language or not: what looks like ours is no evidence (R90)."""
    texts = [row for path in sorted(ANSWERS.glob("*.tsv")) if path.stem != "en" for row in rows(path)]
    found = counted(texts, told_as)

    assert len(texts) > 150
    assert len(texts) - found[Urgency.NONE, Urgency.NONE] <= len(texts) / 50


@pytest.mark.parametrize("text", short(ORDINARY))
def test_an_everyday_answer_is_not_raised(text: str) -> None:
    """Duty called for a lift in her car stops listening."""
    assert screen(text).level is Urgency.NONE


@pytest.mark.parametrize(
    ("text", "level"),
    [(text, Urgency.URGENT) for text in short(URGENT_IN_A_WORD)]
    + [(text, Urgency.WORRY) for text in short(WORRIES_IN_A_WORD)],
)
def test_a_word_or_two_can_say_it(text: str, level: Urgency) -> None:
    """A text of few words starts low, so that what is said in a word has its own line (R13)."""
    assert screen(text).level is level


def test_what_is_spelled_by_ear_is_english() -> None:
    """Nothing urgent that we were told in English, however it is spelt, is put down as another language."""
    lost = [
        row.text
        for row in tried()
        if row.language == "en" and row.level is Urgency.URGENT and screen(row.text).level is Urgency.NONE
    ]

    assert lost == []
