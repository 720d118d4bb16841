"""Three houses: worries, good things and wishes. Words in each, and a drawing in each; none has to be filled."""

from collections.abc import Iterable

from surveys.given import Fields, Part, written
from surveys.question import LONG_LIMIT, Question
from surveys.strokes import LONGEST, read_drawing


def read(question: Question, fields: Fields) -> tuple[Part, ...]:
    """`words-worries`, `drawing-worries` and so on; a house with nothing in it is no part of the answer."""
    found = [_house(row, fields) for row in question.row_ids]
    return tuple(part for part in found if part.words or part.drawing)


def _house(row: str, fields: Fields) -> Part:
    words = written(fields, f"words-{row}", LONG_LIMIT) or ""
    return Part(row, words=words, drawing=read_drawing(written(fields, f"drawing-{row}", LONGEST * 2) or ""))


def names(question: Question) -> tuple[str, ...]:
    return tuple(f"{what}-{row}" for row in question.row_ids for what in ("words", "drawing"))


def fields(parts: Iterable[Part]) -> dict[str, str]:
    """What stands in the form again."""
    return {f"{name}-{part.row}": value for part in parts for name, value in _filled(part)}


def _filled(part: Part) -> tuple[tuple[str, str], ...]:
    return ("words", part.words), ("drawing", part.drawing)
