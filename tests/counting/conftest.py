"""An authority on each database, on a day in November, and its worker's own role where there are roles."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.store import open_store
from tests.counting.saying import some_send
from tests.safety.backups import copied
from tests.world import World, make_world
from voice import clock
from voice.staff_services import StaffServices

NOVEMBER = datetime(2026, 11, 19, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    clock.stand(NOVEMBER)
    yield
    clock.stand(None)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """The cast, on SQLite."""
    async with make_world(tmp_path) as made:
        yield made


@pytest.fixture(scope="session")
async def nine_at_rest(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Nine children have sent something; only copied, never used itself."""
    clock.stand(NOVEMBER)
    async with make_world(tmp_path_factory.mktemp("nine")) as made:
        await some_send(made, 9)
        await made.staff.store.tidy()
        yield made


@pytest.fixture
async def nine(nine_at_rest: World, tmp_path: Path) -> AsyncIterator[World]:
    """Nine statements wait to be counted."""
    async with copied(nine_at_rest, tmp_path / "copy") as made:
        yield made


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def each_world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """The cast on each database."""
    url = None if request.param == "sqlite" else request.getfixturevalue("fresh_postgres")
    async with make_world(tmp_path, url) as made:
        yield made


@pytest.fixture
async def worker(each_world: World) -> AsyncIterator[StaffServices]:
    """What the worker is given: on PostgreSQL it may do no more than its role."""
    if each_world.staff.store.engine.dialect.name == "sqlite":
        yield each_world.staff
        return
    url = each_world.staff.store.engine.url.update_query_dict({"options": "-c role=voice_worker"})
    store = await open_store(url.render_as_string(hide_password=False), "worker")
    yield replace(each_world.staff, store=store)
    await store.close()
