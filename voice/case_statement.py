"""Opens one statement. That it is opened is kept first, then told to the child, and only then are words decrypted."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from storage import case_records, case_writes, interpreting, links, signed_answers, staff, statements
from storage.case_records import Mailbox, Part, Reading, Statement
from storage.children import Child
from storage.opening import open_for
from storage.reading import Reader
from storage.writes import Writes
from surveys.parts import Audience
from surveys.record import Record
from voice import clock, half_written, recorded, telling, written_back
from voice.access import SignedIn, Tie, allocated, may_answer, may_open, need
from voice.case_record import named
from voice.errors import NothingThere
from voice.model import Purpose, Role
from voice.recorded import Sent
from voice.relationship import day_of, tie_to
from voice.said_later import Back, Later, as_added, as_said_back, parts_since
from voice.sending import KEY_OF
from voice.staff_services import StaffServices
from voice.texting import thread
from voice.texting.thread import Said
from voice.written_back import OpenPromise, OpenReply, OpenWeighing

TOLD_AGAIN_AFTER = timedelta(hours=1)  # a page read again and again is one line in the child's mailbox an hour


@dataclass(frozen=True, slots=True)
class OpenedBy:
    """Somebody who opened the statement, as their colleagues see it."""

    name: str
    role: Role
    at: datetime
    me: bool


@dataclass(frozen=True, slots=True)
class OpenStatement:
    """One statement, open before one person: the parts they may read and no sign of the others."""

    statement: Statement
    child: Child
    answers: Sequence[Record] = field(repr=False)
    thread: Sequence[Said] = field(repr=False)  # with what one of us wrote before anybody knew her
    later: Sequence[Later] = field(repr=False)  # newest first
    backs: Sequence[Back] = field(repr=False)  # newest first
    audiences: frozenset[Audience]  # whose parts lie here
    apart: bool  # what lies here is for the manager, not for the worker
    recordings: Mapping[str, Sent]  # what opens each recording in the answers
    parents: str | None
    which: str = field(repr=False)
    seen: str | None
    opened: Sequence[OpenedBy]
    replies: Sequence[OpenReply]
    promises: Sequence[OpenPromise]
    weighings: Sequence[OpenWeighing]  # oldest first
    mailbox_is_hers: bool
    comes_back: bool  # False: she has no code, and whatever we answer she is told in person
    handed_over: str | None
    may_answer: bool
    in_sign: Sequence[UUID]  # answers in sign that she has not got yet
    draft: Mapping[str, Any] = field(repr=False)


class Reached(StrEnum):
    """Where what an adult says to the child has got to."""

    HER_PAGES = "her_pages"
    NO_CODE = "no_code"
    NOT_HERS = "not_hers"


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """A statement that somebody may answer, and the child's mailbox if it is hers."""

    statement: Statement
    tie: Tie
    mailbox: Mailbox | None
    comes_back: bool

    @property
    def reached(self) -> Reached:
        if self.mailbox is None:
            return Reached.NOT_HERS
        return Reached.HER_PAGES if self.comes_back else Reached.NO_CODE


@dataclass(frozen=True, slots=True)
class Found:
    """A statement and what this person may open of it, still sealed."""

    statement: Statement
    tie: Tie
    child: Child
    parts: Sequence[Part]
    mailbox: Mailbox | None
    readings: Sequence[Reading]
    later: Sequence[tuple[Part, datetime]]  # what she added since, newest first

    @property
    def whole(self) -> bool:
        return any(part.audience == Audience.WORKER for part in self.parts)

    @property
    def opens(self) -> dict[UUID, set[Purpose]]:
        """The keys that open what this person may open of the statement, and of each thing added to it."""
        opens: dict[UUID, set[Purpose]] = {}
        for part in (*self.parts, *(part for part, _ in self.later)):
            opens.setdefault(part.statement, set()).add(KEY_OF[Audience(part.audience)])
        return opens


async def open_statement(services: StaffServices, me: SignedIn, statement: UUID) -> OpenStatement:
    """Open what this person may open of a statement. Raises NothingThere, NotAllowed: one and the same to who asks."""
    async with services.store.reading() as db:
        found = await find(db, services, me, statement)
    await _audit(services, me, found, found.parts)
    async with services.store.reading() as db:
        hers = await mailbox_is_hers(db, services, found)
    await tell_the_child(services, me, found, hers)
    async with services.store.reading() as db:
        return await _opened(db, services, me, found, hers)


async def find(db: Reader, services: StaffServices, me: SignedIn, id: UUID) -> Found:
    kept = await case_records.find_statement(db, services.authority, id)
    if kept is None:
        raise NothingThere
    tie = await tie_to(db, services.authority, me, kept.child)
    every = await case_records.parts_of(db, services.authority, [id])
    parts = [part for part in every if may_open(me, tie, Audience(part.audience), day_of(kept.sent))]
    later = await parts_since(db, services.authority, me, tie, kept)
    need(bool(parts or later))  # a manager may read how she answered, and nothing of what she said
    child = (await named(db, services, [kept.child])).get(kept.child)
    if child is None:
        raise NothingThere
    mailbox = await case_records.mailbox_of(db, services.authority, kept.mailbox)
    readings = await case_records.readings_of(db, services.authority, [id])
    return Found(kept, tie, child, parts, mailbox, readings, later)


async def _audit(services: StaffServices, me: SignedIn, found: Found, parts: Sequence[Part], **why: Any) -> None:
    writes = Writes(services.authority)
    facts = {"parts": sorted(part.audience for part in parts), **why}
    writes.event("open", "statement", found.statement.id, actor_kind="staff", actor=me.id, **facts)
    for part, _ in () if why else found.later:  # to answer, only what names the mailbox is opened
        opened = {"parts": [part.audience]}
        writes.event("open", "statement", part.statement, actor_kind="staff", actor=me.id, **opened)
    await services.store.write(writes)


async def mailbox_is_hers(db: Reader, services: StaffServices, found: Found) -> bool:
    """Whether the mailbox in the database is the one the child's own sealed words name."""
    if found.mailbox is None:
        return False
    named_by = next(iter([*found.parts, *(part for part, _ in found.later)]))
    return names_mailbox(await _body(db, services, found, named_by), found.mailbox)


def names_mailbox(body: Mapping[str, Any], mailbox: Mailbox) -> bool:
    """Whether the child's own sealed words name this mailbox as hers."""
    return bool(body.get("mailbox") == hashlib.sha256(mailbox.public_key).hexdigest())


async def tell_the_child(services: StaffServices, me: SignedIn, found: Found, hers: bool) -> None:
    """Who opened it, kept for colleagues and sealed for the child in one write (R33)."""
    now, writes = clock.now(), Writes(services.authority)
    role, works_with = telling.role_of(me, found.tie), allocated(me, found.tie)
    mine = [each.at for each in found.readings if each.staff == me.id]
    case_writes.add_reading(writes, found.statement.id, me.id, role, now, allocated=works_with)
    if found.mailbox and not hers:
        writes.event("mailbox_is_not_hers", "statement", found.statement.id, actor_kind="staff", actor=me.id)
    elif found.mailbox and (not mine or now - mine[-1] > TOLD_AGAIN_AFTER):
        body = telling.who(me, found.tie) | {"when": now.isoformat()}
        telling.put(services, writes, found.mailbox, "opened", body)
    await services.store.write(writes)


async def _body(db: Reader, services: StaffServices, found: Found, part: Part) -> dict[str, Any]:
    place = statements.part_place(services.authority, found.statement.child, part.audience, part.statement)
    if part.sealed is None:
        raise NothingThere
    purpose = KEY_OF[Audience(part.audience)]
    body = await open_for(db, services.provider, part.sealed, place, found.statement.child, purpose)
    if body is None:
        raise NothingThere
    opened: dict[str, Any] = json.loads(body)
    return opened


async def _opened(db: Reader, services: StaffServices, me: SignedIn, found: Found, hers: bool) -> OpenStatement:
    bodies = [await _body(db, services, found, part) for part in found.parts]
    since = [(await _body(db, services, found, part), at) for part, at in found.later]
    after = [(body, at) for body, at in since if body.get("after") == str(found.statement.id)]
    subject, first = found.statement.id, next(iter(bodies), {})
    lines = thread.in_body(first)
    return OpenStatement(
        found.statement,
        found.child,
        [answer for body in bodies for answer in body["answers"]],
        thread.shown(lines, await staff.names(db, services.authority, thread.writers(lines))),
        as_added(after),
        as_said_back(after),
        frozenset(Audience(part.audience) for part in (*found.parts, *(part for part, _ in found.later))),
        not found.whole,
        await recorded.sent_with(db, services, found.statement, found.opens),
        first.get("parents"),
        first.get("which", ""),
        next((str(body["seen"]) for body, _ in after if "seen" in body), None),
        await _opened_by(db, services, me, found),
        await written_back.replies(db, services, found.statement) if found.whole else [],
        await written_back.promises(db, services, found.statement) if found.whole else [],
        await written_back.weighings(db, services, found.statement) if found.whole else [],
        hers,
        bool(first.get("comes_back", True)),
        await links.handed_over(db, services.authority, found.statement.conversation),
        may_answer(me, found.tie),
        [each.id for each in await signed_answers.of_statement(db, services.authority, subject)] if found.whole else [],
        await half_written.find(db, services, me, found.statement.child, subject, Purpose.CASE),
    )


async def _opened_by(db: Reader, services: StaffServices, me: SignedIn, found: Found) -> list[OpenedBy]:
    """Who opened it, newest first, each person once.

    Someone who works with the child sees only others who do: that duty or a manager came to look could tell a
    worker that the child said something about them (R68). An interpreter was chosen by somebody who may: whoever opens
    those words sees to whom they were given.
    """
    readings = [*await case_records.readings_of(db, services.authority, [found.statement.id])]
    if allocated(me, found.tie):
        readings = [each for each in readings if each.allocated or each.staff == me.id]
    every = await interpreting.of_statement(db, services.authority, found.statement.id)
    given = [each for each in every if each.answer is None]  # an answer to her is none of her words
    seen = {part.audience for part in (*found.parts, *(part for part, _ in found.later))}
    asked = {each.staff: each.opened for each in reversed(given) if each.opened and each.audience in seen}
    names = await staff.names(db, services.authority, [*(each.staff for each in readings), *asked])
    first = {each.staff: each for each in reversed(readings)}
    lines = [OpenedBy(names[each.staff], each.reads_as, each.at, each.staff == me.id) for each in first.values()]
    lines += [OpenedBy(names[who], Role.INTERPRETER, at, who == me.id) for who, at in asked.items()]
    return sorted(lines, key=lambda line: line.at, reverse=True)


async def to_answer(services: StaffServices, me: SignedIn, statement: UUID, why: str) -> ToAnswer:
    """For an answer: what the child's words say of her mailbox, audited as every opening is.

    Raises NothingThere, NotAllowed.
    """
    async with services.store.reading() as db:
        found = await find(db, services, me, statement)
    need(may_answer(me, found.tie) and bool(found.parts))
    await _audit(services, me, found, found.parts[:1], why=why)
    async with services.store.reading() as db:
        body = await _body(db, services, found, found.parts[0])
    hers = found.mailbox if found.mailbox and names_mailbox(body, found.mailbox) else None
    return ToAnswer(found.statement, found.tie, hers, bool(body.get("comes_back", True)))
