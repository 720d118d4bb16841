"""An adult raises a concern by hand: what they saw, or were told, from the child's page or a statement (R10, R85).

It goes the same way as one that the child raised: to duty, and apart from everyone who works with the child until
whoever raises it says plainly that it is not about any of them (R68).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from storage import authorities, case_records, case_writes, concern_records, concerns, public_keys
from storage.errors import StoreRefused
from storage.reading import Reader
from storage.writes import Writes
from voice import clock, half_written
from voice.access import SignedIn, Tie, allocated, may_raise, need
from voice.errors import NothingThere
from voice.model import Level, Purpose, new_id
from voice.relationship import tie_to
from voice.staff_services import StaffServices
from voice.taking_up import BESIDE, LONGEST, NoteIncomplete
from voice.working_days import concern_read_by

AboutStaff = Literal["yes", "no", "not_sure"]


@dataclass(frozen=True, slots=True)
class Raised:
    """What an adult raises. `id` came with the form: the same form sent twice is one concern."""

    id: UUID
    level: Level
    note: str = field(repr=False)
    about_staff: AboutStaff = field(repr=False)
    reach: str = field(default="", repr=False)
    must_not_know: str = field(default="", repr=False)
    beside: Sequence[Mapping[str, str]] = field(default=(), repr=False)  # what an interpreter had before them

    def check(self) -> None:
        """Raises NoteIncomplete."""
        if not self.note.strip():
            raise NoteIncomplete("note")
        if max(len(self.note), len(self.reach), len(self.must_not_know)) > LONGEST:
            raise NoteIncomplete("too_long")


async def raise_by_hand(
    services: StaffServices, me: SignedIn, child: UUID, raised: Raised, statement: UUID | None = None
) -> None:
    """Raise it: duty hears at once. Raises NothingThere, NotAllowed, NoteIncomplete."""
    raised.check()
    async with services.store.reading() as db:
        need(may_raise(me, await tie_to(db, services.authority, me, child)))
        if statement and await _whose(db, services, statement) != child:
            raise NothingThere
    await write_concern(services, me, child, raised, statement)


async def write_concern(
    services: StaffServices, me: SignedIn, child: UUID, raised: Raised, statement: UUID | None
) -> None:
    """Raise it, for somebody who may: whoever calls has asked."""
    async with services.store.reading() as db:
        arrangements = (await authorities.find(db, services.authority)).arrangements
        keys = await public_keys.recipients(db, services.keys, child)
    writes, shared = Writes(services.authority), raised.about_staff == "no"
    read_by = concern_read_by(clock.now(), raised.level, arrangements)
    source = concerns.BY_HAND
    concerns.raise_concern(writes, raised.id, child, None, source, raised.level, read_by, statement=statement)
    said = {"note": raised.note, "reach": raised.reach, "must_not_know": raised.must_not_know}
    beside = {BESIDE: list(raised.beside)} if raised.beside else {}
    body = json.dumps({"v": 1, "about_staff": raised.about_staff} | said | beside).encode()
    readers = [keys[Purpose.APART]] + ([keys[Purpose.CASE]] if shared else [])
    concerns.add_words(writes, raised.id, child, "raised", body, readers, staff=me.id)
    if shared:
        concerns.add_step(writes, new_id(), raised.id, "shared", staff=me.id)
    case_writes.drop_draft(writes, me.id, child)
    writes.event("raise", "concern", raised.id, actor_kind="staff", actor=me.id, level=raised.level.value)
    try:
        await services.store.write(writes)
    except StoreRefused:
        await _is_the_first(services, me, raised.id)


async def _whose(db: Reader, services: StaffServices, statement: UUID) -> UUID | None:
    said = await case_records.find_statement(db, services.authority, statement)
    return said.child if said else None


async def _is_the_first(services: StaffServices, me: SignedIn, id: UUID) -> None:
    """A second press of the same form; anything else that the store refuses is a fault of ours."""
    async with services.store.reading() as db:
        steps = await concern_records.steps_of(db, services.authority, id)
    if not any(step.kind == "raised" and step.staff == me.id for step in steps):
        raise NothingThere


async def keep_half_raised(services: StaffServices, me: SignedIn, child: UUID, fields: Mapping[str, str]) -> None:
    """The session ran out before it was raised: keep it. Raises NothingThere, NotAllowed."""
    async with services.store.reading() as db:
        tie = await tie_to(db, services.authority, me, child)
    need(may_raise(me, tie))
    await half_written.keep(services, me, child, child, fields, _own(me, tie))


async def half_raised(services: StaffServices, me: SignedIn, child: UUID) -> Mapping[str, Any]:
    """What this person had half written. Raises NotAllowed."""
    async with services.store.reading() as db:
        tie = await tie_to(db, services.authority, me, child)
        need(may_raise(me, tie))
        return await half_written.find(db, services, me, child, child, _own(me, tie))


def _own(me: SignedIn, tie: Tie) -> Purpose:
    return Purpose.CASE if allocated(me, tie) else Purpose.APART
