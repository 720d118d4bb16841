"""Learns the points of signs from invented texts that people labelled, and how well that does on texts left out.

Logistic regression, by gradient steps that grow smaller for signs that were often seen. The order of the texts is
fixed: the same texts give the same points.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from voice.lexicon import measuring
from voice.lexicon.model import LexiconFile
from voice.lexicon.screening import Lexicon, joined
from voice.lexicon.weighing import Points, Sum, Urgency

ROUNDS, STEP, PULL = 10, 0.25, 0.02
SEEN = 2  # a sign in one text alone says nothing
SMALLEST = 0.05  # points below this are left out of the file
HARMLESS_RAISED = 0.05  # the most, of harmless texts by writers left out, that may be raised
WORRIES_URGENT = 0.13  # the most, of their worries, that may be urgent: read too soon rather than too late

LEARNT = Path(__file__).parent / "learnt"
WRITER = "by fresh eyes, "  # what is written over the texts of one writer who had seen nothing of this
_ORDER = list(Urgency)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Text:
    """The signs in a text, how urgent a person found it, what its lines alone say, and who wrote it, if that counts."""

    signs: frozenset[str]
    level: Urgency
    spoken: Urgency = Urgency.NONE
    writer: str = ""


def texts(parts: Iterable[LexiconFile]) -> list[Text]:
    """Every text that we learn from.

    The lines were made for the texts in `tried/`: what they say of those teaches nothing about new ones, and judges
    nothing.
    """
    made_for, others = measuring.tried(), [row for path in sorted(LEARNT.glob("*.tsv")) for row in measuring.rows(path)]
    every = {word for row in [*made_for, *others] for word in _WORD.findall(row.text.casefold().replace("'", ""))}
    parts = list(parts)
    lexicon, lines = joined(parts, Points(dict.fromkeys(every, (0.0, 0.0)))), joined(parts, Points())
    return [
        Text(
            frozenset(sign for sign in _signs(lexicon, row) if teaches or sign[0] != "("),
            row.level,
            lines.screen(row.text, row.language).level,
            row.about.removeprefix(WRITER) if teaches and row.about.startswith(WRITER) else "",
        )
        for rows, teaches in ((made_for, False), (others, True))
        for row in rows
    ]


def _signs(lexicon: Lexicon, row: measuring.Row) -> frozenset[str]:
    return frozenset().union(*lexicon.signs(row.text, row.language))


@dataclass(frozen=True, slots=True)
class Learnt:
    """The points; and by writer, how many texts of each level came out as each when all of hers were left out."""

    points: Points
    left_out: dict[str, Counter[tuple[Urgency, Urgency]]]


def learn(texts: Sequence[Text]) -> Learnt:
    """The points that tell these texts apart, with enough at where they do for writers who were left out."""
    judged = left_out(texts)
    points = _points(texts, enough(judged))
    found: dict[str, Counter[tuple[Urgency, Urgency]]] = {}
    for text, sums in judged:
        found.setdefault(text.writer, Counter())[
            text.level, max(text.spoken, points.level(sums), key=_ORDER.index)
        ] += 1
    return Learnt(points, found)


def left_out(texts: Sequence[Text]) -> list[tuple[Text, Sum]]:
    """What each text of a writer comes to, weighed by points learnt without any of hers: the next child is new too."""
    judged = []
    for writer in sorted({text.writer for text in texts} - {""}):
        taught = _points([text for text in texts if text.writer != writer], (0, 0))
        judged += [(text, taught.sum(text.signs)) for text in texts if text.writer == writer]
    return judged


def enough(judged: Sequence[tuple[Text, Sum]]) -> Sum:
    """How much is enough: what so few harmless texts come to, and so few worries, with those that a line raises."""
    harmless = [
        math.inf if text.spoken is not Urgency.NONE else worry
        for text, (worry, _) in judged
        if text.level is Urgency.NONE
    ]
    look = _above(harmless, HARMLESS_RAISED)
    worries = [
        math.inf if text.spoken is Urgency.URGENT else urgent if worry >= look else -math.inf
        for text, (worry, urgent) in judged
        if text.level is Urgency.WORRY
    ]
    return look, _above(worries, WORRIES_URGENT)


def _above(sums: Sequence[float], share: float) -> float:
    return round(sorted(sums)[-1 - int(share * len(sums))] + 0.01, 2) if sums else math.inf


def _points(texts: Sequence[Text], enough: Sum) -> Points:
    seen = Counter(sign for text in texts for sign in text.signs)
    kept = [([sign for sign in sorted(text.signs) if seen[sign] >= SEEN], text.level) for text in texts]
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
