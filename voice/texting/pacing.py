"""The line of deliveries that send texts: as many a second as our number may, and what we begin after what we answer.

A child who has just said that she is not safe must not wait behind a thousand invitations that fell due when school was
out. The pace is kept in the record, so that any number of workers keep it together; what is more than a second's worth
stays in the outbox, in its order. One child's many texts take their turn: hers go one after another (going_out.py).
"""

from collections.abc import Collection, Mapping
from datetime import timedelta

from storage import pace
from storage.errors import StoreRefused
from storage.pace import Pace
from storage.texts import BEGUN
from storage.writes import Writes
from voice import clock
from voice.delivering import AT_ONCE, LOOK_EVERY, Deliveries, Way
from voice.staff_services import StaffServices
from voice.texting.numbers import contact_of

A_SECOND = timedelta(seconds=1)
SOON = 0.05  # seconds, where another worker was quicker


class PacedTexts(Deliveries):
    """What sends texts from one number of ours."""

    last = (BEGUN,)

    def __init__(self, services: StaffServices, ways: Mapping[str, Way], number: str, a_second: int) -> None:
        super().__init__(services, ways, min(a_second, AT_ONCE))
        self._sender, self._each = contact_of(services.keys, number), A_SECOND / a_second
        self._turned: Pace | None = None

    @property
    def kinds(self) -> Collection[str]:
        return self._ways.keys()

    async def may_take(self) -> int:
        """How many may go now, having turned the number's page for as long as those take."""
        store, authority, now = self._services.store, self._services.authority, clock.now()
        async with store.reading() as db:
            found = await pace.find(db, authority, self._sender)
        if found is None:
            await self._begin()
            return await self.may_take()
        self.rests = min(LOOK_EVERY, max(SOON, (found.next - now).total_seconds()))
        if found.next > now:
            return 0
        writes = Writes(authority)
        self._turned = pace.turn(writes, found, now + self._at_once * self._each)
        return self._at_once if await store.write(writes) else 0

    async def took(self, count: int) -> None:
        """Fewer went than might have: the number is free again sooner."""
        if self._turned is None or count == self._at_once:
            return
        writes = Writes(self._services.authority)
        pace.turn(writes, self._turned, self._turned.next - (self._at_once - count) * self._each)
        await self._services.store.write(writes)

    async def _begin(self) -> None:
        writes = Writes(self._services.authority)
        pace.begin(writes, self._sender, clock.now())
        try:
            await self._services.store.write(writes)
        except StoreRefused:
            return  # another worker has just begun it
