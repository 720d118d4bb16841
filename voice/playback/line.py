"""One recording at a time, beside everything else the worker does. What is interrupted begins anew."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta

from voice.delivering import Deliveries, Way
from voice.logging import warn
from voice.playback import ffmpeg
from voice.staff_services import StaffServices

LASTS = timedelta(seconds=3 * ffmpeg.PATIENCE)  # a copy, a poster, and the store in between


async def run(services: StaffServices, ways: Mapping[str, Way], stop: asyncio.Event) -> None:
    """Until `stop` is set: then what is under way is dropped, and taken up when its lease has run out."""
    if missing := await ffmpeg.gaps():
        warn("what reads recordings is not wholly shut in on this machine (docs/running.md)", step=missing)
    never = asyncio.Event()
    working = asyncio.create_task(Deliveries(services, ways, at_once=1, lasts=LASTS).run(never))
    await stop.wait()
    working.cancel()
    with suppress(asyncio.CancelledError):
        await working
