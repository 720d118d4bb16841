"""The table as it is printed."""

from collections.abc import Sequence

from bench.figures import Results

HEADINGS = ("benchmark", "compared with", "median (range)", "goal", "reached", "ours : theirs")


def printed(results: Results) -> str:
    rows = [HEADINGS, *(figure.as_row() for figure in results.figures)]
    machine = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in results.machine.items())
    counted = [f"{name}: {count}" for name, count in results.counted.items()]
    return "\n".join([f"This machine: {machine}.", "", *_columns(rows), "", *counted, *results.remarks])


def _columns(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return [lines[0], "-" * len(lines[0]), *lines[1:]]
