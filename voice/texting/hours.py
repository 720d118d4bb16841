"""When we may begin a text of our own: not at night, not in school, not when she has said it is not safe (R22, R23).

Only what we start is bound by it. A child's own text is answered at any hour.

`arrangements["texts"]` may say otherwise: {"quiet": ["20:00", "08:00"], "school": ["08:30", "15:30"]}. A number's
`safe_times` are {"from": "16:00", "to": "18:00"}.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from voice.clock import LONDON
from voice.working_days import is_working_day

QUIET = ("20:00", "08:00")
SCHOOL = ("08:30", "15:30")
STEP = timedelta(minutes=15)
LONGEST_LOOK = timedelta(days=8)


def may_start(at: datetime, arrangements: Mapping[str, Any], safe: Mapping[str, Any] | None = None) -> bool:
    """Whether a text of ours may begin at this moment, in the place where she lives."""
    here, arranged = at.astimezone(LONDON), arrangements.get("texts", {})
    if _within(here.time(), *arranged.get("quiet", QUIET)):
        return False
    school = is_working_day(here.date(), arrangements.get("calendar", "ENG"))
    if school and _within(here.time(), *arranged.get("school", SCHOOL)):
        return False
    return not safe or _within(here.time(), safe["from"], safe["to"])


def wait_until_may(at: datetime, arrangements: Mapping[str, Any], safe: Mapping[str, Any] | None = None) -> timedelta:
    """How long until it may; as far as we look where it never may."""
    ahead = timedelta(0)
    while ahead < LONGEST_LOOK and not may_start(at + ahead, arrangements, safe):
        minutes = (at + ahead).minute % 15
        ahead += STEP - timedelta(minutes=minutes, seconds=at.second if not ahead else 0)
    return ahead


def _within(now: time, begins: str, ends: str) -> bool:
    """Whether a time of day is in a span, which may go over midnight."""
    start, end = time.fromisoformat(begins), time.fromisoformat(ends)
    return start <= now < end if start <= end else now >= start or now < end
