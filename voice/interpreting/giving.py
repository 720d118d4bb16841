"""Whoever sees to it that a child is understood chooses who puts her words into English, and who checks it (R28, R29).

They need not be able to open those words themselves: the copy is made here, sealed to a key of its own, as a concern is
shared (docs/decisions/0039). Taken back, or handed in, the copy is nobody's any more.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from storage import authorities, case_records, interpreters, interpreting, not_understood, staff
from storage.case_records import Statement
from storage.children import Child
from storage.errors import StoreRefused
from storage.interpretations import Version
from storage.interpreters import Interpreter
from storage.interpreting import Given
from storage.private_keys import make_pair
from storage.reading import Reader
from storage.statements import put_out
from storage.writes import Writes
from surveys.parts import Audience
from voice import clock
from voice.access import SignedIn, may_give_to_interpreter, need
from voice.case_record import named
from voice.errors import NothingThere, VoiceError
from voice.interpreting.lines import Gathered, gather
from voice.interpreting.refusing import may_be_given
from voice.interpreting.versions import checks_among, english_of, lines_in, newest_of
from voice.model import Level, Purpose, Work, WorkEnded
from voice.relationship import day_of, tie_to
from voice.staff_services import StaffServices
from voice.unreadable import LEXICON_CHECKED
from voice.working_days import understood_by

ABOUT = "interpreting"


class NotThisPerson(VoiceError):
    """These words cannot be given to this person. Why is not said, since it may be the child's secret."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Something that was given to somebody and is not handed in."""

    id: UUID
    work: Work
    by: str
    made: datetime
    due: datetime
    opened: datetime | None

    @property
    def late(self) -> bool:
        return clock.now() > self.due


@dataclass(frozen=True, slots=True)
class ToGive:
    """A part of a statement, for whoever chooses who puts it into English. No word of it."""

    statement: Statement
    audience: Audience
    child: Child
    people: Sequence[Interpreter]
    standing: Sequence[Standing]
    newest: Version | None
    made_by: str
    checks: bool  # the newest came of checking the one before, and puts some of that otherwise

    @property
    def may_be_checked(self) -> bool:
        """Whether there is something that a second person has not looked at, and nobody is looking at it."""
        unchecked = self.newest is not None and self.newest.checked is None
        return unchecked and not any(each.work is Work.CHECKS for each in self.standing)

    @property
    def may_be_made(self) -> bool:
        return not any(each.work is Work.MAKES for each in self.standing)


@dataclass(frozen=True, slots=True)
class Giving:
    """What was decided: who does what. `id` came with the form: the same form sent twice is once."""

    id: UUID
    work: Work
    to: UUID


async def look_at(services: StaffServices, me: SignedIn, statement: UUID, audience: str) -> ToGive:
    """Who could be given it, and who has it. Raises NothingThere, NotAllowed."""
    async with services.store.reading() as db:
        said, part = await _find(db, services, me, statement, audience)
        child = (await named(db, services, [said.child])).get(said.child)
        given = [each for each in await open_work(db, services, said) if each.audience == part]
        newest = await newest_of(db, services, said.id, part)
        checks = newest is not None and newest.id in await checks_among(db, services, said.id)
        people = await _who_could(db, services, said)
        names = await staff.names(db, services.authority, [*(each.staff for each in given), *_maker(newest)])
    if child is None:
        raise NothingThere
    standing = [
        Standing(each.id, each.work, names[each.staff], each.made, each.due, each.opened)
        for each in sorted(given, key=lambda each: each.made)
    ]
    return ToGive(said, part, child, people, standing, newest, names[newest.made_by] if newest else "", checks)


async def give(services: StaffServices, me: SignedIn, statement: UUID, audience: str, given: Giving) -> None:
    """Seal a copy for this person. Raises NothingThere, NotAllowed, NotThisPerson."""
    async with services.store.reading() as db:
        said, part = await _find(db, services, me, statement, audience)
        person = next((each for each in await _who_could(db, services, said) if each.staff == given.to), None)
        gathered = await gather(db, services, said, part)
        newest = await newest_of(db, services, said.id, part)
        if person is None or not await may_be_given(db, services, said, person):
            raise NotThisPerson
        if given.work is Work.CHECKS and given.to in _maker(newest):
            raise NotThisPerson
        standing = [each.work for each in await open_work(db, services, said) if each.audience == part]
        if not gathered.lines or given.work in standing or (given.work is Work.CHECKS and newest is None):
            raise NothingThere
        body = await _copy(db, services, gathered, newest)
        due = await _due(db, services, said, part)
    writes = Writes(services.authority)
    key = make_pair(writes, services.provider, Purpose.INTERPRETING, said.child, clock.now())
    facts = {"statement": said.id, "audience": part.value, "work": given.work.value, "language": said.language}
    people = {"staff": given.to, "given_by": me.id, "of": newest.id if newest else None, "due": due}
    interpreting.give(writes, given.id, said.child, json.dumps(body).encode(), key, **facts, **people)
    put_out(writes, ABOUT, given.id)
    to = {"to": str(given.to), "work": given.work.value, "parts": [part.value]}
    writes.event("give", "statement", said.id, actor_kind="staff", actor=me.id, **to)
    try:
        await services.store.write(writes)
    except StoreRefused:
        await _is_the_first(services, me, given.id)


async def take_back(services: StaffServices, me: SignedIn, work: UUID) -> tuple[UUID, str]:
    """Somebody else should have it: of which statement, and of whose part. Raises NothingThere, NotAllowed."""

    async def verb(db: Reader) -> tuple[Writes, tuple[UUID, str]]:
        writes = Writes(services.authority)
        found = await interpreting.find(db, services.authority, work)
        if found is None:
            raise NothingThere
        await _find(db, services, me, found.statement, found.audience)
        if found.open:
            interpreting.end(writes, found, WorkEnded.TAKEN_BACK)
            writes.event("take_back", "interpreting", found.id, actor_kind="staff", actor=me.id)
        return writes, (found.statement, found.audience)

    return await services.store.decide(verb)


async def _find(
    db: Reader, services: StaffServices, me: SignedIn, statement: UUID, audience: str
) -> tuple[Statement, Audience]:
    said = await case_records.find_statement(db, services.authority, statement)
    if said is None or audience not in (Audience.WORKER, Audience.MANAGER):
        raise NothingThere
    tie = await tie_to(db, services.authority, me, said.child)
    need(may_give_to_interpreter(me, tie, Audience(audience), day_of(said.sent)))
    return said, Audience(audience)


async def _who_could(db: Reader, services: StaffServices, said: Statement) -> list[Interpreter]:
    """Whoever interprets her language; where she said it in English, or beside it, whoever interprets any."""
    every = await interpreters.every(db, services.authority)
    return [each for each in every if said.language in LEXICON_CHECKED or said.language in each.languages]


async def who_can_be_asked(db: Reader, services: StaffServices, said: Statement) -> int:
    """How many of them are registered today."""
    return sum(each.registered_on(clock.today()) for each in await _who_could(db, services, said))


async def open_work(db: Reader, services: StaffServices, said: Statement) -> list[Given]:
    every = await interpreting.of_statement(db, services.authority, said.id)
    return [each for each in every if each.open and each.answer is None]


def _maker(newest: Version | None) -> list[UUID]:
    return [newest.made_by] if newest else []


async def _copy(db: Reader, services: StaffServices, gathered: Gathered, newest: Version | None) -> dict[str, Any]:
    """Those lines, what opens the recordings among them, and what of it stands in English already."""
    before = await english_of(db, services, newest)
    there = {line.place: line.english for line in lines_in(before)}
    lines = [line.as_kept() | {"english": there.get(line.place, "")} for line in gathered.lines]
    wanted = {line.recording for line in gathered.lines if line.recording}
    recordings = {id: each.said for id, each in gathered.recordings.items() if id in wanted}
    facts = {"depends": list(gathered.parts), "mailbox": gathered.mailbox, "note": before.get("note", "")}
    return {"v": 1, "lines": lines, "recordings": recordings, **facts}


async def _due(db: Reader, services: StaffServices, said: Statement, audience: Audience) -> datetime:
    """When it was to be understood anyway; where nothing waits for that, as if it had been said now."""
    tasks = await not_understood.of_statement(db, services.authority, said.id)
    waits = [each.read_by for each in tasks if each.open and each.audience == audience]
    arrangements = (await authorities.find(db, services.authority)).arrangements
    return min(waits, default=understood_by(clock.now(), Level.WORRY, arrangements))


async def _is_the_first(services: StaffServices, me: SignedIn, id: UUID) -> None:
    """A second press of the same form; anything else that the store refuses is a fault of ours."""
    async with services.store.reading() as db:
        kept = await interpreting.find(db, services.authority, id)
    if kept is None or kept.given_by != me.id:
        raise NothingThere
