"""What was said to and fro before anybody knew who it was, as it goes into a child's record once they do (R70).

Her own words stand there as her answer in any case. Where one of us wrote back they stand once more between our lines:
"yes" says nothing without what it answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from storage.strangers import Line
from voice.said_at_door import lines_said


@dataclass(frozen=True, slots=True)
class Said:
    """One line of it, open. `by` is the name of whichever of us wrote it; None: she did."""

    ours: bool
    by: str | None
    at: datetime
    words: str = field(repr=False)


def words_of(line: Line) -> list[str]:
    """What she said in it, one part a line."""
    return lines_said(line.said) if line.said else [line.words]


def to_body(lines: Sequence[Line]) -> list[dict[str, str]]:
    """As it is sealed; nothing where nobody wrote back."""
    return [_line(each) for each in lines] if any(_ours(each) for each in lines) else []


def in_body(body: Mapping[str, Any]) -> Sequence[Mapping[str, str]]:
    """The same, out of what was opened."""
    found: Sequence[Mapping[str, str]] = body.get("thread", [])
    return found


def writers(lines: Sequence[Mapping[str, str]]) -> list[UUID]:
    """Those of us who wrote any of it."""
    return [UUID(each["staff"]) for each in lines if "staff" in each]


def shown(lines: Sequence[Mapping[str, str]], names: Mapping[UUID, str]) -> list[Said]:
    """For whoever reads the record."""
    return [
        Said(
            each["by"] == "person",
            names.get(UUID(each["staff"])) if "staff" in each else None,
            datetime.fromisoformat(each["at"]),
            each["words"],
        )
        for each in lines
    ]


def _ours(line: Line) -> bool:
    return line.by == "person"


def _line(line: Line) -> dict[str, str]:
    words = line.words if _ours(line) else "\n".join(words_of(line))
    written = {"staff": line.staff.hex} if line.staff else {}
    return {"by": line.by, "at": line.at.isoformat(), "words": words, **written}
