"""Amara's phone with a camera: her visit, the recordings' door, and a store for sealed pieces."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.applications import Starlette

from channels.video import uploads
from channels.web import cookies
from channels.web.app import public
from storage.media import open_media
from tests.video.phone import Phone
from tests.web.browser import Browser
from tests.web.conftest import reopened
from tests.world import World, make_world

BOTH = pytest.mark.parametrize("world", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)


@pytest.fixture(scope="session")
async def first_recorded(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The cast, set up once on SQLite and closed: every test gets a copy."""
    async with make_world(tmp_path_factory.mktemp("first-recorded")) as made:
        return made


@pytest.fixture
async def world(request: pytest.FixtureRequest, first_recorded: World, tmp_path: Path) -> AsyncIterator[World]:
    """One authority with a place for recordings: on SQLite, or where a test says so on PostgreSQL."""
    async with _opened(request, first_recorded, tmp_path) as made:
        media = open_media(f"file:{tmp_path / 'media'}")
        yield replace(made, public=replace(made.public, media=media), staff=replace(made.staff, media=media))


@asynccontextmanager
async def _opened(request: pytest.FixtureRequest, first: World, place: Path) -> AsyncIterator[World]:
    if getattr(request, "param", "sqlite") == "postgres":
        async with make_world(place, request.getfixturevalue("fresh_postgres")) as made:
            yield made
    else:
        shutil.copytree(first.home, place / "home")
        async with reopened(first, place / "home") as made:
            yield made


@pytest.fixture
def app(world: World) -> Starlette:
    return public(world.public, *uploads.routes(cookies.of_visit))


@pytest.fixture
async def phone(app: Starlette, world: World) -> Phone:
    """Amara's, in the middle of her visit."""
    browser = await Browser(app).begin(await world.link())
    await browser.open("/q/1")
    return Phone(browser, browser.token)
