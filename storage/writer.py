"""The one writer of a process: takes everything that waits, writes it in one commit, then answers all.

Nothing is acknowledged before its commit. A batch that fails is written again one by one, so that only the
verb at fault hears of it. A client that has gone does not take its words with it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from typing import Protocol, TypeVar
from uuid import UUID
from weakref import WeakValueDictionary

from storage.errors import StoreBusy, TooManyChanges
from storage.writes import Writes

T = TypeVar("T")

LARGEST_BATCH = 256
TRIES = 3
BUSY_TRIES = 5


class WritingEnd(Protocol):
    """A database that takes a batch in one transaction."""

    async def run(self, batch: Sequence[Writes]) -> list[bool]: ...
    async def tidy(self) -> None: ...
    async def scrub(self, rewritten: Sequence[str], vacuumed: Sequence[str]) -> None: ...
    async def close(self) -> None: ...


@dataclass(slots=True)
class _Waiting:
    writes: Writes
    answer: asyncio.Future[bool]


class Writer:
    """Hands writes to the database in batches, in the order in which they came."""

    def __init__(self, end: WritingEnd) -> None:
        self._end = end
        self._queue: asyncio.Queue[_Waiting | None] = asyncio.Queue()
        self._turns: WeakValueDictionary[tuple[str, UUID], asyncio.Lock] = WeakValueDictionary()
        self.commits = self.written = 0
        self._task = asyncio.create_task(self._serve(), name="writer")

    @property
    def waiting(self) -> int:
        """How many writes wait for a commit to begin."""
        return self._queue.qsize()

    async def close(self) -> None:
        """Write what still waits, then stop."""
        await self._queue.put(None)
        await self._task
        await self._end.close()

    async def tidy(self) -> None:
        """Let the database clear up after its writes. Raises StoreBusy when somebody is in the way."""
        await self._end.tidy()

    async def scrub(self, rewritten: Sequence[str], vacuumed: Sequence[str]) -> None:
        """Leave nothing of deleted rows behind. Raises StoreBusy, StoreRefused."""
        await self._end.scrub(rewritten, vacuumed)

    async def write(self, writes: Writes) -> bool:
        """Keep these rows. False when another had claimed the row first and nothing was written.

        Raises StoreRefused, StoreBusy.
        """
        if self._task.done():
            raise StoreBusy("closed")
        waiting = _Waiting(writes, asyncio.get_running_loop().create_future())
        await self._queue.put(waiting)
        return await asyncio.shield(waiting.answer)

    async def decide(self, verb: Callable[[], Awaitable[tuple[Writes, T]]]) -> T:
        """Run a verb and write what it decided; run it again on fresh data when another was first.

        Raises TooManyChanges. Those who lost the same row run again one after another, so that forty presses at
        once need two rounds and not forty.
        """
        turn: AbstractAsyncContextManager[None] = nullcontext()
        for _ in range(TRIES):
            async with turn:
                writes, result = await verb()
                if await self.write(writes):
                    return result
            turn = self._turn(writes)
        raise TooManyChanges

    def _turn(self, writes: Writes) -> asyncio.Lock:
        claim = writes.claimed
        if claim is None:
            return asyncio.Lock()
        return self._turns.setdefault((claim.table.name, claim.id), asyncio.Lock())

    async def _serve(self) -> None:
        while (first := await self._queue.get()) is not None:
            batch = [first]
            while len(batch) < LARGEST_BATCH and not self._queue.empty():
                following = self._queue.get_nowait()
                if following is None:
                    await self._queue.put(None)
                    break
                batch.append(following)
            await self._write(batch)

    async def _write(self, batch: list[_Waiting]) -> None:
        try:
            won = await self._patiently([w.writes for w in batch])
        except StoreBusy as busy:
            for waiting in batch:  # one by one each would wait in vain as long again
                _answer(waiting, busy)
            return
        except Exception as failed:  # noqa: BLE001 - each waiter is told of its own
            if len(batch) == 1:
                _answer(batch[0], failed)
                return
            for waiting in batch:
                await self._write([waiting])
            return
        self.commits += 1
        self.written += len(batch)
        for waiting, ours in zip(batch, won, strict=True):
            _answer(waiting, ours)

    async def _patiently(self, batch: list[Writes]) -> list[bool]:
        for attempt in range(BUSY_TRIES):
            try:
                return await self._end.run(batch)
            except StoreBusy:
                await asyncio.sleep(0.02 * 2**attempt)
        return await self._end.run(batch)


def _answer(waiting: _Waiting, outcome: bool | Exception) -> None:
    if waiting.answer.cancelled():
        return
    if isinstance(outcome, Exception):
        waiting.answer.set_exception(outcome)
    else:
        waiting.answer.set_result(outcome)
