"""What has to happen to an old copy of the record before anybody may use it.

What was erased since the copy was made is erased from it again, by the list beside the keys. And nothing that waits to
be delivered goes out: it may have gone out before.
"""

from pathlib import Path

from storage import erasure, erasure_list, outbox
from storage.writes import Writes
from voice import clock
from voice.staff_services import StaffServices


async def make_ready(services: StaffServices, listed: Path) -> int:
    """Apply the list, then hold the deliveries; how many children were erased again."""
    erased = await apply_list(services, listed, half_written=True)
    writes = Writes(services.authority)
    outbox.hold_all(writes)
    writes.event("restore", "authority", services.authority, actor_kind="command", erased=erased)
    await services.store.write(writes)
    await services.store.tidy()
    return erased


async def apply_list(services: StaffServices, listed: Path, *, half_written: bool = False) -> int:
    """Erase whoever is on the list and in the record again; how many. The worker asks too, should a copy have been
    put in place by other means. Raises KeyFileRefused where the list cannot be read."""
    keys = erasure_list.read(listed)
    if not keys:
        return 0
    async with services.store.reading() as db:
        back_again = await erasure.children_of(db, services.authority, keys)
    for child in back_again:
        writes = Writes(services.authority)
        erasure.erase(writes, child, clock.now())
        if half_written:
            erasure.erase_half_written(writes, child)
        writes.event("erase_again", "child", child, actor_kind="command" if half_written else "worker")
        await services.store.write(writes)
    if back_again:
        await services.store.scrub(erasure.HOLD_KEYS, erasure.HOLD_WORDS)
    return len(back_again)
