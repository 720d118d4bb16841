"""What ends by itself: receipts after half an hour, conversations nobody went on with, ways back, staff sessions."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from storage import expired, limits
from storage.writes import Writes
from voice import clock
from voice.sending import RECEIPT_LASTS
from voice.signing_in import KNOWN_AGAIN
from voice.staff_services import StaffServices

KEPT_AFTER_THE_END = timedelta(days=7)
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


async def forget_limits(services: StaffServices) -> None:
    """Counts that slow nobody down any more go: one lies there for each link that was begun."""
    writes = Writes(services.authority)
    limits.forget(writes, clock.now() - LONGEST_REMEMBERED)
    await services.store.write(writes)


async def _write_each(services: StaffServices, due: Sequence[Writes]) -> int:
    """Together they are one commit; one that somebody was quicker at waits for the next time."""
    return sum(await asyncio.gather(*(services.store.write(each) for each in due)))
