"""What a child added to her statement afterwards, beside the old and never instead of it, for those who may open it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from storage import case_records
from storage.case_records import Part, Statement
from storage.reading import Reader
from surveys.parts import Audience
from voice.access import SignedIn, Tie, may_open
from voice.relationship import day_of


@dataclass(frozen=True, slots=True)
class Later:
    """What the child added since, to one question or to none in particular."""

    question: str | None
    asked: str | None
    what: str
    words: str = field(repr=False)
    at: datetime
    recording: str = ""  # its id, where she recorded it


@dataclass(frozen=True, slots=True)
class Back:
    """What the child answered to what adults wrote: about which of it, and in which words."""

    about: str
    id: UUID | None
    chosen: str = field(repr=False)
    words: str = field(repr=False)
    at: datetime


async def parts_since(
    db: Reader, authority: UUID, me: SignedIn, tie: Tie, kept: Statement
) -> list[tuple[Part, datetime]]:
    """Of what the child added since, the parts this person may open, newest first."""
    if kept.conversation is None:
        return []
    added = {each.id: each.sent for each in await case_records.said_later(db, authority, kept.conversation)}
    parts = await case_records.parts_of(db, authority, list(added))
    mine = [
        (part, added[part.statement])
        for part in parts
        if may_open(me, tie, Audience(part.audience), day_of(added[part.statement]))
    ]
    return sorted(mine, key=lambda each: (each[1], each[0].id), reverse=True)


def as_added(after: Sequence[tuple[Mapping[str, Any], datetime]]) -> list[Later]:
    """What she added, of all that came after the statement."""
    return [
        Later(said["question"], said["asked"], said["what"], said["words"], at, said.get("recording", ""))
        for said, at in after
        if "what" in said
    ]


def as_said_back(after: Sequence[tuple[Mapping[str, Any], datetime]]) -> list[Back]:
    """What she answered, of all that came after the statement."""
    backs = [(said["back"], at) for said, at in after if "back" in said]
    return [
        Back(each["about"], UUID(each["id"]) if each["id"] else None, each["chosen"], each["words"], at)
        for each, at in backs
    ]
