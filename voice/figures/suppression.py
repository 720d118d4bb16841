"""Secondary suppression: what else to hide, so that nothing hidden can be worked out from what is shown.

Hidden numbers are unknowns; every row and every margin, over filters and stretches of time, is an equation between
them. An equation keeps its secret while at least two of its numbers are hidden that together are more than five. Where
one does not, one number more is hidden, until nothing changes any more. That is needed and not always enough: equations
that are well each by itself can still tell something together. The audit (audit.py) finds that, and names the number;
more is hidden around it. What cannot be helped so is withdrawn: the question is left out of that table.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from voice.figures.columns import ASKED, NONE, Counted
from voice.figures.family import LIES_IN, TEAM_AGE, TOTAL, margin_of
from voice.figures.hiding import THRESHOLD, is_small, unanimous
from voice.figures.tables import Cell, Table, columns_of

MARGIN = {TOTAL: 1000, TEAM_AGE: 0}  # a number of a coarser table tells more people something: the last to be hidden


@dataclass(frozen=True, slots=True)
class Equation:
    """What stands on the one side adds up to what stands on the other."""

    whole: tuple[Cell, ...]
    parts: tuple[Cell, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        return self.whole + self.parts

    @property
    def of_bases(self) -> bool:
        """Whether it speaks of how many were asked, and not of what they answered."""
        return all(_is_base(cell) for cell in self.cells)


@dataclass
class Hiding:
    """The tables of a survey that have to do with each other, and what is hidden in them so far."""

    tables: Sequence[Table]
    questions: Sequence[Counted]
    hidden: set[Cell] = field(default_factory=set)
    stuck: set[tuple[str, date, str]] = field(default_factory=set)  # table, month, question

    def __post_init__(self) -> None:
        self._numbers: dict[Cell, int] = {}
        self._free: set[Cell] = set()
        for table in self.tables:
            self._numbers |= table.numbers
            self.hidden |= table.hidden
            if not table.fixed:
                self._free |= table.numbers.keys()
        self._equations = [each for each in self._all_equations() if not self._free.isdisjoint(each.cells)]
        self._of: dict[Cell, list[Equation]] = defaultdict(list)
        for equation in self._equations:
            for cell in equation.cells:
                self._of[cell].append(equation)

    def hide(self) -> None:
        """Hide what is to be hidden by itself, and then all that would give it away."""
        self.hidden |= {cell for cell in self._free if cell in self._few or is_small(self._numbers[cell])}
        self._settle(bases=True)
        self._hide_small_rows()
        self._hide_unanimous()
        self._settle(bases=False)

    def hide_around(self, told: Iterable[Cell]) -> None:
        """One number more for each of these, which the audit could work out."""
        for cell in told:
            around = [other for each in self._of[cell] for other in each.cells if _is_base(other) == _is_base(cell)]
            chosen = self._cheapest(around)
            if chosen is None:
                self.give_up(cell)
            else:
                self.hidden.add(chosen)
        self._settle(bases=True)
        self._hide_small_rows()
        self._settle(bases=False)

    def result(self) -> list[Table]:
        """The tables with what is hidden in each."""
        return [
            table
            if table.fixed
            else replace(
                table,
                hidden=frozenset(self.hidden & table.numbers.keys()),
                withdrawn=table.withdrawn | {q for name, month, q in self.stuck if (name, month) == table.place},
            )
            for table in self.tables
        ]

    @property
    def _few(self) -> set[Cell]:
        return {cell for table in self.tables for cell in table.few}

    def _all_equations(self) -> Iterable[Equation]:
        for table in self.tables:
            for question in self.questions:
                if question.id not in table.withdrawn:
                    yield from _rows(table, question)
            for margin in LIES_IN.get(table.name, ()):
                yield from self._margins(table, margin)

    def _margins(self, table: Table, margin: str) -> Iterable[Equation]:
        """Each number of the coarser tables of the same months is the sum of those that lie in it."""
        coarser = [each for each in self.tables if each.name == margin and table.since <= each.month <= table.month]
        inside: dict[str, list[str]] = defaultdict(list)
        for group in table.groups:
            inside[margin_of(table.name, group, margin)].append(group)
        out = {question for each in (table, *coarser) for question in each.withdrawn}
        for question, column in columns_of(self.questions):
            if question and question.id in out:
                continue
            for group in {group for each in coarser for group in each.groups}:
                whole = tuple(each.cell(group, question, column) for each in coarser if group in each.groups)
                parts = tuple(table.cell(each, question, column) for each in inside[group])
                yield Equation(whole, parts)

    def _hide_small_rows(self) -> None:
        """Where it is hidden how many were asked, so is what they answered.

        In all such rows of a table the same columns are hidden, those in which any of them has something: then no
        question tells more of how many there are than another.
        """
        for table in (each for each in self.tables if not each.fixed):
            for question in self.questions:
                small = [group for group in table.groups if table.cell(group, question, ASKED) in self.hidden]
                for column in question.columns[1:]:
                    cells = [table.cell(group, question, column) for group in small]
                    if any(self._numbers[cell] or cell in self.hidden for cell in cells):
                        self.hidden.update(cells)

    def _hide_unanimous(self) -> None:
        for table in (each for each in self.tables if not each.fixed):
            for question in self.questions:
                for group in table.groups:
                    row = {column: self._numbers[table.cell(group, question, column)] for column in question.columns}
                    for column in unanimous(question, row):
                        if self._somebody_elsewhere(table, question, column):
                            self.hidden.add(table.cell(group, question, column))
        self._hide_small_rows()

    def _somebody_elsewhere(self, table: Table, question: Counted, column: str) -> bool:
        """A nought in every group is known from the margin, and hiding it would hide nothing."""
        return table.name == TOTAL or any(self._numbers[table.cell(each, question, column)] for each in table.groups)

    def _settle(self, *, bases: bool) -> None:
        """Hide until every equation that has a secret keeps it: those between bases, or those that have answers."""
        waiting = [each for each in self._equations if each.of_bases == bases]
        while waiting:
            equation = waiting.pop()
            if self._keeps(equation):
                continue
            chosen = self._cheapest([cell for cell in equation.cells if _is_base(cell) == bases], equation)
            if chosen is None:
                self.give_up(next(cell for cell in equation.cells if cell in self.hidden))
                continue
            self.hidden.add(chosen)
            waiting += [each for each in self._of[chosen] if each.of_bases == bases]

    def _keeps(self, equation: Equation) -> bool:
        if any((cell.table, cell.month, cell.question) in self.stuck for cell in equation.cells):
            return True
        whole = [cell for cell in equation.whole if cell in self.hidden]
        parts = [cell for cell in equation.parts if cell in self.hidden]
        if not whole and not parts:
            return True
        if whole and parts:
            return True  # both may be more than anybody thinks
        mass = sum(self._numbers[cell] for cell in (*whole, *parts))
        return len(whole) + len(parts) > 1 and mass > THRESHOLD

    def _cheapest(self, cells: Sequence[Cell], equation: Equation | None = None) -> Cell | None:
        """The number whose hiding costs readers least: small, and where something is hidden already."""
        open_ones = [cell for cell in cells if self._may_hide(cell)]
        missing = THRESHOLD + 1
        if equation:
            missing -= sum(self._numbers[cell] for cell in equation.cells if cell in self.hidden)
        return min(open_ones, key=lambda cell: self._cost(cell, missing), default=None)

    def _may_hide(self, cell: Cell) -> bool:
        """How many were asked is hidden only inside of a table, never in the total."""
        return cell in self._free and cell not in self.hidden and not (_is_base(cell) and cell.table == TOTAL)

    def _cost(self, cell: Cell, missing: int) -> tuple[int, Cell]:
        number = self._numbers[cell]
        lonely = sum(1 for each in self._of[cell] if self.hidden.isdisjoint(each.cells))
        too_little = 100 if number < max(missing, 1) else 0
        return number + 30 * lonely + too_little + MARGIN.get(cell.table, 60), cell

    def give_up(self, cell: Cell) -> None:
        """Leave the question out of this table, or where that was published already, of the newest that touches it."""
        touching = {other for each in self._of[cell] for other in each.cells if other in self._free}
        mine = [other for other in touching if other.table == cell.table and other.month == cell.month]
        inside = mine or [other for other in touching if other.table != TOTAL] or list(touching)
        if inside:
            self.stuck.add((inside[0].table, inside[0].month, cell.question))


def _is_base(cell: Cell) -> bool:
    return cell.column == ASKED


def _rows(table: Table, question: Counted) -> Iterable[Equation]:
    for group in table.groups:
        for block in question.blocks:
            parts = tuple(table.cell(group, question, column) for column in (NONE, *block))
            yield Equation((table.cell(group, question, ASKED),), parts)
