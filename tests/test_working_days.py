"""When people are told: at once where a child may not be safe, in the office's own hours for a worry."""

from datetime import UTC, datetime, timedelta

import pytest

from voice.model import Level
from voice.working_days import told_at

NOBODY_AT_NIGHT = {"duty": {"opens": "09:00", "closes": "17:00", "out_of_hours": False}}
SOMEBODY_AT_NIGHT = {"duty": {"opens": "09:00", "closes": "17:00", "out_of_hours": True}}

# Raised, after so many minutes, told. Winter: London is at UTC. Friday 18 December 2026 is a working day.
WORRIES = {
    "in the morning, at once": ("2026-12-18 10:00", 0, "2026-12-18 10:00"),
    "in the morning, then after four hours": ("2026-12-18 10:00", 15, "2026-12-18 14:00"),
    "a whole day is a day of the office's": ("2026-12-17 10:00", 30, "2026-12-18 10:00"),
    "before it opens, when it opens": ("2026-12-18 03:00", 0, "2026-12-18 09:00"),
    "at night, never": ("2026-12-18 22:00", 0, "2026-12-21 09:00"),
    "over the week-end": ("2026-12-18 16:00", 15, "2026-12-21 12:00"),
    "until closing is still today": ("2026-12-18 13:00", 15, "2026-12-18 17:00"),
    "over Christmas, with Boxing Day given on Monday": ("2026-12-24 16:00", 15, "2026-12-29 12:00"),
    "in summer by the clock on the wall": ("2026-07-17 21:00", 0, "2026-07-20 08:00"),
}


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize(("raised", "after", "told"), WORRIES.values(), ids=WORRIES.keys())
def test_a_worry_is_told_in_the_offices_hours(raised: str, after: int, told: str) -> None:
    """Nobody is woken by one (R71)."""
    found = told_at(at(raised), Level.WORRY, timedelta(minutes=after), SOMEBODY_AT_NIGHT, "ENG")

    assert found == at(told)


@pytest.mark.parametrize(("place", "told"), [("ENG", "2026-01-02 09:00"), ("SCT", "2026-01-05 09:00")])
def test_holidays_are_those_of_where_she_lives(place: str, told: str) -> None:
    """The second of January is a holiday in Scotland alone (R79)."""
    assert told_at(at("2026-01-01 20:00"), Level.WORRY, timedelta(0), SOMEBODY_AT_NIGHT, place) == at(told)


def test_not_safe_counts_at_every_hour_where_somebody_is_there() -> None:
    raised = at("2026-12-19 02:00")

    assert told_at(raised, Level.UNSAFE, timedelta(minutes=15), SOMEBODY_AT_NIGHT, "ENG") == at("2026-12-19 02:15")


def test_not_safe_at_night_where_nobody_is_there() -> None:
    """Those who come first hear at once; the others' time begins when somebody can have read it."""
    raised = at("2026-12-19 02:00")

    assert told_at(raised, Level.UNSAFE, timedelta(0), NOBODY_AT_NIGHT, "ENG") == raised
    assert told_at(raised, Level.UNSAFE, timedelta(minutes=30), NOBODY_AT_NIGHT, "ENG") == at("2026-12-21 09:30")
