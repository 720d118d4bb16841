"""An authority of which November is published: two teams of four workers, sixty children, some answers rare."""

import random
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.counting.saying import Answers, a_child, sends, workers
from tests.safety.backups import copied
from tests.world import World, make_world
from voice import clock, counting, publishing, setting_up
from voice.model import Around, Role

NOVEMBER = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
EIGHTH_OF_DECEMBER = datetime(2026, 12, 8, 10, 0, tzinfo=UTC)
LISTENS = ("always",) * 8 + ("usually",) * 6 + ("sometimes",) * 4 + ("never",)
ALONE = ("always", "sometimes", "never", "never")


@pytest.fixture
def december() -> Iterator[None]:
    """The eighth of December, on which November closes."""
    clock.stand(EIGHTH_OF_DECEMBER)
    yield
    clock.stand(None)


async def november(world: World, many: int, seed: int = 4) -> None:
    """So many children answer in November, and are counted."""
    chance = random.Random(seed)
    teams = {team: await workers(world, team, 4) for team in (world.east, world.west)}
    for n in range(many):
        team = (world.east, world.west)[n % 2]
        child = await a_child(world, f"Child {n}", team, teams[team][n // 2 % 4])
        said = {"worker_listens": chance.choice(LISTENS), "time_alone": chance.choice(ALONE)}
        if n % 5:
            said["brothers_sisters"] = chance.choice(("enough", "more", "more", "none"))
        await sends(world, child, Answers(said, chance.choice((Around.JUST_ME, Around.ADULT_AT_HOME))))
    await counting.count_waiting(world.staff)


PEOPLE = (
    ("vera", Role.SERVICE_MANAGER),
    ("noel", Role.PARTICIPATION_OFFICER),
    ("prin", Role.PRINCIPAL_SOCIAL_WORKER),
)


@pytest.fixture(scope="session")
async def november_at_rest(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Sixty are counted and nothing is published; only copied, never used itself."""
    clock.stand(NOVEMBER)
    async with make_world(tmp_path_factory.mktemp("november")) as made:
        await november(made, 60)
        for name, role in PEOPLE:
            email = f"{name}@northfold.test"
            made.people[name] = await setting_up.add_staff(made.staff, name.title(), "Lane", email, None, [role])
        await made.staff.store.tidy()
        yield made


@pytest.fixture(scope="session")
async def published_at_rest(november_at_rest: World, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """The same, and November is published."""
    async with copied(november_at_rest, tmp_path_factory.mktemp("published") / "copy") as made:
        clock.stand(EIGHTH_OF_DECEMBER)
        await publishing.close_months(made.staff)
        await made.staff.store.tidy()
        yield made
    clock.stand(None)


@pytest.fixture
async def published_before(november_at_rest: World, tmp_path: Path, december: None) -> AsyncIterator[World]:
    """It is the day on which November closes, and nothing is published yet."""
    async with copied(november_at_rest, tmp_path / "copy") as made:
        yield made


@pytest.fixture
async def published(published_at_rest: World, tmp_path: Path, december: None) -> AsyncIterator[World]:
    """November is published."""
    async with copied(published_at_rest, tmp_path / "copy") as made:
        yield made
