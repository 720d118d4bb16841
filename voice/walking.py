"""The way of one visit through the questions, worked out from what that visit may see.

Which question comes next, and how many there are, hangs on earlier answers. Worked out from answers given elsewhere it
would tell whoever holds the link what the child said (R66).
"""

from dataclasses import dataclass
from enum import StrEnum

from surveys.model import Question, Survey
from surveys.progress import may_come, path, question_number
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


@dataclass(frozen=True, slots=True)
class Walk:
    """The questions of one visit in order, answered in it or not, worked out once for a page."""

    survey: Survey
    questions: list[Question]
    elsewhere: int  # how many of them another visit answered: they are not here (one that only an answer leads to too)
    answered: frozenset[str]  # in this visit
    more: int = 0  # how many questions an answer could still add

    def __contains__(self, question: Question) -> bool:
        return question.id in {each.id for each in self.questions}

    def place(self, question: Question) -> tuple[int, int]:
        """ "Question 3 of 11": never fewer than there will be (decision 43)."""
        at, long = self._at(question), len(self.questions)
        return (long if at is None else at + 1, long + self.more)

    def before(self, question: Question) -> int | None:
        """The number of the question that Back leads to; None at the first."""
        at = self._at(question)
        return question_number(self.survey, self.questions[at - 1]) if at else None

    def after(self, question: Question) -> Step:
        """The question after this one, or the check; where this one is not asked any more, the next without answer."""
        at = self._at(question)
        if at is None:
            return self.open()
        return _to(self.survey, self.questions[at + 1] if at + 1 < len(self.questions) else None)

    def open(self) -> Step:
        """The next question without an answer, or the check."""
        return _to(self.survey, next((each for each in self.questions if each.id not in self.answered), None))

    def _at(self, question: Question) -> int | None:
        return next((at for at, each in enumerate(self.questions) if each.id == question.id), None)


def walk(survey: Survey, visit: Visit) -> Walk:
    """The way of this visit."""
    seen = visit.seen
    asked = path(survey, seen, safety_last=visit.draft.safety_last)
    mine = [each for each in asked if not visit.said_elsewhere(each.id)]
    elsewhere = {each.id for each in survey.questions if visit.said_elsewhere(each.id)}
    more = [each for each in may_come(survey, seen, elsewhere) if each.id not in elsewhere]
    return Walk(survey, mine, len(asked) - len(mine), frozenset(seen), len(more))


def step_after(survey: Survey, visit: Visit, question: Question) -> Step:
    """The next page after this question: what is due about safety, the next question, or the check."""
    told = visit.told.get(question.id) if visit.draft.told else None
    return Step(Where.SAFE) if told and not told.followed_up else walk(survey, visit).after(question)


def go_on(survey: Survey, visit: Visit) -> Step:
    """Where a visit goes on: what is due about safety, the next question without an answer, or the check."""
    if visit.sent:
        return Step(Where.SENT)
    if any(not told.followed_up for told in visit.told.values()):
        return Step(Where.SAFE)
    return walk(survey, visit).open()


def _to(survey: Survey, found: Question | None) -> Step:
    return Step(Where.QUESTION, question_number(survey, found)) if found else Step(Where.CHECK)
