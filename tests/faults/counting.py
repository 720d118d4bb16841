"""What is in the record afterwards, held against what the children were promised."""

import json
import os
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage import private_keys, tallies
from storage.case_keys import FileKeyProvider
from storage.codes import read_code, token_hash
from storage.counting import waiting_by_version
from storage.envelopes import PrivateKey, open_envelope
from storage.mailboxes import find_by_locator, unwrap_private
from storage.outbox import COUNT
from storage.statements import part_place
from storage.store import open_store
from storage.tables import (
    audit_event,
    concern,
    conversation,
    envelope,
    invitation,
    outbox,
    statement,
    statement_part,
)
from tests.faults.children import Promised, Seen
from tests.faults.prepared import Prepared
from tests.faults.program import KINDS, hand_over
from tests.world import World
from voice import auditing, clock, counting, visiting
from voice.delivering import LEASE, Deliveries
from voice.errors import AuditBroken, NoVisit, SealBroken

RAISES = ("no", "not_always")


@dataclass(slots=True)
class Counted:
    """How much there is, and in words everything that is not as it was promised."""

    children: int = 0
    statements: int = 0
    concerns: int = 0
    deliveries: int = 0
    delivered_again: int = 0
    audit_lines: int = 0
    tallied: int = 0
    waiting: int = 0
    wrong: list[str] = field(default_factory=list)


@asynccontextmanager
async def reopened(prepared: Prepared) -> AsyncIterator[World]:
    """The record, by a process that was not there when it happened."""
    store = await open_store(prepared.url, "command")
    world, provider = prepared.world, FileKeyProvider.load(prepared.home / "keys" / "case.key")
    try:
        staff = replace(world.staff, store=store, provider=provider)
        yield replace(world, public=replace(world.public, store=store), staff=staff)
    finally:
        await store.close()


async def count(prepared: Prepared, seen: Seen) -> Counted:
    """Everything that has to hold, whatever happened. Nothing may be running on the record any more."""
    counted = Counted(children=len(seen.promised))
    os.environ["OUTSIDE"] = str(prepared.home / "outside")
    async with reopened(prepared) as world:
        await _audit(world, counted)
        await _children(world, prepared, seen, counted)
        await _deliveries(world, prepared, counted)
        await _events(world, counted)
        await _tallies(world, counted)
    return counted


async def rows(world: World, *columns: Any) -> list[Any]:
    async with world.staff.store.reading() as db:
        return list(await db.execute(sa.select(*columns)))


async def _children(world: World, prepared: Prepared, seen: Seen, counted: Counted) -> None:
    c, i, s = conversation.c, invitation.c, statement.c
    by_link = {row[0]: row[1] for row in await rows(world, i.token_hash, i.id)}
    talks = {row[0]: row[1] for row in await rows(world, c.invitation, c.id)}
    begun = Counter(row[0] for row in await rows(world, c.invitation))
    sent = [(row[0], row[1]) for row in await rows(world, s.conversation, s.id)]
    raised = Counter(row[0] for row in await rows(world, concern.c.conversation))
    spoken = await _spoken(world)
    counted.statements, counted.concerns = len(sent), sum(raised.values())
    counted.wrong += [f"a link began {times} conversations" for times in begun.values() if times > 1]
    for number, promised in seen.promised.items():
        talk = talks.get(by_link[token_hash(prepared.links[number][0])])
        mine = [made for told, made in sent if told == talk]
        if promised.cookie and talk is None:
            counted.wrong.append(f"child {number}: began, and it is not there")
            continue
        found = _not_kept(promised, mine, raised[talk], spoken)
        if promised.cookie and not mine:
            found += await _draft(world, promised)
        if promised.code and mine:
            found += await _mailbox(world, promised)
        counted.wrong += [f"child {number}: {each}" for each in found]


def _not_kept(promised: Promised, mine: list[UUID], raised: int, spoken: dict[UUID, str]) -> list[str]:
    """Of the statement and the concern: lost, or there twice."""
    wrong = []
    if promised.sent and not mine:
        wrong.append("sent, and it is not there")
    if len(mine) > 1:
        wrong.append(f"sent once, and it is there {len(mine)} times")
    if promised.safety in RAISES and not raised:
        wrong.append("said she is not safe, and nobody is told")
    if raised > 1:
        wrong.append(f"said once that she is not safe, and it is there {raised} times")
    if mine and any(words not in spoken.get(mine[0], "") for words in promised.words):
        wrong.append("her words are not in what she sent")
    return wrong


async def _spoken(world: World) -> dict[UUID, str]:
    """What each statement says to the worker, opened with the child's key as its reader would."""
    p = statement_part.c
    wanted = sa.select(p.statement, p.key, envelope.c.sealed).join(envelope, envelope.c.id == p.envelope)
    said: dict[UUID, str] = {}
    keys: dict[UUID, PrivateKey] = {}
    async with world.staff.store.reading() as db:
        for made, key, sealed in await db.execute(wanted.where(p.audience == "worker")):
            if key not in keys:
                keys[key] = await private_keys.private_key(db, world.staff.authority, world.staff.provider, key)
            place = part_place(world.staff.authority, world.amara, "worker", made)
            said[made] = json.dumps(json.loads(open_envelope(sealed, keys[key], place)))
    return said


async def _draft(world: World, promised: Promised) -> list[str]:
    """What is not sent yet is still hers, by her cookie."""
    try:
        visit = await visiting.current_visit(world.public, promised.cookie)
    except NoVisit:
        return ["her cookie opens nothing"]
    replies = visit.draft.as_replies()
    said, safety = {reply.words for reply in replies.values()}, replies.get("safe_home")
    wrong = []
    if not said.issuperset(promised.words):
        wrong.append("her words are not in her draft")
    if promised.safety and (safety is None or safety.chosen != (promised.safety,)):
        wrong.append("her answer is not in her draft")
    return wrong


async def _mailbox(world: World, promised: Promised) -> list[str]:
    """The code that she was shown opens what she sent."""
    keys, code = world.public.keys, read_code(promised.code) or ""
    async with world.public.store.reading() as db:
        mailbox = await find_by_locator(db, world.public.authority, keys.locator(code))
    if mailbox is None or mailbox.wrapped_private is None:
        return ["her code opens nothing"]
    try:
        under = keys.opening_key(code, mailbox.salt, "mailbox")
        unwrap_private(world.public.authority, mailbox.id, mailbox.wrapped_private, under)
    except SealBroken:
        return ["her code does not open her mailbox"]
    return []


async def _deliveries(world: World, prepared: Prepared, counted: Counted) -> None:
    """One a thing; each arrives; twice only what a killed worker had under its lease."""
    worker = Deliveries(world.staff, dict.fromkeys(KINDS, hand_over))
    clock.move(LEASE + timedelta(hours=2))  # every lease is over, also one written before a clock went back
    try:
        await worker.return_expired()
        while await worker.round():
            pass
    finally:
        clock.stand(None)
    o = outbox.c
    found = await rows(world, o.id, o.kind, o.subject, o.state, o.attempts, o.error_code)
    arrived = Counter(UUID(line) for line in (prepared.home / "outside").read_text().split())
    counted.deliveries, counted.delivered_again = len(found), sum(n > 1 for n in arrived.values())
    there = Counter((row.kind, row.subject) for row in found)
    owed = [(kind, row[0]) for row in await rows(world, statement.c.id) for kind in ("statement", "count")]
    owed += [("concern", row[0]) for row in await rows(world, concern.c.id)]
    counted.wrong += [f"{kind} {subject} is to be delivered {there[kind, subject]} times" for kind, subject in owed
                      if there[kind, subject] != 1]  # fmt: skip
    found = [row for row in found if row.kind != COUNT]
    counted.wrong += [f"delivery {row.id} is {row.state} ({row.error_code})" for row in found if row.state != "done"]
    counted.wrong += [f"delivery {row.id} never arrived" for row in found if not arrived[row.id]]
    again = {row.id for row in found if row.attempts > 1}
    counted.wrong += [f"delivery {id} arrived {n} times and was leased once" for id, n in arrived.items()
                      if n > 1 and id not in again]  # fmt: skip
    counted.wrong += [f"{id} arrived and was never written down" for id in arrived.keys() - {row.id for row in found}]


async def _tallies(world: World, counted: Counted) -> None:
    """Every statement is counted once, or waits to be: the worker was killed in the middle of counting too."""
    staff, version = world.staff, world.version
    await counting.count_waiting(staff)
    async with staff.store.reading() as db:
        survey = await counting.survey_of(db, staff.authority, version)
        kept = await tallies.sheets(db, staff.authority, version, [counting.month_of(clock.today())])
        sheets = [await counting.read_sheet(db, staff, survey, version, each) for each in kept]
        waiting = (await waiting_by_version(db, staff.authority)).get(version, 0)
    counted.tallied, counted.waiting = sum(sheet.total for sheet in sheets), waiting
    if counted.tallied + waiting != counted.statements:
        counted.wrong.append(f"{counted.tallied} are counted and {waiting} wait, of {counted.statements} statements")


async def _events(world: World, counted: Counted) -> None:
    """The audit says of each statement once that it was sent."""
    e = audit_event.c
    async with world.staff.store.reading() as db:
        said = Counter((await db.execute(sa.select(e.subject).where(e.action == "send"))).scalars())
    for (made,) in await rows(world, statement.c.id):
        if said[made] != 1:
            counted.wrong.append(f"the audit says {said[made]} times that statement {made} was sent")


async def _audit(world: World, counted: Counted) -> None:
    """What `python -m voice audit verify` asks: every chain whole, and as it was when it was anchored."""
    try:
        counted.audit_lines = (await auditing.verify(world.staff, world.home / "audit.anchor")).lines
    except AuditBroken as broken:
        counted.wrong.append(f"audit verify: {broken}")
