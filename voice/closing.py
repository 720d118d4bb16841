"""What ends by itself: receipts after half an hour, conversations nobody went on with, ways back, staff sessions.

And recordings that came to nothing.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from storage import attachments, expired, limits
from storage.writes import Writes
from voice import clock
from voice.sending import RECEIPT_LASTS
from voice.signing_in import KNOWN_AGAIN
from voice.staff_services import StaffServices

KEPT_AFTER_THE_END = timedelta(days=7)
MOST_RECORDINGS = 100  # at a time
LONGEST_REMEMBERED = timedelta(days=2)  # twice as long as any count matters


async def close_drafts(services: StaffServices) -> int:
    """How many conversations lost their draft and every way in: what was sent is in the record and the mailbox."""
    async with services.store.reading() as db:
        due = await expired.drafts(db, services.authority, clock.now(), RECEIPT_LASTS, KEPT_AFTER_THE_END)
    return await _write_each(services, due)


async def close_returns(services: StaffServices) -> int:
    """How many children's looks into their mailbox ended."""
    async with services.store.reading() as db:
        due = await expired.returns(db, services.authority, clock.now())
    return await _write_each(services, due)


async def close_sessions(services: StaffServices) -> int:
    """How many sessions of staff were cleared away."""
    async with services.store.reading() as db:
        due = await expired.sessions(db, services.authority, clock.now() - KNOWN_AGAIN)
    return await _write_each(services, due)


async def clear_recordings(services: StaffServices) -> int:
    """How many recordings were removed that never arrived, or stayed behind when she sent. The pieces go first."""
    if services.media is None:
        return 0
    async with services.store.reading() as db:
        due = await attachments.left_over(db, services.authority, clock.now(), MOST_RECORDINGS)
        names = [await attachments.names_of(db, services.authority, each.id) for each in due]
    for each, pieces in zip(due, names, strict=True):
        await services.media.remove(pieces)
        writes = Writes(services.authority)
        attachments.remove(writes, each)
        await services.store.write(writes)
    return len(due)


async def forget_limits(services: StaffServices) -> None:
    """Counts that slow nobody down any more go: one lies there for each link that was begun."""
    writes = Writes(services.authority)
    limits.forget(writes, clock.now() - LONGEST_REMEMBERED)
    await services.store.write(writes)


async def _write_each(services: StaffServices, due: Sequence[Writes]) -> int:
    """Together they are one commit; one that somebody was quicker at waits for the next time."""
    return sum(await asyncio.gather(*(services.store.write(each) for each in due)))
