"""A record that a court or an inquiry may need is held: nothing of it is erased (R39, R72).

The hold is set by whoever decides about a concern, with a reason. What stands in the record is taken out in
voice/taking_out.py; the hold is lifted in voice/lifting.py.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from storage import legal_holds, public_keys, staff
from storage.concern_records import Concern
from storage.errors import StoreRefused
from storage.legal_holds import Hold
from storage.opening import open_for
from storage.reading import Reader
from storage.writes import Writes
from voice.access import SignedIn
from voice.case_record import named
from voice.errors import NothingThere
from voice.model import Purpose
from voice.staff_services import StaffServices
from voice.taking_up import LONGEST, NoteIncomplete, OpenConcern, find_to_decide


@dataclass(frozen=True, slots=True)
class Standing:
    """A hold, to people who see the concern it came from."""

    by: str
    since: datetime


@dataclass(frozen=True, slots=True)
class ToPreserve:
    """A concern from which a record may be held, and why it is where it is."""

    concern: Concern
    name: str = field(repr=False)
    standing: Standing | None
    why: str = field(repr=False)


async def standing(services: StaffServices, concern: OpenConcern) -> Standing | None:
    """Whether the record is held because of this concern."""
    async with services.store.reading() as db:
        hold = await legal_holds.of_concern(db, services.authority, concern.concern.id)
        return await _standing(db, services, hold) if hold else None


async def look_at(services: StaffServices, me: SignedIn, concern: UUID) -> ToPreserve:
    """For whoever may hold the record. Raises NothingThere, NotAllowed."""
    async with services.store.reading() as db:
        found = await find_to_decide(db, services, me, concern)
        child = (await named(db, services, [found.child])).get(found.child)
        hold = await legal_holds.of_concern(db, services.authority, concern)
        if child is None:
            raise NothingThere
        reason = await why(db, services, hold, hold.sealed) if hold else ""
        return ToPreserve(found, child.name, await _standing(db, services, hold) if hold else None, reason)


async def _standing(db: Reader, services: StaffServices, hold: Hold) -> Standing:
    names = await staff.names(db, services.authority, [hold.staff])
    return Standing(names[hold.staff], hold.made)


async def why(db: Reader, services: StaffServices, hold: Hold, sealed: bytes | None) -> str:
    """A reason in its words. Whoever calls has kept that it is opened, or may decide about the concern."""
    place = legal_holds.hold_place(services.authority, hold.child, hold.id)
    body = await open_for(db, services.provider, sealed, place, hold.child, Purpose.APART) if sealed else None
    return str(json.loads(body)["why"]) if body else ""


def need_reason(given: str) -> None:
    """Raises NoteIncomplete."""
    if not given.strip():
        raise NoteIncomplete("why_held")
    if len(given) > LONGEST:
        raise NoteIncomplete("too_long")


async def hold(services: StaffServices, me: SignedIn, concern: UUID, id: UUID, why: str) -> None:
    """Hold the record of the child this concern is about. A second time the first stands.

    Raises NothingThere, NotAllowed, NoteIncomplete.
    """
    need_reason(why)

    async def verb(db: Reader) -> tuple[Writes, None]:
        writes = Writes(services.authority)
        found = await find_to_decide(db, services, me, concern)
        if await legal_holds.of_concern(db, services.authority, concern) is None:
            keys = await public_keys.recipients(db, services.keys, found.child)
            body = json.dumps({"v": 1, "why": why}).encode()
            lifted = await legal_holds.lifted_of(db, services.authority, concern)
            if lifted:
                legal_holds.add_again(writes, lifted, found.child, me.id, body, [keys[Purpose.APART]])
            else:
                legal_holds.add(writes, id, found.child, concern, me.id, body, [keys[Purpose.APART]])
            writes.event("hold", "child", found.child, actor_kind="staff", actor=me.id, concern=str(concern))
        return writes, None

    try:
        await services.store.decide(verb)
    except StoreRefused:
        async with services.store.reading() as db:
            if await legal_holds.of_concern(db, services.authority, concern) is None:
                raise
