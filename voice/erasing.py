"""Erases a child from the record, for a lawful reason, when two people have said so (R77, security.md 5).

One asks, another confirms, the worker does it: the list beside the keys first, so that no old copy of the database
brings her back; then the record; then what the database still holds of deleted rows. It can be done again from the
start wherever it was interrupted, and is called done only after the last step.
"""

from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from storage import erasure, erasure_list, erasure_requests, staff
from storage.erasure_requests import ErasureRequest
from storage.reading import Reader
from storage.writes import Writes
from voice import clock
from voice.access import SignedIn, need
from voice.errors import NotAllowed, NothingThere, VoiceError
from voice.logging import warn
from voice.model import Role, new_id
from voice.staff_services import StaffServices

BACKUPS_LIVE = timedelta(days=35)
MAY_ERASE = frozenset({Role.RECORDS_OFFICER, Role.SERVICE_MANAGER, Role.ADMINISTRATOR})


class Ground(StrEnum):
    """The lawful ground on which a record goes."""

    KEPT_LONG_ENOUGH = "kept_long_enough"  # UK GDPR 5(1)(e): the time for which it is kept is over
    NEVER_LAWFUL = "never_lawful"  # 17(1)(d): it should not have been made
    COURT_ORDER = "court_order"  # 17(1)(e): the law asks for it
    ASKED_BY_CHILD = "asked_by_child"  # 17(1)(b): she asks, and no duty to keep it stands against it


class MustBeKept(VoiceError):
    """The law keeps this child's record (the reason)."""


class SamePerson(VoiceError):
    """Whoever asks for an erasure cannot confirm it."""


async def ask_to_erase(services: StaffServices, by: UUID, child: UUID, ground: Ground) -> UUID:
    """A request that somebody else has to confirm; its id. Raises NothingThere, MustBeKept."""
    async with services.store.reading() as db:
        await _need_erasable(db, services.authority, child)
    writes, made = Writes(services.authority), new_id()
    erasure_requests.ask(writes, made, child, by, ground.value, clock.now())
    writes.event("ask_to_erase", "child", child, actor_kind="staff", actor=by, ground=ground.value)
    await services.store.write(writes)
    return made


async def confirm_erasure(services: StaffServices, me: SignedIn, request: UUID) -> None:
    """Confirm what somebody else asked for. Raises NotAllowed, NothingThere, SamePerson, MustBeKept."""
    need(may_erase(me.roles))
    async with services.store.reading() as db:
        found = await erasure_requests.find(db, services.authority, request)
        if found is None or found.confirmed_by is not None:
            raise NothingThere
        if found.asked_by == me.id:
            raise SamePerson("whoever asked for it cannot confirm it")
        await _need_erasable(db, services.authority, found.child)
    writes = Writes(services.authority)
    erasure_requests.confirm(writes, found, me.id, clock.now())
    erasure.erase_half_written(writes, found.child)
    writes.event("confirm_erasure", "child", found.child, actor_kind="staff", actor=me.id)
    await services.store.write(writes)


def may_erase(roles: frozenset[Role]) -> bool:
    return not MAY_ERASE.isdisjoint(roles)


async def who_asks(services: StaffServices, email: str) -> UUID:
    """The member of staff who asks on the command line. Raises NotAllowed."""
    async with services.store.reading() as db:
        found = await staff.find_by_email(db, services.authority, email)
    if found is None or not found.active or not may_erase(found.roles):
        raise NotAllowed
    return found.id


async def erase_confirmed(services: StaffServices, listed: Path) -> int:
    """Do what two people have said; how many children. `listed` is the erasure list beside the keys.

    One who came into care since, or whose record is held since, is left as she is.
    """
    async with services.store.reading() as db:
        due = await erasure_requests.confirmed(db, services.authority)
    done = 0
    for request in due:
        try:
            await _erase(services, request, listed)
            done += 1
        except MustBeKept as kept:
            warn("an erasure that was confirmed is not done", kept)
    return done


async def _erase(services: StaffServices, request: ErasureRequest, listed: Path) -> None:
    """Raises MustBeKept, StoreBusy or StoreAway where something cannot be cleared away now."""
    store, authority, now = services.store, services.authority, clock.now()
    async with store.reading() as db:
        await _need_erasable(db, authority, request.child)
        keys = await erasure.keys_of(db, authority, request.child)
        recorded = await erasure.recorded_of(db, authority, request.child)
    if not erasure_list.read(listed).issuperset(keys):  # when it is done again, it is listed already
        erasure_list.append(listed, keys, now)
    if services.media:
        await services.media.remove(recorded)  # before the rows that say where they are
    writes = Writes(authority)
    erasure.erase(writes, request.child, now)
    await store.write(writes)
    await store.scrub(erasure.HOLD_KEYS, erasure.HOLD_WORDS)
    finished, until = Writes(authority), last_backup_gone(now.date())
    erasure_requests.finish(finished, request, clock.now())
    finished.event("erase", "child", request.child, actor_kind="worker", backups_until=until.isoformat())
    await store.write(finished)


def last_backup_gone(erased: date) -> date:
    """The day after which no backup holds her sealed words either."""
    return erased + BACKUPS_LIVE


async def _need_erasable(db: Reader, authority: UUID, child: UUID) -> None:
    kept = await erasure_requests.kept(db, authority, child)
    if kept is None:
        raise NothingThere
    if kept.held:
        raise MustBeKept("this record is held: it may be needed by a court or an inquiry")
    if kept.looked_after:
        raise MustBeKept("the record of a looked-after child is kept until they are 75 (Regulation 49, 2010)")
