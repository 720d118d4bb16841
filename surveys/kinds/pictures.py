"""A drawing. Whoever would rather say it in words does that: the words stand beside it, or alone."""

from collections.abc import Iterable

from surveys.given import Fields, Part, written
from surveys.question import Question
from surveys.strokes import LONGEST, read_drawing


def read(_: Question, fields: Fields) -> tuple[Part, ...]:
    drawing = read_drawing(written(fields, "drawing", LONGEST * 2) or "")
    return (Part(drawing=drawing),) if drawing else ()


def names(_: Question) -> tuple[str, ...]:
    return ("drawing",)


def fields(parts: Iterable[Part]) -> dict[str, str]:
    """What stands in the form again."""
    return {"drawing": "".join(part.drawing for part in parts)}
