"""When a person reads: duty hours, working days and the bank holidays of where the child lives (R12, R71).

`arrangements["duty"]` is {"opens": "09:00", "closes": "17:00", "out_of_hours": true or false}. Without a recorded
out-of-hours arrangement nothing says that anyone reads at night.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

import holidays

from voice.clock import LONDON
from voice.model import Level

READ_WITHIN = {Level.UNSAFE: timedelta(minutes=15), Level.URGENT: timedelta(minutes=15)}
REPLY_WORKING_DAYS = 2
UNDERSTOOD_WITHIN = timedelta(hours=4)  # of the office's own (R60)
WORRY_SLOWER = 16  # a quarter of an hour for what is urgent is four hours of the office's for a worry


@dataclass(frozen=True, slots=True)
class Hours:
    """When the duty team is at its desks, where the child lives."""

    opens: time
    closes: time
    place: str = "ENG"

    def open_at(self, moment: datetime) -> bool:
        here = moment.astimezone(LONDON)
        return is_working_day(here.date(), self.place) and self.opens <= here.time() < self.closes

    def after(self, moment: datetime, span: timedelta) -> datetime:
        """The moment at which this much of the team's own time has passed."""
        here = moment.astimezone(LONDON)
        while True:
            begins, ends = (datetime.combine(here.date(), at, LONDON) for at in (self.opens, self.closes))
            here = max(here, begins)
            if is_working_day(here.date(), self.place) and here < ends:
                if span <= ends - here:
                    return here + span
                span -= ends - here
            here = datetime.combine(here.date() + timedelta(days=1), time.min, LONDON)


def duty_hours(arrangements: Mapping[str, Any], place: str | None = None) -> Hours:
    duty = arrangements["duty"]
    opens, closes = time.fromisoformat(duty["opens"]), time.fromisoformat(duty["closes"])
    return Hours(opens, closes, place or arrangements.get("calendar", "ENG"))


def told_at(raised: datetime, level: Level, after: timedelta, arrangements: Mapping[str, Any], place: str) -> datetime:
    """When a step is due that comes so long after a concern was raised (R71).

    A worry is told in the team's own hours alone. Of what is urgent the first hear at once, at whatever hour; the rest
    are counted from when somebody is there: at once where somebody is there at night too.
    """
    hours = duty_hours(arrangements, place)
    if level is Level.WORRY:
        return hours.after(raised, after * WORRY_SLOWER)
    if not after or arrangements["duty"]["out_of_hours"]:
        return raised + after
    return hours.after(raised, timedelta(0)) + after


@cache
def _bank_holidays(place: str) -> holidays.HolidayBase:
    made: holidays.HolidayBase = _united_kingdom().UnitedKingdom(subdiv=place)
    return made


def _united_kingdom() -> ModuleType:
    """The library's file of this country alone: by its own door it loads every country of the world, six megabytes."""
    path = Path(holidays.__file__).parent / "countries" / "united_kingdom.py"
    module = ModuleType("united_kingdom")
    SourceFileLoader(module.__name__, str(path)).exec_module(module)
    return module


def load_calendars() -> None:
    """Worked out when it is first asked for: before a child waits for it."""
    _bank_holidays("ENG")


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
    hours, within = duty_hours(arrangements), READ_WITHIN.get(level)
    if within and (arrangements["duty"]["out_of_hours"] or hours.open_at(now)):
        return now + within
    if hours.open_at(now):
        return datetime.combine(now.astimezone(LONDON).date(), hours.closes, LONDON)
    return hours.after(now, timedelta(0)) + (within or timedelta(hours=3))


def understood_by(now: datetime, level: Level, arrangements: Mapping[str, Any]) -> datetime:
    """By when somebody has to understand what was said: four hours of the office's, at once where she is not safe."""
    if level is not Level.WORRY:
        return concern_read_by(now, level, arrangements)
    return duty_hours(arrangements).after(now, UNDERSTOOD_WITHIN)
