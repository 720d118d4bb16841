"""Carries what waits in the outbox to the people who must hear it: each thing to one worker at a time.

A delivery is leased, made without holding anything of the database, and what became of it is written down. One that
does not come through is tried again, later each time; one that never will be is given up and shown in the portal. A
worker that dies in the middle has its deliveries returned, so that a delivery may happen twice and is never lost:
whatever can be delivered bears an id by which its receiver knows it again.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from uuid import UUID

from storage import outbox
from storage.outbox import Delivery
from storage.waking import Waking
from storage.writes import Writes
from voice import clock
from voice.errors import VoiceError
from voice.logging import log, warn
from voice.model import new_id
from voice.staff_services import StaffServices

AT_ONCE = 20
LASTS = timedelta(seconds=30)  # longest that one delivery may take, unless its line says otherwise
LEASE = 2 * LASTS  # a living worker has finished, or stopped, well before its lease runs out
LOOK_EVERY = 3.0  # seconds, where nothing wakes us
FIRST_AGAIN, LONGEST_AGAIN = timedelta(seconds=10), timedelta(hours=1)
MOST_ATTEMPTS = 12  # over some four hours

Way = Callable[[StaffServices, Delivery], Awaitable[None]]

# What is delivered, and how, is for the joins to say (voice/ways.py). A kind without a way waits and is marked as such:
# none is called done that nobody received.
NO_WAYS: Mapping[str, Way] = {}


class NotNow(VoiceError):
    """It did not come through and may later (a short code, and how long to wait where that is known)."""

    def __init__(self, code: str, wait: timedelta | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.wait = wait


class Never(VoiceError):
    """It will not come through, however often it is tried (a short code)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Deliveries:
    """The part of the worker that delivers. Any number may run, in any number of processes.

    What takes long has a line of its own, so that nothing else waits for it: its lease is renewed while it lasts.
    """

    last: Collection[str] = ()  # the kinds that are taken after all others

    def __init__(
        self,
        services: StaffServices,
        ways: Mapping[str, Way] = NO_WAYS,
        at_once: int = AT_ONCE,
        lasts: timedelta = LASTS,
    ) -> None:
        self._services = services
        self._ways = ways
        self._at_once = at_once
        self._lasts = lasts
        self.rests = LOOK_EVERY

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver as soon as there is something, until `stop` is set; what has begun is finished."""
        waking = self._services.store.waking()
        try:
            while not stop.is_set():
                if not await self._try_round():
                    await _first(stop, waking, self.rests)
        finally:
            await waking.close()

    async def round(self) -> int:
        """Deliver some of what is due; how many there were."""
        store, authority, lease = self._services.store, self._services.authority, new_id()
        now = clock.now()
        async with store.reading() as db:
            if not await outbox.any_due(db, authority, self._ways, now):
                return 0
        if not (most := await self.may_take()):
            return 0
        writes = Writes(authority)
        outbox.lease(writes, lease, self._ways, now, now + LEASE, most, self.last)
        await store.write(writes)
        async with store.reading() as db:
            mine = await outbox.leased(db, authority, lease)
        await self.took(len(mine))
        await asyncio.gather(*(self._deliver(each, lease) for each in mine))
        return len(mine)

    async def may_take(self) -> int:
        """How many may be taken now."""
        return self._at_once

    async def took(self, count: int) -> None:
        """So many were taken of those that might have been."""

    async def return_expired(self) -> None:
        """Give back what a worker took and was not heard of again."""
        writes = Writes(self._services.authority)
        outbox.return_expired(writes, clock.now(), MOST_ATTEMPTS)
        await self._services.store.write(writes)

    async def name_undeliverable(self, others: Collection[str] = ()) -> None:
        """Say in the outbox which deliveries wait because nobody can deliver them yet; `others` have another line."""
        writes = Writes(self._services.authority)
        outbox.name_undeliverable(writes, [*self._ways, *others])
        await self._services.store.write(writes)

    async def _try_round(self) -> int:
        try:
            return await self.round()
        except Exception as failed:  # noqa: BLE001 - the database may be away for a while: the worker goes on
            warn("a round of deliveries failed", failed)
            return 0

    async def _deliver(self, delivery: Delivery, lease: UUID) -> None:
        writes = Writes(self._services.authority)
        try:
            async with asyncio.timeout(self._lasts.total_seconds()), self._renewed(delivery, lease):
                await self._way(delivery.kind)(self._services, delivery)
        except Never as never:
            outbox.give_up(writes, delivery, lease, never.code)
        except NotNow as later:
            _again(writes, delivery, lease, later.code, later.wait)
        except Exception as failed:  # noqa: BLE001 - one delivery's trouble is not another's
            warn("a delivery failed", failed, step=delivery.kind)
            _again(writes, delivery, lease, type(failed).__name__, None)
        else:
            outbox.done(writes, delivery, lease)
        await self._services.store.write(writes)

    @asynccontextmanager
    async def _renewed(self, delivery: Delivery, lease: UUID) -> AsyncIterator[None]:
        """Keep the lease for as long as the block takes."""
        renewing = asyncio.create_task(self._renew(delivery, lease))
        try:
            yield
        finally:
            renewing.cancel()
            with suppress(asyncio.CancelledError):
                await renewing

    async def _renew(self, delivery: Delivery, lease: UUID) -> None:
        while True:
            await asyncio.sleep(LASTS.total_seconds())
            writes = Writes(self._services.authority)
            outbox.renew(writes, delivery, lease, clock.now() + LEASE)
            await self._services.store.write(writes)

    def _way(self, kind: str) -> Way:
        exact = self._ways.get(kind)
        return exact or next(
            way for name, way in self._ways.items() if name[-2:] == ".*" and kind.startswith(name[:-1])
        )


async def release(services: StaffServices, kind: str) -> None:
    """After a restore: let the deliveries of this kind go out."""
    writes = Writes(services.authority)
    outbox.release(writes, kind)
    writes.event("release", "outbox", None, actor_kind="command", kind=kind)
    await services.store.write(writes)
    log("deliveries released", step=kind)


def _again(writes: Writes, delivery: Delivery, lease: UUID, code: str, wait: timedelta | None) -> None:
    if delivery.attempts >= MOST_ATTEMPTS:
        outbox.give_up(writes, delivery, lease, code)
    else:
        outbox.again(writes, delivery, lease, clock.now() + (wait or pause_after(delivery.attempts)), code)


def pause_after(attempts: int) -> timedelta:
    """Twice as long each time, up to an hour; by chance a little less, so that not all come back at once."""
    longest = min(LONGEST_AGAIN, FIRST_AGAIN * (1 << min(attempts - 1, 20)))
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 - spreads work, hides nothing


async def _first(stop: asyncio.Event, waking: Waking, rests: float) -> None:
    """Wait until there is something to do, or we are asked to stop; nothing of it goes on where we are cancelled."""
    waits = {asyncio.create_task(stop.wait()), asyncio.create_task(_rest(waking, rests))}
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waits:
            each.cancel()
        await asyncio.gather(*waits, return_exceptions=True)


async def _rest(waking: Waking, rests: float) -> None:
    try:
        await waking.wait(rests)
    except Exception as failed:  # noqa: BLE001 - as above
        warn("nothing wakes the deliveries", failed)
        await asyncio.sleep(LOOK_EVERY)
