"""What became of a promise: kept, not yet, or what stopped us (R101). The child sees it in her mailbox."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from storage import case_records, case_writes
from storage.case_records import Action
from storage.opening import open_for
from storage.reading import Reader
from storage.writes import Writes
from voice import clock, telling
from voice.access import SignedIn, may_answer, need
from voice.case_statement import Reached, ToAnswer, to_answer
from voice.errors import NothingThere, VoiceError
from voice.model import PromiseState, Purpose, Stopped
from voice.relationship import tie_to
from voice.replying import promise_line
from voice.staff_services import StaffServices


class DayPassed(VoiceError):
    """A promise is put off to a day that is still to come."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How a promise stands now."""

    due: date
    state: PromiseState
    why: Stopped | None


Change = Callable[[Writes, Action], Stand | None]


@dataclass(frozen=True, slots=True)
class Settled:
    """The statement a promise belongs to, and whether the child sees what became of it; None where it was settled."""

    statement: UUID
    reached: Reached | None


async def settle(services: StaffServices, me: SignedIn, promise: UUID, stopped_by: Stopped | None) -> Settled:
    """Kept, or stopped by this. A second time changes nothing. Raises NothingThere, NotAllowed."""
    state = PromiseState.STOPPED if stopped_by else PromiseState.KEPT

    def verb(writes: Writes, found: Action) -> Stand:
        case_writes.settle_promise(writes, found.id, found.revision, state, stopped_by)
        writes.event("settle_promise", "action", found.id, actor_kind="staff", actor=me.id, state=state.value)
        return Stand(found.due, state, stopped_by)

    return await _change(services, me, promise, verb)


async def put_off(services: StaffServices, me: SignedIn, promise: UUID, until: date) -> Settled:
    """Not yet, and by when then. The same day a second time changes nothing.

    Raises NothingThere, NotAllowed, DayPassed.
    """
    if until < clock.today():
        raise DayPassed

    def verb(writes: Writes, found: Action) -> Stand | None:
        if found.due == until:
            return None
        case_writes.move_promise(writes, found.id, found.revision, until)
        writes.event("put_off_promise", "action", found.id, actor_kind="staff", actor=me.id)
        return Stand(until, PromiseState.OPEN, Stopped.NOT_YET)

    return await _change(services, me, promise, verb)


async def _change(services: StaffServices, me: SignedIn, promise: UUID, change: Change) -> Settled:
    async with services.store.reading() as db:
        found = await _find(db, services, me, promise)
    if found.state is not PromiseState.OPEN:
        return Settled(found.statement, None)
    to = await to_answer(services, me, found.statement, "promise")

    async def verb(db: Reader) -> tuple[Writes, Settled]:
        writes, fresh = Writes(services.authority), await _find(db, services, me, promise)
        stands = change(writes, fresh) if fresh.state is PromiseState.OPEN else None
        if stands is None:
            return writes, Settled(fresh.statement, None)
        await _tell(db, services, writes, fresh, to, stands)
        return writes, Settled(fresh.statement, to.reached)

    return await services.store.decide(verb)


async def _find(db: Reader, services: StaffServices, me: SignedIn, promise: UUID) -> Action:
    found = await case_records.find_action(db, services.authority, promise)
    said = await case_records.find_statement(db, services.authority, found.statement) if found else None
    if found is None or said is None:
        raise NothingThere
    need(may_answer(me, await tie_to(db, services.authority, me, said.child)))
    return found


async def _tell(
    db: Reader, services: StaffServices, writes: Writes, found: Action, to: ToAnswer, stands: Stand
) -> None:
    """Put the promise as it now stands into the child's mailbox."""
    child = to.statement.child
    place = case_writes.promise_place(services.authority, child, found.id)
    body = await open_for(db, services.provider, found.sealed, place, child, Purpose.CASE) if found.sealed else None
    if to.mailbox and body:
        why = stands.why.value if stands.why else None
        line = promise_line(found.id, json.loads(body)["words"], stands.due, stands.state, why)
        telling.put(services, writes, to.mailbox, "promise", line)
