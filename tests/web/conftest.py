"""Amara and her browser, in front of a whole service that was set up by the verbs an authority uses."""

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.applications import Starlette

from channels.web.app import public
from storage.case_keys import FileKeyProvider
from storage.store import open_store
from tests.web.browser import Browser
from tests.world import World, make_world
from voice import clock
from voice.public_services import PublicServices

A_TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def one_morning() -> Iterator[None]:
    """Every story begins on the same Tuesday at ten; a test moves the clock when it needs to."""
    clock.stand(A_TUESDAY)
    yield
    clock.stand(None)


@pytest.fixture(scope="session")
async def first_world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The cast, set up once on SQLite and closed: every test gets a copy."""
    clock.stand(A_TUESDAY)
    async with make_world(tmp_path_factory.mktemp("first")) as made:
        return made


@pytest.fixture
async def world(first_world: World, tmp_path: Path) -> AsyncIterator[World]:
    """One authority with its people, on SQLite."""
    shutil.copytree(first_world.home, tmp_path / "home")
    async with reopened(first_world, tmp_path / "home") as made:
        yield made


@asynccontextmanager
async def reopened(world: World, home: Path) -> AsyncIterator[World]:
    """The same authority after a restart: the database and the keys are all that is left."""
    store = await open_store(f"sqlite:///{home / 'voice.db'}", "all")
    services = PublicServices(store, world.public.keys, world.public.public_url, demo=True)
    provider = FileKeyProvider.load(home / "keys" / "case.key")
    try:
        yield replace(world, home=home, public=services, staff=replace(world.staff, store=store, provider=provider))
    finally:
        await store.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def each_world(request: pytest.FixtureRequest, first_world: World, tmp_path: Path) -> AsyncIterator[World]:
    """The same authority on SQLite, then on PostgreSQL: for what two people do at the same instant."""
    if request.param == "sqlite":
        shutil.copytree(first_world.home, tmp_path / "home")
        async with reopened(first_world, tmp_path / "home") as made:
            yield made
    else:
        async with make_world(tmp_path, request.getfixturevalue("fresh_postgres")) as made:
            yield made


@pytest.fixture
def app(world: World) -> Starlette:
    """The children's application."""
    return public(world.public)


@pytest.fixture
def amara(app: Starlette) -> Browser:
    """Amara's phone: a browser without a script."""
    return Browser(app)


@pytest.fixture
async def visiting(amara: Browser, world: World) -> Browser:
    """Amara, alone, before her first question."""
    return await amara.begin(await world.link())
