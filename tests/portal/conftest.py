"""The portal over a fresh authority, and everybody of the cast at a browser of their own."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.applications import Starlette

from channels.portal.app import portal
from storage.media import open_media
from tests.portal.browsing import Browser, at_the_desk
from tests.portal.interpreters import interprets
from tests.world import World, make_world
from voice import clock

THURSDAY = datetime(2026, 11, 19, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def thursday() -> Iterator[None]:
    """It is Thursday 19 November 2026, ten in the morning, until a test lets time pass."""
    clock.stand(THURSDAY)
    yield
    clock.stand(None)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Northfold: Amara in team East with Sam, Noor in team West with Dev; and a place for recordings."""
    media = open_media(f"file:{tmp_path / 'media'}")
    async with make_world(tmp_path) as made:
        yield replace(made, public=replace(made.public, media=media), staff=replace(made.staff, media=media))


@pytest.fixture
def app(world: World) -> Starlette:
    return portal(world.staff)


@pytest.fixture
async def sam(world: World, app: Starlette) -> Browser:
    """Amara's social worker."""
    return await at_the_desk(world, app, "sam")


@pytest.fixture
async def priya(world: World, app: Starlette) -> Browser:
    """Sam's manager."""
    return await at_the_desk(world, app, "priya")


@pytest.fixture
async def dev(world: World, app: Starlette) -> Browser:
    """A social worker of another team, who must see nothing of Amara."""
    return await at_the_desk(world, app, "dev")


@pytest.fixture
async def morgan(world: World, app: Starlette) -> Browser:
    """On duty."""
    return await at_the_desk(world, app, "morgan")


@pytest.fixture
async def alex(world: World, app: Starlette) -> Browser:
    """Administrator: no words, no names."""
    return await at_the_desk(world, app, "alex")


@pytest.fixture
async def robin(world: World, app: Starlette) -> Browser:
    """An interpreter."""
    return await interprets(world, app, "robin", "Hale")


@pytest.fixture
async def kit(world: World, app: Starlette) -> Browser:
    """A second interpreter."""
    return await interprets(world, app, "kit", "Lane")
