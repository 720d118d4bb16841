"""Why a child is not shown what was made of her words: her team's manager reads the reason, and that is kept."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from storage import case_records, case_writes, relationships, staff
from storage.children import Child
from storage.opening import open_for
from storage.writes import Writes
from voice import clock
from voice.access import SignedIn, may_oversee, need
from voice.case_record import named
from voice.errors import NothingThere
from voice.model import Purpose
from voice.relationship import tie_to
from voice.staff_services import StaffServices

LISTED_FOR = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Withheld:
    """That something is not shown to a child, by whom and since when. The reason, once it is opened."""

    id: UUID
    child: Child
    by: str
    made: datetime
    why: str = field(default="", repr=False)


async def in_my_team(services: StaffServices, me: SignedIn) -> Sequence[Withheld]:
    """What children of this manager's team are not shown, newest first; no word of why."""
    if not (me.manages and me.team):
        return []
    async with services.store.reading() as db:
        children = await named(db, services, await relationships.children_of_team(db, services.authority, me.team))
        found = await case_records.withheld_since(db, services.authority, list(children), clock.now() - LISTED_FOR)
        names = await staff.names(db, services.authority, [each.staff for each in found])
        said = await case_records.statements_of(db, services.authority, list(children))
    whose = {each.id: children[each.child] for each in said}
    return [Withheld(each.id, whose[each.statement], names[each.staff], each.made) for each in found]


async def open_reason(services: StaffServices, me: SignedIn, weighing: UUID) -> Withheld:
    """Read why. That it is read is kept first. Raises NothingThere, NotAllowed."""
    async with services.store.reading() as db:
        found = await case_records.find_weighing(db, services.authority, weighing)
        said = await case_records.find_statement(db, services.authority, found.statement) if found else None
        if found is None or said is None or not found.hidden:
            raise NothingThere
        need(may_oversee(me, await tie_to(db, services.authority, me, said.child)))
    writes = Writes(services.authority)
    writes.event("open", "withheld", weighing, actor_kind="staff", actor=me.id)
    await services.store.write(writes)
    async with services.store.reading() as db:
        place = case_writes.withheld_place(services.authority, said.child, weighing)
        body = (
            await open_for(db, services.provider, found.withheld, place, said.child, Purpose.APART)
            if found.withheld
            else None
        )
        child = (await named(db, services, [said.child])).get(said.child)
        names = await staff.names(db, services.authority, [found.staff])
    if body is None or child is None:
        raise NothingThere
    return Withheld(weighing, child, names[found.staff], found.made, json.loads(body)["why"])
