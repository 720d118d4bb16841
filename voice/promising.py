"""What became of a promise: kept, or what stopped us (R101). The child sees it in her mailbox."""

import json
from dataclasses import dataclass
from uuid import UUID

from storage import case_records, case_writes
from storage.case_records import Action
from storage.opening import open_for
from storage.reading import Reader
from storage.writes import Writes
from voice import telling
from voice.access import SignedIn, may_answer, need
from voice.case_statement import Reached, ToAnswer, to_answer
from voice.errors import NothingThere
from voice.model import PromiseState, Purpose, Stopped
from voice.relationship import tie_to
from voice.replying import promise_line
from voice.staff_services import StaffServices


@dataclass(frozen=True, slots=True)
class Settled:
    """The statement a promise belongs to, and whether the child sees what became of it; None where it was settled."""

    statement: UUID
    reached: Reached | None


async def settle(services: StaffServices, me: SignedIn, promise: UUID, stopped_by: Stopped | None) -> Settled:
    """Kept, or stopped by this. A second time changes nothing. Raises NothingThere, NotAllowed."""
    async with services.store.reading() as db:
        found = await _find(db, services, me, promise)
    if found.state is not PromiseState.OPEN:
        return Settled(found.statement, None)
    to = await to_answer(services, me, found.statement, "promise")

    async def verb(db: Reader) -> tuple[Writes, Settled]:
        writes = Writes(services.authority)
        fresh = await _find(db, services, me, promise)
        if fresh.state is not PromiseState.OPEN:
            return writes, Settled(fresh.statement, None)
        await _settle(db, services, me, writes, fresh, to, stopped_by)
        return writes, Settled(fresh.statement, to.reached)

    return await services.store.decide(verb)


async def _find(db: Reader, services: StaffServices, me: SignedIn, promise: UUID) -> Action:
    found = await case_records.find_action(db, services.authority, promise)
    said = await case_records.find_statement(db, services.authority, found.statement) if found else None
    if found is None or said is None:
        raise NothingThere
    need(may_answer(me, await tie_to(db, services.authority, me, said.child)))
    return found


async def _settle(
    db: Reader,
    services: StaffServices,
    me: SignedIn,
    writes: Writes,
    found: Action,
    to: ToAnswer,
    stopped_by: Stopped | None,
) -> None:
    state = PromiseState.STOPPED if stopped_by else PromiseState.KEPT
    case_writes.settle_promise(writes, found.id, found.revision, state, stopped_by)
    child = to.statement.child
    place = case_writes.promise_place(services.authority, child, found.id)
    body = await open_for(db, services.provider, found.sealed, place, child, Purpose.CASE) if found.sealed else None
    if to.mailbox and body:
        why = stopped_by.value if stopped_by else None
        line = promise_line(found.id, json.loads(body)["words"], found.due, state, why)
        telling.put(services, writes, to.mailbox, "promise", line)
    writes.event("settle_promise", "action", found.id, actor_kind="staff", actor=me.id, state=state.value)
