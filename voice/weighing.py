"""A worker weighs what a child said: what she may be telling us, what was decided, what stopped us (R34, R101).

It is sealed to the child's record; 1, 3, 4 and 5 also into her own mailbox, signed as whatever adults put there, unless
the worker says why not. That reason the team's manager reads too. Nothing in it can be changed; more can be added.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from storage import case_records, case_writes, public_keys, statements
from storage.envelopes import PublicKey
from storage.errors import StoreRefused
from storage.writes import Writes
from voice import clock, half_written, telling, written_back
from voice.access import SignedIn
from voice.boxes import LONGEST, Boxes, WeighingIncomplete
from voice.case_statement import Reached, ToAnswer, to_answer
from voice.errors import NothingThere
from voice.model import Purpose
from voice.staff_services import StaffServices

FORM = "weigh"


@dataclass(frozen=True, slots=True)
class Weighing:
    """What was weighed. `id` came with the form: the same form sent twice is one. `why_hidden`: not for the child."""

    id: UUID
    boxes: Boxes
    why_hidden: str | None = field(default=None, repr=False)

    def check(self, before: Sequence[Boxes]) -> None:
        """Raises WeighingIncomplete."""
        self.boxes.check(before)
        if self.why_hidden is not None and not self.why_hidden.strip():
            raise WeighingIncomplete("why_hidden")
        if len(self.why_hidden or "") > LONGEST:
            raise WeighingIncomplete("too_long")


async def weigh(services: StaffServices, me: SignedIn, statement: UUID, given: Weighing) -> Reached | None:
    """Keep it. Where it has got to; None where the child is not shown it.

    Raises NothingThere, NotAllowed, WeighingIncomplete. The same a second time is quietly the first.
    """
    to = await to_answer(services, me, statement, "weigh")
    child, writes = to.statement.child, Writes(services.authority)
    async with services.store.reading() as db:
        there = await written_back.weighings(db, services, to.statement)
        given.check([each.boxes for each in there if each.id != given.id])
        keys = await public_keys.recipients(db, services.keys, child)
        await half_written.finish(db, services, writes, me, child, statement, keys[Purpose.CASE], FORM)
    _write(services, writes, me, to, given, keys)
    try:
        await services.store.write(writes)
    except StoreRefused:
        await _is_the_first(services, me, statement, given.id)
    return None if given.why_hidden is not None else to.reached


def _write(
    services: StaffServices,
    writes: Writes,
    me: SignedIn,
    to: ToAnswer,
    given: Weighing,
    keys: Mapping[Purpose, PublicKey],
) -> None:
    said, hidden = to.statement, given.why_hidden is not None
    body = json.dumps(given.boxes.to_body()).encode()
    why = json.dumps({"v": 1, "why": given.why_hidden}).encode() if hidden else None
    case_writes.add_weighing(writes, given.id, said.child, body, keys, why, statement=said.id, staff=me.id)
    if to.mailbox and not hidden:
        shown = {"weighing": str(given.id), "when": clock.now().isoformat(), **given.boxes.for_the_child()}
        telling.put(services, writes, to.mailbox, "weighing", telling.who(me, to.tie) | shown)
    elif not to.mailbox:
        writes.event("mailbox_is_not_hers", "statement", said.id, actor_kind="staff", actor=me.id)
    statements.put_out(writes, "weighing", given.id)
    writes.event("weigh", "statement", said.id, actor_kind="staff", actor=me.id, hidden=hidden)


async def _is_the_first(services: StaffServices, me: SignedIn, statement: UUID, id: UUID) -> None:
    """A second press of the same form; anything else that the store refuses is a fault of ours."""
    async with services.store.reading() as db:
        kept = await case_records.find_weighing(db, services.authority, id)
    if kept is None or (kept.statement, kept.staff) != (statement, me.id):
        raise NothingThere


async def half_weighed(services: StaffServices, me: SignedIn, child: UUID, statement: UUID) -> Mapping[str, str]:
    async with services.store.reading() as db:
        return await half_written.find(db, services, me, child, statement, Purpose.CASE, FORM)
