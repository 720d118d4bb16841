"""What a survey is: questions as data, with no code and no expression language in them (R15).

A survey that contradicts itself cannot be made: every rule says what to mend.
"""

from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, model_validator

from i18n.marks import N_
from surveys.offered import DONT_WANT_TO_SAY, NOT_SURE, Kind
from surveys.parts import (
    Age,
    Audience,
    Choice,
    Condition,
    Fixed,
    Licence,
    Name,
    Readers,
    Safety,
    Sms,
    Tally,
    Theme,
    Trial,
    When,
    Words,
    band_of,
)
from surveys.question import Question

__all__ = [
    "DONT_WANT_TO_SAY",
    "NOT_SURE",
    "Audience",
    "Choice",
    "Condition",
    "Kind",
    "Licence",
    "Question",
    "Readers",
    "Safety",
    "Sms",
    "Survey",
    "Tally",
    "Theme",
    "Trial",
    "When",
]

MOST_QUESTIONS = 12  # R107: asking is rationed
NOT_YET_TRIED = N_("Not yet tried with children")


class Survey(Fixed):
    """One version of a survey. A published version never changes (R19)."""

    code: Name
    version: Annotated[int, Field(ge=1)]
    title: Words
    ages: tuple[Age, Age]
    theme: Theme
    questions: Annotated[tuple[Question, ...], Field(min_length=1, max_length=MOST_QUESTIONS)]
    licence: Licence
    readers: Readers = Readers.WORKER
    at_points: bool = False  # asked again in the same words at later points, so that change can be counted (R16)
    trials: tuple[Trial, ...] = ()

    @property
    def tried(self) -> str:
        """Who tried these words with children, for staff and beside every figure (R57)."""
        return "; ".join(trial.in_short for trial in self.trials) or NOT_YET_TRIED

    @property
    def band(self) -> str:
        return band_of(*self.ages)

    @cached_property
    def by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}

    def question(self, question_id: str) -> Question:
        return self.by_id[question_id]

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.ages[0] > self.ages[1]:
            raise ValueError("'ages' is the youngest and then the oldest age")
        if len(self.by_id) < len(self.questions):
            raise ValueError("two questions have the same id")
        return self

    @model_validator(mode="after")
    def _conditions_look_back(self) -> Self:
        """No circles, and nothing on the way already walked can change by walking on."""
        before: dict[str, Question] = {}
        for question in self.questions:
            for condition in question.when.conditions if question.when else ():
                if problem := _condition_problem(condition, before):
                    raise ValueError(f"question '{question.id}': {problem}")
            before[question.id] = question
        return self


def _condition_problem(condition: Condition, before: dict[str, Question]) -> str | None:
    asked = before.get(condition.question)
    if asked is None:
        return f"'when' looks at '{condition.question}', which is not an earlier question"
    if asked.safety is not None:
        # The safety question may be asked last (R69), and what follows it is asked at once (R67).
        return f"'when' looks at '{asked.id}': no question may depend on a safety question"
    if unknown := set(condition.values) - set(asked.choice_ids):
        return f"'when' looks for {', '.join(sorted(unknown))}, which '{asked.id}' does not offer"
    return None
