"""Everything in one process with one writer: both applications and the worker (one machine, SQLite, a first look)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.applications import Starlette

from channels.portal.app import portal
from channels.sms.app import routes
from channels.video import uploads
from channels.web import cookies
from channels.web.app import public
from voice.commands.opening import staff_services
from voice.commands.telephones import telephones
from voice.commands.texting import account_of
from voice.config import Settings
from voice.public_services import PublicServices
from voice.worker import Worker, worker_of


@dataclass(frozen=True, slots=True)
class Whole:
    """Both applications, still strangers to each other, the worker, and a demonstration's telephones."""

    public: Starlette
    staff: Starlette
    worker: Worker
    telephones: Starlette | None


@asynccontextmanager
async def build(settings: Settings) -> AsyncIterator[Whole]:
    """The whole service, for as long as the block lasts. Raises KeyFileRefused, UnknownKeyProvider, BadSetting."""
    account = account_of(settings)
    async with staff_services(settings, "all") as services:
        childrens = PublicServices(services.store, services.keys, settings.public_url, settings.demo, services.media)
        yield Whole(
            public(childrens, *uploads.routes(cookies.of_visit), *(routes(account) if account else ())),
            portal(services),
            worker_of(services, settings),
            telephones(settings),
        )
