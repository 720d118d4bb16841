"""People whose job is to help me: for each, more of their help, less, or it is right as it is (R106)."""

from collections.abc import Iterable

from surveys.given import Fields, NotAnAnswer, Part, texts
from surveys.offered import ALWAYS_OFFERED
from surveys.question import Question


def read(question: Question, fields: Fields) -> tuple[Part, ...]:
    """`row-teacher` and so on: one choice for each person, or none."""
    found = [(row, _choice(question, fields, row)) for row in question.row_ids]
    return tuple(Part(row, chosen) for row, chosen in found if chosen)


def _choice(question: Question, fields: Fields, row: str) -> str:
    given = [each for each in texts(fields, f"row-{row}") if each]
    if len(given) > 1:
        raise NotAnAnswer("choose_one")
    if not set(given) <= set(question.choice_ids) - set(ALWAYS_OFFERED):
        raise NotAnAnswer("unknown_choice")
    return given[0] if given else ""


def names(question: Question) -> tuple[str, ...]:
    return tuple(f"row-{row}" for row in question.row_ids)


def fields(parts: Iterable[Part]) -> dict[str, str]:
    """What stands in the form again."""
    return {f"row-{part.row}": part.chosen for part in parts}
