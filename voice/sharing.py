"""A person decides that those who work with the child may see a concern that stood apart from them (R68)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from storage import concern_records, concerns, public_keys, relationships, staff
from storage.concern_records import Concern
from storage.opening import open_for
from storage.reading import Reader
from storage.writes import Writes
from voice import clock
from voice.access import CASE_ROLES, SignedIn
from voice.case_record import named
from voice.errors import NothingThere
from voice.model import ConcernState, Purpose, Role, new_id
from voice.staff_services import StaffServices
from voice.taking_up import BESIDE, COPY, NoteIncomplete, find_to_decide

BY_CHILD = ("raised", "child_said")
KEPT_APART = ("about_staff", BESIDE)  # that may be of what she said to the manager alone


@dataclass(frozen=True, slots=True)
class WouldSee:
    """A concern that stands apart, and who would see it."""

    concern: Concern
    child: str = field(repr=False)
    people: Sequence[tuple[str, Role]]


async def look_at(services: StaffServices, me: SignedIn, concern: UUID) -> WouldSee:
    """Who would see it, before anybody decides that they may. Raises NothingThere, NotAllowed."""
    async with services.store.reading() as db:
        found = await find_to_decide(db, services, me, concern)
        child = (await named(db, services, [found.child])).get(found.child)
        if child is None:
            raise NothingThere
        work = {
            (each.staff, each.works_as)
            for each in await relationships.of_child(db, services.authority, found.child, clock.today())
            if each.works_as in CASE_ROLES
        }
        names = await staff.names(db, services.authority, [person for person, _ in work])
        return WouldSee(found, child.name, sorted((names[person], role) for person, role in work))


async def share(services: StaffServices, me: SignedIn, concern: UUID) -> None:
    """Let those who work with the child see it from now on. Raises NothingThere, NotAllowed, NoteIncomplete.

    Whoever decides that has taken it up first, or somebody has: it is no way of passing it on unread.
    What the child said is sealed again for them, without what she said about whom it is about. What was written so far
    by those who took it up stays where it is.
    """

    async def verb(db: Reader) -> tuple[Writes, None]:
        writes = Writes(services.authority)
        found = await find_to_decide(db, services, me, concern)
        if found.shared:
            return writes, None
        if not found.open:
            raise NoteIncomplete("closed")
        if found.state is ConcernState.NEW:
            raise NoteIncomplete("not_taken_up")
        keys = await public_keys.recipients(db, services.keys, found.child)
        concern_records.move(writes, found, found.state)
        for by, body in await _copies(db, services, found):
            readers = [keys[Purpose.APART], keys[Purpose.CASE]]
            concern_records.note(writes, found, "child_said", body, readers, staff=by)
        concerns.add_step(writes, new_id(), found.id, "shared", staff=me.id)
        writes.event("share", "concern", found.id, actor_kind="staff", actor=me.id)
        return writes, None

    await services.store.decide(verb)


async def _copies(db: Reader, services: StaffServices, found: Concern) -> list[tuple[UUID | None, bytes]]:
    """What the child said, or an adult who raised it, step by step, and by which adult.

    As long as it was padded to, so that no copy's length tells anything.
    """
    copies = []
    for step in await concern_records.steps_of(db, services.authority, found.id):
        place = concerns.step_place(services.authority, found.child, step.id)
        if step.kind not in BY_CHILD or step.sealed is None:
            continue
        body = await open_for(db, services.provider, step.sealed, place, found.child, Purpose.APART)
        if body:
            said = {name: value for name, value in json.loads(body).items() if name not in KEPT_APART}
            copies.append((step.staff, json.dumps(said | {COPY: True}).encode().ljust(len(body) + 32)))
    return copies
