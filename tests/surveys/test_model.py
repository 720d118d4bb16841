"""A survey that contradicts itself cannot be made, and says what to mend."""

from typing import Any

import pytest
from pydantic import ValidationError

from surveys.model import DONT_WANT_TO_SAY, NOT_SURE, Kind, Question, Survey
from tests.surveys.making import LICENCE, a_question, a_survey, raw_question, raw_survey

CLOSED = [kind for kind in Kind if kind.closed]


@pytest.mark.parametrize("kind", CLOSED)
def test_every_closed_question_has_both_ways_out(kind: Kind) -> None:
    """Whatever is asked, Amara can say that she is not sure or does not want to say, once each."""
    offered = a_question(kind=kind).choice_ids

    assert offered.count(NOT_SURE) == 1
    assert offered.count(DONT_WANT_TO_SAY) == 1


@pytest.mark.parametrize(
    ("kind", "first", "last"), [("faces", "1", "5"), ("scale", "0", "10"), ("yes_no", "yes", "no")]
)
def test_some_kinds_bring_their_choices(kind: str, first: str, last: str) -> None:
    """Faces, scales and yes-or-no are the same in every survey, so that they can be compared."""
    own = [choice for choice in a_question(kind=kind).choice_ids if choice not in (NOT_SURE, DONT_WANT_TO_SAY)]

    assert (own[0], own[-1]) == (first, last)


def test_a_survey_may_say_not_sure_in_its_own_words() -> None:
    """A survey for young adults words the ways out itself; they are still offered once."""
    question = a_question(
        kind="one_of",
        choices=[
            {"id": "a", "words": "A"},
            {"id": "b", "words": "B"},
            {"id": NOT_SURE, "words": "No idea"},
        ],
    )

    assert [choice.words for choice in question.choices if choice.id == NOT_SURE] == ["No idea"]


def test_a_survey_survives_being_stored(about_me: Survey) -> None:
    """The definition that was published is the definition that is read back."""
    assert Survey.model_validate_json(about_me.model_dump_json()) == about_me
    assert Survey.model_validate(about_me.model_dump()) == about_me


def test_a_survey_cannot_be_changed(about_me: Survey) -> None:
    """A published version never changes (R19)."""
    with pytest.raises(ValidationError):
        about_me.title = "Something else"  # type: ignore[misc]


def test_nobody_has_tried_it_until_somebody_has() -> None:
    """Wording is not yet tried with children until a trial is recorded (R57)."""
    trial = {
        "by": "Children's council",
        "how_many": 6,
        "ages": "9 to 11",
        "needs": "none",
        "when": "May",
        "changed": "two words",
    }

    assert a_survey().tried == "Not yet tried with children"
    assert "6 children" in a_survey(trials=[trial]).tried


BROKEN_QUESTIONS: dict[str, dict[str, Any]] = {
    "two choices": {"kind": "one_of", "choices": [{"id": "a", "words": "A"}]},
    "same id": {"kind": "one_of", "choices": [{"id": "a", "words": "A"}, {"id": "a", "words": "B"}]},
    "same words": {"kind": "one_of", "choices": [{"id": "a", "words": "A"}, {"id": "b", "words": "A"}]},
    "brings its own": {"kind": "faces", "choices": [{"id": "6", "words": "Ecstatic"}]},
    "takes no choices": {"kind": "long_words", "choices": [{"id": "a", "words": "A"}]},
    "both ends": {"kind": "scale", "high": None},
    "for a scale": {"kind": "yes_no", "low": "Bad"},
    "'max_length'": {"kind": "yes_no", "max_length": 100},
    "'add_words'": {"kind": "long_words", "add_words": True},
    "names no choice": {"kind": "yes_no", "safety": {"raises": ["perhaps"]}},
    "exactly one choice": {"kind": "some_of", "safety": {"raises": ["tea"]}},
    "read apart from the worker": {"audience": "worker", "safety": {"raises": ["no"]}},
    "nobody would read": {"audience": "numbers", "tally": {"serves": "it"}, "add_words": True},
    "needs a 'tally'": {"audience": "numbers"},
    "cannot be counted": {"kind": "long_words", "tally": {"serves": "it"}},
    "should match pattern": {"id": "naïve"},
    "at least 1 character": {"words": "  \n "},
    "not permitted": {"wordz": "Hello"},
    "'worker'": {"audience": "everybody"},
}


@pytest.mark.parametrize("says", BROKEN_QUESTIONS)
def test_a_question_that_makes_no_sense_says_why(says: str) -> None:
    """Whoever writes a survey is told what to mend, not only that it is wrong."""
    with pytest.raises(ValidationError, match=says):
        Question.model_validate(raw_question(**BROKEN_QUESTIONS[says]))


def _after(op: str, value: object = None, question: str = "here") -> dict[str, Any]:
    condition = {"question": question, "op": op, "value": value}
    return raw_question(id="later", kind="short_words", when={"all": [condition]})


SAFE_HERE = raw_question(audience="manager", safety={"raises": ["no"]})
BROKEN_SURVEYS: dict[str, dict[str, Any]] = {
    "same id": raw_survey(raw_question(), raw_question()),
    "not an earlier question": raw_survey(_after("is", "yes"), raw_question()),
    "'later', which is not": raw_survey(_after("answered", question="later")),
    "does not offer": raw_survey(raw_question(), _after("is", "perhaps")),
    "takes one value": raw_survey(raw_question(), _after("is")),
    "a list of values": raw_survey(raw_question(), _after("any_of", [])),
    "takes no value": raw_survey(raw_question(), _after("answered", "yes")),
    "depend on a safety": raw_survey(SAFE_HERE, _after("is", "no")),
    "youngest and then": raw_survey(ages=[11, 8]),
    "at least one condition": raw_survey(raw_question(), raw_question(id="later", when={})),
    "at most 12": raw_survey(*(raw_question(id=f"q{n}") for n in range(13))),
    "at least 1 item": raw_survey(questions=[]),
    "Field required": {key: value for key, value in raw_survey(licence=LICENCE).items() if key != "licence"},
}


@pytest.mark.parametrize("says", BROKEN_SURVEYS)
def test_a_survey_that_makes_no_sense_says_why(says: str) -> None:
    """No circles, no looking ahead, no branch on the safety question (it may be asked last, R69)."""
    with pytest.raises(ValidationError, match=says):
        Survey.model_validate(BROKEN_SURVEYS[says])
