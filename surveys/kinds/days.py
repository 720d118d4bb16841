"""A day: three numbers, in whatever digits a child writes, or words where she does not know the day."""

from collections.abc import Iterable
from datetime import date

from surveys.given import Fields, NotAnAnswer, Part, written
from surveys.question import Question

FIELDS = ("day", "month", "year")
LONGEST_NUMBER = 8
THIS_CENTURY = 2000  # "24" after day and month is a year too


def read(_: Question, fields: Fields) -> tuple[Part, ...]:
    given = [written(fields, name, LONGEST_NUMBER) for name in FIELDS]
    if not any(given):
        return ()
    return (Part(chosen=_day(*(_number(each) for each in given)).isoformat()),)


def _number(given: str | None) -> int:
    typed = (given or "").strip()
    if not typed.isdecimal():  # digits of any script; "²" is none
        raise NotAnAnswer("not_a_day")
    return int(typed)


def _day(day: int, month: int, year: int) -> date:
    try:
        return date(year + THIS_CENTURY if year < 100 else year, month, day)
    except (ValueError, OverflowError):
        raise NotAnAnswer("not_a_day") from None


def names(_: Question) -> tuple[str, ...]:
    return FIELDS


def fields(parts: Iterable[Part]) -> dict[str, str]:
    """What stands in the form again."""
    for part in parts:
        day = date.fromisoformat(part.chosen)
        return {"day": str(day.day), "month": str(day.month), "year": str(day.year)}
    return {}
