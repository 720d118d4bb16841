"""Is this an answer to that question? A child's words are kept exactly as they were typed.

What cannot be taken raises `NotAnAnswer`, and the page shows the child what they typed with what to do about it.
"""

from collections.abc import Iterable
from typing import Protocol

from surveys.given import Fields, NotAnAnswer, NotAnAnswerCode, Part, Reply, ReplyState, texts, written
from surveys.kinds import days, helpers, houses, people, pictures
from surveys.offered import ALWAYS_OFFERED, Kind
from surveys.question import Question

__all__ = [
    "NotAnAnswer",
    "NotAnAnswerCode",
    "Part",
    "Reply",
    "ReplyState",
    "as_fields",
    "own_fields",
    "read_reply",
    "skipped",
    "typed_into",
]


class InParts(Protocol):
    """What a kind of several parts brings: the names of its fields, how they are read, how they are filled again."""

    def names(self, question: Question, /) -> tuple[str, ...]: ...

    def read(self, question: Question, fields: Fields, /) -> tuple[Part, ...]: ...

    def fields(self, parts: Iterable[Part], /) -> dict[str, str]: ...


IN_PARTS: dict[Kind, InParts] = {
    Kind.DATE: days,
    Kind.DRAWING: pictures,
    Kind.HELPERS: helpers,
    Kind.PEOPLE: people,
    Kind.THREE_HOUSES: houses,
}


def as_fields(question: Question, reply: Reply) -> dict[str, str]:
    """The parts of an answer as they stand in the form: what `read_reply` reads, the other way round."""
    return IN_PARTS[question.kind].fields(reply.parts) if question.kind in IN_PARTS else {}


def own_fields(question: Question) -> tuple[str, ...]:
    """The fields that a kind of several parts has beside `choice` and `words`."""
    return IN_PARTS[question.kind].names(question) if question.kind in IN_PARTS else ()


def typed_into(question: Question) -> tuple[str, ...]:
    """The fields in which a child writes or draws, and none of whose length would tell a choice."""
    written = () if question.kind.levelled else own_fields(question)
    return (*(("words",) if question.takes_words else ()), *written)


def skipped(question: Question) -> Reply:
    """The child chose not to answer, which is an answer too (R17)."""
    return Reply(question.id, ReplyState.SKIPPED)


def read_reply(question: Question, fields: Fields) -> Reply:
    """Read `choice`, `words` and what the kind has of its own; raises NotAnAnswer.

    A field the question does not have is ignored.
    """
    chosen = _chosen(question, texts(fields, "choice")) if question.kind.closed else ()
    words = written(fields, "words", question.longest) if question.takes_words else None
    parts = IN_PARTS[question.kind].read(question, fields) if question.kind in IN_PARTS else ()
    if not chosen and words is None and not parts:
        raise NotAnAnswer("needs_answer")
    if chosen and parts:  # "don't want to say" beside what was said
        raise NotAnAnswer("too_many")
    return Reply(question.id, ReplyState.ANSWERED, chosen, words, parts)


def _chosen(question: Question, given: list[str]) -> tuple[str, ...]:
    """The choices in the order they stand on the page, so that the order of ticking tells nothing."""
    picked = {choice for choice in given if choice}
    if not picked <= _open_to(question):
        raise NotAnAnswer("unknown_choice")
    if len(picked) > 1 and not question.multiple:
        raise NotAnAnswer("choose_one")
    if len(picked) > 1 and picked & set(ALWAYS_OFFERED):
        raise NotAnAnswer("too_many")
    return tuple(choice for choice in question.choice_ids if choice in picked)


def _open_to(question: Question) -> set[str]:
    """What may be chosen of the whole question: where each row has choices, the ways out alone."""
    return set(ALWAYS_OFFERED if question.rows else question.choice_ids)
