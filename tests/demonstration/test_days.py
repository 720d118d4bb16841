"""Months pass in their order, whoever waits for what."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from voice import clock
from voice.demonstration.days import Days

NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)


@pytest.fixture
def days() -> Iterator[Days]:
    clock.stand(NOW - timedelta(days=9))
    yield Days(NOW)
    clock.stand(None)


async def test_every_story_waits_for_its_own_days(days: Days) -> None:
    told: list[tuple[str, datetime]] = []

    async def story(name: str, *ago: int) -> None:
        for day in ago:
            await days.at(day, "16:10")
            told.append((name, clock.now()))

    await days.run(story("one", 7, 2), story("two", 5, 2, 1))

    assert [(name, (NOW - at).days) for name, at in told] == [
        ("one", 6),
        ("two", 4),
        ("two", 1),
        ("one", 1),
        ("two", 0),
    ]
    assert {at.hour for _, at in told} == {16}


async def test_nothing_happens_before_what_was_told(days: Days) -> None:
    """A slip in a story is named and not papered over."""

    async def slips() -> None:
        await days.at(2)
        await days.at(3)

    with pytest.raises(ExceptionGroup) as caught:
        await days.run(slips())

    assert isinstance(caught.value.exceptions[0], ValueError)
