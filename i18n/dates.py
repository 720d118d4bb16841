"""Days and times as a child reads them, always in the time of the place she lives in."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, format_time

from i18n.languages import OUR_OWN, Language, language, written

LONDON = ZoneInfo("Europe/London")


def day(when: date, spoken: Language | str) -> str:
    """ "Tuesday 24 November". A time must know its zone: shortly before midnight the day hangs on it."""
    there = _in_london(when) if isinstance(when, datetime) else when
    return format_skeleton("MMMMEEEEd", there, locale=_language(spoken).babel, tzinfo=LONDON)


def full_day(when: date, spoken: Language | str) -> str:
    """ "Tuesday 24 November 2026": a day that can be far from today."""
    return format_skeleton("yMMMMEEEEd", when, locale=_language(spoken).babel)


def month_and_year(when: date, spoken: Language | str) -> str:
    """ "November 2026"."""
    return format_skeleton("yMMMM", when, locale=_language(spoken).babel)


def clock_time(when: datetime, spoken: Language | str) -> str:
    """ "9:30am", as GOV.UK writes it, or the language's own way."""
    there, lang = _in_london(when), _language(spoken)
    if written(lang.tag) in OUR_OWN:
        return _english_time(there)
    return format_time(there, "short", tzinfo=LONDON, locale=lang.babel)


def _english_time(there: datetime) -> str:
    if there.minute == 0 and there.hour in (0, 12):
        return "midday" if there.hour else "midnight"
    minutes = f":{there.minute:02}" if there.minute else ""
    return f"{there.hour % 12 or 12}{minutes}{'am' if there.hour < 12 else 'pm'}"


def _in_london(when: datetime) -> datetime:
    if when.tzinfo is None:
        raise ValueError("a time without a zone cannot be shown")
    return when.astimezone(LONDON)


def _language(spoken: Language | str) -> Language:
    return language(spoken) if isinstance(spoken, str) else spoken
