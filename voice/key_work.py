"""Work on keys that nobody sees: all rewrapped after a rotation, a child's new pairs."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from storage import pairs, private_keys, rotation
from storage.reading import Reader
from storage.rotation import Old
from storage.writes import Writes
from voice import clock
from voice.errors import NothingThere
from voice.model import Purpose
from voice.staff_services import StaffServices

CHILD_PURPOSES = (Purpose.CASE, Purpose.APART)

Reading = Callable[[Reader, UUID, int, UUID | None], Awaitable[Sequence[Old]]]


@dataclass(frozen=True, slots=True)
class Rewrapped:
    """What became of the keys under older versions."""

    moved: int = 0
    broken: int = 0  # do not open, with any KEK we hold

    def __add__(self, other: "Rewrapped") -> "Rewrapped":
        return Rewrapped(self.moved + other.moved, self.broken + other.broken)


async def unfinished(services: StaffServices) -> bool:
    """Whether something is still under an older KEK: a rotation was interrupted, or a process had not heard of it."""
    return any(version < services.provider.current_kek() for version in await count_by_version(services))


async def rewrap_all(services: StaffServices) -> Rewrapped:
    """Move everything to the current KEK, one commit a batch, so that it goes on where it was interrupted."""
    return await _rewrap(services, rotation.old_keys) + await _rewrap(services, rotation.old_credentials)


async def _rewrap(services: StaffServices, next_old: Reading) -> Rewrapped:
    done, after = Rewrapped(), None
    while True:
        async with services.store.reading() as db:
            old = await next_old(db, services.authority, services.provider.current_kek(), after)
        if not old:
            return done
        writes = Writes(services.authority)
        broken = rotation.rewrap(writes, services.provider, old)
        moved, after = len(old) - broken, old[-1].id
        writes.event("rewrap", "key", None, actor_kind="command", count=moved)
        await services.store.write(writes)
        done += Rewrapped(moved, broken)


async def count_by_version(services: StaffServices) -> dict[int, int]:
    """How many wrapped keys and secrets are under each version of the KEK."""
    async with services.store.reading() as db:
        return await rotation.count_by_version(db, services.authority)


async def renew_child(services: StaffServices, child: UUID) -> int:
    """A new case and apart pair for what comes next; how many pairs were retired. Raises NothingThere.

    What was sealed to the old ones still opens.
    """
    async with services.store.reading() as db:
        old = await pairs.in_use(db, services.authority, child, CHILD_PURPOSES)
    if not old:
        raise NothingThere
    at, writes = clock.now(), Writes(services.authority)
    for pair in old:
        pairs.retire(writes, services.provider, pair, at)
    for purpose in CHILD_PURPOSES:
        private_keys.make_pair(writes, services.provider, purpose, child, at)
    writes.event("renew_keys", "child", child, actor_kind="command", retired=len(old))
    await services.store.write(writes)
    return len(old)
