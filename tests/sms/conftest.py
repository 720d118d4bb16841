"""Amara's telephone, in front of the children's application with the door for texts."""

import pytest
from starlette.applications import Starlette

from channels.sms.app import routes
from channels.web.app import public
from tests.sms.phone import ACCOUNT, Phone
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
