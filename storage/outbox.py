"""Deliveries that wait for the worker: leased to one at a time, done, tried again, or given up and shown.

A lease is one UPDATE, in the writer's transaction. On PostgreSQL it skips rows that another worker is leasing in the
same moment; on SQLite there is one writer on the machine. Who leases writes a fresh id into the rows and then reads
back what bears it; what became of a delivery is written only where that id still stands.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.attachments import DELIVERY
from storage.reading import Reader
from storage.tables import outbox
from storage.writes import Row, Writes

NO_WAY_YET = "no_way_yet"  # nothing here knows how to deliver this kind
COUNT = "count"  # a statement to be counted: it waits for others to be counted with, which is not being late
AT_LEISURE = (COUNT, DELIVERY)  # a recording is made to play in its turn: until then it plays as it came
LEASE_RAN_OUT = "lease_ran_out"  # whoever had it was not heard of again

_C = outbox.c
_FREE: dict[str, Any] = {"leased_until": None, "leased_by": None}


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing to deliver: of what kind, about which record, how often tried. Never what it says."""

    id: UUID
    kind: str
    subject: UUID
    attempts: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How many deliveries of a kind stand the same."""

    kind: str
    state: str
    error_code: str | None
    count: int
    oldest: datetime

    @property
    def has_a_way(self) -> bool:
        """Whether anything here can deliver it; what nothing can is no delivery that failed."""
        return self.error_code != NO_WAY_YET


async def any_due(db: Reader, authority: UUID, kinds: Collection[str], now: datetime) -> bool:
    """Whether there is anything to lease, so that an idle worker writes nothing."""
    wanted = sa.select(_C.id).where(_C.authority == authority, *_due(kinds, now)).limit(1)
    return (await db.execute(wanted)).first() is not None


def lease(
    writes: Writes,
    lease: UUID,
    kinds: Collection[str],
    now: datetime,
    until: datetime,
    most: int,
    last: Collection[str] = (),
) -> None:
    """Take up to so many due deliveries under this lease; the kinds in `last` after all others.

    An attempt counts from here: a worker may die of it.
    """
    due = (
        sa.select(_C.id)
        .where(_C.authority == writes.authority, *_due(kinds, now))
        .order_by(*([_C.kind.in_(last)] if last else []), _C.not_before)
        .limit(most)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    mine = sa.update(outbox).where(_C.authority == writes.authority, _C.id.in_(sa.select(due.c.id)))
    writes.change(mine.values(leased_by=lease, leased_until=until, attempts=_C.attempts + 1, error_code=None))


async def leased(db: Reader, authority: UUID, lease: UUID) -> Sequence[Delivery]:
    """What is under this lease."""
    here = (_C.authority == authority, _C.state == "waiting", _C.leased_by == lease)
    wanted = sa.select(_C.id, _C.kind, _C.subject, _C.attempts).where(*here)
    return [Delivery(**row) for row in (await db.execute(wanted)).mappings()]


def renew(writes: Writes, delivery: Delivery, lease: UUID, until: datetime) -> None:
    """Whoever has it is still at it."""
    key = {"authority": writes.authority, "id": delivery.id, "leased_by": lease}
    writes.updates.append(Row(outbox, key, {"leased_until": until}))


def done(writes: Writes, delivery: Delivery, lease: UUID) -> None:
    _settle(writes, delivery, lease, state="done", error_code=None)


def again(writes: Writes, delivery: Delivery, lease: UUID, at: datetime, code: str) -> None:
    """Try it again, not before then."""
    _settle(writes, delivery, lease, not_before=at, error_code=code)


def give_up(writes: Writes, delivery: Delivery, lease: UUID, code: str) -> None:
    """It will not be tried again; the portal shows it."""
    _settle(writes, delivery, lease, state="dead", error_code=code)


def return_expired(writes: Writes, now: datetime, most_attempts: int) -> None:
    """Give back what somebody leased and was not heard of again; after too many of those, give it up."""
    expired = (_C.authority == writes.authority, _C.state == "waiting", _C.leased_until < now)
    back = {**_FREE, "error_code": LEASE_RAN_OUT}
    writes.change(sa.update(outbox).where(*expired, _C.attempts >= most_attempts).values(state="dead", **back))
    writes.change(sa.update(outbox).where(*expired, _C.attempts < most_attempts).values(**back))


def name_undeliverable(writes: Writes, kinds: Collection[str]) -> None:
    """Mark what nobody here can deliver, and take the mark off what somebody now can."""
    waiting = (_C.authority == writes.authority, _C.state == "waiting", _C.leased_by.is_(None), _C.kind != COUNT)
    unmarked, marked = _C.error_code.is_(None), _C.error_code == NO_WAY_YET
    without = sa.update(outbox).where(*waiting, unmarked, sa.not_(_one_of(kinds)))
    writes.change(without.values(error_code=NO_WAY_YET))
    writes.change(sa.update(outbox).where(*waiting, marked, _one_of(kinds)).values(error_code=None))


def hold_all(writes: Writes) -> None:
    """Nothing that waits goes out until somebody releases its kind: after a restore it may have gone out before."""
    here = (_C.authority == writes.authority, _C.state.in_(["waiting", "unknown"]), _C.kind != COUNT)
    writes.change(sa.update(outbox).where(*here).values(state="held", **_FREE))


def release(writes: Writes, kind: str) -> None:
    here = (_C.authority == writes.authority, _C.state == "held", _C.kind == kind)
    writes.change(sa.update(outbox).where(*here).values(state="waiting", error_code=None))


async def late_since(db: Reader, authority: UUID, before: datetime) -> datetime | None:
    """Since when the oldest delivery is due that should have gone before then. What has no way yet is not late."""
    has_a_way = sa.or_(_C.error_code.is_(None), _C.error_code != NO_WAY_YET)
    wanted = sa.select(sa.func.min(_C.not_before)).where(
        _C.authority == authority, _C.state == "waiting", has_a_way, _C.not_before < before, _C.kind.not_in(AT_LEISURE)
    )
    found: datetime | None = (await db.execute(wanted)).scalar()
    return found


async def has_no_way(db: Reader, authority: UUID, kind: str) -> bool:
    """Whether deliveries of this kind wait because nothing here can make them."""
    here = (_C.authority == authority, _C.kind == kind, _C.state == "waiting", _C.error_code == NO_WAY_YET)
    return (await db.execute(sa.select(_C.id).where(*here).limit(1))).first() is not None


async def standing(db: Reader, authority: UUID) -> Sequence[Standing]:
    """How many deliveries of each kind are where; those done are left out, and those that wait to be counted."""
    wanted = (
        sa.select(
            _C.kind, _C.state, _C.error_code, sa.func.count().label("count"), sa.func.min(_C.made).label("oldest")
        )
        .where(_C.authority == authority, _C.state != "done", sa.or_(_C.kind != COUNT, _C.state != "waiting"))
        .group_by(_C.kind, _C.state, _C.error_code)
    )
    found = [Standing(**row) for row in (await db.execute(wanted)).mappings()]
    return sorted(found, key=lambda each: (each.kind, each.state, each.error_code or ""))


def _due(kinds: Collection[str], now: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return _C.state == "waiting", _C.leased_by.is_(None), _C.not_before <= now, _one_of(kinds)


def _one_of(kinds: Collection[str]) -> sa.ColumnElement[bool]:
    """The kinds by name; one that ends in `.*` stands for all that begin so."""
    return sa.or_(sa.false(), *(_is(kind) for kind in sorted(kinds)))


def _is(kind: str) -> sa.ColumnElement[bool]:
    return _C.kind.startswith(kind[:-1], autoescape=True) if kind.endswith(".*") else _C.kind == kind


def _settle(writes: Writes, delivery: Delivery, lease: UUID, **values: Any) -> None:
    """Only while the lease stands: afterwards the delivery is somebody else's to speak of."""
    key = {"authority": writes.authority, "id": delivery.id, "leased_by": lease}
    writes.updates.append(Row(outbox, key, {**values, **_FREE}))
