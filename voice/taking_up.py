"""Somebody takes up a concern, does something about it, and closes it, by name at each step (R11, R67, R72)."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from storage import case_records, case_writes, concern_records, concerns, public_keys, staff
from storage.children import Child
from storage.concern_records import Concern, Step
from storage.envelopes import PublicKey
from storage.errors import StoreRefused
from storage.opening import open_for
from storage.reading import Reader
from storage.writes import Writes
from surveys.parts import Audience
from voice import clock, half_written
from voice.access import SignedIn, Tie, allocated, may_decide, may_open, need
from voice.case_record import named
from voice.errors import Incomplete, NothingThere
from voice.model import ConcernState, Purpose, new_id
from voice.relationship import day_of, sees, tie_to
from voice.staff_services import StaffServices
from voice.telling_concern import tell_opened

LONGEST = 8000
BESIDE = "beside"  # what an interpreter had before them when they told duty, line by line: for duty alone
TEXTED = "texted"  # what one of us texted the child
SENT = "sent"  # when, where that was before the concern was raised
COPY = "copy"  # what was said once already, sealed again for more readers


Verb = Callable[[Reader], Awaitable[tuple[Writes, None]]]


class Outcome(StrEnum):
    """How a concern ended (R72)."""

    SPOKE_WITH_CHILD = "spoke_with_child"
    SAFETY_PLAN = "safety_plan"
    STRATEGY_DISCUSSION = "strategy_discussion"
    ENQUIRIES = "enquiries"
    POLICE = "police"
    DESIGNATED_OFFICER = "designated_officer"
    ALREADY_KNOWN = "already_known"
    NO_FURTHER_ACTION = "no_further_action"


class NoteIncomplete(Incomplete):
    """Something is missing in what was written about a concern (which field)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One step of a concern, open: what the child said, or what an adult did."""

    kind: str
    by: str | None
    at: datetime
    outcome: str | None
    said: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class OpenConcern:
    """A concern, open before somebody who may see it."""

    concern: Concern
    child: Child
    lines: Sequence[Line]
    statement: UUID | None  # what it was found in, where this person may open that
    reach: str | None = field(repr=False)  # None: the child was not asked yet, or left before she answered
    must_not_know: str | None = field(repr=False)
    held_by: str | None
    mine: bool
    may_decide: bool
    draft: Mapping[str, Any] = field(repr=False)

    @property
    def words_are_theirs_too(self) -> bool:
        """Whether what it was raised for stands in what she sent to those who work with her: absent, it would tell."""
        said = [line.said for line in self.lines if self.concern.found_in_words]
        whose = [each.get("audience") or (each.get("answer") or {}).get("audience") for each in said]
        return Audience.WORKER in whose


@dataclass(frozen=True, slots=True)
class Done:
    """What somebody did about a concern. `id` came with the form, so that a second press is the first."""

    id: UUID
    note: str = field(repr=False)
    told_child: str = field(default="", repr=False)


async def open_concern(services: StaffServices, me: SignedIn, concern: UUID, *, told: bool = False) -> OpenConcern:
    """Open a concern, audited first. `told`: she hears of this opening already. Raises NothingThere, NotAllowed."""
    async with services.store.reading() as db:
        found, tie = await _find(db, services, me, concern)
    writes = Writes(services.authority)
    writes.event("open", "concern", found.id, actor_kind="staff", actor=me.id)
    await services.store.write(writes)
    if not told:
        await tell_opened(services, me, tie, found)
    async with services.store.reading() as db:
        found, tie = await _find(db, services, me, concern)
        return await _opened(db, services, me, found, tie)


async def _find(db: Reader, services: StaffServices, me: SignedIn, concern: UUID) -> tuple[Concern, Tie]:
    found = await concern_records.find_concern(db, services.authority, concern)
    if found is None:
        raise NothingThere
    tie = await tie_to(db, services.authority, me, found.child)
    need(sees(me, tie, found))
    return found, tie


async def find_to_decide(db: Reader, services: StaffServices, me: SignedIn, concern: UUID) -> Concern:
    """A concern that this person may move. Raises NothingThere, NotAllowed."""
    found, tie = await _find(db, services, me, concern)
    need(may_decide(me, tie, found, day_of(found.raised)))
    return found


def _opens_with(me: SignedIn, tie: Tie) -> Purpose:
    """Those who work with the child open what was shared with them; the others what stands apart (R68)."""
    return Purpose.CASE if allocated(me, tie) else Purpose.APART


async def _opened(db: Reader, services: StaffServices, me: SignedIn, found: Concern, tie: Tie) -> OpenConcern:
    steps = await concern_records.steps_of(db, services.authority, found.id)
    people = [step.staff for step in steps if step.staff] + [found.acknowledged_by or me.id]
    names = await staff.names(db, services.authority, people)
    purpose = _opens_with(me, tie)
    lines = [await _line(db, services, found, step, names, purpose) for step in steps]
    told = [line.said for line in lines if "reach" in line.said]
    child = (await named(db, services, [found.child])).get(found.child)
    if child is None:
        raise NothingThere
    return OpenConcern(
        found,
        child,
        [line for line in lines if _shown(line, purpose)],
        await _statement(db, services, me, found, tie),
        told[-1]["reach"] if told else None,
        told[-1]["must_not_know"] if told else None,
        names.get(found.acknowledged_by) if found.acknowledged_by else None,
        found.acknowledged_by == me.id,
        may_decide(me, tie, found, day_of(found.raised)),
        await half_written.find(db, services, me, found.child, found.id, purpose),
    )


async def _statement(db: Reader, services: StaffServices, me: SignedIn, found: Concern, tie: Tie) -> UUID | None:
    said = await case_records.find_statement(db, services.authority, found.statement) if found.statement else None
    if said is None:
        return None
    audiences = (await case_records.audiences_of(db, services.authority, [said.id])).get(said.id, ())
    opens = any(may_open(me, tie, Audience(each), day_of(said.sent)) for each in audiences)
    return said.id if opens else None


def _shown(line: Line, purpose: Purpose) -> bool:
    """What was sealed again for more readers is shown once; how far it climbed is for those who take it up."""
    if purpose is Purpose.APART:
        return line.kind == "climbed" or (bool(line.said or line.by) and COPY not in line.said)
    return bool(line.said or line.by)


async def _line(
    db: Reader, services: StaffServices, found: Concern, step: Step, names: Mapping[UUID, str], purpose: Purpose
) -> Line:
    said: Mapping[str, Any] = {}
    if step.sealed:
        place = concerns.step_place(services.authority, found.child, step.id)
        body = await open_for(db, services.provider, step.sealed, place, found.child, purpose)
        said = json.loads(body) if body else {}
    at = datetime.fromisoformat(said[SENT]) if SENT in said else step.at
    return Line(step.kind, names.get(step.staff) if step.staff else None, at, step.outcome, said)


async def acknowledge(services: StaffServices, me: SignedIn, concern: UUID) -> bool:
    """ "I have it." Of two who say so at once one has it, and the other is told who. Whether it is mine now."""

    async def verb(db: Reader) -> tuple[Writes, bool]:
        writes = Writes(services.authority)
        found = await find_to_decide(db, services, me, concern)
        if found.state is not ConcernState.NEW:
            return writes, found.acknowledged_by == me.id
        mine = {"acknowledged": clock.now(), "acknowledged_by": me.id}
        concern_records.move(writes, found, ConcernState.ACKNOWLEDGED, **mine)
        concerns.add_step(writes, new_id(), found.id, "acknowledged", staff=me.id)
        writes.event("acknowledge", "concern", found.id, actor_kind="staff", actor=me.id)
        return writes, True

    return await services.store.decide(verb)


async def act(services: StaffServices, me: SignedIn, concern: UUID, done: Done) -> None:
    """Write down what was done. Raises NoteIncomplete, NothingThere, NotAllowed."""
    _check(done)
    await _move(services, me, concern, done, ConcernState.ACTED_ON, None)


async def add_note(services: StaffServices, me: SignedIn, concern: UUID, done: Done) -> None:
    """Whoever may read it may add to it, and moves nothing. Raises NoteIncomplete, NothingThere, NotAllowed."""
    _check(done)

    async def verb(db: Reader) -> tuple[Writes, None]:
        writes = Writes(services.authority)
        if await _is_there(db, services, concern, done.id, me):
            return writes, None
        found, _ = await _find(db, services, me, concern)
        if not found.open:
            raise NoteIncomplete("closed")
        keys = await readers(db, services, found)
        concern_records.note(writes, found, "note", _as_body(done), keys, id=done.id, staff=me.id)
        case_writes.drop_draft(writes, me.id, found.id)
        writes.event("note", "concern", found.id, actor_kind="staff", actor=me.id)
        return writes, None

    await _once(services, me, concern, done, verb)


async def close(services: StaffServices, me: SignedIn, concern: UUID, done: Done, outcome: Outcome) -> None:
    """Close it, with what came of it and always with what the child was told (R72)."""
    _check(done)
    if not done.told_child.strip():
        raise NoteIncomplete("told_child")
    await _move(services, me, concern, done, ConcernState.CLOSED, outcome)


def _check(done: Done) -> None:
    if not done.note.strip():
        raise NoteIncomplete("note")
    if max(len(done.note), len(done.told_child)) > LONGEST:
        raise NoteIncomplete("too_long")


async def _move(
    services: StaffServices, me: SignedIn, concern: UUID, done: Done, state: ConcernState, outcome: Outcome | None
) -> None:
    async def verb(db: Reader) -> tuple[Writes, None]:
        writes = Writes(services.authority)
        if await _is_there(db, services, concern, done.id, me):
            return writes, None  # also where closing it took it out of this person's sight
        found = await find_to_decide(db, services, me, concern)
        if found.state is ConcernState.NEW:
            raise NoteIncomplete("not_taken_up")
        if not found.open:
            raise NoteIncomplete("closed")
        keys = await readers(db, services, found)
        closed = {"closed": clock.now()} if state is ConcernState.CLOSED else {}
        concern_records.move(writes, found, state, **closed)
        body = _as_body(done)
        named_by = {"id": done.id, "staff": me.id, "outcome": outcome.value if outcome else None}
        concern_records.note(writes, found, state.value, body, keys, **named_by)
        case_writes.drop_draft(writes, me.id, found.id)
        writes.event(state.value, "concern", found.id, actor_kind="staff", actor=me.id)
        return writes, None

    await _once(services, me, concern, done, verb)


async def _once(services: StaffServices, me: SignedIn, concern: UUID, done: Done, verb: Verb) -> None:
    try:
        await services.store.decide(verb)
    except StoreRefused:
        # The same form twice at once: the other press has just written it.
        async with services.store.reading() as db:
            if not await _is_there(db, services, concern, done.id, me):
                raise


def _as_body(done: Done) -> bytes:
    return json.dumps({"v": 1, "note": done.note, "told_child": done.told_child}).encode()


async def _is_there(db: Reader, services: StaffServices, concern: UUID, step: UUID, me: SignedIn) -> bool:
    steps = await concern_records.steps_of(db, services.authority, concern)
    return any(each.id == step and each.staff == me.id for each in steps)


async def readers(db: Reader, services: StaffServices, found: Concern) -> list[PublicKey]:
    """Notes stand apart from those who work with the child, unless the concern is shared with them."""
    keys = await public_keys.recipients(db, services.keys, found.child)
    return [keys[Purpose.APART], keys[Purpose.CASE]] if found.shared else [keys[Purpose.APART]]


async def keep_half_written(services: StaffServices, me: SignedIn, concern: UUID, fields: Mapping[str, str]) -> None:
    """The session ran out before the note was kept: keep it as it is. Raises NothingThere, NotAllowed."""
    async with services.store.reading() as db:
        found, tie = await _find(db, services, me, concern)
    await half_written.keep(services, me, found.child, concern, fields, _opens_with(me, tie))
