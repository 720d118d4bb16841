"""Sends are sealed a few at a time, and whoever still waits for an answer comes before whoever has gone.

After a crowd was cut off in the middle of its requests the next children would wait until all of theirs are done. None
of these is dropped: a child who pressed Send and closed the page has still pressed Send (R59). Hers is kept a little
later, which she does not see.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.types import Receive

AT_ONCE = 32  # what one commit then takes; more only makes the first wait for the last
EVERY = 8  # of so many turns one is for somebody who has gone, however many wait


class Turns:
    """Who waits, in the order in which they came."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._free = at_once
        self._here: dict[asyncio.Future[None], None] = {}
        self._gone: dict[asyncio.Future[None], None] = {}
        self._given = 0

    @asynccontextmanager
    async def mine(self, receive: Receive) -> AsyncIterator[None]:
        """A turn, when it comes. The body must have been read: what comes after it is that the client has gone."""
        if self._free:
            self._free -= 1
        else:
            await self._wait(receive)
        try:
            yield
        finally:
            self._give_on()

    async def _wait(self, receive: Receive) -> None:
        turn = asyncio.get_running_loop().create_future()
        self._here[turn] = None
        leaving = asyncio.ensure_future(_left(receive))
        leaving.add_done_callback(lambda _: self._has_gone(turn))
        try:
            await turn
        except asyncio.CancelledError:
            self._here.pop(turn, None)
            self._gone.pop(turn, None)
            if turn.done() and not turn.cancelled():
                self._give_on()
            raise
        finally:
            leaving.cancel()

    def _has_gone(self, turn: asyncio.Future[None]) -> None:
        if turn in self._here:
            del self._here[turn]
            self._gone[turn] = None

    def _give_on(self) -> None:
        self._given += 1
        late = self._gone and (not self._here or self._given % EVERY == 0)
        line = self._gone if late else self._here
        turn = next(iter(line), None)
        if turn is None:
            self._free += 1
        else:
            del line[turn]
            turn.set_result(None)


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
