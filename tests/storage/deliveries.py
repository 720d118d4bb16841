"""Workers with a delivery of their own making, and what arrived at its other end."""

from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

import sqlalchemy as sa

from storage import tables
from storage.intake_keys import IntakeKeys
from storage.outbox import Delivery
from storage.statements import put_out
from storage.store import Store
from storage.writes import Writes
from tests.storage.places import AUTHORITY
from voice.delivering import Deliveries, Way
from voice.model import new_id
from voice.staff_services import StaffServices


@dataclass(frozen=True, slots=True)
class OfThisAuthority:
    """As much of the keys as a delivery without a channel needs."""

    authority: UUID = AUTHORITY


@dataclass(slots=True)
class Received:
    """What arrived at the other end; `before` is done first."""

    ids: list[UUID] = field(default_factory=list)
    before: Way | None = None

    async def way(self, services: StaffServices, delivery: Delivery) -> None:
        if self.before:
            await self.before(services, delivery)
        self.ids.append(delivery.id)


def services_on(store: Store) -> StaffServices:
    return StaffServices(store, cast("IntakeKeys", OfThisAuthority()), None, "", "")  # type: ignore[arg-type]


def worker_on(store: Store, **ways: Way) -> Deliveries:
    return Deliveries(services_on(store), {name.replace("__", ".*"): way for name, way in ways.items()})


async def put(store: Store, kind: str = "text", count: int = 1) -> None:
    writes = Writes(AUTHORITY)
    for _ in range(count):
        put_out(writes, kind, new_id())
    await store.write(writes)


async def rows(store: Store) -> list[sa.RowMapping]:
    async with store.reading() as db:
        return list((await db.execute(sa.select(tables.outbox))).mappings())


async def until_empty(worker: Deliveries) -> None:
    while await worker.round():
        pass
