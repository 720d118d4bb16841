"""A hold is lifted by two: one who decides about its concern asks, with a reason; another says so too (R39, R72).

The other decides about the concern as well, or keeps the records: a hold outlasts its concern, and when that is closed
there may be one manager left who sees it. A records officer reads the two reasons inside such a request, and no more.
Until the second has spoken every erasure waits as before.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from storage import audit, legal_holds, public_keys, staff
from storage.legal_holds import Hold
from storage.reading import Reader
from storage.writes import Writes
from voice import clock
from voice.access import SignedIn, need, seconds_lifting
from voice.errors import NotAllowed, NothingThere, VoiceError
from voice.model import Purpose
from voice.preserving import need_reason, why
from voice.staff_services import StaffServices
from voice.taking_up import find_to_decide

READ = "read_hold"
AFTER_READING = timedelta(minutes=15)


class SamePerson(VoiceError):
    """Whoever asks that a hold is lifted does not lift it."""


class NotRead(VoiceError):
    """Nobody lifts a hold whose reasons they have not read just now."""


@dataclass(frozen=True, slots=True)
class Asked:
    """That somebody asks to lift a hold. The reasons are empty for who has not opened them."""

    hold: UUID
    concern: UUID
    held_by: str
    held_since: datetime
    asked_by: str
    asked: datetime
    mine: bool
    why_held: str = field(default="", repr=False)
    why_lifted: str = field(default="", repr=False)


async def asked_of(services: StaffServices, me: SignedIn, concern: UUID) -> Asked | None:
    """Whether somebody asks to lift the hold of this concern. Raises NothingThere, NotAllowed."""
    async with services.store.reading() as db:
        await find_to_decide(db, services, me, concern)
        hold = await legal_holds.of_concern(db, services.authority, concern)
        return await _asked(db, services, me, hold, reasons=True) if hold and hold.lift_asked else None


async def waiting(services: StaffServices, me: SignedIn) -> Sequence[Asked]:
    """What waits for whoever keeps the records: who, and since when. Raises NotAllowed."""
    need(seconds_lifting(me))
    async with services.store.reading() as db:
        found = await legal_holds.asked_to_lift(db, services.authority)
        return [await _asked(db, services, me, hold, reasons=False) for hold in found]


async def read(services: StaffServices, me: SignedIn, hold: UUID) -> Asked:
    """Both reasons, inside the request alone; kept first. Raises NothingThere, NotAllowed. The caller stepped up."""
    need(seconds_lifting(me))
    async with services.store.reading() as db:
        found = await _find(db, services, hold)
    writes = Writes(services.authority)
    writes.event(READ, "legal_hold", hold, actor_kind="staff", actor=me.id)
    await services.store.write(writes)
    async with services.store.reading() as db:
        return await _asked(db, services, me, found, reasons=True)


async def ask(services: StaffServices, me: SignedIn, concern: UUID, reason: str) -> None:
    """ "It is needed no longer." Raises NothingThere, NotAllowed, NoteIncomplete."""
    need_reason(reason)

    async def verb(db: Reader) -> tuple[Writes, None]:
        writes = Writes(services.authority)
        found = await find_to_decide(db, services, me, concern)
        hold = await legal_holds.of_concern(db, services.authority, concern)
        if hold is None:
            raise NothingThere
        if hold.lift_asked is None:
            keys = await public_keys.recipients(db, services.keys, found.child)
            legal_holds.ask_to_lift(writes, hold, me.id, _body(reason), [keys[Purpose.APART]])
            writes.event("ask_to_lift", "child", found.child, actor_kind="staff", actor=me.id, concern=str(concern))
        return writes, None

    await services.store.decide(verb)


async def keep(services: StaffServices, me: SignedIn, hold: UUID) -> None:
    """ "It stays held", says whoever asked, or the other. Raises NothingThere, NotAllowed."""

    async def verb(db: Reader) -> tuple[Writes, None]:
        writes, found = Writes(services.authority), await _find(db, services, hold)
        await _need_a_say(db, services, me, found)
        legal_holds.keep(writes, found)
        writes.event("keep_hold", "child", found.child, actor_kind="staff", actor=me.id, concern=str(found.concern))
        return writes, None

    await services.store.decide(verb)


async def lift(services: StaffServices, me: SignedIn, hold: UUID, *, stepped_up: bool = False) -> None:
    """The second says so too. Raises NothingThere, NotAllowed, SamePerson, NotRead.

    Who decides about the concern, and has stepped up for this, has the reasons there; of anybody else the step up is
    the one for which the reasons were opened.
    """

    async def verb(db: Reader) -> tuple[Writes, None]:
        writes, found = Writes(services.authority), await _find(db, services, hold)
        decides = await _need_a_say(db, services, me, found)
        if found.lift_asked_by == me.id:
            raise SamePerson("whoever asks does not lift it")
        last = await audit.last(db, services.authority, READ, hold, me.id)
        if not (decides and stepped_up) and (last is None or clock.now() - last > AFTER_READING):
            raise NotRead("the reasons were not read just now")
        legal_holds.lift(writes, found, me.id)
        writes.event("lift_hold", "child", found.child, actor_kind="staff", actor=me.id, concern=str(found.concern))
        return writes, None

    await services.store.decide(verb)


async def _need_a_say(db: Reader, services: StaffServices, me: SignedIn, found: Hold) -> bool:
    """Whether they decide about its concern; if not, they keep the records. Raises NotAllowed."""
    try:
        await find_to_decide(db, services, me, found.concern)
    except NotAllowed:
        need(seconds_lifting(me))
        return False
    return True


async def _find(db: Reader, services: StaffServices, hold: UUID) -> Hold:
    found = await legal_holds.find(db, services.authority, hold)
    if found is None or found.lift_asked is None:
        raise NothingThere
    return found


async def _asked(db: Reader, services: StaffServices, me: SignedIn, hold: Hold, *, reasons: bool) -> Asked:
    people = [hold.staff, *([hold.lift_asked_by] if hold.lift_asked_by else [])]
    names = await staff.names(db, services.authority, people)
    return Asked(
        hold.id,
        hold.concern,
        names[hold.staff],
        hold.made,
        names[hold.lift_asked_by] if hold.lift_asked_by else "",
        hold.lift_asked or hold.made,
        hold.lift_asked_by == me.id,
        await why(db, services, hold, hold.sealed) if reasons else "",
        await why(db, services, hold, hold.why_lifted) if reasons else "",
    )


def _body(reason: str) -> bytes:
    return json.dumps({"v": 1, "why": reason}).encode()
