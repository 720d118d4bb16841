"""What lies in a conversation's sealed draft: answers not yet sent, who is around, how the child likes to read.

Answers to closed questions take the same room whatever they are, since a seal hides words and not lengths.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from surveys.given import Part, Reply, ReplyState
from surveys.offered import Kind
from surveys.question import Question
from voice.model import Around, Helper, ParentsMark

ROOM = 56 * 1024  # for words, of the draft's 64 KB; the rest is for choices, which always fit (R10)
ROOM_FOR_A_CHOICE, ROOM_FOR_A_PLACE, ROOM_FOR_PEOPLE = 24, 40, 370
CLOSEST = (Around.ADULT_AT_HOME, Around.HELPER, Around.FRIENDS_SIBLINGS, Around.RATHER_NOT_SAY, Around.JUST_ME)
CLOSEST_HELPER = (
    Helper.PARENT,
    Helper.CARER,
    Helper.OTHER,
    Helper.WORKER,
    Helper.ADVOCATE,
    Helper.RATHER_NOT_SAY,
    Helper.NOBODY,
)


def level(choices: Iterable[str | bool | None]) -> bytes:
    """Blanks to put after a JSON text that holds these choices, so that it is equally long whatever was chosen.

    The store pads what it seals, but to a few sizes: beside long words one letter more can need the next size.
    """
    return b"".join([_blanks(choice) for choice in choices])


@lru_cache(maxsize=256)
def _blanks(choice: str | bool | None) -> bytes:
    return b" " * (ROOM_FOR_A_CHOICE - len(json.dumps(choice)))


def numbered(visit: int) -> str:
    """A visit's number, equally long for the first and the thousandth."""
    return str(visit).rjust(4)


class _Said(BaseModel):
    """Something that is put in the place of another, never changed itself: copies of a draft share it."""

    model_config = ConfigDict(frozen=True)


class GivenPart(_Said):
    """One piece of an answer that has several."""

    row: str
    chosen: str = Field(repr=False)
    words: str = Field(repr=False)
    drawing: str = Field(repr=False)
    recording: str = ""


class GivenReply(_Said):
    """One answer and the visit it was given in: a way in is not a way back."""

    state: Literal["a", "s"]
    chosen: str = Field(repr=False)
    words: str | None = Field(default=None, repr=False)
    visit: str
    parts: list[GivenPart] = Field(default_factory=list, repr=False)

    @classmethod
    def of(cls, question: Question, reply: Reply, visit: int) -> Self:
        state: Literal["a", "s"] = "s" if reply.state is ReplyState.SKIPPED else "a"
        chosen = " ".join(reply.chosen).ljust(len(" ".join(question.choice_ids)))
        parts = [
            GivenPart(
                row=part.row,
                chosen=part.chosen.ljust(_width(question)),
                words=part.words,
                drawing=part.drawing,
                recording=part.recording,
            )
            for part in _with_every_row(question, reply)
        ]
        return cls(state=state, chosen=chosen, words=reply.words, visit=numbered(visit), parts=parts)

    def as_reply(self, question: str) -> Reply:
        state = ReplyState.SKIPPED if self.state == "s" else ReplyState.ANSWERED
        parts = [Part(each.row, each.chosen.strip(), each.words, each.drawing, each.recording) for each in self.parts]
        given = tuple(part for part in parts if part.chosen or part.words or part.drawing or part.recording)
        return Reply(question, state, tuple(self.chosen.split()), self.words, given)


def _with_every_row(question: Question, reply: Reply) -> Sequence[Part]:
    """Where rows have choices all of them are written down, chosen or not, and a day's room is there without a day."""
    if not question.kind.levelled:
        return reply.parts
    chosen = {part.row: part for part in reply.parts}
    return [chosen.get(row, Part(row)) for row in question.row_ids or ("",)]


def _width(question: Question) -> int:
    """The room of the longest choice of a row."""
    if question.kind is Kind.DATE:
        return len("2026-11-24")
    return max(map(len, question.choice_ids)) if question.kind.levelled else 0


class HalfTyped(_Said):
    """What stands in the form of a question that has not been answered yet, by field, and the visit it was typed in."""

    fields: dict[str, str] = Field(repr=False)
    visit: str


class Recording(_Said):
    """A recording that arrives or has arrived: its key lies here and nowhere else until the child sends."""

    key: str = Field(repr=False)
    question: str = Field(repr=False)
    kind: str = Field(repr=False)  # what the phone says it is; the worker looks for itself
    visit: str
    length: int | None = None  # once all of it is here

    @property
    def whole(self) -> bool:
        return self.length is not None


class Near(_Said):
    """Who was near, and who helped, in one visit (R7, R69)."""

    around: Around = Field(repr=False)
    helper: Helper = Field(repr=False)


class Look(_Said):
    """How this child likes the page, for this conversation alone."""

    mode: Literal["auto", "light", "dark", "contrast"] = "auto"
    size: Literal["normal", "large", "largest"] = "normal"
    spacing: Literal["normal", "wide"] = "normal"


class Told(BaseModel):
    """A concern that this conversation has raised, and what the child was told about it."""

    concern: UUID
    read_by: datetime
    followed_up: bool = False
    about_staff: Literal["yes", "no", "not_sure", ""] = ""


class Receipt(BaseModel):
    """What the receipt says, kept for half an hour so that a reload or a second press shows it again."""

    statement: UUID
    code: str | None = Field(default=None, repr=False)
    read_by: datetime
    until: datetime
    seen_told: bool = False
    unnamed: bool = False  # told to the service and not to her file (R62)
    says_how: bool = False  # at the open door: whether she said how to find her


class Texting(BaseModel):
    """Where a conversation by text stands: what was asked last, and what was said to it and not understood."""

    at: str = Field(default="".ljust(ROOM_FOR_A_PLACE), repr=False)
    missed: str | None = Field(default=None, repr=False)
    reach: str = Field(default="", repr=False)

    @classmethod
    def standing_at(cls, place: str) -> Self:
        """Equally long wherever it stands: a place can tell an answer."""
        return cls(at=place.ljust(ROOM_FOR_A_PLACE))

    def go_to(self, place: str) -> None:
        self.at, self.missed = place.ljust(ROOM_FOR_A_PLACE), None


class Draft(BaseModel):
    """Everything the child has said so far and not sent."""

    replies: dict[str, GivenReply] = Field(default_factory=dict, repr=False)
    half: dict[str, HalfTyped] = Field(default_factory=dict, repr=False)
    recordings: dict[str, Recording] = Field(default_factory=dict, repr=False)
    around: Around | None = Field(default=None, repr=False)
    helper: Helper | None = Field(default=None, repr=False)
    near: dict[str, Near] = Field(default_factory=dict, repr=False)
    look: Look = Look()
    visits: str = numbered(1)
    code: str | None = Field(default=None, repr=False)
    code_visit: str = numbered(0)
    kin: list[str] = []  # visits begun with the code: they and the one that made it are one person's
    code_helped: bool = False
    parents: ParentsMark | None = Field(default=None, repr=False)
    parents_visit: str = numbered(0)
    which: str = Field(default="", repr=False)
    not_these: str = Field(default="".ljust(ROOM_FOR_PEOPLE), repr=False)
    told: dict[str, Told] = Field(default_factory=dict, repr=False)
    asked_for: dict[str, str] = Field(default_factory=dict, repr=False)
    receipt: Receipt | None = Field(default=None, repr=False)
    texting: Texting | None = Field(default=None, repr=False)

    def begin_visit(self, *, with_code: bool) -> int:
        """The number of one more visit. It is never given twice, also when an earlier visit has ended."""
        self.visits = numbered(int(self.visits) + 1)
        if with_code:
            self.kin.append(self.visits)
        return int(self.visits)

    def is_of(self, given_in: str, visit: int, looks_back: bool) -> bool:
        """Whether what was said in one visit may be shown in another (R66).

        A code shows what was said with it, and not what somebody said through the link afterwards: whoever opened
        the link first, and kept a code, must not read the child who opens it next.
        """
        return int(given_in) == visit or (looks_back and given_in in (self.code_visit, *self.kin))

    def say_near(self, visit: int, around: Around, helper: Helper) -> None:
        """Keep who was near in this visit. Of several visits the one with most company speaks for all: who comes after
        must not turn "a grown-up is here" into "just me".
        """
        self.near[numbered(visit)] = Near(around=around, helper=helper)
        said = self.near.values()
        self.around = min((each.around for each in said), key=CLOSEST.index)
        self.helper = min((each.helper for each in said), key=CLOSEST_HELPER.index)

    @cached_property
    def _read(self) -> dict[str, tuple[GivenReply, Reply]]:
        return {}

    def as_replies(self) -> dict[str, Reply]:
        """Every answer by its question. Each is read once: a page asks for all of them five times."""
        read, replies = self._read, {}
        for question, given in self.replies.items():
            known = read.get(question)
            if known is None or known[0] is not given:
                known = read[question] = given, given.as_reply(question)
            replies[question] = known[1]
        return replies

    @property
    def all_said_with_code(self) -> bool:
        """Whether every answer was given in the visit that made the code, or with the code."""
        return all(self.is_of(given.visit, int(self.code_visit), True) for given in self.replies.values())

    def seen_by(self, visit: int, looks_back: bool) -> dict[str, Reply]:
        """The answers this visit may be shown: its own, and with the code those given with it."""
        mine = {given.visit for given in self.replies.values()}
        mine = {each for each in mine if self.is_of(each, visit, looks_back)}
        return {name: reply for name, reply in self.as_replies().items() if self.replies[name].visit in mine}

    def told_by(self, visit: int, looks_back: bool) -> dict[str, Told]:
        """The concerns this visit may know of: another visit must not learn that there is one."""
        mine = self.seen_by(visit, looks_back)
        return {question: told for question, told in self.told.items() if question in mine}

    @property
    def safety_last(self) -> bool:
        """Someone is near who may be the trouble: safety comes last (R69)."""
        return self.around not in (None, Around.JUST_ME)

    @property
    def full(self) -> bool:
        """No room for more words."""
        return len(self.to_bytes()) > ROOM

    def copied(self) -> Self:
        """Another draft that says the same, and may be changed for itself."""
        return self.model_copy(update={name: _apart(value) for name, value in self.__dict__.items()})

    def to_bytes(self) -> bytes:
        chosen: list[str | bool | None] = [self.around, self.helper, self.parents, self.code_helped]
        chosen += [about for told in self.told.values() for about in (told.about_staff, told.followed_up)]
        chosen += [choice for near in self.near.values() for choice in (near.around, near.helper)]
        chosen += [self.look.mode, self.look.size, self.look.spacing]
        return self.model_dump_json().encode() + level(chosen)

    @classmethod
    def from_bytes(cls, body: bytes) -> Self:
        return cls.model_validate_json(body)


CHANGED = frozenset({Told, Receipt, Texting})  # every other part is put in the place of another


def _apart(value: Any) -> Any:
    """The same again, sharing only what is never changed. By its very type: asking pydantic takes twice as long."""
    kind = type(value)
    if kind is dict:
        return {name: _apart(each) for name, each in value.items()}
    return list(value) if kind is list else value.model_copy() if kind in CHANGED else value  # lists are of texts
