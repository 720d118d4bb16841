"""What adults wrote back to a child, opened for whoever may open her statement: answers, promises, what it means."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from storage import case_records, case_writes, staff
from storage.case_records import Statement
from storage.envelopes import Context
from storage.opening import open_for
from storage.reading import Reader
from voice.boxes import Boxes
from voice.model import How, PromiseState, Purpose, Stopped
from voice.staff_services import StaffServices


@dataclass(frozen=True, slots=True)
class OpenReply:
    """An answer that was given."""

    by: str
    how: How
    words: str = field(repr=False)
    said_back: str = field(repr=False)
    alone: bool | None  # whether she was on her own when she was told; None where that was not asked
    on_day: date | None
    made: datetime
    id: UUID
    film: UUID | None = None  # of an answer in sign
    signed_by: str = ""
    checked_by: str = ""


@dataclass(frozen=True, slots=True)
class OpenPromise:
    """A promise, who sees to it, and what became of it."""

    id: UUID
    words: str = field(repr=False)
    owner: str
    due: date
    state: PromiseState
    stopped_by: Stopped | None
    put_off: datetime | None


@dataclass(frozen=True, slots=True)
class OpenWeighing:
    """What an adult thinks a child is telling us, as it was written (R34)."""

    id: UUID
    by: str
    made: datetime
    boxes: Boxes
    hidden: bool  # the child is not shown it
    why_hidden: str = field(repr=False)


async def replies(db: Reader, services: StaffServices, said: Statement) -> list[OpenReply]:
    """Oldest first."""
    made = []
    kept = await case_records.replies_to(db, services.authority, [said.id])
    bodies = {}
    for each in kept:
        place = case_writes.reply_place(services.authority, said.child, each.id)
        bodies[each.id] = await _open(db, services, said.child, each.sealed, place) or {}
    signers = [UUID(body[name]) for body in bodies.values() for name in ("signed_by", "checked_by") if body.get(name)]
    names = await staff.names(db, services.authority, [*(each.staff for each in kept), *signers])
    for each in kept:
        if body := bodies[each.id]:
            words, back, alone = body["words"], body["said_back"], body.get("alone")
            film = UUID(body["film"]) if body.get("film") else None
            signed = [names[UUID(body[name])] if body.get(name) else "" for name in ("signed_by", "checked_by")]
            given = (names[each.staff], each.how, words, back, alone, each.on_day, each.made)
            made.append(OpenReply(*given, each.id, film, *signed))
    return made


async def promises(db: Reader, services: StaffServices, said: Statement) -> list[OpenPromise]:
    """By the day they are due."""
    made = []
    kept = await case_records.actions_after(db, services.authority, [said.id])
    names = await staff.names(db, services.authority, [each.owner for each in kept])
    for each in kept:
        place = case_writes.promise_place(services.authority, said.child, each.id)
        body = await _open(db, services, said.child, each.sealed, place)
        if body:
            put_off = each.changed if each.state is PromiseState.OPEN else None
            facts = (names[each.owner], each.due, each.state, each.stopped_by, put_off)
            made.append(OpenPromise(each.id, body["words"], *facts))
    return made


async def weighings(db: Reader, services: StaffServices, said: Statement) -> list[OpenWeighing]:
    """Oldest first."""
    made = []
    kept = await case_records.weighings_of(db, services.authority, [said.id])
    names = await staff.names(db, services.authority, [each.staff for each in kept])
    for each in kept:
        place = case_writes.weighing_place(services.authority, said.child, each.id)
        body = await _open(db, services, said.child, each.sealed, place)
        if body:
            why_place = case_writes.withheld_place(services.authority, said.child, each.id)
            why = await _open(db, services, said.child, each.withheld, why_place)
            boxes, words = Boxes.from_body(body), why["why"] if why else ""
            made.append(OpenWeighing(each.id, names[each.staff], each.made, boxes, each.hidden, words))
    return made


async def _open(
    db: Reader, services: StaffServices, child: UUID, sealed: bytes | None, place: Context
) -> dict[str, Any] | None:
    if sealed is None:
        return None
    body = await open_for(db, services.provider, sealed, place, child, Purpose.CASE)
    opened: dict[str, Any] | None = json.loads(body) if body else None
    return opened
