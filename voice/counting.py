"""The worker counts what children answered: at least ten statements at a time, in no order, and sealed again.

A statement is counted exactly once: in one transaction its delivery is done and it stands in the month's sheet, and
of two workers who count the same one has turned the page before. No transaction that counts writes a statement. What
is too little to be counted waits: nobody could be told of fewer anyway, and tallies plus waiting are all statements.
"""

import asyncio
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from storage import counting, public_keys, tallies, versions
from storage.counting import Part, Said
from storage.errors import StoreRefused
from storage.reading import Reader
from storage.tallies import Sealed
from storage.writes import Writes
from surveys.model import Survey
from surveys.record import Record, chosen_of
from voice import clock
from voice.errors import KekUnknown, NothingThere, SealBroken
from voice.figures.columns import Counted, counted
from voice.figures.family import groups_of
from voice.figures.sheet import PAIRS, Sheet
from voice.logging import warn
from voice.model import Point, Purpose
from voice.staff_services import StaffServices

AT_LEAST, AT_MOST = 10, 200
STAYS_OPEN = timedelta(days=7)  # a month takes in what was sent in it for so long after its end


@dataclass(frozen=True, slots=True)
class Opened:
    """One statement, opened in memory: under what it is counted, and its closed answers."""

    groups: Mapping[str, str]
    point: Point | None
    answers: Mapping[str, Record] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Batch:
    """What is counted together."""

    said: Sequence[Said]
    opened: Mapping[UUID, Opened] = field(repr=False)
    earlier: Mapping[UUID, Sequence[Opened]] = field(repr=False)  # by child, what she said at other points


def month_of(day: date) -> date:
    return day.replace(day=1)


def next_month(month: date) -> date:
    return month_of(month + timedelta(days=31))


def closes(month: date) -> date:
    """The first day on which nothing is added to this month any more."""
    return next_month(month) + STAYS_OPEN


def counts_into(sent: datetime, today: date) -> date:
    """The month a statement is counted in: the one it was sent in, or where that is closed, the present one."""
    month = month_of(sent.astimezone(clock.LONDON).date())
    return month if today < closes(month) else month_of(today)


async def count_waiting(services: StaffServices) -> int:
    """Count what can be counted now; how many statements."""
    async with services.store.reading() as db:
        found = await counting.waiting_by_version(db, services.authority)
    done = 0
    for version in (version for version, many in found.items() if many >= AT_LEAST):
        await _need_book(services, version)
        while more := await _count(services, version):
            done += more
    return done


async def _count(services: StaffServices, version: UUID) -> int:
    """One batch; 0 where another worker was first, or too little waits."""
    store, authority = services.store, services.authority
    async with store.reading() as db:
        book = await tallies.book_of(db, authority, version)  # before all else, so that what follows is as new
        said = await counting.waiting(db, authority, version, AT_MOST)
        if book is None or len(said) < AT_LEAST:
            return 0
        survey = await survey_of(db, authority, version)
        batch = await _open(db, services, version, said)
        sheets = await _sheets(db, services, survey, version, {counts_into(each.sent, clock.today()) for each in said})
        key = (await public_keys.recipients(db, services.keys, None))[Purpose.NUMBERS]
    writes = Writes(authority)
    tallies.turn_page(writes, book)
    _add(sheets, counted(survey), batch)
    for month, (sheet, kept) in sheets.items():
        tallies.keep_sheet(writes, version, month, sheet.to_bytes(), key, kept)
    counting.settle(writes, [each.delivery for each in said if each.statement in batch.opened], "done")
    counting.settle(
        writes, [each.delivery for each in said if each.statement not in batch.opened], "dead", "not_opened"
    )
    return len(said) if await store.write(writes) else 0


async def _need_book(services: StaffServices, version: UUID) -> None:
    async with services.store.reading() as db:
        if await tallies.book_of(db, services.authority, version):
            return
    writes = Writes(services.authority)
    tallies.begin_book(writes, version)
    try:
        await services.store.write(writes)
    except StoreRefused as refused:
        warn("another worker counts too", refused)


async def survey_of(db: Reader, authority: UUID, version: UUID) -> Survey:
    """The survey as it was published. Raises NothingThere."""
    found = await versions.find(db, authority, version)
    if found is None:
        raise NothingThere
    return Survey.model_validate(found.definition)


async def _sheets(
    db: Reader, services: StaffServices, survey: Survey, version: UUID, months: set[date]
) -> dict[date, tuple[Sheet, Sealed | None]]:
    kept = {each.month: each for each in await tallies.sheets(db, services.authority, version, sorted(months))}
    return {
        month: (
            await read_sheet(db, services, survey, version, kept[month]) if month in kept else Sheet(counted(survey)),
            kept.get(month),
        )
        for month in sorted(months)
    }


async def read_sheet(db: Reader, services: StaffServices, survey: Survey, version: UUID, kept: Sealed) -> Sheet:
    """A month's sheet, opened."""
    body = await tallies.open_sheet(db, services.authority, services.provider, version, kept)
    return Sheet.from_bytes(counted(survey), body)


async def _open(db: Reader, services: StaffServices, version: UUID, said: Sequence[Said]) -> Batch:
    """Open the statements, and of the children asked at a later point what they said before."""
    opened = await open_statements(db, services, [each.statement for each in said])
    again = [each for each in said if each.statement in opened and opened[each.statement].point]
    ids = await counting.earlier(db, services.authority, version, [each.child for each in again])
    before = {each.statement: each for each in await counting.behind(db, services.authority, ids)}
    others = await open_statements(db, services, ids)
    earlier: dict[UUID, list[Opened]] = {}
    for each in again:
        mine = [one for one in before.values() if one.child == each.child and one.sent < each.sent]
        mine.sort(key=lambda one: one.sent)
        earlier[each.statement] = [others[one.statement] for one in mine if one.statement in others]
    mixed = secrets.SystemRandom().sample(said, len(said))
    return Batch(mixed, opened, earlier)


async def open_statements(db: Reader, services: StaffServices, ids: Sequence[UUID]) -> dict[UUID, Opened]:
    """What of these statements can be opened. It takes a while, and the doors beside us have children to serve."""
    parts = await counting.parts_of(db, services.authority, ids)
    return await asyncio.to_thread(_open_all, services, parts)


def _open_all(services: StaffServices, parts: Sequence[Part]) -> dict[UUID, Opened]:
    bodies: dict[UUID, list[dict[str, Any]]] = {}
    broken: set[UUID] = set()
    for part in parts:
        try:
            body = part.open(services.authority, services.provider)
        except (SealBroken, KekUnknown) as failed:
            warn("a statement could not be opened to be counted", failed)
            broken.add(part.statement)
        else:
            if body is not None:
                bodies.setdefault(part.statement, []).append(json.loads(body))
    return {id: _as_opened(said) for id, said in bodies.items() if id not in broken}


def _as_opened(bodies: Sequence[Mapping[str, Any]]) -> Opened:
    under = next((body for body in bodies if body.get("counted")), None)
    if under is None:  # sent before there was anything to count under
        under = {**bodies[0], "counted": {"team": None, "age": None, "ways": [], "point": None}}
    point = under["counted"]["point"]
    answers = {answer["question"]: answer for body in bodies for answer in body.get("answers", ())}
    return Opened(groups_of(under), Point(point) if point else None, answers)


def _add(sheets: Mapping[date, tuple[Sheet, Sealed | None]], questions: Sequence[Counted], batch: Batch) -> None:
    for each in batch.said:
        opened = batch.opened.get(each.statement)
        if opened is None:
            continue
        sheet, _ = sheets[counts_into(each.sent, clock.today())]
        sheet.add(each.statement, opened.groups, opened.answers)
        for before in batch.earlier.get(each.statement, ()):
            _add_changes(sheet, questions, before, opened)


def _add_changes(sheet: Sheet, questions: Sequence[Counted], before: Opened, after: Opened) -> None:
    """Two answers of one child to the same question in the same words, at two points (R19)."""
    if before.point is None or after.point is None or (before.point, after.point) not in PAIRS:
        return
    for question in questions:
        one, other = (_place_of(question, said.answers.get(question.id)) for said in (before, after))
        if one is not None and other is not None:
            change = "up" if other > one else "down" if other < one else "same"
            sheet.add_change(question.id, (before.point, after.point), change)


def _place_of(question: Counted, given: Record | None) -> int | None:
    """Where on the scale the answer is; None for no answer, and for one that is no place on it."""
    chosen = chosen_of(given) if given and question.ordered else ()
    return int(chosen[0]) if len(chosen) == 1 and chosen[0].isdecimal() else None
