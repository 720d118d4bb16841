"""What a run found: ratios of one run, with their medians and ranges, and the counts that must be zero."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure from several rounds."""

    values: Sequence[float]

    @property
    def median(self) -> float:
        return median(self.values)

    def __str__(self) -> str:
        shown = f"{_short(self.median)} ({_short(min(self.values))} to {_short(max(self.values))})"
        return shown if len(self.values) > 1 else _short(self.median)

    def over(self, other: "Spread") -> "Spread":
        """The ratio in each round, which is what a loaded machine leaves standing."""
        return Spread([a / b if b else 0.0 for a, b in zip(self.values, other.values, strict=True)])


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: a ratio (or a size), what is aimed at, and what it was made of."""

    name: str
    compared_with: str
    value: Spread
    goal: float
    more_is_better: bool = True
    ours: Spread | None = None
    theirs: Spread | None = None
    unit: str = ""
    remark: str = ""

    @property
    def reached(self) -> bool:
        return self.value.median >= self.goal if self.more_is_better else self.value.median <= self.goal

    def as_row(self) -> tuple[str, ...]:
        aim = f"{'≥' if self.more_is_better else '≤'} {_short(self.goal)}"
        made_of = f"{self.ours} : {self.theirs} {self.unit}" if self.ours and self.theirs else self.unit
        verdict = "yes" if self.reached else "no"
        return (self.name, self.compared_with, str(self.value), aim, verdict, made_of + self.remark)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "median": self.value.median, "reached": self.reached}


@dataclass(slots=True)
class Results:
    """Everything one `python -m bench` found."""

    machine: dict[str, Any]
    figures: list[Figure] = field(default_factory=list)
    counted: dict[str, int] = field(default_factory=dict)  # never anything but zero
    remarks: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "machine": self.machine,
            "figures": [figure.as_json() for figure in self.figures],
            "counted": self.counted,
            "remarks": self.remarks,
        }


def _short(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
