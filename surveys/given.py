"""What a child gave to one question, and how a form's fields are read. Nothing here cuts, corrects or tidies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, Protocol

NotAnAnswerCode = Literal[
    "choose_one",
    "too_many",
    "unknown_choice",
    "too_long",
    "too_big",
    "needs_answer",
    "not_a_day",
    "unreadable",
]
MOST_FIELDS = 200  # no honest form repeats a field more often


class NotAnAnswer(ValueError):
    """What was given does not answer the question.

    - choose_one: several choices where one is asked for
    - too_many: "not sure" or "don't want to say" beside other choices, or a field repeated without end
    - unknown_choice: not a choice of this question
    - too_long: more words than `question.longest`, or than the draft has room for
    - too_big: a drawing with more in it than is kept
    - needs_answer: nothing chosen, written or drawn (the page offers skip)
    - not_a_day: a day that is in no calendar, such as 31 February
    - unreadable: not text, or not a drawing
    """

    def __init__(self, code: NotAnAnswerCode) -> None:
        super().__init__(code)
        self.code: NotAnAnswerCode = code


class ReplyState(StrEnum):
    ANSWERED = "answered"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of an answer that has several: a house, a person in a circle, a helper, a day, a drawing.

    - row: which of the question's rows it belongs to ("worries", "close", "teacher"); empty where none was picked
    - chosen: one of the question's choices, or a day as 2026-11-24
    - words: as typed
    - drawing: strokes, as surveys/strokes.py writes them
    - recording: the id of a sound, a video or a picture that lies beside the answers, sealed on its own
    """

    row: str = ""
    chosen: str = field(default="", repr=False)
    words: str = field(default="", repr=False)
    drawing: str = field(default="", repr=False)
    recording: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a child gave to one question."""

    question: str
    state: ReplyState
    chosen: tuple[str, ...] = field(default=(), repr=False)
    words: str | None = field(default=None, repr=False)
    parts: tuple[Part, ...] = field(default=(), repr=False)

    @property
    def picked(self) -> frozenset[str]:
        """Every choice in it, whether of the whole question or of one of its rows."""
        return frozenset((*self.chosen, *(part.chosen for part in self.parts if part.chosen)))

    @property
    def takes_room(self) -> bool:
        """Whether it has words or drawings: only these can be too much for a draft, a choice never is (R10)."""
        return bool(self.words) or any(part.words or part.drawing for part in self.parts)


class RepeatedFields(Protocol):
    """A submitted form in which one name may come several times, such as Starlette's FormData."""

    def getlist(self, key: str) -> Sequence[object]: ...


Fields = RepeatedFields | Mapping[str, object]


def texts(fields: Fields, name: str) -> list[str]:
    """Every different text given under this name; a form sent twice over is the same form."""
    given = _given(fields, name)
    if len(given) > MOST_FIELDS:
        raise NotAnAnswer("too_many")
    return list(dict.fromkeys(_as_typed(value) for value in given))


def written(fields: Fields, name: str, longest: int) -> str | None:
    """The one text under this name as it was typed; None where it is blank."""
    found = [words for words in texts(fields, name) if words.strip()]
    if len(found) > 1:
        raise NotAnAnswer("unreadable")
    if not found:
        return None
    if len(found[0]) > longest:
        raise NotAnAnswer("too_long")
    return found[0]


def _given(fields: Fields, name: str) -> Sequence[object]:
    if not isinstance(fields, Mapping) or hasattr(fields, "getlist"):
        values: Sequence[object] = fields.getlist(name)
        return values
    value = fields.get(name, ())
    return value if isinstance(value, list | tuple) else (value,)


def _as_typed(value: object) -> str:
    """The text without NUL, which no database keeps, and with one kind of line end.

    Not normalised: an accent made of two characters, a mark for the direction of writing or a
    joined emoji is how the child wrote it. Half an emoji (a lone surrogate) is not text.
    """
    if not isinstance(value, str):
        raise NotAnAnswer("unreadable")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise NotAnAnswer("unreadable") from None
    return value.replace("\0", "").replace("\r\n", "\n")
