"""Another worker for a child: whoever it was before ends, and the promises they made go on with an owner (R99)."""

from datetime import date
from uuid import UUID

from storage import case_records, case_writes, children, relationships
from storage.relationships import Allocation
from storage.writes import Writes
from voice import clock
from voice.model import PromiseState, Role
from voice.staff_services import StaffServices


async def hand_on(services: StaffServices, child: UUID, to: UUID, works_as: Role) -> int:
    """From today this person is this to the child; today belongs to both. How many promises went with her."""
    today, writes = clock.today(), Writes(services.authority)
    async with services.store.reading() as db:
        said = await case_records.statements_of(db, services.authority, [child])
        made = await case_records.actions_after(db, services.authority, [each.id for each in said])
        people = {to, *await relationships.working_with(db, services.authority, child, today)}
        work = {each: await relationships.of_person(db, services.authority, each, [child]) for each in people}
    as_this = {who for who, all_ in work.items() if any(_is_this(each, works_as, today) for each in all_)}
    if to not in as_this:
        children.allocate(writes, child, to, works_as.value, today)
    for before in as_this - {to}:
        children.end_allocation(writes, child, before, today)
    moved = [each.id for each in made if each.state is PromiseState.OPEN and each.owner != to]
    for promise in moved:
        case_writes.hand_on_promise(writes, promise, to)
    writes.event("allocate", "child", child, actor_kind="command", to=str(to), promises=len(moved))
    await services.store.write(writes)
    return len(moved)


def _is_this(work: Allocation, works_as: Role, day: date) -> bool:
    """Cover is not handed on: it ends by itself."""
    return work.on(day) and work.works_as is works_as and not work.cover
