"""Opens what the staff's application, the worker and the commands are given: the store and every key."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from storage import erasure_list
from storage.case_keys import provider_for
from storage.intake_keys import IntakeKeys
from storage.media import open_media
from storage.store import open_store
from voice.commands.starting import check_authority
from voice.config import Settings
from voice.playback.ffmpeg import find_ffmpeg
from voice.staff_services import StaffServices


def erased_list(settings: Settings) -> Path:
    """The list of what was erased, beside the keys."""
    return erasure_list.beside(settings.keys, settings.intake_keys)


@asynccontextmanager
async def staff_services(settings: Settings, process: str, *, checked: bool = True) -> AsyncIterator[StaffServices]:
    """The services of one process, for as long as the block lasts; `checked`: only where the authority is there.

    Raises KeyFileRefused, UnknownKeyProvider, BadSetting.
    """
    keys, provider = IntakeKeys.load(settings.intake_keys), provider_for(settings.keys)
    store = await open_store(settings.database, process)
    try:
        if checked:
            await check_authority(store, keys.authority)
        media, urls = open_media(settings.media), (settings.public_url, settings.staff_url)
        yield StaffServices(store, keys, provider, *urls, settings.demo, media, find_ffmpeg(settings.ffmpeg))
    finally:
        await store.close()
