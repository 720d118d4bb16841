"""The children's application, joined to its store and to the keys of the intake: nothing here can open words."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette

from channels.sms.app import routes
from channels.video import uploads
from channels.web import cookies
from channels.web.app import public
from storage.intake_keys import IntakeKeys
from storage.media import open_media
from storage.store import open_store
from voice.commands.starting import check_authority
from voice.commands.texting import account_of
from voice.config import Settings
from voice.public_services import PublicServices


@asynccontextmanager
async def build(settings: Settings) -> AsyncIterator[Starlette]:
    """The application, for as long as the block lasts. Raises KeyFileRefused, BadSetting."""
    keys, account = IntakeKeys.load(settings.intake_keys), account_of(settings)
    store = await open_store(settings.database, "public")
    try:
        await check_authority(store, keys.authority)
        services = PublicServices(store, keys, settings.public_url, settings.demo, open_media(settings.media))
        yield public(services, *uploads.routes(cookies.of_visit), *(routes(account) if account else ()))
    finally:
        await store.close()
