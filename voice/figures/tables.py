"""A table of the family with its true numbers, as it is before anything is hidden; and as it is published."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from surveys.record import Record, chosen_of
from voice.figures.columns import ASKED, Counted
from voice.figures.hiding import few_behind
from voice.figures.rounding import CONFIDENTIAL
from voice.figures.sheet import Sheet

STATEMENTS = ""  # the question that nobody asks: how many statements there are


class Cell(NamedTuple):
    """Where one number stands. `month` is the last of the table's months."""

    table: str
    month: date
    group: str
    question: str
    column: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the months from `since` to `month`."""

    name: str
    since: date
    month: date
    groups: Sequence[str]
    numbers: Mapping[Cell, int] = field(repr=False)
    few: frozenset[Cell] = frozenset()  # too few people stand behind these
    fixed: bool = False  # published before: nothing of it can be hidden any more
    hidden: frozenset[Cell] = frozenset()
    withdrawn: frozenset[str] = frozenset()  # questions that could not be protected

    @property
    def place(self) -> tuple[str, date]:
        return self.name, self.month

    def cell(self, group: str, question: Counted | None, column: str) -> Cell:
        """A question that is asked of everybody was asked as often as there are statements: one number, not two."""
        nobodys = question is None or (column == ASKED and question.always)
        return Cell(self.name, self.month, group, STATEMENTS if nobodys else question.id, column)  # type: ignore[union-attr]


def columns_of(questions: Sequence[Counted]) -> Iterable[tuple[Counted | None, str]]:
    """Every question and column of a table, the statements first."""
    yield None, ASKED
    for question in questions:
        for column in question.columns[1:] if question.always else question.columns:
            yield question, column


def table_of(name: str, since: date, month: date, sheet: Sheet, behind: "Behind | None" = None) -> Table:
    """One table out of a tally."""
    groups = sheet.groups(name)
    made = Table(name, since, month, groups, {})
    numbers = {
        made.cell(group, question, column): sheet.number(name, group, question.id if question else None, column)
        for group in groups
        for question, column in columns_of(sheet.questions)
    }
    few = frozenset(cell for cell, number in numbers.items() if number and behind and behind.few(cell, number))
    return replace(made, numbers=numbers, few=few)


@dataclass(slots=True)
class Behind:
    """Who stands behind each number: in memory while a snapshot is made, and kept nowhere."""

    found: dict[tuple[str, str, str, str], tuple[Counter[Hashable], Counter[Hashable]]] = field(
        default_factory=dict, repr=False
    )

    def add(
        self,
        questions: Sequence[Counted],
        groups: Mapping[str, str],
        answers: Mapping[str, Record],
        worker: Hashable,
        household: Hashable,
    ) -> None:
        """One statement, by its groups and answers, and the two it comes from."""
        columns = [(STATEMENTS, ASKED)]
        for question in questions:
            given = answers.get(question.id)
            counts = question.counts(chosen_of(given)) if given else {}
            columns += [(question.id, column) for column, many in counts.items() if many]
        for table, group in groups.items():
            for question_id, column in columns:
                pair = self.found.setdefault((table, group, question_id, column), (Counter(), Counter()))
                pair[0][worker] += 1
                pair[1][household] += 1

    def few(self, cell: Cell, number: int) -> bool:
        """Statements that are gone since they were counted stand for one more, whom nobody knows."""
        workers, households = self.found.get(
            (cell.table, cell.group, cell.question, cell.column), (Counter(), Counter())
        )
        gone = number - workers.total()
        lost: Counter[Hashable] = Counter({None: gone} if gone > 0 else {})
        return few_behind(workers + lost, households + lost)


def published(table: Table, questions: Sequence[Counted]) -> dict[str, Any]:
    """The table as anybody may read it: a number, or one symbol for all that is hidden, whatever the reason."""

    def shown(group: str, question: Counted | None, column: str) -> int | str:
        cell = table.cell(group, question, column)
        return CONFIDENTIAL if cell in table.hidden else table.numbers[cell]

    kept = [question for question in questions if question.id not in table.withdrawn]
    return {
        "v": 1,
        "table": table.name,
        "since": f"{table.since:%Y-%m}",
        "month": f"{table.month:%Y-%m}",
        "questions": {
            each.id: {"always": each.always, "columns": list(each.columns), "blocks": [list(b) for b in each.blocks]}
            for each in questions
        },
        "withdrawn": sorted(table.withdrawn),
        "groups": {
            group: {
                "statements": shown(group, None, ASKED),
                "answers": {each.id: [shown(group, each, column) for column in each.columns] for each in kept},
            }
            for group in table.groups
        },
    }
