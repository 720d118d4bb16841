"""An answer of several parts as a reader sees it: a label, what was put there, a drawing."""

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from i18n.dates import full_day
from i18n.languages import language
from surveys.offered import CIRCLES, Kind
from surveys.record import Record, ShownChoice, ShownPart, marked


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands together: a house, a circle with its people, one helper, a day, a drawing, a recording (its id)."""

    label: str
    lines: tuple[str, ...] = field(default=(), repr=False)
    drawing: str = field(default="", repr=False)
    chosen: bool = False  # the lines are our words, which the child chose
    recording: str = ""


def pieces_of(record: Record) -> list[Piece]:
    """The pieces of this answer, none of them empty. What was sealed before there were any has none."""
    parts = record.get("parts", [])
    match record["kind"]:
        case Kind.HELPERS:
            chosen = [(part["words"], marked(record, part["marks"])) for part in parts]
            return [_chosen(label, picked) for label, picked in chosen if picked]
        case Kind.DATE:
            return [Piece("", (_day(record, part["said"]),), chosen=True) for part in parts if part["said"].strip()]
        case Kind.PEOPLE:
            return _in_circles(parts)
        case _:
            return [_as_given(part) for part in parts]


def _as_given(part: ShownPart) -> Piece:
    said = (part["said"],) if part["said"] else ()
    return Piece(part["words"], said, part["drawing"], recording=part.get("recording", ""))


def _chosen(label: str, picked: list[ShownChoice]) -> Piece:
    return Piece(label, tuple(each["words"] for each in picked), chosen=True)


def _in_circles(parts: list[ShownPart]) -> list[Piece]:
    """The closest first; within a circle in the child's own order. Who is in no circle comes last."""
    order = [*CIRCLES, ""]
    placed = sorted(parts, key=lambda part: order.index(part["id"]))
    return [Piece(label, tuple(p["said"] for p in people)) for label, people in groupby(placed, lambda p: p["words"])]


def _day(record: Record, said: str) -> str:
    return full_day(date.fromisoformat(said), language(record["language"]))
