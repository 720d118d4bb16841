"""When a person reads: duty hours, working days and the bank holidays of where the child lives (R12, R71).

`arrangements["duty"]` is {"opens": "09:00", "closes": "17:00", "out_of_hours": true or false}. Without a recorded
out-of-hours arrangement nothing says that anyone reads at night.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from holidays.countries.united_kingdom import UnitedKingdom

from voice.clock import LONDON
from voice.model import Level

READ_WITHIN = {Level.UNSAFE: timedelta(minutes=15), Level.URGENT: timedelta(minutes=15)}
REPLY_WORKING_DAYS = 2


@cache
def _bank_holidays(place: str) -> UnitedKingdom:
    return UnitedKingdom(subdiv=place)  # type: ignore[no-untyped-call]


def is_working_day(day: date, place: str = "ENG") -> bool:
    """Whether an office is open on this day in this part of the United Kingdom (ENG, WLS, SCT, NIR)."""
    return day.weekday() < 5 and day not in _bank_holidays(place)


def working_days_after(day: date, count: int, place: str = "ENG") -> date:
    """The working day that comes `count` working days after this one."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day, place)
    return day


def statement_read_by(now: datetime, place: str = "ENG") -> date:
    """The day by which an adult will have read what a child sent."""
    return working_days_after(now.astimezone(LONDON).date(), REPLY_WORKING_DAYS, place)


def concern_read_by(now: datetime, level: Level, arrangements: Mapping[str, Any]) -> datetime:
    """The moment by which a person reads a concern: minutes in duty hours or where somebody is there at night."""
    duty, place = arrangements["duty"], arrangements.get("calendar", "ENG")
    here = now.astimezone(LONDON)
    opens, closes = time.fromisoformat(duty["opens"]), time.fromisoformat(duty["closes"])
    within = READ_WITHIN.get(level)
    at_desk = is_working_day(here.date(), place) and opens <= here.time() < closes
    if within and (duty["out_of_hours"] or at_desk):
        return now + within
    if at_desk:
        return datetime.combine(here.date(), closes, LONDON)
    today_still = is_working_day(here.date(), place) and here.time() < opens
    day = here.date() if today_still else working_days_after(here.date(), 1, place)
    return datetime.combine(day, opens, LONDON) + (within or timedelta(hours=3))
