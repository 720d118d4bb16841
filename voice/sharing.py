"""A person decides that those who work with the child may see a concern that stood apart from them (R68)."""

import json
from uuid import UUID

from storage import concern_records, concerns, public_keys
from storage.concern_records import Concern
from storage.opening import open_for
from storage.reading import Reader
from storage.writes import Writes
from voice.access import SignedIn
from voice.model import Purpose, new_id
from voice.staff_services import StaffServices
from voice.taking_up import BESIDE, COPY, NoteIncomplete, find_to_decide

BY_CHILD = ("raised", "child_said")
KEPT_APART = ("about_staff", BESIDE)  # that may be of what she said to the manager alone


async def share(services: StaffServices, me: SignedIn, concern: UUID) -> None:
    """Let those who work with the child see it from now on. Raises NothingThere, NotAllowed, NoteIncomplete.

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
