"""Learns the points of signs from invented texts that people labelled, and how well that does on texts left out.

Logistic regression, by gradient steps that grow smaller for signs that were often seen. The order of the texts is
fixed: the same texts give the same points.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from voice.lexicon import measuring
from voice.lexicon.model import LexiconFile
from voice.lexicon.screening import Lexicon, joined
from voice.lexicon.weighing import Points, Sum, Urgency

ROUNDS, STEP, PULL = 10, 0.25, 0.02
SEEN = 2  # a sign in one text alone says nothing
SMALLEST = 0.05  # points below this are left out of the file
TENTHS = 5  # parts of the texts, each weighed by what the others taught
HARMLESS_RAISED = 0.065  # the most, of harmless texts, that may be raised
WORRIES_URGENT = 0.18  # the most, of worries, that may be urgent: read too soon rather than too late

LEARNT = Path(__file__).parent / "learnt"
_WORD = re.compile(r"[^\W_]+")

Text = tuple[frozenset[str], Urgency]


def texts(parts: Iterable[LexiconFile]) -> list[Text]:
    """The signs in every text that we learn from, and how urgent a person found it.

    The lines were made for the texts in `tried/`: what they say of those teaches nothing about new ones.
    """
    made_for, others = measuring.tried(), [row for path in sorted(LEARNT.glob("*.tsv")) for row in measuring.rows(path)]
    every = {word for row in [*made_for, *others] for word in _WORD.findall(row.text.casefold().replace("'", ""))}
    lexicon = joined(parts, Points(dict.fromkeys(every, (0.0, 0.0))))
    return [
        (frozenset(sign for sign in _signs(lexicon, row) if row.about or sign[0] != "("), row.level)
        for row in [*(replace(row, about="") for row in made_for), *others]
    ]


def _signs(lexicon: Lexicon, row: measuring.Row) -> frozenset[str]:
    return frozenset().union(*lexicon.signs(row.text, row.language))


@dataclass(frozen=True, slots=True)
class Learnt:
    """The points, and how many texts of each level came out as each when they were left out of the learning."""

    points: Points
    left_out: Counter[tuple[Urgency, Urgency]]


def learn(texts: Sequence[Text]) -> Learnt:
    """The points that tell these texts apart, with enough at where they do on texts left out."""
    sums = left_out(texts)
    points = _points(texts, enough(sums, texts))
    return Learnt(points, Counter((text[1], points.level(each)) for text, each in zip(texts, sums, strict=True)))


def enough(sums: Sequence[Sum], texts: Sequence[Text]) -> Sum:
    """How much is enough: what so few harmless texts come to, and so few worries."""
    levels = [level for _, level in texts]
    harmless = [worry for (worry, _), level in zip(sums, levels, strict=True) if level is Urgency.NONE]
    worries = [urgent for (_, urgent), level in zip(sums, levels, strict=True) if level is Urgency.WORRY]
    return _above(harmless, HARMLESS_RAISED), _above(worries, WORRIES_URGENT)


def left_out(texts: Sequence[Text]) -> list[Sum]:
    """What each text comes to, weighed by points learnt without it."""
    sums: dict[int, Sum] = {}
    for part in range(TENTHS):
        taught = _points([text for at, text in enumerate(texts) if at % TENTHS != part], (0, 0))
        sums.update((at, taught.sum(signs)) for at, (signs, _) in enumerate(texts) if at % TENTHS == part)
    return [sums[at] for at in range(len(texts))]


def _above(sums: Sequence[float], share: float) -> float:
    return round(sorted(sums)[-1 - int(share * len(sums))] + 0.01, 2) if sums else math.inf


def _points(texts: Sequence[Text], enough: Sum) -> Points:
    seen = Counter(sign for signs, _ in texts for sign in signs)
    kept = [([sign for sign in signs if seen[sign] >= SEEN], level) for signs, level in texts]
    worry = _regression([(signs, level is not Urgency.NONE) for signs, level in kept])
    urgent = _regression([(signs, level is Urgency.URGENT) for signs, level in kept])
    both = {sign: (round(worry[sign], 2), round(urgent[sign], 2)) for sign in worry if sign}
    counted = {sign: sums for sign, sums in both.items() if max(map(abs, sums)) >= SMALLEST}
    return Points(counted, (worry[""], urgent[""]), enough)


def _regression(texts: Sequence[tuple[Sequence[str], bool]]) -> dict[str, float]:
    points, steps = {"": 0.0}, {"": 1.0}
    order, shuffle = list(range(len(texts))), Random(1).shuffle  # noqa: S311 - an order, no secret
    for _ in range(ROUNDS):
        shuffle(order)
        for at in order:
            signs, right = texts[at]
            total = points[""] + sum(points.get(sign, 0.0) for sign in signs)
            _step(points, steps, signs, right - 1 / (1 + math.exp(-max(-30.0, min(30.0, total)))))
    return points


def _step(points: dict[str, float], steps: dict[str, float], signs: Iterable[str], wrong: float) -> None:
    for sign in ("", *signs):
        before = points.get(sign, 0.0)
        slope = wrong - PULL * before
        steps[sign] = gone = steps.get(sign, 1.0) + slope * slope
        points[sign] = before + STEP * slope / math.sqrt(gone)
