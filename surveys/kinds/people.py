"""Who matters to me: names, each with how close she is. A name without a circle is an answer too."""

from collections.abc import Iterable

from surveys.given import Fields, NotAnAnswer, Part, texts, written
from surveys.question import Question

MOST = 20
LONGEST_NAME = 80


def read(question: Question, fields: Fields) -> tuple[Part, ...]:
    """`who-1`, `near-1` and so on. The order is the child's own."""
    found = (_person(question, fields, at) for at in range(1, MOST + 1))
    return tuple(part for part in found if part)


def _person(question: Question, fields: Fields, at: int) -> Part | None:
    near = [each for each in texts(fields, f"near-{at}") if each]
    if len(near) > 1 or not set(near) <= set(question.row_ids):
        raise NotAnAnswer("unknown_choice")
    name = written(fields, f"who-{at}", LONGEST_NAME)
    return Part(near[0] if near else "", words=name) if name else None


def names(_: Question) -> tuple[str, ...]:
    return tuple(f"{what}-{at}" for at in range(1, MOST + 1) for what in ("who", "near"))


def fields(parts: Iterable[Part]) -> dict[str, str]:
    """What stands in the form again."""
    numbered = list(enumerate(parts, start=1))
    return {f"who-{at}": part.words for at, part in numbered} | {f"near-{at}": part.row for at, part in numbered}
