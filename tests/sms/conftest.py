"""Amara's telephone, in front of the children's application with the door for texts."""

import pytest
from starlette.applications import Starlette

from channels.sms.app import routes
from channels.web.app import public
from tests.sms.phone import ACCOUNT, Phone
from tests.sms.talking import Talk, is_hers, talk_with
from tests.web.conftest import each_world, first_world, one_morning, world
from tests.world import World

__all__ = ["each_world", "first_world", "one_morning", "world"]


@pytest.fixture
def app(world: World) -> Starlette:
    """The children's application, texts included."""
    return public(world.public, *routes(ACCOUNT))


@pytest.fixture
def amara(app: Starlette) -> Phone:
    """Amara's telephone: credit, and no data."""
    return Phone(app)


@pytest.fixture
async def talk(world: World, amara: Phone) -> Talk:
    """Amara's own number, confirmed with her, and the worker that takes her turns."""
    await is_hers(world, world.amara)
    return talk_with(world, amara)
