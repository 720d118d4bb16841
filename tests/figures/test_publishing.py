"""What is published, and when: closed months alone, ten statements or more, once, and never what an older one tells."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from storage import snapshots
from storage.snapshots import Snapshot
from surveys.loading import library
from tests.counting.saying import Answers, a_child, sends, workers
from tests.figures import attacker
from tests.world import SURVEY, World
from voice import clock, counting, publishing
from voice.figures.audit import Audit
from voice.figures.columns import counted
from voice.figures.hiding import THRESHOLD
from voice.figures.sheet import Sheet
from voice.publishing import Closing

NAMES = [
    "alone",
    "team",
    "total",
]  # everybody answered alone on the web, in English, at one age: nothing to split there


async def made(world: World) -> list[Snapshot]:
    async with world.staff.store.reading() as db:
        return await snapshots.of_version(db, world.staff.authority, world.version)


async def more_send(world: World, many: int, team: UUID, choice: str) -> None:
    """So many more of one team say the same, each with a household and one of five workers."""
    people = await workers(world, team, 5) if many else []
    for n in range(many):
        child = await a_child(world, f"Later {n}", team, people[n % 5])
        await sends(world, child, Answers({"time_alone": choice}))
    await counting.count_waiting(world.staff)


async def test_a_month_is_published_once(published: World) -> None:
    """On the eighth, by whichever worker is first; the next look finds nothing to do."""
    before = await made(published)

    again = await asyncio.gather(*(publishing.close_months(published.staff) for _ in range(2)))

    assert sorted(each.table for each in before) == NAMES
    assert again == [0, 0]
    assert await made(published) == before
    assert {(each.since, each.month) for each in before} == {(date(2026, 11, 1), date(2026, 11, 1))}


async def test_not_before_seven_days_have_passed(published_before: World) -> None:
    clock.stand(datetime(2026, 12, 7, 23, 59, tzinfo=UTC))
    assert await publishing.close_months(published_before.staff) == 0

    clock.move(timedelta(minutes=1))
    assert await publishing.close_months(published_before.staff) == 3


async def test_two_workers_publish_once(published_before: World) -> None:
    both = await asyncio.gather(*(publishing.close_months(published_before.staff) for _ in range(2)))

    assert sorted(both) == [0, 3]
    assert len(await made(published_before)) == 3


async def test_one_more_answer_changes_nothing_that_is_shown(published: World) -> None:
    """Base 12 and never 6 today, 13 and 7 tomorrow: that would be one child's answer, read by looking twice."""
    before = await made(published)
    await more_send(published, 9, published.east, "never")

    clock.stand(datetime(2027, 1, 8, 10, 0, tzinfo=UTC))
    await publishing.close_months(published.staff)

    assert await made(published) == before


async def test_a_month_with_too_little_goes_into_the_next(published: World) -> None:
    """Nine in December are not published; with more of January they are, as one time that overlaps no other."""
    await more_send(published, 9, published.east, "never")
    clock.stand(datetime(2027, 1, 8, 10, 0, tzinfo=UTC))
    await publishing.close_months(published.staff)
    await more_send(published, 9, published.west, "always")
    clock.stand(datetime(2027, 2, 8, 10, 0, tzinfo=UTC))
    await publishing.close_months(published.staff)

    totals = [each for each in await made(published) if each.table == "total"]
    assert [(each.since.month, each.month.month) for each in totals] == [(11, 11), (12, 1)]
    assert totals[-1].figures["groups"]["all"]["statements"] == 18


async def test_everything_ever_published_tells_nothing(published: World) -> None:
    """All files of two months together, against the audit and an attacker who knows nothing of it."""
    await more_send(published, 14, published.east, "never")
    clock.stand(datetime(2027, 1, 8, 10, 0, tzinfo=UTC))
    await publishing.close_months(published.staff)

    files = [each.figures for each in await made(published)]
    assert len({file["month"] for file in files}) == 2
    assert Audit(files).told() == []
    assert attacker.found_out(files) == {}


async def test_no_small_number_is_in_a_snapshot(published: World) -> None:
    """Whatever is published is nought, more than five, or hidden."""
    for each in await made(published):
        for row in each.figures["groups"].values():
            values = [row["statements"], *(value for answers in row["answers"].values() for value in answers)]
            assert all(value in ("c", 0) or value > THRESHOLD for value in values)


async def test_what_cannot_be_protected_is_not_published(
    published_before: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process that hides dies or finds no end: nothing is shown, the month is closed and goes into the next."""

    async def nothing(*_: object) -> list[object]:
        return []

    monkeypatch.setattr(publishing, "protect_apart", nothing)
    assert await publishing.close_months(published_before.staff) == 0
    assert await made(published_before) == []
    monkeypatch.undo()

    await more_send(published_before, 10, published_before.east, "never")
    clock.stand(datetime(2027, 1, 8, 10, 0, tzinfo=UTC))
    await publishing.close_months(published_before.staff)

    [total] = [each for each in await made(published_before) if each.table == "total"]
    assert (total.since.month, total.month.month) == (11, 12)
    assert total.figures["groups"]["all"]["statements"] == 70


@pytest.mark.parametrize(("many", "tables"), [(9, set()), (10, {"total"})])
def test_a_snapshot_is_of_ten_or_more(many: int, tables: set[str]) -> None:
    """Also where all of them were counted already: nine are no snapshot, whatever could be hidden in it."""
    survey, month = library()[SURVEY], date(2026, 11, 1)
    sheet = Sheet(counted(survey))
    for _ in range(many):
        sheet.add(uuid4(), {"total": "all"}, {})

    assert set(Closing(uuid4(), month, survey, {month: sheet}, ()).due()) == tables
