"""Brute force: tries out every table of whole numbers that could be behind a published one. It imports nothing of ours.

For one question with one choice each, a total and its groups. What a hidden number may be is then known exactly.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any

Vector = tuple[int, ...]
Shown = Sequence[int | str]  # asked, none, and the choices
WIDE, ABOVE = 6, 5


def found_out(total: Mapping[str, Any], parts: Mapping[str, Any], question: str) -> set[tuple[str, int]]:
    """Every hidden number that can be known too closely, by group (`all` for the total) and column."""
    whole = _shown(total["groups"]["all"], question)
    rows = {group: _shown(row, question) for group, row in parts["groups"].items()}
    possible = _possible(whole, rows)
    told = set()
    for group, row in {"all": whole, **rows}.items():
        for column, value in enumerate(row):
            if value == "c":
                values = {vector[column] for vector in possible[group]}
                if not values or max(values) - min(values) < WIDE or max(values) <= ABOVE:
                    told.add((group, column))
    return told


def _shown(row: Mapping[str, Any], question: str) -> Shown:
    answers: list[int | str] = list(row["answers"][question])
    return [row["statements"], *answers[1:]]


def _possible(whole: Shown, rows: Mapping[str, Shown]) -> dict[str, set[Vector]]:
    """For each row every vector that some whole table has there: those before it, it, and those after it add up."""
    most = int(whole[0])
    names = list(rows)
    each = {name: list(_vectors(rows[name], whole, most)) for name in names}
    before: list[set[Vector]] = [{(0,) * len(whole)}]
    for name in names:
        before.append({_sum(a, b) for a in before[-1] for b in each[name] if _fits(_sum(a, b), whole)})
    sums = {vector for vector in before[-1] if all(s in ("c", v) for s, v in zip(whole, vector, strict=True))}
    found = {"all": sums}
    after = sums
    for at in range(len(names) - 1, -1, -1):
        name, found[names[at]] = names[at], set()
        earlier: set[Vector] = set()
        for goal, vector in product(after, each[name]):
            rest = tuple(a - b for a, b in zip(goal, vector, strict=True))
            if rest in before[at]:
                found[name].add(vector)
                earlier.add(rest)
        after = earlier
    return found


def _vectors(row: Shown, whole: Shown, most: int) -> Iterable[Vector]:
    limits = [most if limit == "c" else int(limit) for limit in whole[1:]]
    ranges = [
        range(min(limit, most) + 1) if value == "c" else [int(value)]
        for value, limit in zip(row[1:], limits, strict=True)
    ]
    for parts in product(*ranges):
        if sum(parts) <= most and row[0] in ("c", sum(parts)):
            yield (sum(parts), *parts)


def _fits(vector: Vector, whole: Shown) -> bool:
    return vector[0] <= int(whole[0]) and all(s == "c" or v <= int(s) for v, s in zip(vector, whole, strict=True))


def _sum(one: Vector, other: Vector) -> Vector:
    return tuple(a + b for a, b in zip(one, other, strict=True))
