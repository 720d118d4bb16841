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


# The evening before, and when a worry is told in each part. In summer nine o'clock is eight at UTC.
NEXT_MORNING = {
    "the second of January is Scotland's": ("2026-01-01 20:00", {"SCT": "2026-01-05 09:00"}, "2026-01-02 09:00"),
    "St Patrick's day is Northern Ireland's": ("2026-03-16 20:00", {"NIR": "2026-03-18 09:00"}, "2026-03-17 09:00"),
    "Easter Monday is not Scotland's": ("2026-04-03 20:00", {"SCT": "2026-04-06 08:00"}, "2026-04-07 08:00"),
    "the Boyne, given on Monday": ("2026-07-11 20:00", {"NIR": "2026-07-14 08:00"}, "2026-07-13 08:00"),
    "August begins with one in Scotland": ("2026-08-02 20:00", {"SCT": "2026-08-04 08:00"}, "2026-08-03 08:00"),
    "August ends with one elsewhere": ("2026-08-30 20:00", {"SCT": "2026-08-31 08:00"}, "2026-09-01 08:00"),
    "St Andrew's day is Scotland's": ("2026-11-29 20:00", {"SCT": "2026-12-01 09:00"}, "2026-11-30 09:00"),
}


@pytest.mark.parametrize("place", ["ENG", "WLS", "SCT", "NIR"])
@pytest.mark.parametrize(("raised", "there", "elsewhere"), NEXT_MORNING.values(), ids=NEXT_MORNING.keys())
def test_holidays_are_those_of_where_she_lives(raised: str, there: dict[str, str], elsewhere: str, place: str) -> None:
    """As gov.uk lists the bank holidays of each part for 2026 (R71, R79)."""
    told = told_at(at(raised), Level.WORRY, timedelta(0), SOMEBODY_AT_NIGHT, place)

    assert told == at(there.get(place, elsewhere))


def test_not_safe_counts_at_every_hour_where_somebody_is_there() -> None:
    raised = at("2026-12-19 02:00")

    assert told_at(raised, Level.UNSAFE, timedelta(minutes=15), SOMEBODY_AT_NIGHT, "ENG") == at("2026-12-19 02:15")


def test_not_safe_at_night_where_nobody_is_there() -> None:
    """Those who come first hear at once; the others' time begins when somebody can have read it."""
    raised = at("2026-12-19 02:00")

    assert told_at(raised, Level.UNSAFE, timedelta(0), NOBODY_AT_NIGHT, "ENG") == raised
    assert told_at(raised, Level.UNSAFE, timedelta(minutes=30), NOBODY_AT_NIGHT, "ENG") == at("2026-12-21 09:30")
