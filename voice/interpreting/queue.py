"""An interpreter's queue: what was given to them, and nothing else of any child. No name is among it (R29).

Whoever opens a piece of work can tell duty before a word of it is in English (R60), or give it back without a reason.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from storage import case_records, case_writes, interpreting, staff
from storage.case_records import Mailbox
from storage.errors import StoreRefused
from storage.interpreting import Given
from storage.notices import Notice, add
from storage.opening import open_for
from storage.outbox import Delivery
from storage.private_keys import private_key
from storage.reading import Reader
from storage.writes import Writes
from voice import clock, playing, raising, telling
from voice.access import SignedIn, may_interpret, need
from voice.errors import NothingThere, SealBroken
from voice.interpreting.lines import Line
from voice.interpreting.refusing import has_refused
from voice.interpreting.versions import lines_in
from voice.model import Level, NoticeWay, Purpose, Role, WorkEnded
from voice.playing import Playable
from voice.raising import Raised
from voice.relationship import tie_to
from voice.staff_services import StaffServices
from voice.stepping import signed_in_as
from voice.watching import Openings

ABOUT = "interpreting"


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of work, open before the one person it was given to."""

    given: Given
    lines: Sequence[Line] = field(repr=False)
    note: str = field(repr=False)
    recordings: Mapping[str, Mapping[str, Any]] = field(repr=False)
    depends: Sequence[str]
    draft: Mapping[str, str] = field(repr=False)


def has_a_queue(me: SignedIn) -> bool:
    return Role.INTERPRETER in me.roles


async def my_work(services: StaffServices, me: SignedIn) -> Sequence[Given]:
    """What waits for this person, the first due first. Raises NotAllowed."""
    need(has_a_queue(me))
    async with services.store.reading() as db:
        waits = await interpreting.waiting_for(db, services.authority, me.id)
        return [each for each in waits if may_interpret(me, await tie_to(db, services.authority, me, each.child))]


async def is_an_answer(services: StaffServices, me: SignedIn, work: UUID) -> bool:
    """Whether it is to be signed, and not to be put into English. Raises NothingThere, NotAllowed."""
    async with services.store.reading() as db:
        return (await find(db, services, me, work)).answer is not None


async def how_much_waits(services: StaffServices, me: SignedIn) -> int:
    """The number beside the page's name, on every page of theirs: of what the page itself shows."""
    return len(await my_work(services, me)) if has_a_queue(me) else 0


async def open_item(services: StaffServices, me: SignedIn, work: UUID) -> Item:
    """Open it: kept first, then told to the child (R33, R92). Raises NothingThere, NotAllowed."""
    async with services.store.reading() as db:
        found = await find(db, services, me, work)
    need(found.answer is None)  # an answer is signed, and not put into English
    writes = Writes(services.authority)
    writes.event("open", ABOUT, found.id, actor_kind="staff", actor=me.id, statement=str(found.statement))
    await services.store.write(writes)
    async with services.store.reading() as db:
        body = await opened(db, services, found)
        said = await case_records.find_statement(db, services.authority, found.statement)
        mailbox = await case_records.mailbox_of(db, services.authority, said.mailbox if said else None)
        draft = await _draft(db, services, me, found)
    if found.opened is None and said is not None:
        await _tell_the_child(services, me, found, mailbox if _is_hers(body, mailbox) else None)
    return Item(found, lines_in(body), body["note"], body["recordings"], body["depends"], draft)


async def watch(services: StaffServices, openings: Openings, me: SignedIn, work: UUID, recording: UUID) -> Playable:
    """What plays a recording that was given with it; kept once in ten minutes. Raises NothingThere, NotAllowed."""
    async with services.store.reading() as db:
        found = await find(db, services, me, work)
        said = (await opened(db, services, found))["recordings"].get(recording.hex)
    if said is None:
        raise NothingThere
    if not openings.going_on(me.id, recording):
        writes = Writes(services.authority)
        facts = {"statement": str(found.statement), "recording": str(recording)}
        writes.event("open", ABOUT, found.id, actor_kind="staff", actor=me.id, **facts)
        await services.store.write(writes)
        openings.begin(me.id, recording)
    return await playing.playable(services.store.glancing(), services.authority, said)


async def find(db: Reader, services: StaffServices, me: SignedIn, work: UUID) -> Given:
    """Work of this person's that has not ended. Raises NothingThere, NotAllowed."""
    found = await interpreting.find(db, services.authority, work)
    if found is None:
        raise NothingThere
    need(found.staff == me.id and found.open)
    need(may_interpret(me, await tie_to(db, services.authority, me, found.child)))
    said = await case_records.find_statement(db, services.authority, found.statement)
    need(said is not None and not await has_refused(db, services, said, me.id))
    return found


async def opened(db: Reader, services: StaffServices, found: Given) -> dict[str, Any]:
    """The copy that was made for this work. Raises NothingThere, SealBroken."""
    place = interpreting.work_place(services.authority, found.child, found.id)
    body = (
        await open_for(db, services.provider, found.sealed, place, found.child, Purpose.INTERPRETING)
        if found.sealed
        else None
    )
    if body is None:
        raise NothingThere
    opened: dict[str, Any] = json.loads(body)
    return opened


def _is_hers(body: Mapping[str, Any], mailbox: Mailbox | None) -> bool:
    """As voice/case_statement.py asks it: by what her own sealed words say of her mailbox."""
    return mailbox is not None and hashlib.sha256(mailbox.public_key).hexdigest() == body["mailbox"]


async def _tell_the_child(services: StaffServices, me: SignedIn, found: Given, mailbox: Mailbox | None) -> None:
    """Who it was, by first name: she is asked whom she does not want (R92)."""
    writes, role = Writes(services.authority), Role.INTERPRETER.value
    interpreting.begin(writes, found)
    if mailbox:
        who = {"who": f"{me.first_name.casefold()}|{role}", "first_name": me.first_name, "role": role}
        body = who | {"allocated": False, "when": clock.now().isoformat()}
        telling.put(services, writes, mailbox, "opened", body)
    await services.store.write(writes)


async def tell_duty(
    services: StaffServices, me: SignedIn, work: UUID, form: UUID, words: str, english: Mapping[str, str]
) -> None:
    """One press, and no words are needed: a concern that is apart from everyone. Raises NothingThere, NotAllowed.

    Duty gets with it what lay before this person, and as much of it as is in `english` already, by its fields.
    """
    async with services.store.reading() as db:
        found = await find(db, services, me, work)
        lines = await _lines_if_they_open(db, services, found)
    beside = [_beside(line, english.get(f"english_{n}", line.english)) for n, line in enumerate(lines)]
    if note := english.get("note", "").strip():
        beside.append({"asked": "", "label": "", "words": "", "recorded": "", "english": note})
    raised = Raised(form, Level.URGENT, words, "not_sure", beside=beside)
    await raising.write_concern(services, me, found.child, raised, found.statement)
    if any(text.strip() for text in english.values()):
        await keep_half_written(services, me, work, english)


async def _lines_if_they_open(db: Reader, services: StaffServices, found: Given) -> Sequence[Line]:
    """A copy that does not open keeps nobody from telling duty."""
    try:
        return lines_in(await opened(db, services, found))
    except (NothingThere, SealBroken):
        return ()


def _beside(line: Line, english: str) -> dict[str, str]:
    kept = {name: value for name, value in line.as_kept().items() if name not in ("said_in", "question", "recording")}
    return kept | {"recorded": "yes" if line.recording else "", "english": english}


async def give_back(services: StaffServices, me: SignedIn, work: UUID) -> None:
    """They know the family, or cannot read it, or have no time: nobody asks why. Raises NothingThere, NotAllowed."""

    async def verb(db: Reader) -> tuple[Writes, None]:
        writes = Writes(services.authority)
        found = await find(db, services, me, work)
        interpreting.end(writes, found, WorkEnded.GIVEN_BACK)
        case_writes.drop_draft(writes, me.id, found.id)
        writes.event("give_back", ABOUT, found.id, actor_kind="staff", actor=me.id)
        return writes, None

    await services.store.decide(verb)


async def keep_half_written(services: StaffServices, me: SignedIn, work: UUID, fields: Mapping[str, str]) -> None:
    """The session ran out before it was handed in: keep it, sealed as the copy is. Raises NothingThere, NotAllowed."""
    async with services.store.reading() as db:
        found = await find(db, services, me, work)
        if found.key is None:
            raise NothingThere
        key = (await private_key(db, services.authority, services.provider, found.key)).public()
    writes = Writes(services.authority)
    case_writes.keep_draft(writes, me.id, found.child, found.id, json.dumps(dict(fields)).encode(), key)
    writes.event("keep_draft", "staff_draft", found.id, actor_kind="staff", actor=me.id)
    await services.store.write(writes)


async def _draft(db: Reader, services: StaffServices, me: SignedIn, found: Given) -> Mapping[str, str]:
    sealed = await case_writes.find_draft(db, services.authority, me.id, found.id)
    if sealed is None:
        return {}
    place = case_writes.draft_place(services.authority, found.child, me.id, found.id)
    try:
        body = await open_for(db, services.provider, sealed, place, found.child, Purpose.INTERPRETING)
    except SealBroken:
        return {}
    kept: dict[str, str] = json.loads(body) if body else {}
    return kept


async def was_given(services: StaffServices, delivery: Delivery) -> None:
    """The delivery that is written with it: whom it was given to hears of it."""
    async with services.store.reading() as db:
        found = await interpreting.find(db, services.authority, delivery.subject)
    if found is None or not found.open:
        return
    writes = Writes(services.authority)
    add(writes, ABOUT, found.id, found.staff, NoticeWay.EMAIL)
    try:
        await services.store.write(writes)
    except StoreRefused:
        return  # delivered before


async def still_waits_for(db: Reader, services: StaffServices, notice: Notice) -> Level | None:
    """As a worry, where it is still theirs and nobody has opened it: what presses more, duty hears of by itself."""
    found = await interpreting.find(db, services.authority, notice.subject)
    member = await staff.find(db, services.authority, notice.staff)
    if found is None or member is None or not (member.active and found.open) or found.opened:
        return None
    me = signed_in_as(member)
    return Level.WORRY if may_interpret(me, await tie_to(db, services.authority, me, found.child)) else None


async def delete_copies(services: StaffServices) -> int:
    """The worker's part of an end: how many copies became unreadable."""
    async with services.store.reading() as db:
        over = await interpreting.with_copy_to_delete(db, services.authority)
    for each in over:
        writes = Writes(services.authority)
        interpreting.delete_copy(writes, each)
        writes.event("delete_key", ABOUT, each.id, actor_kind="worker")
        await services.store.write(writes)
    return len(over)
