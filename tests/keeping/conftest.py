"""The cast on both databases, and a place to bring a copy of their record back to."""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from storage import backups, tables
from storage.store import open_store
from storage.writes import Writes
from tests.postgres import Cluster, find_programs
from tests.world import World, make_world
from voice import clock, restoring


@dataclass(slots=True)
class Kept:
    """A world, the address of its database, and of another that is empty."""

    world: World
    url: str
    empty: str

    @property
    def listed(self) -> Path:
        return self.world.home / "keys" / "erased.list"


@pytest.fixture(autouse=True)
def time_runs_again() -> Iterator[None]:
    yield
    clock.stand(None)


@pytest.fixture
def as_new_as_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump of the server that the tests started."""
    programs = find_programs()
    if programs:
        monkeypatch.setenv("PATH", f"{programs / 'bin'}:{os.environ['PATH']}")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def kept(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Kept]:
    """Amara is not looked after any more: her record may go when its time is over."""
    url, empty = f"sqlite:///{tmp_path / 'voice.db'}", f"sqlite:///{tmp_path / 'second.db'}"
    if request.param == "postgres":
        request.getfixturevalue("as_new_as_the_server")
        cluster: Cluster = request.getfixturevalue("postgres")
        url, empty = request.getfixturevalue("fresh_postgres"), cluster.create()
    async with make_world(tmp_path, url) as world:
        writes = Writes(world.staff.authority)
        for child in (world.amara, world.noor):
            writes.update(tables.child, child, looked_after=False)
        await world.staff.store.write(writes)
        yield Kept(world, url, empty)
    if request.param == "postgres":
        cluster.drop(empty)


@asynccontextmanager
async def restored(kept: Kept, copy: Path) -> AsyncIterator[World]:
    """The record as `restore` brings it back, with the same keys."""
    backups.bring_back(kept.empty, copy)
    store = await open_store(kept.empty, "command")
    staff = replace(kept.world.staff, store=store)
    try:
        await restoring.make_ready(staff, kept.listed)
        yield replace(kept.world, staff=staff, public=replace(kept.world.public, store=store))
    finally:
        await store.close()
