"""The open door of an authority, a child in front of it without a link, and duty at its desk."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette

from channels.portal.app import portal
from channels.web.app import public
from tests.door.saying import begun
from tests.portal.browsing import Browser, at_the_desk
from tests.web.browser import Browser as Child
from tests.web.conftest import A_TUESDAY, first_world, world
from tests.world import World
from voice import clock, opening_door

__all__ = ["first_world", "world"]


@pytest.fixture(autouse=True)
def one_morning() -> Iterator[None]:
    """Every story begins on the same Tuesday at ten."""
    clock.stand(A_TUESDAY)
    yield
    clock.stand(None)


@pytest.fixture
def desks(world: World) -> Starlette:
    return portal(world.staff)


@pytest.fixture
async def morgan(world: World, desks: Starlette) -> Browser:
    """On duty."""
    return await at_the_desk(world, desks, "morgan")


@pytest.fixture
async def sam(world: World, desks: Starlette) -> Browser:
    """Amara's social worker."""
    return await at_the_desk(world, desks, "sam")


@pytest.fixture
async def door(world: World) -> Starlette:
    """The children's pages of an authority whose door is open."""
    await opening_door.open_door(world.staff)
    return public(world.public)


@pytest.fixture
async def somebody(door: Starlette) -> Child:
    """A child without a link, before the first question."""
    return await begun(door)
