"""Learns the points of signs from invented texts, and tells how well that does on whole sets left out.

Logistic regression, by gradient steps that grow smaller for signs that were often seen. The order of the texts is
fixed: the same texts give the same points. A set is left out whole, because texts by one hand are alike.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from surveys.understanding.deciding import Chosen, read
from surveys.understanding.listening import Listening, listening_for
from surveys.understanding.points import START, Points
from surveys.understanding.signs import Take
from tests.surveys.understanding.texting import ASK, NONE, TEXTS, Told, shown, told

ROUNDS, STEP, PULL = 15, 0.2, 0.02
SEEN = 2  # a sign in one text alone says nothing
SMALLEST = 0.03  # points below this are left out of the file
HOSTILE = 0.5  # what a text of the list of hostile ones counts beside one as children send them

LEARNT = Path(__file__).parent / "learnt"
JUDGED = tuple("abcdefghmn")  # sets written to judge by, which were learnt from only afterwards


@dataclass(frozen=True, slots=True)
class Text:
    """A text with what it means, and the answers it may be taken for."""

    set: str
    row: Told
    words: str
    meant: str
    ruled: Chosen
    takes: tuple[Take, ...]

    @property
    def listening(self) -> Listening:
        return listening_for(self.row.question, shown(self.row.question, self.row.language), self.row.language)

    def right(self, chosen: Chosen) -> bool:
        return _named(chosen) == _named(_ids(self.meant))


def texts() -> list[Text]:
    """Every text that is learnt from."""
    files = [TEXTS, *sorted(LEARNT.glob("*.yaml"))]
    return [
        _text(file.stem, row, text, meant) for file in files for row in told(file) for text, meant in row.meant.items()
    ]


def _text(name: str, row: Told, words: str, meant: str) -> Text:
    heard = listening_for(row.question, shown(row.question, row.language), row.language)
    reading = read(words, heard, Points())
    return Text(name, row, words, meant, reading.ruled, tuple(each.take for each in reading.weighed))


def _ids(meant: str) -> Chosen:
    return None if meant == ASK else () if meant == NONE else tuple(meant.split())


def _named(chosen: Chosen) -> frozenset[str] | None:
    return None if chosen is None else frozenset(chosen)


def learn(texts: Sequence[Text]) -> Points:
    """The points that tell an answer that was meant from one that was not."""
    known = [
        (sorted(each.signs), text.right(each.chosen), HOSTILE if text.set == TEXTS.stem else 1.0)
        for text in texts
        for each in text.takes
    ]
    seen = Counter(sign for signs, _, _ in known for sign in signs)
    points = _regression(
        [([sign for sign in signs if seen[sign] >= SEEN], right, much) for signs, right, much in known]
    )
    return Points({sign: round(each, 2) for sign, each in points.items() if abs(each) >= SMALLEST})


def _regression(known: Sequence[tuple[Sequence[str], bool, float]]) -> dict[str, float]:
    points, steps = {START: 0.0}, {START: 1.0}
    order, shuffle = list(range(len(known))), Random(1).shuffle
    for _ in range(ROUNDS):
        shuffle(order)
        for at in order:
            signs, right, much = known[at]
            total = points[START] + sum(points.get(sign, 0.0) for sign in signs)
            wrong = much * (right - 1 / (1 + math.exp(-max(-30.0, min(30.0, total)))))
            for sign in (START, *signs):
                slope = wrong - PULL * points.get(sign, 0.0)
                steps[sign] = steps.get(sign, 1.0) + slope * slope
                points[sign] = points.get(sign, 0.0) + STEP * slope / math.sqrt(steps[sign])
    return points


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How one set is taken by points that were learnt without it."""

    right: int
    of: int
    ruled: int  # right by the rules alone
    wrong: tuple[tuple[Text, Chosen], ...]  # taken for something else, or asked about


def left_out(texts: Sequence[Text], sets: Sequence[str] = JUDGED) -> Mapping[str, LeftOut]:
    """Each set, by what the others teach."""
    return {each: _left_out(texts, each) for each in sets}


def _left_out(texts: Sequence[Text], name: str) -> LeftOut:
    points = learn([text for text in texts if text.set != name])
    own = [text for text in texts if text.set == name]
    taken = [read(text.words, text.listening, points).chosen for text in own]
    wrong = [(text, chosen) for text, chosen in zip(own, taken, strict=True) if not text.right(chosen)]
    return LeftOut(len(own) - len(wrong), len(own), sum(text.right(text.ruled) for text in own), tuple(wrong))
