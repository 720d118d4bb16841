"""The tally of one month: how often each answer was given, in each group of each published table. Nothing of anybody.

It is sealed, and equally long whatever was answered: the numbers of a row take the same room, nought or not.
"""

import json
import struct
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self, TypeVar
from uuid import UUID

from surveys.record import Record, chosen_of
from voice.figures.columns import Counted
from voice.figures.family import ALL, TOTAL
from voice.model import Point

PAIRS = tuple(
    (before, after) for before in Point for after in Point if list(Point).index(before) < list(Point).index(after)
)
CHANGES = ("up", "same", "down")
_NUMBER = 4  # bytes

Row = list[int]
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The statements counted in one month, and what they add up to. `rows`: by table and group, then one a column."""

    questions: Sequence[Counted]
    statements: set[UUID] = field(default_factory=set)
    rows: dict[tuple[str, str], Row] = field(default_factory=dict)
    changes: dict[str, Row] = field(default_factory=dict)  # by question, for each pair of points: up, same, down

    def add(self, statement: UUID, groups: Mapping[str, str], answers: Mapping[str, Record]) -> None:
        """Count one statement in each table's group that it belongs to."""
        self.statements.add(statement)
        counts = [1]
        for question in self.questions:
            given = answers.get(question.id)
            counts += question.counts(chosen_of(given)).values() if given else [0] * len(question.columns)
        for place in groups.items():
            row = self.rows.setdefault(place, [0] * len(counts))
            self.rows[place] = [a + b for a, b in zip(row, counts, strict=True)]

    def add_change(self, question: str, pair: tuple[Point, Point], change: str) -> None:
        """Count that the same child's answer went up, down or stayed between two points."""
        row = self.changes.setdefault(question, [0] * len(PAIRS) * len(CHANGES))
        row[PAIRS.index(pair) * len(CHANGES) + CHANGES.index(change)] += 1

    @property
    def total(self) -> int:
        """How many statements."""
        return self.rows.get((TOTAL, ALL), [0])[0]

    def groups(self, table: str) -> list[str]:
        return sorted(group for name, group in self.rows if name == table)

    def number(self, table: str, group: str, question: str | None, column: str) -> int:
        """One number; of no question: how many statements."""
        row = self.rows.get((table, group))
        return row[self._place(question, column)] if row else 0

    def _place(self, question: str | None, column: str) -> int:
        at = 1
        for each in self.questions:
            if each.id == question:
                return at + each.columns.index(column)
            at += len(each.columns)
        return 0

    def to_bytes(self) -> bytes:
        rows = [[*place, _packed(row)] for place, row in sorted(self.rows.items())]
        changes = [
            [question.id, _packed(self.changes.get(question.id, [0] * len(PAIRS) * len(CHANGES)))]
            for question in self.questions
            if question.ordered
        ]
        statements = sorted(str(each) for each in self.statements)
        return json.dumps({"v": 1, "statements": statements, "rows": rows, "changes": changes}).encode()

    @classmethod
    def from_bytes(cls, questions: Sequence[Counted], body: bytes) -> Self:
        kept = json.loads(body)
        return cls(
            questions,
            {UUID(each) for each in kept["statements"]},
            {(table, group): _unpacked(packed) for table, group, packed in kept["rows"]},
            {question: _unpacked(packed) for question, packed in kept["changes"]},
        )


def together(questions: Sequence[Counted], sheets: Sequence[Sheet]) -> Sheet:
    """Several months as one."""
    made = Sheet(questions)
    for sheet in sheets:
        made.statements.update(sheet.statements)
        _add_all(made.rows, sheet.rows)
        _add_all(made.changes, sheet.changes)
    return made


def _add_all(kept: dict[K, Row], new: Mapping[K, Row]) -> None:
    for place, row in new.items():
        kept[place] = [a + b for a, b in zip(kept.get(place, [0] * len(row)), row, strict=True)]


def _packed(row: Row) -> str:
    return b64encode(struct.pack(f"<{len(row)}I", *row)).decode()


def _unpacked(packed: str) -> Row:
    raw = b64decode(packed)
    return list(struct.unpack(f"<{len(raw) // _NUMBER}I", raw))
