"""docs/access.csv, line by line: written by hand, and the judge of the code."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from voice.model import Role

TABLE = Path(__file__).parent.parent / "docs" / "access.csv"
TIES = ("allocated", "cover", "was_then", "team", "elsewhere")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table."""

    roles: frozenset[Role]
    tie: str
    expected: dict[str, bool]


def lines() -> Iterator[Line]:
    rows = [row for row in TABLE.read_text().splitlines() if not row.startswith("#")]
    for row in csv.DictReader(rows):
        roles = frozenset(Role(role) for role in row.pop("role").split("+"))
        tie = row.pop("tie")
        for each in TIES if tie == "any" else (tie,):
            yield Line(roles, each, {name: {"yes": True, "no": False}[value] for name, value in row.items()})
