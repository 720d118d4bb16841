"""One answer as it is sealed: the question and the choices as the child saw them, and what she chose.

Sealing hides what is written but not how much. So the record of a closed question is equally long
whatever was chosen, skipped or left: every choice is there, and `marks` is one 0 or 1 for each.
Where each row has a choice of its own every row is there, with its marks; a day takes the same room given or not.
Free words and drawings are as long as they are; the store pads what it seals.
"""

from collections.abc import Iterable
from typing import TypedDict

from surveys.given import Part, Reply, ReplyState
from surveys.offered import Kind
from surveys.question import Question
from surveys.wording import WordedChoice, WordedQuestion, rows_of

ANSWERED, SKIPPED, NOT_ANSWERED = "a", "s", "n"


class ShownChoice(TypedDict):
    id: str
    words: str


class ShownPart(TypedDict):
    """One piece of an answer. `words` is what the child saw ("My worries"), `said` what she put, or a day."""

    id: str
    words: str
    marks: str
    said: str
    drawing: str
    recording: str


class Record(TypedDict):
    question: str
    kind: str
    audience: str
    asked: str
    low: str | None
    high: str | None
    language: str
    html_lang: str
    direction: str
    choices: list[ShownChoice]
    state: str
    marks: str
    words: str
    parts: list[ShownPart]


NO_DAY = " " * len("2026-11-24")


def as_shown(question: Question, shown: WordedQuestion, reply: Reply | None) -> Record:
    """The record of this answer; `shown` is the question in the frozen wording the child was given."""
    return {
        "question": question.id,
        "kind": question.kind.value,
        "audience": question.audience.value,
        "asked": shown["words"],
        "low": shown["low"],
        "high": shown["high"],
        "language": shown["language"],
        "html_lang": shown["html_lang"],
        "direction": shown["direction"],
        "choices": [{"id": choice["id"], "words": choice["words"]} for choice in shown["choices"]],
        "state": _state(reply),
        "marks": _marks(shown["choices"], reply),
        "words": (reply.words if reply else None) or "",
        "parts": _parts(question, shown, reply.parts if reply else ()),
    }


def _parts(question: Question, shown: WordedQuestion, given: Iterable[Part]) -> list[ShownPart]:
    match question.kind:
        case Kind.HELPERS:
            chosen = {part.row: part.chosen for part in given}
            rows = [Part(row["id"], chosen.get(row["id"], "")) for row in rows_of(shown)]
            return [_part(shown, row, marks=_marks_for(shown["choices"], {row.chosen})) for row in rows]
        case Kind.DATE:
            day = "".join(part.chosen for part in given)
            return [_part(shown, Part(words=day or NO_DAY))]
        case _:
            return [_part(shown, part) for part in given]


def _part(shown: WordedQuestion, part: Part, marks: str = "") -> ShownPart:
    label = next((row["words"] for row in rows_of(shown) if row["id"] == part.row), "")
    return {
        "id": part.row,
        "words": label,
        "marks": marks,
        "said": part.words,
        "drawing": part.drawing,
        "recording": part.recording,
    }


def chosen_of(record: Record) -> tuple[str, ...]:
    """The ids of the choices the child made."""
    return tuple(choice["id"] for choice in _marked(record))


def lines_of(record: Record) -> list[str]:
    """What a reader sees under the question: each choice, then the child's own words. Empty for a skip.

    A number keeps the words at both ends, without which nobody can read it.
    """
    choices = [_as_read(record, choice["words"]) for choice in _marked(record)]
    return choices + ([record["words"]] if record["words"] else [])


def _as_read(record: Record, words: str) -> str:
    low, high = record["low"], record["high"]
    return f"{words} (0: {low}, 10: {high})" if low and high and words.isdigit() else words


def _marked(record: Record) -> list[ShownChoice]:
    return marked(record, record["marks"])


def marked(record: Record, marks: str) -> list[ShownChoice]:
    """The choices that these marks stand for: the whole question's, or one row's."""
    return [choice for choice, mark in zip(record["choices"], marks, strict=True) if mark == "1"]


def _state(reply: Reply | None) -> str:
    if reply is None:
        return NOT_ANSWERED
    return SKIPPED if reply.state is ReplyState.SKIPPED else ANSWERED


def _marks(choices: list[WordedChoice], reply: Reply | None) -> str:
    return _marks_for(choices, set(reply.chosen) if reply else set())


def _marks_for(choices: list[WordedChoice], chosen: set[str]) -> str:
    return "".join("1" if choice["id"] in chosen else "0" for choice in choices)
