"""Tries to find out what is hidden, from the published files alone, as an attacker with all of them would.

It knows the published family and nothing of how numbers were hidden: it imports nothing of that and is given no true
number. Every published file becomes equations over whole numbers that are not negative. A hidden number passes when it
may, for all that anybody can work out, take values at least six apart and reach above five. Whatever was not proved in
time does not pass.
"""

import random
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import highspy
import numpy as np

from voice.figures.family import LIES_IN, margin_of

WIDE, ABOVE = 6, 5
GUESSES = 12  # solutions in directions by chance: each shows, for every number at once, how far it can go
_NEAR = 1e-6
_STATEMENTS, _ASKED, _CONFIDENTIAL = "", "*asked", "c"

File = Mapping[str, Any]
Row = tuple[Mapping["Place", int], int]  # what is unknown, each with its sign, and what it adds up to


class Place(NamedTuple):
    """Where a number stands in the published files."""

    table: str
    month: str
    group: str
    question: str
    column: str


@dataclass(slots=True)
class Component:
    """Hidden numbers that have to do with each other, and what is known of them."""

    places: Sequence[Place]
    rows: Sequence[Row]
    judged: Collection[Place]  # the others are of questions that were left out: unknown, and nobody's to protect


@dataclass(slots=True)
class Audit:
    """All published files of one survey version, old and new."""

    files: Sequence[File]
    seconds: float = 600.0
    _known: dict[Place, int | None] = field(default_factory=dict)

    def told(self) -> list[Place]:
        """Every hidden number that could be worked out too closely, or was not reached in time."""
        ends = time.monotonic() + self.seconds
        for file in self.files:
            self._known |= _numbers(file)
        rows = [self._left(equation) for equation in self._equations()]
        hidden = [place for place, number in self._known.items() if number is None]
        if any(rest for unknown, rest in rows if not unknown):
            return sorted(hidden)  # what contradicts itself protects nobody
        found: list[Place] = []
        for component in _components([row for row in rows if row[0]], hidden):
            found += _Attack(component).told(ends)
        return sorted(found)

    def _left(self, equation: Mapping[Place, int]) -> Row:
        """What stays unknown of an equation, and what it has to add up to. A question that was left out is unknown."""
        unknown, rest = {}, 0
        for place, sign in equation.items():
            number = self._known.get(place)
            if number is None:
                unknown[place] = sign
            else:
                rest -= sign * number
        return unknown, rest

    def _equations(self) -> Iterable[Mapping[Place, int]]:
        for file in self.files:
            yield from _answers_add_up(file)
            for margin in LIES_IN.get(file["table"], ()):
                yield from self._groups_add_up(file, margin)

    def _groups_add_up(self, file: File, margin: str) -> Iterable[Mapping[Place, int]]:
        coarser = [
            each for each in self.files if each["table"] == margin and file["since"] <= each["month"] <= file["month"]
        ]
        asked = [(_STATEMENTS, _ASKED)]
        asked += [(q, column) for q, about in file["questions"].items() for column in about["columns"]]
        for question, column in asked:
            sums: dict[str, dict[Place, int]] = defaultdict(dict)
            for each in coarser:
                for group in each["groups"]:
                    sums[group][_place(each, group, question, column)] = 1
            for group in file["groups"]:
                sums[margin_of(file["table"], group, margin)][_place(file, group, question, column)] = -1
            yield from sums.values()


def _components(rows: Sequence[Row], hidden: Sequence[Place]) -> list[Component]:
    """Numbers that share no equation tell nothing of each other."""
    leader = {place: place for place in (*hidden, *(place for unknown, _ in rows for place in unknown))}
    for unknown, _ in rows:
        first, *others = unknown
        for other in others:
            leader[_top(leader, other)] = _top(leader, first)
    places: dict[Place, list[Place]] = defaultdict(list)
    for place in leader:
        places[_top(leader, place)].append(place)
    of: dict[Place, list[Row]] = defaultdict(list)
    for row in rows:
        of[_top(leader, next(iter(row[0])))].append(row)
    judged = set(hidden)
    return [Component(sorted(all_), of[top], judged.intersection(all_)) for top, all_ in places.items()]


def _numbers(file: File) -> dict[Place, int | None]:
    found = {}
    for group, row in file["groups"].items():
        found[_place(file, group, _STATEMENTS, _ASKED)] = _read(row["statements"])
        for question, values in row["answers"].items():
            about = file["questions"][question]
            for column, value in zip(about["columns"], values, strict=True):
                found.setdefault(_place(file, group, question, column), _read(value))
    return found


def _read(value: int | str) -> int | None:
    return None if value == _CONFIDENTIAL else int(value)


def _place(file: File, group: str, question: str, column: str) -> Place:
    """A question that is asked of everybody was asked as often as there are statements: one number, not two."""
    about = file["questions"].get(question)
    if column == _ASKED and about and about["always"]:
        question = _STATEMENTS
    return Place(file["table"], file["month"], group, question, column)


def _answers_add_up(file: File) -> Iterable[Mapping[Place, int]]:
    for group in file["groups"]:
        for question, about in file["questions"].items():
            asked, none = (_place(file, group, question, column) for column in about["columns"][:2])
            for block in about["blocks"]:
                parts = [none, *(_place(file, group, question, column) for column in block)]
                yield {asked: 1} | dict.fromkeys(parts, -1)


def _top(leader: dict[Place, Place], place: Place) -> Place:
    while leader[place] != place:
        leader[place] = leader[leader[place]]
        place = leader[place]
    return place


class _Attack:
    """Linear programmes over one component: how small and how large can each number be?"""

    def __init__(self, component: Component) -> None:
        self._component = component
        self._many = len(component.places)
        self._judged = [at for at, place in enumerate(component.places) if place in component.judged]
        self._least = np.full(self._many, np.inf)
        self._most = np.full(self._many, -np.inf)
        self._solver = _solver(component)

    def told(self, ends: float) -> list[Place]:
        chance = random.Random(self._many)  # noqa: S311 - directions to look in, and no secret
        for number in range(GUESSES):
            if number and self._passes()[self._judged].all():
                return []
            if time.monotonic() > ends:
                return list(self._component.judged)
            direction = np.array([chance.choice((-1.0, 1.0)) for _ in range(self._many)])
            if self._furthest(direction if number else np.ones(self._many)) is None:
                return list(self._component.judged)  # what contradicts itself protects nobody
        return [self._component.places[at] for at in self._judged if not self._proved(at, ends)]

    def _passes(self) -> "np.ndarray[Any, np.dtype[np.bool_]]":
        passes: np.ndarray[Any, np.dtype[np.bool_]] = (self._most - self._least >= WIDE) & (self._most > ABOVE)
        return passes

    def _proved(self, at: int, ends: float) -> bool:
        if self._passes()[at]:
            return True
        if time.monotonic() > ends:
            return False
        most, least = self._reach(at, 1.0), self._reach(at, -1.0)
        if self._passes()[at] or most - least < WIDE or most <= ABOVE:
            return bool(self._passes()[at])
        # Between whole numbers there is room enough; whether there is for whole numbers too needs the slower way.
        self._reach(at, 1.0, whole=True)
        self._reach(at, -1.0, whole=True)
        return bool(self._passes()[at])

    def _reach(self, at: int, sign: float, *, whole: bool = False) -> float:
        direction = np.zeros(self._many)
        direction[at] = sign
        found = self._furthest(direction, whole=whole)
        return float("nan") if found is None else float(np.floor(sign * found[at] + _NEAR) * sign)

    def _furthest(
        self, direction: "np.ndarray[Any, Any]", *, whole: bool = False
    ) -> "np.ndarray[Any, np.dtype[np.float64]] | None":
        """A solution as far in this direction as there is; None where there is none at all."""
        solver = _solver(self._component, whole=True) if whole else self._solver
        places = np.arange(self._many, dtype=np.int32)
        solver.changeColsCost(self._many, places, direction)
        solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found = np.array(solver.getSolution().col_value)
        if np.abs(found - np.round(found)).max(initial=0.0) < _NEAR:
            self._least = np.minimum(self._least, np.round(found))
            self._most = np.maximum(self._most, np.round(found))
        return found


def _solver(component: Component, *, whole: bool = False) -> highspy.Highs:
    """The equations of a component. A number may be very large, and not without end: a solver would have no answer."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    column = {place: at for at, place in enumerate(component.places)}
    bound = 1000.0 + 2.0 * max((abs(rest) for _, rest in component.rows), default=0)
    for _ in component.places:
        solver.addVar(0.0, bound)
    if whole:
        many = len(component.places)
        solver.changeColsIntegrality(many, np.arange(many, dtype=np.int32), np.ones(many, dtype=np.uint8))
    for unknown, rest in component.rows:
        at = np.array([column[place] for place in unknown], dtype=np.int32)
        solver.addRow(float(rest), float(rest), len(at), at, np.array(list(unknown.values()), dtype=np.float64))
    return solver
