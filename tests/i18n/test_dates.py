"""Days and times as they are read where the child lives."""

from datetime import UTC, date, datetime

import pytest

from i18n.dates import clock_time, day
from i18n.languages import ARABIC


def _at(month: int, day_: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day_, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("when", "tag", "words"),
    [
        (_at(11, 24, 9), "en", "Tuesday 24 November"),
        (_at(11, 24, 9), "en-simple", "Tuesday 24 November"),
        (_at(11, 24, 9), "ar", "الثلاثاء، 24 نوفمبر"),
        (_at(6, 30, 23, 30), "en", "Wednesday 1 July"),  # summer time: already tomorrow in London
        (_at(12, 31, 23, 30), "en", "Thursday 31 December"),
        (date(2026, 11, 24), "en", "Tuesday 24 November"),
    ],
)
def test_a_day(when: date, tag: str, words: str) -> None:
    """The day it is in London, also around midnight and in summer."""
    assert day(when, tag) == words


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (_at(11, 24, 9, 30), "9:30am"),
        (_at(11, 24, 9), "9am"),
        (_at(6, 24, 14, 5), "3:05pm"),
        (_at(11, 24, 12), "midday"),
        (_at(11, 24, 12, 15), "12:15pm"),
        (_at(11, 24, 0), "midnight"),
        (_at(11, 24, 0, 1), "12:01am"),
    ],
)
def test_a_clock_time(when: datetime, words: str) -> None:
    """As GOV.UK writes times, so that nobody reads 12pm as midnight."""
    assert clock_time(when, "en") == words


def test_a_clock_time_in_arabic() -> None:
    """In the language's own way."""
    assert clock_time(_at(6, 24, 14, 5), ARABIC).replace("\u202f", " ").replace("\u200f", "") == "3:05 م"


def test_a_time_without_a_zone_is_refused() -> None:
    """Guessing the zone would promise an answer an hour early."""
    with pytest.raises(ValueError, match="without a zone"):
        day(datetime(2026, 11, 24, 9), "en")  # noqa: DTZ001 - it is what is refused
    with pytest.raises(ValueError, match="without a zone"):
        clock_time(datetime(2026, 11, 24, 9), "en")  # noqa: DTZ001
