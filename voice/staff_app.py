"""The staff's application, joined to its store and to the key provider."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette

from channels.portal.app import portal
from voice.commands.opening import staff_services
from voice.config import Settings


@asynccontextmanager
async def build(settings: Settings) -> AsyncIterator[Starlette]:
    """The application, for as long as the block lasts. Raises KeyFileRefused, UnknownKeyProvider, BadSetting."""
    async with staff_services(settings, "staff") as services:
        yield portal(services)
