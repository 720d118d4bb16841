"""When a month has been closed for seven days, the worker publishes what may be published of it: a snapshot a table.

A snapshot holds what was counted in its months and is never changed; what comes later goes into the next. So no two
snapshots of a table overlap, and taking one from another tells nothing. The total of a survey waits for the next month
where fewer than ten statements were added; every other table waits too until it can say something, and closes only
together with the tables it lies in, so that the months of a finer table are never cut by those of a coarser one.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from storage import counting as standing
from storage import snapshots, tallies
from storage.reading import Reader
from storage.snapshots import Snapshot
from storage.tallies import Book
from storage.writes import Writes
from surveys.model import Survey
from voice import clock, counting
from voice.counting import AT_LEAST, closes, next_month
from voice.figures.apart import protect_apart
from voice.figures.columns import Counted, counted
from voice.figures.family import FAMILY, LIES_IN, TOTAL
from voice.figures.sheet import Sheet, together
from voice.figures.tables import Behind, Table, columns_of, published, table_of
from voice.logging import log, warn
from voice.staff_services import StaffServices

SAYS_SOMETHING = 10  # statements in a group
LOOK_EVERY = 3600.0  # seconds


@dataclass(frozen=True, slots=True)
class Closing:
    """A month to close: the tallies up to it, and all that was published before."""

    version: UUID
    month: date
    survey: Survey
    sheets: Mapping[date, Sheet] = field(repr=False)
    before: Sequence[Snapshot] = field(repr=False)

    @property
    def questions(self) -> tuple[Counted, ...]:
        return counted(self.survey)

    def between(self, since: date, month: date) -> Sheet:
        inside = [sheet for when, sheet in self.sheets.items() if since <= when <= month]
        return together(self.questions, inside)

    def since(self, table: str) -> date:
        """The first month that no snapshot of this table has."""
        last = max((each.month for each in self.before if each.table == table), default=None)
        return next_month(last) if last else min(self.sheets)

    def due(self) -> dict[str, date]:
        """The tables to make now, each with its first month."""
        found: dict[str, date] = {}
        for table in FAMILY:
            since = self.since(table)
            sheet = self.between(since, self.month)
            within = all(each in found for each in LIES_IN.get(table, ()))
            if within and sheet.total >= AT_LEAST and (table == TOTAL or _says_something(sheet, table)):
                found[table] = since
        return found


def _says_something(sheet: Sheet, table: str) -> bool:
    """At least two groups, and half of them not tiny."""
    sizes = [sheet.number(table, group, None, "") for group in sheet.groups(table)]
    return len(sizes) > 1 and 2 * sum(size >= SAYS_SOMETHING for size in sizes) >= len(sizes)


async def run(services: StaffServices, stop: asyncio.Event) -> None:
    """Close months as they are due, beside everything else the worker does. What is interrupted begins anew."""
    while not stop.is_set():
        work, ended = asyncio.create_task(_try_to_close(services)), asyncio.create_task(stop.wait())
        await asyncio.wait((work, ended), return_when=asyncio.FIRST_COMPLETED)
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work
        with suppress(TimeoutError):
            await asyncio.wait_for(ended, LOOK_EVERY)


async def _try_to_close(services: StaffServices) -> None:
    try:
        await close_months(services)
    except Exception as failed:  # noqa: BLE001 - the database may be away for a while: the worker goes on
        warn("a month could not be closed", failed)


async def close_months(services: StaffServices) -> int:
    """Close every month that has been over for seven days; how many snapshots were made."""
    await counting.count_waiting(services)
    async with services.store.reading() as db:
        books = await tallies.books(db, services.authority)
    made = 0
    for book in books:
        made += await _close_due(services, book)
    return made


async def _close_due(services: StaffServices, book: Book) -> int:
    made = 0
    async with services.store.reading() as db:
        kept = await tallies.sheets(db, services.authority, book.version)
    month = next_month(book.closed) if book.closed else kept[0].month if kept else clock.today()
    while closes(month) <= clock.today():
        done = await _close(services, book.version, month)
        if done is None:
            break
        made, month = made + done, next_month(month)
    return made


async def _close(services: StaffServices, version: UUID, month: date) -> int | None:
    """How many snapshots were made of this month; None where another worker was first."""
    async with services.store.reading() as db:
        book = await tallies.book_of(db, services.authority, version)
        if book is None or (book.closed and book.closed >= month):
            return None
        closing = await _gather(db, services, version, month)
        due = closing.due()
        behind = await _who_is_behind(db, services, closing, due)
    tables = await _protected(closing, due, behind)
    if len(tables) < len(due):
        warn("a table could not be protected: it is not published and goes into the next", count=len(due) - len(tables))
    writes = Writes(services.authority)
    tallies.turn_page(writes, book, closed=month)
    for table in tables:
        snapshots.add(writes, version, published(table, closing.questions), clock.now())
    if not await services.store.write(writes):
        return None
    log("a month is closed", count=len(tables))
    return len(tables)


async def _gather(db: Reader, services: StaffServices, version: UUID, month: date) -> Closing:
    survey = await counting.survey_of(db, services.authority, version)
    kept = [each for each in await tallies.sheets(db, services.authority, version) if each.month <= month]
    sheets = {each.month: await counting.read_sheet(db, services, survey, version, each) for each in kept}
    before = await snapshots.of_version(db, services.authority, version)
    return Closing(version, month, survey, sheets, before)


async def _who_is_behind(db: Reader, services: StaffServices, closing: Closing, due: Mapping[str, date]) -> Behind:
    """Which worker and which household each answer comes from, by opening the statements once more.

    It is kept in memory until the snapshot is made, and nowhere else.
    """
    behind = Behind()
    for month, sheet in closing.sheets.items():
        tables = {table for table, since in due.items() if since <= month <= closing.month}
        if not tables:
            continue
        ids = sorted(sheet.statements)
        opened = await counting.open_statements(db, services, ids)
        said = await standing.behind(db, services.authority, ids)
        people = await _people(db, services, said)
        for each in (one for one in said if one.statement in opened):
            mine = opened[each.statement]
            groups = {table: group for table, group in mine.groups.items() if table in tables}
            behind.add(closing.questions, groups, mine.answers, *people[each.statement])
    return behind


async def _people(
    db: Reader, services: StaffServices, said: Sequence[standing.Behind]
) -> dict[UUID, tuple[UUID | None, UUID]]:
    """The worker and the household of each statement.

    The record has no addresses: children who are reached by the same telephone or e-mail are one household.
    """
    children = sorted({each.child for each in said})
    with_her = await standing.allocations(db, services.authority, children)
    home = _households(children, await standing.shared_contacts(db, services.authority, children))
    found = {}
    for each in said:
        day = each.sent.astimezone(clock.LONDON).date()
        worker = next((row["staff"] for row in with_her if row["child"] == each.child and _on(row, day)), None)
        found[each.statement] = (worker, home[each.child])
    return found


def _on(row: Mapping[Any, Any], day: date) -> bool:
    return bool(row["since"] <= day and (row["until"] is None or day <= row["until"]))


def _households(children: Sequence[UUID], contacts: Sequence[Mapping[Any, Any]]) -> dict[UUID, UUID]:
    home = {child: child for child in children}
    first: dict[object, UUID] = {}
    for row in contacts:
        one, other = home[row["child"]], home[first.setdefault(row["blind_index"], row["child"])]
        if one != other:
            home = {child: other if there == one else there for child, there in home.items()}
    return home


async def _protected(closing: Closing, due: Mapping[str, date], behind: Behind) -> list[Table]:
    new = [
        table_of(table, since, closing.month, closing.between(since, closing.month), behind)
        for table, since in due.items()
    ]
    return await protect_apart([*_touching(closing, new), *new], closing.questions) if new else []


def _touching(closing: Closing, new: Sequence[Table]) -> list[Table]:
    """What was published before and has months in common with the new tables, directly or by way of another."""
    since = min((table.since for table in new), default=closing.month)
    found: list[Snapshot] = []
    while more := [each for each in closing.before if each.month >= since and each not in found]:
        found += more
        since = min(each.since for each in found)
    return [_as_table(closing, each) for each in found]


def _as_table(closing: Closing, was: Snapshot) -> Table:
    """A published table with its true numbers, which the tallies of its months still have."""
    table = table_of(was.table, was.since, was.month, closing.between(was.since, was.month))
    left_out = frozenset(was.figures["withdrawn"])
    hidden = {
        table.cell(group, question, column)
        for group, row in was.figures["groups"].items()
        for question, column in columns_of(closing.questions)
        if not (question and question.id in left_out) and _shown(was, row, question, column) == "c"
    }
    return replace(table, fixed=True, hidden=frozenset(hidden), withdrawn=left_out)


def _shown(was: Snapshot, row: Mapping[str, Any], question: Counted | None, column: str) -> object:
    if question is None:
        return row["statements"]
    return row["answers"][question.id][was.figures["questions"][question.id]["columns"].index(column)]
