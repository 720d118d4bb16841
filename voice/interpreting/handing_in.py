"""An interpreter hands in what a child said in English; a second one checks it, and never one's own (R28).

No version is changed: a checker who puts something otherwise makes the next one, which somebody else may check.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from storage import case_writes, interpretations, interpreting, not_understood, public_keys
from storage.envelopes import PublicKey
from storage.errors import StoreRefused, TooManyChanges
from storage.interpretations import Version
from storage.interpreting import Given
from storage.reading import Reader
from storage.writes import Writes
from surveys.parts import Audience
from voice import clock
from voice.access import SignedIn, need
from voice.errors import Incomplete
from voice.interpreting import queue
from voice.interpreting.queue import Item
from voice.interpreting.versions import newest_of
from voice.model import Work, WorkEnded
from voice.sending import KEY_OF
from voice.staff_services import StaffServices

LONGEST = 8000
TRIES = 3


class EnglishIncomplete(Incomplete):
    """Something is missing in what was handed in (which: english, too_long)."""

    def __init__(self, missing: str, line: int = 0) -> None:
        super().__init__(missing)
        self.line = line


@dataclass(frozen=True, slots=True)
class English:
    """What was written: one text for each line, in their order, and what whoever reads it should know."""

    lines: Sequence[str] = field(repr=False)
    note: str = field(default="", repr=False)

    def check(self, asked: int) -> None:
        """Raises EnglishIncomplete."""
        for number, line in enumerate(self.lines):
            if not line.strip():
                raise EnglishIncomplete("english", number)
        if len(self.lines) != asked:
            raise EnglishIncomplete("english")
        if max(map(len, (*self.lines, self.note)), default=0) > LONGEST:
            raise EnglishIncomplete("too_long")


async def hand_in(services: StaffServices, me: SignedIn, work: UUID, given: English) -> None:
    """It is in English, or checked; the work ends with it, and so does whoever did it being let in.

    Raises NothingThere, NotAllowed, EnglishIncomplete, TooManyChanges. The same a second time is quietly the first.
    """
    if await _was_mine(services, me, work):
        return None
    item = await queue.open_item(services, me, work)
    given.check(len(item.lines))

    async def verb(db: Reader) -> tuple[Writes, None]:
        writes, found = Writes(services.authority), await queue.find(db, services, me, work)
        newest = await newest_of(db, services, found.statement, Audience(found.audience))
        if found.work is Work.CHECKS and newest and newest.id == found.of and _as_it_was(item, given):
            need(newest.made_by != me.id)
            interpretations.check(writes, newest, me.id)
            writes.event("check", "interpretation", newest.id, actor_kind="staff", actor=me.id)
        else:
            keys = await public_keys.recipients(db, services.keys, found.child)
            _write(writes, me, replace(item, given=found), given, newest, keys[KEY_OF[Audience(found.audience)]])
        await _is_understood(db, services, writes, me, found)
        interpreting.end(writes, found, WorkEnded.DONE)
        case_writes.drop_draft(writes, me.id, found.id)
        return writes, None

    for _ in range(TRIES):
        try:
            return await services.store.decide(verb)
        except StoreRefused:  # pressed twice, or somebody else made the next version in the same moment
            if await _was_mine(services, me, work):
                return None
    raise TooManyChanges


def _as_it_was(item: Item, given: English) -> bool:
    before = [line.english.strip() for line in item.lines]
    return [line.strip() for line in given.lines] == before and given.note.strip() == item.note.strip()


def _write(writes: Writes, me: SignedIn, item: Item, given: English, newest: Version | None, key: PublicKey) -> None:
    """The next version, with what it is of: her words beside ours, and the sealed parts they stand in."""
    found = item.given
    lines = [replace(line, english=text).as_kept() for line, text in zip(item.lines, given.lines, strict=True)]
    body = json.dumps({"v": 1, "lines": lines, "note": given.note, "depends": list(item.depends)}).encode()
    facts = {"statement": found.statement, "audience": found.audience, "language": found.language}
    number, of = (newest.version + 1, newest.id) if newest else (1, None)
    interpretations.add(writes, found.id, found.child, body, key, version=number, of=of, made_by=me.id, **facts)
    writes.event("interpret", "statement", found.statement, actor_kind="staff", actor=me.id, version=number)


async def _is_understood(db: Reader, services: StaffServices, writes: Writes, me: SignedIn, found: Given) -> None:
    """What waited for it waits no longer; what she has said since it was given goes on waiting (R60)."""
    for task in await not_understood.of_statement(db, services.authority, found.statement):
        if task.open and task.audience == found.audience and task.raised <= found.made:
            not_understood.understand(writes, task, me.id, clock.now())
            writes.event("understand", "not_yet_understood", task.id, actor_kind="staff", actor=me.id)


async def _was_mine(services: StaffServices, me: SignedIn, work: UUID) -> bool:
    """Whether this person has handed this work in already."""
    async with services.store.reading() as db:
        found = await interpreting.find(db, services.authority, work)
    return found is not None and found.staff == me.id and found.how_ended is WorkEnded.DONE
