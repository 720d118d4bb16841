"""Hides, has it audited, hides more, until the audit finds nothing; and publishes nothing that it could not prove."""

import time
from collections.abc import Sequence
from datetime import date, datetime

from voice.figures.audit import Audit, Place
from voice.figures.columns import ASKED, Counted
from voice.figures.family import ALL, LIES_IN, TOTAL
from voice.figures.suppression import Hiding
from voice.figures.tables import STATEMENTS, Cell, Table, published

ROUNDS, THEN_WITHDRAW = 40, 25
SECONDS = 600.0


def protect(tables: Sequence[Table], questions: Sequence[Counted], seconds: float = SECONDS) -> list[Table]:
    """The new ones of these tables, with what is hidden in them; those that cannot be protected are missing.

    `tables` are all that have months in common, directly or by way of another: those published before are fixed.
    """
    ends = time.monotonic() + seconds
    hiding = Hiding(tables, questions)
    hiding.hide()
    if any(
        table.cell(ALL, None, ASKED) in hiding.hidden for table in tables if table.name == TOTAL and not table.fixed
    ):
        return []  # too few are behind the whole of it
    for number in range(ROUNDS):
        result = _without_bases(hiding.result())
        told = Audit([published(each, questions) for each in result], ends - time.monotonic()).told()
        if not told:
            return [table for table in result if not table.fixed]
        if time.monotonic() > ends:
            break
        cells = [_cell(place) for place in told]
        if number < THEN_WITHDRAW:
            hiding.hide_around(cells)
        else:
            for cell in cells:
                hiding.give_up(cell)
            hiding.hide_around([])
    return []


def _without_bases(tables: Sequence[Table]) -> list[Table]:
    """A table in which even the bases could not be protected is not published, nor what lies in it."""
    kept: list[Table] = []
    for table in tables:  # coarser ones come first
        there = {each.name for each in kept if each.month == table.month}
        if table.fixed or (STATEMENTS not in table.withdrawn and there.issuperset(LIES_IN.get(table.name, ()))):
            kept.append(table)
    return kept


def _cell(place: Place) -> Cell:
    month: date = datetime.strptime(place.month, "%Y-%m").date()  # noqa: DTZ007 - a month, not a moment
    return Cell(place.table, month, place.group, place.question, place.column)
