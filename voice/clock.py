"""The one place that knows what time it is. Tests move it; nothing else reads the machine's clock."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_ahead = timedelta(0)
_fixed: Callable[[], datetime] | None = None


def now() -> datetime:
    """The present moment: aware, UTC, to the microsecond."""
    return (_fixed() if _fixed else datetime.now(UTC)) + _ahead


def today() -> date:
    """The date in the place where the children live."""
    return now().astimezone(LONDON).date()


def move(ahead: timedelta) -> None:
    """Let time pass, for tests and for a demonstration that needs weeks behind it."""
    global _ahead  # noqa: PLW0603 - a test moves the one clock there is
    _ahead += ahead


def stand(at: datetime | None) -> None:
    """Hold the clock at one moment (None lets it run again) and forget every `move`."""
    global _fixed, _ahead  # noqa: PLW0603
    _fixed = (lambda: at) if at else None
    _ahead = timedelta(0)
