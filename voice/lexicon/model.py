"""What a file of the lexicon may hold. Every line is text that a duty manager can read and change."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,40}$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Category(_Part):
    """What a line is about, and how urgent it makes the text that holds it.

    Hints say nothing alone: they are weighed with the words around them.
    """

    name: Name
    urgent: tuple[Line, ...] = ()
    worry: tuple[Line, ...] = ()
    hint: tuple[Line, ...] = ()


class LexiconFile(_Part):
    """One file: classes of words, categories of lines, and the exact sayings that mean no harm."""

    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[a-z]+)?$")]
    version: Annotated[int, Field(ge=1)]
    checked_by: str = ""  # a speaker of the language who works with children; empty: nobody yet (R65)
    classes: dict[Name, tuple[Line, ...]] = {}
    categories: tuple[Category, ...] = ()
    idioms: tuple[Line, ...] = ()  # "killed it": means no harm, whoever writes it
    negations: tuple[Line, ...] = ()  # "nobody hits me": not believed from signers and new speakers (R90)
    short: dict[str, Line] = {}  # "idk": "i dont know"
    pictures: dict[str, Line] = {}  # one emoji: what it says
