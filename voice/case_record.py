"""What a member of staff finds when they come in: whose concern waits, who said something new, who waits for an answer.

Nothing here opens a word. A child is named only to someone who may know her.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from storage import case_records, children, concern_records, private_keys, relationships, staff
from storage.case_records import Reply
from storage.children import Child
from storage.concern_records import Concern
from storage.reading import Reader
from storage.statements import ON_RECEIPT
from surveys.parts import Audience
from voice import clock
from voice.access import SignedIn, Tie, allocated, may_answer, may_decide, may_know, may_open, may_take_up, need
from voice.desk import ChildLine, ConcernLine, Desk, Said
from voice.errors import NothingThere
from voice.model import Role
from voice.relationship import day_of, sees, tie_to, ties
from voice.staff_services import StaffServices


@dataclass(frozen=True, slots=True)
class ChildPage:
    """A child's record as a list, for someone who may know her."""

    line: ChildLine
    concerns: Sequence[ConcernLine]
    closed: Sequence[ConcernLine]
    may_invite: bool


async def my_children(services: StaffServices, me: SignedIn) -> Desk:
    """The children this person works with or covers for today, and every concern they may see."""
    async with services.store.reading() as db:
        ids = await children.allocated_to(db, services.authority, me.id, clock.today())
        known = await ties(db, services.authority, me, ids)
        mine = [child for child in ids if child in known and allocated(me, known[child])]
        return Desk(await _concerns(db, services, me, None), await _lines(db, services, me, mine))


async def my_team(services: StaffServices, me: SignedIn) -> Sequence[ChildLine]:
    """The team's children, for its manager: no words, and no sign of what is not for the manager."""
    need(me.manages and me.team is not None)
    async with services.store.reading() as db:
        ids = await relationships.children_of_team(db, services.authority, me.team) if me.team else []
        return await _lines(db, services, me, ids)


async def concerns_to_see(services: StaffServices, me: SignedIn) -> Sequence[ConcernLine]:
    """The open concerns this person may see: new ones first, then by when they must be read."""
    async with services.store.reading() as db:
        return await _concerns(db, services, me, None)


async def others_of(services: StaffServices, me: SignedIn, concern: Concern) -> Sequence[ConcernLine]:
    """What else is open about the same child, as far as this person may see it."""
    async with services.store.reading() as db:
        return [each for each in await _concerns(db, services, me, [concern.child]) if each.id != concern.id]


async def look_at_child(services: StaffServices, me: SignedIn, child: UUID) -> ChildPage:
    """A child's page. Raises NothingThere, NotAllowed."""
    async with services.store.reading() as db:
        tie = await tie_to(db, services.authority, me, child)
        need(may_know(me, tie))
        lines = await _lines(db, services, me, [child])
        if not lines:
            raise NothingThere
        concerns = await _concerns(db, services, me, [child])
        closed = await concern_records.closed_concerns(db, services.authority, child)
        return ChildPage(lines[0], concerns, await _as_lines(db, services, me, closed), may_answer(me, tie))


async def named(db: Reader, services: StaffServices, ids: Sequence[UUID]) -> dict[UUID, Child]:
    """Children by name. Whoever calls has asked `may_know`."""
    if not ids:
        return {}
    cipher = await private_keys.directory(db, services.authority, services.provider)
    return await children.named(db, services.authority, cipher, ids)


async def _concerns(db: Reader, services: StaffServices, me: SignedIn, of: Sequence[UUID] | None) -> list[ConcernLine]:
    return await _as_lines(db, services, me, await concern_records.open_concerns(db, services.authority, of))


async def _as_lines(db: Reader, services: StaffServices, me: SignedIn, found: Sequence[Concern]) -> list[ConcernLine]:
    """Those of these concerns that this person may see."""
    known = await ties(db, services.authority, me, list({each.child for each in found}))
    sees_them = [each for each in found if each.child in known and sees(me, known[each.child], each)]
    names = await named(db, services, [each.child for each in sees_them])
    mine = [each for each in sees_them if each.child in names]  # a child who was erased has no name left
    holders = await staff.names(db, services.authority, [each.acknowledged_by for each in mine if each.acknowledged_by])
    return [
        ConcernLine(
            each.id,
            each.child,
            names[each.child].name,
            each.level,
            each.state,
            each.raised,
            each.read_by,
            each.acknowledged,
            holders.get(each.acknowledged_by) if each.acknowledged_by else None,
            may_decide(me, known[each.child], each, day_of(each.raised)),
            each.by_hand,
            each.told,
            each.source,
        )
        for each in mine
    ]


async def _lines(db: Reader, services: StaffServices, me: SignedIn, ids: Sequence[UUID]) -> list[ChildLine]:
    known = await ties(db, services.authority, me, ids)
    names = await named(db, services, ids)
    said = await _said(db, services, me, known)
    lines = [ChildLine(child, said.get(child.id, [])) for child in names.values()]
    return sorted(lines, key=lambda line: line.child.name.casefold())


async def _said(db: Reader, services: StaffServices, me: SignedIn, known: Mapping[UUID, Tie]) -> dict[UUID, list[Said]]:
    """Every statement of these children of which this person may open a part."""
    statements = await case_records.statements_of(db, services.authority, list(known))
    ids = [each.id for each in statements]
    audiences = await case_records.audiences_of(db, services.authority, ids)
    readings = await case_records.readings_of(db, services.authority, ids)
    replies = await case_records.replies_to(db, services.authority, ids)
    actions = await case_records.actions_after(db, services.authority, ids)
    shown = await case_records.last_shown(db, services.authority, ids)
    opened = {each.statement: each.at for each in readings if each.staff == me.id}  # the last time
    later, added = await _since(db, services, me, known)
    found: dict[UUID, list[Said]] = {}
    for each in statements:
        tie = known[each.child]
        parts = {a for a in audiences.get(each.id, ()) if may_open(me, tie, Audience(a), day_of(each.sent))}
        last, heard = added.get(each.conversation), later.get(each.conversation)
        if not parts and heard is None:
            continue
        whole = Audience.WORKER in parts
        answered = [reply for reply in replies if whole and reply.statement == each.id]
        promised = [action for action in actions if whole and action.statement == each.id]
        newest = last or each.sent
        waits = may_answer(me, tie) and not _is_answered(newest, answered, shown.get(each.id))
        read = each.id in opened and opened[each.id] >= (heard or each.sent)
        before_me = day_of(each.sent) < (tie.works_since or day_of(each.sent))
        found.setdefault(each.child, []).append(Said(each, read, answered, promised, waits, last, before_me))
    return found


def _is_answered(newest: datetime, answered: Sequence[Reply], shown: datetime | None) -> bool:
    """Whether she was answered since. After a first answer, something made of it that she is shown answers too."""
    said_again = any(reply.made < newest for reply in answered)
    return any(reply.made >= newest for reply in answered) or (said_again and shown is not None and shown >= newest)


async def _since(
    db: Reader, services: StaffServices, me: SignedIn, known: Mapping[UUID, Tie]
) -> tuple[dict[UUID | None, datetime], dict[UUID | None, datetime]]:
    """When each conversation was last heard from, and last added to, in a part this person may open.

    Whether anyone saw what she sent is to be read as all else is, but adds nothing that waits for an answer.
    """
    later = await case_records.later_of(db, services.authority, list(known))
    audiences = await case_records.audiences_of(db, services.authority, [each.id for each in later])
    mine = [
        each
        for each in later
        if each.conversation
        and any(may_open(me, known[each.child], Audience(a), day_of(each.sent)) for a in audiences.get(each.id, ()))
    ]
    added = [each for each in mine if ON_RECEIPT not in each.ways]
    return {each.conversation: each.sent for each in mine}, {each.conversation: each.sent for each in added}


def hears_of_concerns(me: SignedIn) -> bool:
    """Whether concerns are a page of their own for this person."""
    told = {Role.DESIGNATED_OFFICER, Role.SERVICE_MANAGER}
    return may_take_up(me, Tie(clock.today(), own_team=True)) or not told.isdisjoint(me.roles)


def may_hear_of_concerns(me: SignedIn) -> bool:
    """Whether there is any concern that this person could see: to nobody else does a page say that none is open."""
    return hears_of_concerns(me) or me.works_with_children
