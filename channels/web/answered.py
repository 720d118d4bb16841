"""One answer as the child sees it again: before sending, and when she comes back."""

from typing import Any

from surveys.pieces import pieces_of
from surveys.record import Record, lines_of


def as_said(record: Record, number: int = 0, recorded: tuple[str, str] | None = None) -> dict[str, Any]:
    """What `said` in components.html shows of this answer. `number` leads to the question, to change it.

    `recorded`: what sort of recording is in it, and where it is played.
    """
    lines, pieces = lines_of(record), pieces_of(record)
    return {
        "n": number,
        "words": record["asked"],
        "lines": lines,
        "pieces": pieces,
        "recorded": recorded,
        "skipped": not (lines or pieces),
        "lang": record["html_lang"],
        "dir": record["direction"],
    }
