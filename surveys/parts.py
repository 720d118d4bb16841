"""The small parts a survey is made of: who may read, when to ask, what raises a concern, whose words."""

from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from i18n.marks import tidy


def _tidied(value: object) -> object:
    return tidy(value) if isinstance(value, str) else value


Words = Annotated[str, StringConstraints(min_length=1, max_length=600), BeforeValidator(_tidied)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
ChoiceId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_]{0,39}$")]
Picture = ChoiceId  # a drawing beside words, never instead of them; a name nobody drew shows nothing
Age = Annotated[int, Field(ge=3, le=25)]


class Fixed(BaseModel):
    """A part of a survey: never changed once made, and nothing unknown in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Audience(StrEnum):
    """Who may read an answer (R58). Nobody else can, whatever their role."""

    WORKER = "worker"
    MANAGER = "manager"
    NUMBERS = "numbers"
    ADVOCATE = "advocate"


class Readers(StrEnum):
    """Who stands behind "your worker" in a survey, and in which words a child is told so."""

    WORKER = "worker"
    WORKER_OF_LITTLE = "worker_of_little"  # for under eight
    ADVISER = "adviser"
    DUTY = "duty"  # an open door: nobody knows who the child is


def band_of(youngest: int, oldest: int) -> str:
    """The age band that a survey for these ages belongs to: promise, help numbers and code go by it."""
    if oldest < 8:
        return "4-7"
    if oldest <= 11:
        return "8-11"
    return "16-25" if youngest >= 16 else "11-17"


class Theme(StrEnum):
    YOUNGER = "younger"
    OLDER = "older"
    LEAVING_CARE = "leaving_care"


class Choice(Fixed):
    id: ChoiceId
    words: Words
    picture: Picture | None = None


class Condition(Fixed):
    """One comparison with one earlier answer."""

    question: Name
    op: Literal["is", "is_not", "any_of", "answered"]
    value: ChoiceId | tuple[ChoiceId, ...] | None = None

    @property
    def values(self) -> tuple[str, ...]:
        match self.value:
            case None:
                return ()
            case str(one):
                return (one,)
            case several:
                return several

    @model_validator(mode="after")
    def _value_fits(self) -> Self:
        match self.op:
            case "any_of":
                fits, wanted = bool(self.value) and isinstance(self.value, tuple), "a list of values"
            case "answered":
                fits, wanted = self.value is None, "no value"
            case _:
                fits, wanted = isinstance(self.value, str), "one value"
        if not fits:
            raise ValueError(f"'{self.op}' takes {wanted}")
        return self


class When(Fixed):
    """Ask only when every condition in `all` holds and, if there are any in `any`, one of those does."""

    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        return self.all + self.any

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.conditions:
            raise ValueError("'when' needs at least one condition under 'all' or 'any'")
        return self


class Safety(Fixed):
    """The choices that tell someone straight away, before anything is sent (R10, R59)."""

    raises: Annotated[tuple[ChoiceId, ...], Field(min_length=1)]


class Tally(Fixed):
    """What may be counted, and the decision the count is for: nothing is counted for its own sake."""

    counts: Literal["choices"] = "choices"
    serves: Words


class Sms(Fixed):
    """The short wording by text (R20, R21). A question without one is not asked by text."""

    words: Words


class Trial(Fixed):
    """One time the wording was tried with children (R57)."""

    by: Words
    how_many: Annotated[int, Field(ge=1)]
    ages: Words
    needs: Words
    when: Words
    changed: Words

    @property
    def in_short(self) -> str:
        return f"{self.by}, {self.when}: {self.how_many} children, {self.ages}, {self.needs}; {self.changed}"


class Licence(Fixed):
    """Whose words these are. Words that are not free to use need the authority's own licence (R15)."""

    name: Words
    holder: Words
    free_to_use: bool
