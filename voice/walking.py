"""The way of one visit through the questions, worked out from what that visit may see.

Which question comes next, and how many there are, hangs on earlier answers. Worked out from answers given elsewhere it
would tell whoever holds the link what the child said (R66).
"""

from dataclasses import dataclass
from enum import StrEnum

from surveys.model import Question, Survey
from surveys.progress import path, question_number
from voice.visiting import Visit


class Where(StrEnum):
    """What a child sees next."""

    QUESTION = "question"
    SAFE = "safe"
    CHECK = "check"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Step:
    """Where to go from here."""

    where: Where
    number: int = 0


def walk(survey: Survey, visit: Visit) -> list[Question]:
    """The questions of this visit in order, answered in it or not; none that another visit answered."""
    return [each for each in _path(survey, visit) if not visit.said_elsewhere(each.id)]


def said_before(survey: Survey, visit: Visit) -> int:
    """How many of this visit's questions another visit answered. One that only an answer leads to does not count."""
    return len(_path(survey, visit)) - len(walk(survey, visit))


def place(survey: Survey, visit: Visit, question: Question) -> tuple[int, int]:
    """ "Question 3 of 11"."""
    walked = walk(survey, visit)
    return (walked.index(question) + 1 if question in walked else len(walked), len(walked))


def before(survey: Survey, visit: Visit, question: Question) -> int | None:
    """The number of the question that Back leads to; None at the first."""
    walked = walk(survey, visit)
    at = walked.index(question) if question in walked else 0
    return question_number(survey, walked[at - 1]) if at else None


def step_after(survey: Survey, visit: Visit, question: Question) -> Step:
    """The next page after this question: what is due about safety, the next question, or the check."""
    if question.id in visit.told and not visit.told[question.id].followed_up:
        return Step(Where.SAFE)
    walked = walk(survey, visit)
    if question in walked:
        rest = walked[walked.index(question) + 1 :]
        return _to(survey, rest[0] if rest else None)
    return _to(survey, _open(visit, walked))


def go_on(survey: Survey, visit: Visit) -> Step:
    """Where a visit goes on: what is due about safety, the next question without an answer, or the check."""
    if visit.sent:
        return Step(Where.SENT)
    if any(not told.followed_up for told in visit.told.values()):
        return Step(Where.SAFE)
    return _to(survey, _open(visit, walk(survey, visit)))


def _path(survey: Survey, visit: Visit) -> tuple[Question, ...]:
    return path(survey, visit.seen, safety_last=visit.draft.safety_last)


def _open(visit: Visit, walked: list[Question]) -> Question | None:
    return next((each for each in walked if each.id not in visit.seen), None)


def _to(survey: Survey, found: Question | None) -> Step:
    return Step(Where.QUESTION, question_number(survey, found)) if found else Step(Where.CHECK)
