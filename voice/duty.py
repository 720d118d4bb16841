"""What whoever is on duty needs at once: what waits, what is late, and a paper to hand over with (R11, R67, R71)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from storage import concern_records, relationships, staff
from storage.concern_records import URGENCY
from storage.strangers import Stranger
from storage.writes import Writes
from voice import case_record, clock, taking_up
from voice.access import SignedIn, may_be_told, may_decide, need
from voice.desk import ConcernLine, OfOneChild
from voice.errors import NotAllowed, NothingThere
from voice.model import ConcernState, Level, Role
from voice.relationship import day_of, ties
from voice.staff_services import StaffServices
from voice.taking_up import OpenConcern
from voice.texting import going_up


@dataclass(frozen=True, slots=True)
class Unnamed:
    """That there is a concern which nobody has: for somebody who sees to it that one is taken up, and reads none."""

    level: Level
    raised: datetime
    read_by: datetime
    team: str = field(repr=False)

    @property
    def late(self) -> bool:
        return clock.now() > self.read_by


@dataclass(frozen=True, slots=True)
class HandOver:
    """Every open concern that this person decides about, open, in the order in which they need somebody."""

    printed: datetime
    concerns: Sequence[OpenConcern]


def by_urgency(concerns: Sequence[ConcernLine], unknown: Sequence[Stranger]) -> list[OfOneChild | Stranger]:
    """What waits before what somebody has; of each, what must be read first, whether it is known who said it or not.

    A child about whom several are open stands there once, at the place of the most urgent.
    """
    of: dict[UUID, list[ConcernLine]] = {}
    for each in sorted(concerns, key=_urgency):
        of.setdefault(each.child, []).append(each)
    return sorted([*map(OfOneChild, of.values()), *unknown], key=_urgency)


def _urgency(each: ConcernLine | OfOneChild | Stranger) -> tuple[bool, int, datetime, UUID]:
    return not each.waits, URGENCY[each.level], each.read_by, each.id


def hands_over(me: SignedIn) -> bool:
    return me.on_duty or me.manages


async def unnamed(services: StaffServices, me: SignedIn) -> Sequence[Unnamed]:
    """What a service manager sees: how many wait, since when, in which team (R30). Empty for everybody else."""
    if Role.SERVICE_MANAGER not in me.roles:
        return []
    async with services.store.reading() as db:
        found = [
            each
            for each in await concern_records.open_concerns(db, services.authority)
            if each.state is ConcernState.NEW
        ]
        known = await ties(db, services.authority, me, list({each.child for each in found}))
        names = await staff.team_names(db, services.authority)
        teams = await relationships.teams_of(db, services.authority, list(known))
        return [
            Unnamed(each.level, each.raised, each.read_by, names.get(teams[each.child], ""))
            for each in found
            if each.child in known and may_be_told(me, known[each.child], each, day_of(each.raised))
        ]


async def wait_for_me(services: StaffServices, me: SignedIn) -> frozenset[UUID]:
    """Whom this person may take something up for: children, and senders whom nobody knows. Opens no name.

    The number beside *Concerns* counts these, and so does the page: it shows these first.
    """
    if not hands_over(me):
        return frozenset()
    async with services.store.reading() as db:
        found = await concern_records.open_concerns(db, services.authority)
        new = [each for each in found if each.state is ConcernState.NEW]
        known = await ties(db, services.authority, me, list({each.child for each in new})) if new else {}
    mine = [each for each in new if each.child in known]
    decides = {each.child for each in mine if may_decide(me, known[each.child], each, day_of(each.raised))}
    return frozenset(decides | {each.about for each in await going_up.to_see(services, me) if each.waits})


async def hand_over(services: StaffServices, me: SignedIn) -> HandOver:
    """Open each concern, as its own page does, and keep that it was put on paper. Raises NotAllowed."""
    need(hands_over(me))
    lines = [line for line in await case_record.concerns_to_see(services, me) if line.may_decide]
    writes = Writes(services.authority)
    writes.event("hand_over", "authority", services.authority, actor_kind="staff", actor=me.id, concerns=len(lines))
    await services.store.write(writes)
    return HandOver(clock.now(), [each for line in lines if (each := await _opened(services, me, line))])


async def _opened(services: StaffServices, me: SignedIn, line: ConcernLine) -> OpenConcern | None:
    """None where it was closed, or became somebody else's to see, while the others were opened."""
    try:
        return await taking_up.open_concern(services, me, line.id)
    except (NothingThere, NotAllowed):
        return None
