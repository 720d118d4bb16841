"""A child's numbers, kept by whoever works with her: whose each is, whether others use it, when it is safe (R22).

Nothing goes out before the number was confirmed with the child. An adult's number is written down so that it is known
when it texts: it is never taken for a child's words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from uuid import UUID

from storage import phones, private_keys
from storage.phones import Number
from storage.reading import Reader
from storage.writes import Writes
from voice import clock
from voice.access import SignedIn, may_answer, need
from voice.errors import NothingThere, VoiceError
from voice.relationship import tie_to
from voice.staff_services import StaffServices
from voice.texting.numbers import as_shown, contact_of, read_number

MOST = 12


class Owner(StrEnum):
    """Whose number it is."""

    CHILD = "child"
    CARER = "carer"
    PARENT = "parent"
    WORKER = "worker"
    OTHER = "other"


class Unusable(StrEnum):
    """Why a number was not written down."""

    NOT_A_NUMBER = "not_a_number"
    THERE_ALREADY = "number_there"
    TOO_MANY = "too_many_numbers"
    NOT_TIMES = "not_times"


class NumberRefused(VoiceError):
    """A number that cannot be written down (why)."""

    def __init__(self, why: Unusable) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Kept:
    """One number as those who work with the child see it."""

    id: UUID
    shown: str = field(repr=False)
    owner: str
    shared: bool
    safe: tuple[str, str] | None
    confirmed: datetime | None
    opted_out: datetime | None
    shared_with_others: bool  # another child's page has it too: no conversation, links alone (R87)

    @property
    def talks(self) -> bool:
        """Whether a conversation can be had on it."""
        usable = self.owner == Owner.CHILD and self.confirmed is not None and self.opted_out is None
        return usable and not self.shared and not self.shared_with_others


async def numbers_of(services: StaffServices, me: SignedIn, child: UUID) -> Sequence[Kept]:
    """This child's numbers; none for somebody who does not work with her."""
    async with services.store.reading() as db:
        if not may_answer(me, await tie_to(db, services.authority, me, child)):
            return []
        found = await phones.numbers_of(db, services.authority, child)
        if not found:
            return []
        cipher = await private_keys.directory(db, services.authority, services.provider)
        known = await phones.phones_at(db, services.authority, [each.contact for each in found])
        at = {each.contact: await phones.numbers_at(db, services.authority, each.contact) for each in found}
    return [
        Kept(
            each.id,
            as_shown(phones.read(services.authority, cipher, each)),
            each.owner,
            each.shared,
            (each.safe_times["from"], each.safe_times["to"]) if each.safe_times else None,
            each.confirmed,
            known[each.contact].opted_out if each.contact in known else None,
            len({one.child for one in at[each.contact]}) > 1,
        )
        for each in found
    ]


async def add_number(
    services: StaffServices, me: SignedIn, child: UUID, typed: str, owner: Owner, *, shared: bool, safe: tuple[str, str]
) -> UUID:
    """Write a number down, not yet confirmed. Raises NotAllowed, NothingThere, NumberRefused."""
    number, times = read_number(typed), _times(*safe)
    async with services.store.reading() as db:
        need(may_answer(me, await tie_to(db, services.authority, me, child)))
        known = await phones.numbers_of(db, services.authority, child)
    if number is None:
        raise NumberRefused(Unusable.NOT_A_NUMBER)
    if any(each.contact == contact_of(services.keys, number) for each in known):
        raise NumberRefused(Unusable.THERE_ALREADY)
    if len(known) >= MOST:
        raise NumberRefused(Unusable.TOO_MANY)
    return await write_down(services, child, number, owner, shared=shared, times=times, by=me.id)


async def write_down(
    services: StaffServices,
    child: UUID,
    number: str,
    owner: Owner,
    *,
    shared: bool = False,
    times: dict[str, str] | None = None,
    confirmed: datetime | None = None,
    by: UUID | None = None,
) -> UUID:
    """Keep a number of this child's. Who may is decided before."""
    async with services.store.reading() as db:
        cipher = await private_keys.directory(db, services.authority, services.provider)
        salt = await phones.salt_of(db, services.authority, child)
    if salt is None:
        raise NothingThere
    writes = Writes(services.authority)
    facts = {"owner": owner.value, "shared": shared, "safe_times": times, "confirmed": confirmed}
    index = contact_of(services.keys, number)
    made = phones.add(writes, cipher, salt, child, number, blind_index=index, **facts)
    writes.event("add", "number", made, actor_kind="staff" if by else "command", actor=by)
    await services.store.write(writes)
    return made


async def confirm_number(services: StaffServices, me: SignedIn, id: UUID) -> UUID:
    """ "I asked the child, and it is hers." Whose it is. Raises NothingThere, NotAllowed."""
    found = await _mine(services, me, id)
    writes = Writes(services.authority)
    if found.confirmed is None:
        phones.confirm(writes, found, clock.now())
        writes.event("confirm", "number", found.id, actor_kind="staff", actor=me.id)
        await services.store.write(writes)
    return found.child


async def remove_number(services: StaffServices, me: SignedIn, id: UUID) -> UUID:
    """It is not hers any more. Whose it was. Raises NothingThere, NotAllowed."""
    found = await _mine(services, me, id)
    writes = Writes(services.authority)
    phones.remove(writes, found)
    writes.event("remove", "number", found.id, actor_kind="staff", actor=me.id)
    await services.store.write(writes)
    return found.child


async def is_a_childs(db: Reader, authority: UUID, contact: bytes) -> bool:
    """Whether this number is written down for a child, and not as her worker's: her telephone, or one at her home."""
    return any(each.owner != Owner.WORKER for each in await phones.numbers_at(db, authority, contact))


async def _mine(services: StaffServices, me: SignedIn, id: UUID) -> Number:
    async with services.store.reading() as db:
        found = await phones.number(db, services.authority, id)
        if found is None:
            raise NothingThere
        need(may_answer(me, await tie_to(db, services.authority, me, found.child)))
    return found


def _times(begins: str, ends: str) -> dict[str, str] | None:
    """From when until when it is safe; None where nothing was said. Raises NumberRefused for half of it."""
    if not begins and not ends:
        return None
    try:
        spoken = [time.fromisoformat(each).strftime("%H:%M") for each in (begins, ends)]
    except ValueError:
        raise NumberRefused(Unusable.NOT_TIMES) from None
    if spoken[0] == spoken[1]:
        raise NumberRefused(Unusable.NOT_TIMES)
    return {"from": spoken[0], "to": spoken[1]}
