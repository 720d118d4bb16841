"""A picture of somebody who interprets, for the children who are asked whether this person may watch them (R92).

It is drawn anew, small, with nothing of what a camera writes, as a child's own picture is. It is nobody's secret:
whoever puts it up has asked the person in it.
"""

import asyncio
import os
from uuid import UUID

from storage import interpreters
from storage.writes import Writes
from voice.access import SignedIn
from voice.errors import NothingThere
from voice.interpreting import engaging
from voice.playback import ffmpeg
from voice.playback.sniffing import STARTS, Unplayable, sort_of
from voice.staff_services import StaffServices

LARGEST = 20 * 1024 * 1024  # bytes, as it comes
SIDE = 480  # pixels at most
PATIENCE = 60.0  # seconds: whoever brings it waits before the page


async def put_up(services: StaffServices, me: SignedIn, id: UUID, brought: bytes) -> None:
    """In the place of one that was there. Raises NotAllowed, NothingThere, Unplayable."""
    found = await engaging.find(services, me, id)
    if found.ended:
        raise NothingThere
    if services.ffmpeg is None:
        raise Unplayable("no_program")
    drawn = await _drawn(services.ffmpeg, brought)
    await _keep(services, me, found, drawn, "put_up_picture")


async def take_down(services: StaffServices, me: SignedIn, id: UUID) -> None:
    """Children see an outline from now on. Raises NotAllowed, NothingThere."""
    await _keep(services, me, await engaging.find(services, me, id), None, "take_down_picture")


async def look(services: StaffServices, me: SignedIn, id: UUID) -> bytes:
    """As children see it. Raises NotAllowed, NothingThere."""
    await engaging.find(services, me, id)
    async with services.store.reading() as db:
        there = await interpreters.picture_of(db, services.authority, id)
    if there is None:
        raise NothingThere
    return there


async def _keep(
    services: StaffServices, me: SignedIn, found: interpreters.Kept, drawn: bytes | None, action: str
) -> None:
    writes = Writes(services.authority)
    interpreters.put_picture(writes, found, drawn)
    writes.event(action, "interpreter", found.staff, actor_kind="staff", actor=me.id)
    await services.store.write(writes)


async def _drawn(program: str, brought: bytes) -> bytes:
    sort = sort_of(brought[:STARTS])
    if not sort.picture:
        raise Unplayable("not_media")
    with ffmpeg.in_memory() as source, ffmpeg.in_memory() as to:
        await asyncio.to_thread(os.pwrite, source, brought, 0)
        try:
            async with asyncio.timeout(PATIENCE):
                await ffmpeg.copy_picture(program, source, sort, to, SIDE)
        except TimeoutError:
            raise Unplayable("too_much") from None
        return os.pread(to, os.fstat(to).st_size, 0)
