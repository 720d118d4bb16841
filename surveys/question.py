"""One question and the rules it must keep. A question that breaks one cannot be made."""

from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, model_validator

from surveys.offered import (
    ALWAYS_OFFERED,
    CIRCLES,
    FACES,
    FEELINGS,
    HELP,
    HOUSES,
    NOT_SURE,
    SCALE,
    YES_NO,
    Kind,
    with_rows,
    with_ways_out,
)
from surveys.parts import Audience, Choice, Fixed, Name, Picture, Safety, Sms, Tally, When, Words

SHORT_LIMIT = 300
LONG_LIMIT = 20_000
MOST_ROWS = 10
BROUGHT = {Kind.FACES: FACES, Kind.FEELINGS: FEELINGS, Kind.SCALE: SCALE, Kind.YES_NO: YES_NO, Kind.HELPERS: HELP}
ROWS_BROUGHT = {Kind.THREE_HOUSES: HOUSES, Kind.PEOPLE: CIRCLES}


class Question(Fixed):
    """One question, with every choice a child is offered already in `choices`."""

    id: Name
    kind: Kind
    words: Words
    audience: Audience
    help: Words | None = None
    why: Words | None = None
    choices: tuple[Choice, ...] = ()
    rows: Annotated[tuple[Choice, ...], Field(max_length=MOST_ROWS)] = ()
    low: Words | None = None
    high: Words | None = None
    when: When | None = None
    safety: Safety | None = None
    tally: Tally | None = None
    sms: Sms | None = None
    add_words: bool = False
    little: bool = False  # for under eight: "don't know" is the one way out beside Skip (R81)
    picture: Picture | None = None
    max_length: Annotated[int, Field(ge=50, le=LONG_LIMIT)] | None = None

    @property
    def multiple(self) -> bool:
        return self.kind.multiple

    @property
    def takes_words(self) -> bool:
        return self.add_words or not self.kind.closed

    @property
    def takes_recordings(self) -> bool:
        """Whether a sound, a video or a picture answers it: where a child may say what she likes."""
        return self.kind.recorded or self.kind is Kind.LONG_WORDS

    @property
    def longest(self) -> int:
        """The most characters of a child's words; above it nothing is cut off, the child is told."""
        return self.max_length or (SHORT_LIMIT if self.kind in (Kind.SHORT_WORDS, Kind.DATE) else LONG_LIMIT)

    @cached_property
    def choice_ids(self) -> tuple[str, ...]:
        return tuple(choice.id for choice in self.choices)

    @cached_property
    def row_ids(self) -> tuple[str, ...]:
        """Houses, circles or people: what one part of an answer can belong to."""
        return tuple(row.id for row in self.rows)

    @model_validator(mode="before")
    @classmethod
    def _offer_every_choice(cls, data: object) -> object:
        if not isinstance(data, dict) or data.get("kind") not in tuple(Kind):
            return data  # for its own clear error
        kind = Kind(data["kind"])
        return data | {
            "choices": with_ways_out(kind, data.get("choices"), little=data.get("little") in ("true", True)),
            "rows": with_rows(kind, data.get("rows")),
        }

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        for broken, what_to_mend in _rules(self):
            if broken:
                raise ValueError(what_to_mend)
        return self


def _rules(question: Question) -> list[tuple[bool, str]]:
    """What would make the question unaskable, each with what to mend."""
    closed, kind = question.kind.closed, question.kind
    chosen_from = kind in (Kind.ONE_OF, Kind.SOME_OF)
    ends = bool(question.low and question.high)
    return [
        (not closed and bool(question.choices), f"{kind} takes no choices"),
        (not closed and question.add_words, f"{kind} is words already: take 'add_words' out"),
        (chosen_from and _written(question) < 2, f"{kind} needs at least two choices"),
        (_strays(question), f"{kind} brings its own choices: take these out"),
        (_repeated([choice.id for choice in question.choices]), "two choices have the same id"),
        (_repeated([choice.words for choice in question.choices]), "two choices have the same words"),
        (kind is Kind.SCALE and not ends, "a scale needs words at both ends, 'low' and 'high' (R17)"),
        (kind is not Kind.SCALE and bool(question.low or question.high), "'low' and 'high' are for a scale"),
        (not closed and question.tally is not None, "words cannot be counted: take 'tally' out"),
        (not question.takes_words and question.max_length is not None, "'max_length' is for words"),
        (kind is Kind.FEELINGS and question.tally is not None, "feelings are for talking: take 'tally' out (R81)"),
        *_row_rules(question),
        *_safety_rules(question),
        *_numbers_rules(question),
    ]


def _row_rules(question: Question) -> list[tuple[bool, str]]:
    kind, rows = question.kind, question.rows
    brought = ROWS_BROUGHT.get(kind)
    return [
        (kind is Kind.HELPERS and len(rows) < 2, "helpers needs at least two people under 'rows'"),
        (brought is not None and set(question.row_ids) != set(brought), f"{kind} brings its own rows: take these out"),
        (brought is None and kind is not Kind.HELPERS and bool(rows), f"{kind} takes no rows"),
        (_repeated([row.id for row in rows]), "two rows have the same id"),
        (_repeated([row.words for row in rows]), "two rows have the same words"),
    ]


def _safety_rules(question: Question) -> list[tuple[bool, str]]:
    if question.safety is None:
        return []
    unknown = set(question.safety.raises) - set(question.choice_ids)
    return [
        (not question.kind.closed or question.multiple, "a safety question takes exactly one choice"),
        (bool(unknown), f"'raises' names no choice of this question: {', '.join(sorted(unknown))}"),
        (question.audience is not Audience.MANAGER, "a safety answer is read apart from the worker: audience manager"),
    ]


def _numbers_rules(question: Question) -> list[tuple[bool, str]]:
    if question.audience is not Audience.NUMBERS:
        return []
    return [
        (question.takes_words, "nobody would read these words: 'numbers' is for choices alone"),
        (question.tally is None, "'numbers' needs a 'tally': what the count is for"),
    ]


def _written(question: Question) -> int:
    return len([one for one in question.choice_ids if one not in ALWAYS_OFFERED])


def _strays(question: Question) -> bool:
    brought = BROUGHT.get(question.kind)
    ways_out = {NOT_SURE} if question.little else set(ALWAYS_OFFERED)
    return brought is not None and set(question.choice_ids) != {*brought, *ways_out}


def _repeated(things: list[str]) -> bool:
    return len(set(things)) < len(things)
