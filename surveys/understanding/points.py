"""What each sign counts towards taking an answer, learnt from invented texts and kept in a file that a person can read.

The sum of its signs says how likely an answer is to be what the child meant. Nothing is learnt from children's words;
`python -m tests.surveys.understanding --learn` writes the file anew.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from math import fsum
from pathlib import Path

HOME = Path(__file__).parent / "points.tsv"
START = ""  # what every answer has before its signs are counted


class Points(dict[str, float]):
    """By sign."""

    def sum(self, signs: Iterable[str]) -> float:
        """What these signs come to, in whatever order they are."""
        return round(fsum([self.get(START, 0.0), *(self[sign] for sign in signs if sign in self)]), 9)

    def strongest(self, signs: Iterable[str], most: int = 6) -> dict[str, float]:
        """The signs that count most, for or against, for a person who asks why."""
        there = sorted((sign for sign in signs if sign in self), key=lambda sign: (-abs(self[sign]), sign))
        return {sign: self[sign] for sign in there[:most]}


@cache
def shipped() -> Points:
    """The points that come with the service."""
    return read(HOME.read_text(encoding="utf-8"))


def read(written: str) -> Points:
    rows = (line.partition("\t") for line in written.splitlines())
    return Points({sign: float(counts) for counts, _, sign in rows})


def written(points: Mapping[str, float]) -> str:
    """The file that holds these points, the signs that count most first."""
    rows = sorted(points.items(), key=lambda each: (-abs(each[1]), each[0]))
    return "".join(f"{counts:.2f}\t{sign}\n" for sign, counts in rows)
