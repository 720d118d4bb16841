"""What became of a promise: kept, or what stopped us (R101). The child sees it in her mailbox."""

import json
from uuid import UUID

from storage import case_records, case_writes
from storage.opening import open_for
from storage.reading import Reader
from storage.writes import Writes
from voice import telling
from voice.access import SignedIn, may_answer, need
from voice.case_statement import her_mailbox
from voice.errors import NothingThere
from voice.model import PromiseState, Purpose, Stopped
from voice.relationship import tie_to
from voice.replying import promise_line
from voice.staff_services import StaffServices


async def settle(services: StaffServices, me: SignedIn, promise: UUID, stopped_by: Stopped | None) -> UUID:
    """Kept, or stopped by this. A second time changes nothing. The statement it belongs to.

    Raises NothingThere, NotAllowed.
    """

    async def verb(db: Reader) -> tuple[Writes, UUID]:
        writes = Writes(services.authority)
        found = await case_records.find_action(db, services.authority, promise)
        if found is None:
            raise NothingThere
        said = await case_records.find_statement(db, services.authority, found.statement)
        if said is None:
            raise NothingThere
        need(may_answer(me, await tie_to(db, services.authority, me, said.child)))
        if found.state is PromiseState.OPEN:
            await _settle(db, services, me, writes, found, said.child, stopped_by)
        return writes, found.statement

    return await services.store.decide(verb)


async def _settle(
    db: Reader,
    services: StaffServices,
    me: SignedIn,
    writes: Writes,
    found: case_records.Action,
    child: UUID,
    stopped_by: Stopped | None,
) -> None:
    state = PromiseState.STOPPED if stopped_by else PromiseState.KEPT
    case_writes.settle_promise(writes, found.id, found.revision, state, stopped_by)
    _, _, mailbox = await her_mailbox(db, services, me, found.statement)
    place = case_writes.promise_place(services.authority, child, found.id)
    body = await open_for(db, services.provider, found.sealed, place, child, Purpose.CASE) if found.sealed else None
    if mailbox and body:
        why = stopped_by.value if stopped_by else None
        telling.put(
            writes, mailbox, "promise", promise_line(found.id, json.loads(body)["words"], found.due, state, why)
        )
    writes.event("settle_promise", "action", found.id, actor_kind="staff", actor=me.id, state=state.value)
