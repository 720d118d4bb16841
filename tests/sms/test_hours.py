"""What we begin waits for a good hour, here and at the moment of sending; what she begins is answered at any (R23)."""

from datetime import UTC, datetime, timedelta

import pytest

from storage.tables import message
from tests.sms.phone import Phone
from tests.sms.sending import Out, out, twilio
from tests.sms.talking import is_hers
from tests.web.looking import rows
from tests.world import World
from voice import clock
from voice.texting.hours import may_start, wait_until_may

__all__ = ["out", "twilio"]
# London is at UTC in November, an hour ahead of it in June; Friday 1 January 2027 is a bank holiday.
HOURS = {
    "before eight": (datetime(2026, 11, 24, 7, 59, tzinfo=UTC), False),
    "before school": (datetime(2026, 11, 24, 8, 0, tzinfo=UTC), True),
    "in school": (datetime(2026, 11, 24, 10, 0, tzinfo=UTC), False),
    "after school": (datetime(2026, 11, 24, 15, 30, tzinfo=UTC), True),
    "before the night": (datetime(2026, 11, 24, 19, 59, tzinfo=UTC), True),
    "at night": (datetime(2026, 11, 24, 20, 0, tzinfo=UTC), False),
    "after midnight": (datetime(2026, 11, 25, 0, 30, tzinfo=UTC), False),
    "a Saturday morning": (datetime(2026, 11, 28, 10, 0, tzinfo=UTC), True),
    "a Saturday night": (datetime(2026, 11, 28, 22, 0, tzinfo=UTC), False),
    "a bank holiday": (datetime(2027, 1, 1, 10, 0, tzinfo=UTC), True),
    "eight in summer": (datetime(2026, 6, 2, 7, 0, tzinfo=UTC), True),
    "a summer night": (datetime(2026, 6, 2, 19, 0, tzinfo=UTC), False),
}


@pytest.mark.parametrize(("at", "good"), HOURS.values(), ids=HOURS)
def test_the_hours_in_which_we_may_begin(at: datetime, good: bool) -> None:
    """By the clock on her wall, at both ends of each span."""
    assert may_start(at, {}) is good


def test_it_waits_until_the_next_good_hour() -> None:
    """From the evening to eight in the morning; where it is safe between six and seven alone, until six."""
    evening = datetime(2026, 11, 24, 21, 10, tzinfo=UTC)

    assert wait_until_may(evening, {}) == timedelta(hours=10, minutes=50)
    safe = {"from": "18:00", "to": "19:00"}
    assert wait_until_may(evening, {}, safe) == timedelta(hours=20, minutes=50)


@pytest.mark.parametrize("kind", ["invitation", "reminder"])
@pytest.mark.parametrize(("hour", "later"), [(9, 7), (21, 11)])
async def test_in_the_last_moment_too(world: World, out: Out, kind: str, hour: int, later: int) -> None:
    """In school and at night what we begin stays here, and goes at the next good hour, once."""
    await is_hers(world, world.amara)
    clock.stand(datetime(2026, 11, 24, hour, 0, tzinfo=UTC))
    await out.put_out(kind=kind)
    await out.go()
    assert await out.state() == ("waiting", None)

    await out.after(timedelta(hours=later))

    assert [row["state"] for row in await rows(world, message)] == ["sent"]


async def test_what_she_begins_is_answered_at_night(world: World, amara: Phone, out: Out) -> None:
    await is_hers(world, world.amara)
    clock.stand(datetime(2026, 11, 25, 3, 0, tzinfo=UTC))

    await amara.text("START")
    for _ in range(3):
        await out.after(timedelta(seconds=10))

    assert {row["state"] for row in await rows(world, message)} == {"sent"}
