"""Is this an answer to that question? A child's words are kept exactly as they were typed.

Nothing here cuts, corrects or tidies: what cannot be taken raises `NotAnAnswer`, and the page shows
the child what they typed with what to do about it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, Protocol

from surveys.offered import ALWAYS_OFFERED
from surveys.question import Question

NotAnAnswerCode = Literal["choose_one", "too_many", "unknown_choice", "too_long", "needs_answer", "unreadable"]
MOST_FIELDS = 200  # no honest form repeats a field more often


class NotAnAnswer(ValueError):
    """What was given does not answer the question.

    - choose_one: several choices where one is asked for
    - too_many: "not sure" or "don't want to say" beside other choices, or a field repeated without end
    - unknown_choice: not a choice of this question
    - too_long: more words than `question.longest`, or than the draft has room for
    - needs_answer: nothing chosen and nothing written (the page offers skip)
    - unreadable: not text
    """

    def __init__(self, code: NotAnAnswerCode) -> None:
        super().__init__(code)
        self.code: NotAnAnswerCode = code


class ReplyState(StrEnum):
    ANSWERED = "answered"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a child gave to one question."""

    question: str
    state: ReplyState
    chosen: tuple[str, ...] = field(default=(), repr=False)
    words: str | None = field(default=None, repr=False)


class RepeatedFields(Protocol):
    """A submitted form in which one name may come several times, such as Starlette's FormData."""

    def getlist(self, key: str) -> Sequence[object]: ...


Fields = RepeatedFields | Mapping[str, object]


def skipped(question: Question) -> Reply:
    """The child chose not to answer, which is an answer too (R17)."""
    return Reply(question.id, ReplyState.SKIPPED)


def read_reply(question: Question, fields: Fields) -> Reply:
    """Read `choice` and `words`; raises NotAnAnswer. A field the question does not have is ignored."""
    chosen = _chosen(question, _texts(fields, "choice")) if question.kind.closed else ()
    words = _words(question, _texts(fields, "words")) if question.takes_words else None
    if not chosen and words is None:
        raise NotAnAnswer("needs_answer")
    return Reply(question.id, ReplyState.ANSWERED, chosen, words)


def _texts(fields: Fields, name: str) -> list[str]:
    """Every different text given under this name; a form sent twice over is the same form."""
    given = _given(fields, name)
    if len(given) > MOST_FIELDS:
        raise NotAnAnswer("too_many")
    return list(dict.fromkeys(_as_typed(value) for value in given))


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


def _chosen(question: Question, given: list[str]) -> tuple[str, ...]:
    """The choices in the order they stand on the page, so that the order of ticking tells nothing."""
    picked = {choice for choice in given if choice}
    if not picked <= set(question.choice_ids):
        raise NotAnAnswer("unknown_choice")
    if len(picked) > 1 and not question.multiple:
        raise NotAnAnswer("choose_one")
    if len(picked) > 1 and picked & set(ALWAYS_OFFERED):
        raise NotAnAnswer("too_many")
    return tuple(choice for choice in question.choice_ids if choice in picked)


def _words(question: Question, given: list[str]) -> str | None:
    written = [words for words in given if words.strip()]
    if len(written) > 1:
        raise NotAnAnswer("unreadable")
    if not written:
        return None
    if len(written[0]) > question.longest:
        raise NotAnAnswer("too_long")
    return written[0]
