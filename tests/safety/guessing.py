"""Guesses which of two children said which, from what a thief can measure: honest guesses, learned on other pairs.

A pair is one child of each kind with everything else alike. Half of the pairs teach, the other half are guessed, and
the other way round, so that every pair is guessed once by rules that never saw it.
"""

import math
import random
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Features = dict[str, float]
Pair = tuple[Features, Features]
Rule = Callable[[Features], float]  # above 0: the first of the pair is of the first kind

Z_999 = 3.2905  # two-sided, 99.9 %


@dataclass(frozen=True, slots=True)
class Guesses:
    """How often each way of guessing was right, over this many pairs, and what the best rule looked at."""

    pairs: int
    right: dict[str, float]
    looked_at: str

    @property
    def no_better_than_chance(self) -> bool:
        band = Z_999 * math.sqrt(0.25 / self.pairs)
        return all(share <= 0.5 + band for share in self.right.values())

    @property
    def told_apart(self) -> bool:
        return max(self.right.values()) > 0.9

    def __str__(self) -> str:
        shares = ", ".join(f"{name} {share:.2f}" for name, share in self.right.items())
        return f"{self.pairs} pairs: {shares}; best looked at {self.looked_at}"


def guess(pairs: Sequence[Pair], seed: int) -> Guesses:
    """Learn on one half, guess the other, swap, and add up."""
    chance = random.Random(seed)
    shuffled = chance.sample(pairs, len(pairs))
    halves = shuffled[: len(pairs) // 2], shuffled[len(pairs) // 2 :]
    won = {"threshold": 0.0, "centroid": 0.0}
    looked_at = set()
    for taught, unseen in (halves, halves[::-1]):
        differences = [_difference(*pair) for pair in taught]
        name, threshold = _best_threshold(differences)
        looked_at.add(name)
        for rule_name, rule in (("threshold", threshold), ("centroid", _centroid(differences))):
            won[rule_name] += sum(_is_right(rule, pair, chance) for pair in unseen)
    right = {name: count / len(pairs) for name, count in won.items()}
    return Guesses(len(pairs), right, " / ".join(sorted(looked_at)))


def _is_right(rule: Rule, pair: Pair, chance: random.Random) -> float:
    """Shown the two in an order decided by a coin, is the guess right? Where the rule has no opinion, another coin."""
    turned = chance.random() < 0.5
    shown = _difference(*(pair[::-1] if turned else pair))
    leaning = rule(shown)
    says_first = leaning > 0 if leaning else chance.random() < 0.5
    return float(says_first != turned)


def _difference(one: Features, other: Features) -> Features:
    """What the one has more than the other; a thing that only one of them has counts by itself."""
    return {name: one.get(name, 0.0) - other.get(name, 0.0) for name in one.keys() | other.keys()}


def _best_threshold(differences: Sequence[Features]) -> tuple[str, Rule]:
    """The one measurement, and its direction, that told most pairs apart while learning."""
    names = sorted({name for each in differences for name in each})
    votes = {name: sum(_sign(each.get(name, 0.0)) for each in differences) for name in names}
    best = max(votes, key=lambda name: abs(votes[name]))
    direction = _sign(votes[best])
    return best, lambda shown: direction * _sign(shown.get(best, 0.0))


def _centroid(differences: Sequence[Features]) -> Rule:
    """The nearer of two centres, every measurement on its own scale; those that never differ have no say."""
    weights: Features = {}
    for name in {name for each in differences for name in each}:
        column = [each.get(name, 0.0) for each in differences]
        spread = math.sqrt(statistics.fmean(value * value for value in column))
        if spread > 0:
            weights[name] = statistics.fmean(column) / (spread * spread)
    return lambda shown: sum(weights.get(name, 0.0) * value for name, value in sorted(shown.items()))


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)
