"""Time in the demonstration: every story goes on until it waits for a moment; when all wait, the clock goes there.

So months pass in seconds and in their order, and what happens at the same moment is written together.
"""

import asyncio
import heapq
from collections.abc import Awaitable
from datetime import datetime, time, timedelta
from itertools import count

from voice import clock


class Days:
    """The days before `now`, which is where the last story ends."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._waiting: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._order = count()
        self._running = 0

    async def run(self, *stories: Awaitable[None]) -> None:
        """Tell these stories beside one another. The clock stands when all are told."""
        self._running = len(stories)
        async with asyncio.TaskGroup() as group:
            for story in stories:
                group.create_task(self._tell(story))

    async def at(self, days_ago: int, hour: str = "16:10") -> None:
        """Wait for this hour, so many days ago, where the children live."""
        day = self.now.astimezone(clock.LONDON).date() - timedelta(days=days_ago)
        await self.until(datetime.combine(day, time.fromisoformat(hour), clock.LONDON))

    async def later(self, wait: timedelta) -> None:
        await self.until(clock.now() + wait)

    async def ago(self, wait: timedelta) -> None:
        await self.until(self.now - wait)

    async def until(self, moment: datetime) -> None:
        """Wait for a moment. One that is over is a slip in a story: nothing happens before what was told already."""
        if moment < clock.now():
            raise ValueError(f"{clock.now() - moment} too late")
        reached: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (moment, next(self._order), reached))
        self._rest()
        await reached

    async def _tell(self, story: Awaitable[None]) -> None:
        await story
        self._rest()

    def _rest(self) -> None:
        """One story less goes on. When none does, the clock goes to the moment that is next."""
        self._running -= 1
        if self._running or not self._waiting:
            return
        moment = self._waiting[0][0]
        clock.stand(moment)
        while self._waiting and self._waiting[0][0] == moment:
            self._running += 1
            heapq.heappop(self._waiting)[2].set_result(None)
