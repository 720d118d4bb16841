"""Counts again, from the statements themselves, and compares with the tallies: a figure nobody can check is a rumour.

A month of which nothing was erased agrees number by number. Where statements were erased since, no number may be more
than the tally's, and as many statements are missing as left a tombstone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from storage import counting as standing
from storage import tallies
from storage.reading import Reader
from storage.tallies import Book
from voice import counting
from voice.figures.columns import counted
from voice.figures.sheet import Sheet
from voice.staff_services import StaffServices


@dataclass(frozen=True, slots=True)
class Recounted:
    """One month of one survey version, counted again. No answers."""

    survey: str
    number: int
    month: date
    tallied: int
    erased: int
    agrees: bool


async def recount(services: StaffServices) -> list[Recounted]:
    """Every month there is."""
    async with services.store.reading() as db:
        found: list[Recounted] = []
        for book in await tallies.books(db, services.authority):
            found += await _of_version(db, services, book)
        return found


async def still_waiting(services: StaffServices) -> int:
    """How many statements wait to be counted."""
    async with services.store.reading() as db:
        return sum((await standing.waiting_by_version(db, services.authority)).values())


async def _of_version(db: Reader, services: StaffServices, book: Book) -> Sequence[Recounted]:
    survey = await counting.survey_of(db, services.authority, book.version)
    found = []
    for kept in await tallies.sheets(db, services.authority, book.version):
        sheet = await counting.read_sheet(db, services, survey, book.version, kept)
        opened = await counting.open_statements(db, services, sorted(sheet.statements))
        again = Sheet(counted(survey))
        for statement, said in opened.items():
            again.add(statement, said.groups, said.answers)
        gone = sheet.statements - again.statements
        erased = await standing.removed(db, services.authority, sorted(gone))
        agrees = erased == gone and sheet.total == len(sheet.statements) and _agree(sheet, again, exactly=not gone)
        found.append(Recounted(survey.code, survey.version, kept.month, sheet.total, len(erased), agrees))
    return found


def _agree(sheet: Sheet, again: Sheet, *, exactly: bool) -> bool:
    if exactly:
        return sheet.rows == again.rows
    return all(
        all(now <= then for now, then in zip(row, sheet.rows.get(place, ()), strict=True))
        for place, row in again.rows.items()
    )
