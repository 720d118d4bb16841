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

from storage import audit, concern_records, legal_holds, public_keys, staff
from storage.concern_records import Concern
from storage.legal_holds import Hold
from storage.reading import Reader
from storage.writes import Writes
from voice import clock
from voice.access import SignedIn, allocated, may_take_up, need, seconds_lifting
from voice.errors import NotAllowed, NothingThere, VoiceError
from voice.model import Purpose
from voice.preserving import need_reason, why
from voice.relationship import tie_to
from voice.staff_services import StaffServices
from voice.stepping import signed_in_as
from voice.taking_up import find_to_decide

READ = "read_hold"
AFTER_READING = timedelta(minutes=15)


class OthersWereFirst(VoiceError):
    """Somebody else lifted it, or said that it stays held, in the same moment."""


class NotLifted(VoiceError):
    """It stays held, and `why`: which note says so."""

    why = ""


class SamePerson(NotLifted):
    """Whoever asks that a hold is lifted does not lift it."""

    why = "same_person"


class NotRead(NotLifted):
    """Nobody lifts a hold whose reasons they have not read just now."""

    why = "read_first"


class AskerGone(NotLifted):
    """Whoever asked does this work no longer: then one person alone would lift it."""

    why = "asker_gone"


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
            concern_records.touch(writes, found)
            legal_holds.ask_to_lift(writes, hold, me.id, _body(reason), [keys[Purpose.APART]])
            writes.event("ask_to_lift", "child", found.child, actor_kind="staff", actor=me.id, concern=str(concern))
        return writes, None

    await services.store.decide(verb)


async def keep(services: StaffServices, me: SignedIn, hold: UUID) -> None:
    """ "It stays held", says whoever asked, or the other. Raises NothingThere, NotAllowed, OthersWereFirst."""
    await _need_there(services, hold)

    async def verb(db: Reader) -> tuple[Writes, None]:
        writes, (found, concern) = Writes(services.authority), await _still_asked(db, services, hold)
        await _need_a_say(db, services, await _as_of_now(db, services, me.id), found)
        concern_records.touch(writes, concern)
        legal_holds.keep(writes, found)
        writes.event("keep_hold", "child", found.child, actor_kind="staff", actor=me.id, concern=str(found.concern))
        return writes, None

    await services.store.decide(verb)


async def lift(services: StaffServices, me: SignedIn, hold: UUID, *, stepped_up: bool = False) -> None:
    """The second says so too. Raises NothingThere, NotAllowed, SamePerson, NotRead, AskerGone, OthersWereFirst.

    Who decides about the concern, and has stepped up for this, has the reasons there; of anybody else the step up is
    the one for which the reasons were opened: those of now, not of an earlier asking.
    """
    await _need_there(services, hold)

    async def verb(db: Reader) -> tuple[Writes, None]:
        writes, (found, concern) = Writes(services.authority), await _still_asked(db, services, hold)
        decides = await _need_a_say(db, services, await _as_of_now(db, services, me.id), found)
        if found.lift_asked_by == me.id:
            raise SamePerson("whoever asks does not lift it")
        if not (decides and stepped_up) and not await _has_read(db, services, me, found):
            raise NotRead("the reasons were not read just now")
        await _need_the_asker(db, services, found)
        concern_records.touch(writes, concern)
        legal_holds.lift(writes, found, me.id)
        writes.event("lift_hold", "child", found.child, actor_kind="staff", actor=me.id, concern=str(found.concern))
        return writes, None

    await services.store.decide(verb)


async def _need_there(services: StaffServices, hold: UUID) -> None:
    """Raises NothingThere, before it can be said that others were first."""
    async with services.store.reading() as db:
        await _find(db, services, hold)


async def _still_asked(db: Reader, services: StaffServices, hold: UUID) -> tuple[Hold, Concern]:
    """The hold, and the concern that whoever changes it claims: of two at once one finds it changed.

    Raises OthersWereFirst.
    """
    try:
        found = await _find(db, services, hold)
    except NothingThere:
        raise OthersWereFirst from None
    concern = await concern_records.find_concern(db, services.authority, found.concern)
    if concern is None:
        raise NothingThere
    return found, concern


async def _has_read(db: Reader, services: StaffServices, me: SignedIn, found: Hold) -> bool:
    last = await audit.last(db, services.authority, READ, found.id, me.id)
    return last is not None and last >= (found.lift_asked or last) and clock.now() - last <= AFTER_READING


async def _as_of_now(db: Reader, services: StaffServices, member: UUID) -> SignedIn:
    """With the roles that they hold at this moment, and not when their page was drawn. Raises NotAllowed."""
    found = await staff.find(db, services.authority, member)
    if found is None or not found.active:
        raise NotAllowed
    return signed_in_as(found)


async def _need_the_asker(db: Reader, services: StaffServices, found: Hold) -> None:
    """Whoever asked could still ask; that the concern was closed meanwhile takes nothing away. Raises AskerGone."""
    try:
        asker = await _as_of_now(db, services, found.lift_asked_by or found.staff)
    except NotAllowed:
        raise AskerGone from None
    tie = await tie_to(db, services.authority, asker, found.child)
    if not may_take_up(asker, tie) or allocated(asker, tie):
        raise AskerGone


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
