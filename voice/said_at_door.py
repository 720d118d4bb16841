"""What was said at the open door, as it was put away: every word that was typed, and lines for a child's record."""

from collections.abc import Mapping, Sequence
from typing import Any

from storage.strangers import Line
from surveys.pieces import pieces_of
from surveys.record import Record, lines_of
from voice.at_the_door import What


def words_of(body: Mapping[str, Any]) -> str:
    """Everything that was typed."""
    said = body["said"]
    typed = [said.get("words"), said.get("reach"), said.get("must_not_know")]
    return "\n".join(filter(None, [*typed, *(_typed(each) for each in said.get("answers", []))]))


def _typed(record: Record) -> str:
    return "\n".join(filter(None, [record["words"], *(part["said"] for part in record["parts"])]))


def lines_said(body: Mapping[str, Any]) -> list[str]:
    """What was said, as lines that can stand in a child's record once somebody knows whose it is."""
    said = body["said"]
    records: list[Record] = [*said.get("answers", []), *([said["answer"]] if body["what"] == What.SAFETY else [])]
    lines = [line for record in records for line in _answered(record)]
    return lines + [said[name] for name in ("words", "reach", "must_not_know") if said.get(name)]


def reach_in(lines: Sequence[Line]) -> dict[str, str]:
    """How she is reached safely, and who must not know, as she said last; nothing where she said neither (R67)."""
    said = [
        each.said["said"] for each in lines if each.said and "said" in each.said
    ]  # what we answered says other things
    told = [each for each in said if (each.get("reach") or "").strip() or (each.get("must_not_know") or "").strip()]
    return {name: told[-1].get(name) or "" for name in ("reach", "must_not_know")} if told else {}


def _answered(record: Record) -> list[str]:
    pieces = [line for piece in pieces_of(record) for line in piece.lines]
    given = [*lines_of(record), *pieces]
    return [record["asked"], *given] if given else []
