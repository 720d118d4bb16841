"""Doors that slow down when one thing is tried too often, and never shut: a child is not locked out (security.md).

What is counted is kept, so that a restart forgets nothing, and is named by a blind index: of an invitation, of a
conversation, of the codes as a whole. Never of a network address: a school shares one.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from storage import limits
from storage.errors import StoreBusy
from storage.intake_keys import IntakeKeys
from storage.store import Store
from storage.writes import Writes
from voice import clock

LONGEST_DELAY = 8.0
MOST_WAITING = 64


@dataclass(slots=True)
class Door:
    """Where one kind of thing is tried; `whose` names by whom, as far as that is counted apart."""

    kind: str
    free: int  # so many cost nothing
    forgotten_after: timedelta
    most_waiting: int = MOST_WAITING
    _waiting: Counter[str] = field(default_factory=Counter, repr=False)
    _counting: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)

    async def knock(self, store: Store, keys: IntakeKeys, whose: str = "") -> int:
        """Wait as long as what was counted asks for; how many that were. Raises StoreBusy when too many wait already.

        Who waits is counted apart: what one does at her door keeps nobody from another's.
        """
        async with self._in_line(whose):
            before = await self.so_far(store, keys, whose)
            await asyncio.sleep(self.delay_after(before))
        return before

    async def remember(self, store: Store, keys: IntakeKeys, whose: str = "") -> int:
        """Count one more; how many now. One at a time, so that many at once are not counted as one."""
        async with self._counting:
            counted = await self.so_far(store, keys, whose) + 1
            writes = Writes(keys.authority)
            limits.set_count(writes, self._name(keys, whose), counted, clock.now())
            await store.write(writes)
        return counted

    async def rest(self, store: Store, keys: IntakeKeys, whose: str) -> None:
        """Count one that is done already, and only then wait: for what must not wait before it is kept."""
        counted = await self.remember(store, keys, whose)
        async with self._in_line(whose):
            await asyncio.sleep(self.delay_after(counted))

    async def so_far(self, store: Store, keys: IntakeKeys, whose: str) -> int:
        async with store.reading() as db:
            since = clock.now() - self.forgotten_after
            return await limits.count(db, keys.authority, self._name(keys, whose), since)

    def delay_after(self, counted: int) -> float:
        """Seconds: nothing for the slips of a school class, then doubling up to eight."""
        over = counted - self.free
        return 0.0 if over <= 0 else min(LONGEST_DELAY, 0.25 * 2 ** min(over / 4, 10))

    def _name(self, keys: IntakeKeys, whose: str) -> bytes:
        return keys.blind_index("limit", f"{self.kind} {whose}" if whose else self.kind)

    @asynccontextmanager
    async def _in_line(self, whose: str) -> AsyncIterator[None]:
        if self._waiting[whose] >= self.most_waiting:
            raise StoreBusy(self.kind)
        self._waiting[whose] += 1
        try:
            yield
        finally:
            self._waiting[whose] -= 1
            if not self._waiting[whose]:
                del self._waiting[whose]


def _codes() -> Door:
    return Door("codes", 20, timedelta(minutes=10))


def _links() -> Door:
    return Door("links", 20, timedelta(minutes=10), most_waiting=8)


def _open() -> Door:
    return Door("open door", 60, timedelta(minutes=10))


def _asking() -> Door:
    return Door("asking", 20, timedelta(days=1), most_waiting=8)


def _safety() -> Door:
    return Door("safety", 20, timedelta(hours=1), most_waiting=8)


@dataclass(frozen=True, slots=True)
class Doors:
    """The doors of one process: codes, links, visits without one, requests beside the survey, safety answers."""

    codes: Door = field(default_factory=_codes)
    links: Door = field(default_factory=_links)
    open: Door = field(default_factory=_open)
    asking: Door = field(default_factory=_asking)
    safety: Door = field(default_factory=_safety)
