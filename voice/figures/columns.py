"""What is counted of a survey: its closed questions that say which decision the count serves, and no others.

Safety answers are never counted: their count would be the count of concerns, which is not published (R110). Nor is how
a child feels: that is for talking (R81).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from surveys.model import Survey
from surveys.offered import Kind
from surveys.question import Question

ASKED, NONE = "*asked", "*none"  # how many were asked; how many of those skipped or left it. No choice is called so
KINDS = (Kind.ONE_OF, Kind.SOME_OF, Kind.YES_NO, Kind.SCALE)


@dataclass(frozen=True)
class Counted:
    """One counted question. Its numbers stand in columns: asked, none, and then the choices.

    Where one choice is made, those who were asked are those who made each choice and those who made none. Where several
    may be made, that holds of each choice by itself: those who made it, those who did not, those who made none.
    """

    id: str
    choices: tuple[str, ...]
    multiple: bool
    always: bool  # asked of everybody
    ordered: bool  # so that two answers can be compared

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return (ASKED, NONE, *(column for block in self.blocks for column in block))

    @cached_property
    def blocks(self) -> tuple[tuple[str, ...], ...]:
        """Each with `none` adds up to `asked`."""
        return tuple((each, without(each)) for each in self.choices) if self.multiple else (self.choices,)

    def counts(self, chosen: Sequence[str]) -> dict[str, int]:
        """What one answer adds to each column; no choice is no answer."""
        found = dict.fromkeys(self.columns, 0) | {ASKED: 1}
        if not set(chosen) & set(self.choices):
            return found | {NONE: 1}
        for choice in self.choices:
            if self.multiple or choice in chosen:
                found[choice if choice in chosen else without(choice)] = 1
        return found


def without(choice: str) -> str:
    """The column of those who answered and did not make this choice."""
    return f"not {choice}"


def counted(survey: Survey) -> tuple[Counted, ...]:
    return tuple(_as_counted(question) for question in survey.questions if is_counted(question))


def is_counted(question: Question) -> bool:
    return question.kind in KINDS and question.tally is not None and question.safety is None


def _as_counted(question: Question) -> Counted:
    ordered = question.kind is Kind.SCALE
    return Counted(question.id, question.choice_ids, question.multiple, question.when is None, ordered)
