"""Words weighed together: what no line says outright, and many small signs say.

A sign is a word, two words side by side or with one between, a class of words, or what a line is about. Each has
points, learnt from invented texts (`learning.py`) and kept in a file that a person can read; their sum says how likely
it is that a person would look, and how soon. What a line calls urgent is urgent whatever they say.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from math import fsum
from pathlib import Path

from voice.lexicon.text import END, Places

HOME = Path(__file__).parent / "words" / "en" / "points.tsv"
WIDEST, STEP = 40, 20  # a long text is weighed so many words at a time, as long as the texts learnt from
# A short text has its own start, since most of them are everyday answers: by how many words it has at most.
FEW = tuple((words, f"{{at most {words}}}") for words in (1, 2, 3, 5, 8, 12, 20))
READINGS = 3  # of a word that may be meant in many ways, the likeliest
Sum = tuple[float, float]  # towards a worry, and towards urgent
Gaps = Mapping[str, int]  # class: the gaps where one of its phrases ends, as bits


class Urgency(StrEnum):
    """How soon a person has to look; NONE is no opinion."""

    NONE = "none"
    WORRY = "worry"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Points:
    """What each sign counts towards "somebody has to look" and "today", and how much is enough; nothing for none."""

    of: Mapping[str, Sum] = field(default_factory=dict)
    start: Sum = (0.0, 0.0)
    enough: Sum = (float("inf"), float("inf"))

    @property
    def words(self) -> frozenset[str]:
        """Every word that stands in a sign."""
        return frozenset(word for sign in self.of if "{" not in sign for word in sign.split() if word != "_")

    def sum(self, signs: Iterable[str]) -> Sum:
        """What these signs come to, in whatever order they are: a text at the very edge must not hang on it."""
        found = [self.start, *(self.of[sign] for sign in signs if sign in self.of)]
        return round(fsum([worry for worry, _ in found]), 9), round(fsum([urgent for _, urgent in found]), 9)

    def level(self, sums: Sum) -> Urgency:
        """What these sums come to."""
        worrying = sums[0] >= self.enough[0]
        if worrying and sums[1] >= self.enough[1]:
            return Urgency.URGENT
        return Urgency.WORRY if worrying else Urgency.NONE

    def strongest(self, signs: Iterable[str], most: int = 8) -> dict[str, float]:
        """The signs that count most, towards a worry or against it, for a person who asks why."""
        there = sorted((sign for sign in signs if sign in self.of), key=lambda sign: (-abs(self.of[sign][0]), sign))
        return {sign: self.of[sign][0] for sign in there[:most]}


def windows(text: Places, gaps: Gaps) -> Iterator[frozenset[str]]:
    """The signs in each stretch of a text."""
    for start in range(0, max(len(text) - STEP, 1), STEP):
        stretch = ((1 << WIDEST) - 1) << start + 1
        yield frozenset(_signs(text[start : start + WIDEST], sorted(name for name in gaps if gaps[name] & stretch)))


def _signs(text: Places, classes: Sequence[str]) -> Iterator[str]:
    words = [[word for word in place if not word.endswith("*")][:READINGS] for place in text if place != END]
    for place in words:
        yield from place
    for apart, between in ((1, " "), (2, " _ ")):
        for before, after in zip(words, words[apart:], strict=False):
            yield from (f"{one}{between}{other}" for one in before for other in after)
    for name in classes:
        yield f"{{{name}}}"
    yield from [sign for most, sign in FEW if len(words) <= most]


@cache
def shipped(path: Path = HOME) -> Points:
    """The points that come with the service; none where nothing has been learnt yet."""
    return read(path.read_text(encoding="utf-8").splitlines()) if path.exists() else Points()


def read(lines: Sequence[str]) -> Points:
    """The points in a file: start, enough, then a sign a line; worry, urgent, sign."""
    rows = [line.split("\t") for line in lines]
    found = {sign: (float(worry), float(urgent)) for worry, urgent, sign in rows if sign}
    return Points(found, found.pop("(start)"), found.pop("(enough)"))


def written(points: Points) -> str:
    """The file that holds these points, the signs that count most first."""
    signs = sorted(points.of.items(), key=lambda each: (-max(map(abs, each[1])), each[0]))
    rows = [(points.start, "(start)"), (points.enough, "(enough)"), *((sums, sign) for sign, sums in signs)]
    return "".join(f"{worry:.2f}\t{urgent:.2f}\t{sign}\n" for (worry, urgent), sign in rows)
