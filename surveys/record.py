"""One answer as it is sealed: the question and the choices as the child saw them, and what she chose.

Sealing hides what is written but not how much. So the record of a closed question is equally long
whatever was chosen, skipped or left: every choice is there, and `marks` is one 0 or 1 for each.
Free words are as long as they are; the store pads what it seals.
"""

from typing import TypedDict

from surveys.question import Question
from surveys.replies import Reply, ReplyState
from surveys.wording import WordedChoice, WordedQuestion

ANSWERED, SKIPPED, NOT_ANSWERED = "a", "s", "n"


class ShownChoice(TypedDict):
    id: str
    words: str


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
    pairs = zip(record["choices"], record["marks"], strict=True)
    return [choice for choice, mark in pairs if mark == "1"]


def _state(reply: Reply | None) -> str:
    if reply is None:
        return NOT_ANSWERED
    return SKIPPED if reply.state is ReplyState.SKIPPED else ANSWERED


def _marks(choices: list[WordedChoice], reply: Reply | None) -> str:
    chosen = set(reply.chosen) if reply else set()
    return "".join("1" if choice["id"] in chosen else "0" for choice in choices)
