"""A person on duty says whose it is, a text or what was said at the open door: a child's, or nobody's (R30).

What was said moves to the child's record, or apart where it may be about somebody who works with her. A wrong match
is taken back: its readers lose it at once, the copy is emptied, and somebody has to see to it (wrong_record.py). The
words themselves never left the sender's own key.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from storage import (
    asked_now,
    children,
    concerns,
    phones,
    pictures,
    private_keys,
    relationships,
    staff,
    strangers,
    texts,
    wrong_records,
)
from storage.concerns import BY_MATCH
from storage.errors import TooManyChanges
from storage.reading import Reader
from storage.strangers import Line, Stranger
from storage.writes import Writes
from surveys.model import Audience
from voice import clock, safeguarding
from voice.access import SignedIn, allocated, need
from voice.errors import NothingThere
from voice.model import Level, Purpose, Role
from voice.public_services import PublicServices
from voice.relationship import tie_to
from voice.said_at_door import reach_in
from voice.staff_services import StaffServices
from voice.taking_up import SENT, TEXTED
from voice.texting import said, thread
from voice.texting.keeping_numbers import Owner, write_down
from voice.texting.numbers import as_shown
from voice.working_days import concern_read_by

MOST_FOUND = 12
EMPTY = "wrong_record"  # the delivery by which the worker empties what a wrong match had copied


class Stands(StrEnum):
    """Where what somebody said stands once duty has said whose it is."""

    IN_HER_RECORD = "matched"
    IN_BOTH = "matched_urgent"
    APART = "matched_apart"


@dataclass(frozen=True, slots=True)
class Open:
    """One of them, open before somebody on duty. Who came by the door has no number."""

    stranger: Stranger
    number: str = field(repr=False)
    lines: Sequence[Line] = field(repr=False)
    matched_to: str | None = field(repr=False)
    held_by: str | None
    names: Mapping[UUID, str]  # of those of us who texted


@dataclass(frozen=True, slots=True)
class Candidate:
    """A child whose name is the one that was looked for."""

    id: UUID
    name: str = field(repr=False)
    age: int | None
    worker: str


def sees_strangers(me: SignedIn) -> bool:
    """The queue is duty's alone."""
    return me.on_duty


def hears_of_strangers(me: SignedIn) -> bool:
    """A service manager hears that somebody waits, so that one is read, and opens none (R30)."""
    return me.on_duty or Role.SERVICE_MANAGER in me.roles


async def waiting(services: StaffServices, me: SignedIn) -> Sequence[Stranger]:
    """Who is to be matched, whoever must be read first before the others. Raises NotAllowed."""
    need(hears_of_strangers(me))
    async with services.store.reading() as db:
        return await strangers.in_state(db, services.authority, "open")


async def matched(services: StaffServices, me: SignedIn) -> Sequence[Stranger]:
    """Whoever was matched of late, the last first. Raises NotAllowed."""
    need(sees_strangers(me))
    async with services.store.reading() as db:
        found = await strangers.in_state(db, services.authority, "matched")
    return sorted(found, key=lambda each: each.changed or each.made, reverse=True)[:MOST_FOUND]


async def open_one(services: StaffServices, me: SignedIn, id: UUID) -> Open:
    """Read what somebody unknown said, audited first. Raises NothingThere, NotAllowed."""
    need(sees_strangers(me))
    async with services.store.reading() as db:
        found = await _find(db, services, id)
    writes = Writes(services.authority)
    writes.event("open", "stranger", found.id, actor_kind="staff", actor=me.id)
    await services.store.write(writes)
    async with services.store.reading() as db:
        number, lines = await _read(db, services, found)
        cipher = await private_keys.directory(db, services.authority, services.provider)
        ids = [found.child] if found.child else []
        child = (await children.named(db, services.authority, cipher, ids)).get(found.child) if found.child else None
        people = [each for each in (found.by, *(line.staff for line in lines)) if each]
        names = await staff.names(db, services.authority, people)
    by = names.get(found.by) if found.by else None
    return Open(found, as_shown(number) if number else "", lines, child.name if child else None, by, names)


async def look_for(services: StaffServices, me: SignedIn, name: str) -> Sequence[Candidate]:
    """Children of this name, to match a text with. Kept in the audit that somebody looked, not for whom."""
    need(sees_strangers(me))
    wanted, today = set(name.casefold().split()), clock.today()
    if not wanted:
        return []
    async with services.store.reading() as db:
        cipher = await private_keys.directory(db, services.authority, services.provider)
        ids = await relationships.every_child(db, services.authority)
        every = (await children.named(db, services.authority, cipher, ids)).values()
        found = [each for each in every if wanted <= set(each.name.casefold().split())][:MOST_FOUND]
        names = [await relationships.worker_first_name(db, services.authority, each.id, today) for each in found]
    writes = Writes(services.authority)
    writes.event("look_for", "child", None, actor_kind="staff", actor=me.id, found=len(found))
    await services.store.write(writes)
    pairs = zip(found, names, strict=True)
    return [Candidate(each.id, each.name, each.age_on(today), worker or "") for each, worker in pairs]


async def match(services: StaffServices, me: SignedIn, id: UUID, child: UUID, *, apart: bool) -> Stands:
    """It is this child's. Into her record, or apart from those who work with her; where it stands then.

    What cannot wait is raised as a concern in either case; who said that they are not safe stands apart, since nobody
    knows about whom. Whoever works with her cannot put it where they would read it (R68). Her telephone is written
    down, and until it is confirmed with her duty reads what comes from it. Raises as `open_one`, TooManyChanges.
    """
    need(sees_strangers(me))
    async with services.store.reading() as db:
        found = _still_open(await _find(db, services, id))
        number, lines = await _read(db, services, found)
        offered = await asked_now.offered(db, services.authority)
        known = await phones.numbers_at(db, services.authority, found.contact)
        if child not in await relationships.teams_of(db, services.authority, [child]) or not offered:
            raise NothingThere
        apart = apart or found.level is Level.UNSAFE or allocated(me, await tie_to(db, services.authority, me, child))
    words, language = _words(lines)
    level = Level.UNSAFE if found.level is Level.UNSAFE else Level.URGENT
    public = public_of(services)
    keys, arrangements = await safeguarding.readers_of(public, child), (await public.arrangements()).arrangements
    writes, made, raised = Writes(services.authority), None, None
    came = {picture.hex: kind for line in lines for picture, kind in line.pictures}
    facts: dict[str, Any] = {"version": offered[0].version, "by": me.id, "recorded": came, "language": language}
    facts |= {"way": "web" if found.at_door else "sms", "thread": [] if apart else thread.to_body(lines)}
    if not apart:
        made = said.add(writes, child, keys, words, arrangements, **facts)
    elif came:  # the words stand in the concern; what came beside them plays on a statement that is apart as well
        made = said.add(writes, child, keys, "", arrangements, audience=Audience.MANAGER, **facts)
    if apart or found.level is not Level.WORRY:
        due = concern_read_by(clock.now(), level, arrangements)
        where: dict[str, Any] = {"statement": made, "source": said.BY_TEXT if apart else BY_MATCH}
        raised = said.tell_apart(writes, child, keys, words, level, due, by=me.id, reach=reach_in(lines), **where)
        _keep_ours(writes, raised, child, keys, lines)
    pictures.move(writes, found.id)
    strangers.move(writes, found, "matched", me.id, child=child, statement=made, concern=raised)
    writes.event("match", "stranger", found.id, actor_kind="staff", actor=me.id, apart=apart)
    await _write(services, writes)
    if not known and not found.at_door:
        await write_down(services, child, number, Owner.CHILD, by=me.id)
    return Stands.APART if apart else Stands.IN_BOTH if raised else Stands.IN_HER_RECORD


def _keep_ours(writes: Writes, concern: UUID, child: UUID, keys: said.Keys, lines: Sequence[Line]) -> None:
    """What a person texted them before anybody knew whose number it was, with who wrote it."""
    for line in lines:
        if line.by == "person":
            body = json.dumps({"v": 1, TEXTED: line.words, SENT: line.at.isoformat()}).encode()
            concerns.add_words(writes, concern, child, "note", body, [keys[Purpose.APART]], staff=line.staff)


async def unmatch(services: StaffServices, me: SignedIn, id: UUID) -> None:
    """It was another's: nobody can open it there any more. Raises as `match`."""
    need(sees_strangers(me))
    async with services.store.reading() as db:
        found = await strangers.find(db, services.authority, id)
        if found is None or found.state != "matched" or found.child is None:
            raise NothingThere
        numbers = await phones.numbers_at(db, services.authority, found.contact)
    writes = Writes(services.authority)
    strangers.move(writes, found, "open", me.id, child=None, statement=None, concern=None)
    for each in numbers:
        if each.child == found.child:  # confirmed or not: until somebody writes it down again, duty reads what it says
            phones.remove(writes, each)
    facts = {"statement": found.statement, "concern": found.concern, "since": found.changed, "by": me.id}
    wrong = wrong_records.add(writes, stranger=found.id, child=found.child, **facts)
    texts.deliver(writes, EMPTY, wrong)
    pictures.move(writes, found.id)
    writes.event("unmatch", "stranger", found.id, actor_kind="staff", actor=me.id)
    await _write(services, writes)


async def take(services: StaffServices, me: SignedIn, id: UUID) -> None:
    """ "I have it": nobody else is told of it any more, until something urgent comes in. Raises as `match`."""
    need(sees_strangers(me))
    async with services.store.reading() as db:
        found = _still_open(await _find(db, services, id))
    writes = Writes(services.authority)
    strangers.move(writes, found, "open", me.id)
    writes.event("take", "stranger", found.id, actor_kind="staff", actor=me.id)
    await _write(services, writes)


async def close(services: StaffServices, me: SignedIn, id: UUID) -> None:
    """Nobody whom we can help, or dealt with: its words can never be read again. Raises as `match`."""
    need(sees_strangers(me))
    async with services.store.reading() as db:
        found = _still_open(await _find(db, services, id))
    writes = Writes(services.authority)
    strangers.move(writes, found, "closed", me.id)
    pictures.move(writes, found.id)
    writes.event("close", "stranger", found.id, actor_kind="staff", actor=me.id)
    await _write(services, writes)


async def delete_keys(services: StaffServices) -> int:
    """The worker's part of closing: how many senders' words became unreadable."""
    async with services.store.reading() as db:
        closed = await strangers.with_key_to_delete(db, services.authority)
    for each in closed:
        writes = Writes(services.authority)
        strangers.delete_key(writes, each)
        writes.event("delete_key", "stranger", each.id, actor_kind="worker")
        await services.store.write(writes)
    return len(closed)


async def _find(db: Reader, services: StaffServices, id: UUID) -> Stranger:
    found = await strangers.find(db, services.authority, id)
    if found is None or found.state == "closed":
        raise NothingThere
    return found


def _still_open(found: Stranger) -> Stranger:
    """Raises TooManyChanges where somebody else has dealt with it in the meantime."""
    if found.state != "open":
        raise TooManyChanges
    return found


async def _read(db: Reader, services: StaffServices, found: Stranger) -> tuple[str, list[Line]]:
    key = await strangers.private_of(db, services.authority, services.provider, found)
    if key is None:
        raise NothingThere
    lines = await strangers.texts_of(db, services.authority, found.id)
    number = strangers.number_of(services.authority, found, key)
    return number, strangers.read(services.authority, found, lines, key)


def _words(lines: Sequence[Line]) -> tuple[str, str]:
    """Everything the sender said, one part a line, and the language it was said in."""
    theirs = [each for each in lines if each.by == "sender"]
    parts = [line for each in theirs for line in thread.words_of(each)]
    return "\n".join(parts), theirs[-1].said.get("language", "en") if theirs else "en"


async def _write(services: StaffServices, writes: Writes) -> None:
    if not await services.store.write(writes):
        raise TooManyChanges


def public_of(services: StaffServices) -> PublicServices:
    return PublicServices(services.store, services.keys, services.public_url, services.demo)
