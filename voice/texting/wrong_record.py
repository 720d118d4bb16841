"""Words that stood in the wrong child's record: emptied there, and somebody sees to whether it has to be reported.

That is for duty and for whoever looks after the records. They see who had opened it and until when it must be reported
(UK GDPR 33), and neither whose words they were nor whose record it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from storage import staff, wrong_records
from storage.outbox import Delivery
from storage.reading import Reader
from storage.writes import Writes
from storage.wrong_records import WrongRecord
from voice import clock
from voice.access import SignedIn, need
from voice.errors import NothingThere
from voice.model import BreachOutcome, Role
from voice.staff_services import StaffServices

KEPT_IN_SIGHT = timedelta(days=365)  # what was decided is kept, and shown, for whoever asks (UK GDPR 33(5))


@dataclass(frozen=True, slots=True)
class Line:
    """One of them, as it stands."""

    found: WrongRecord
    opened: Sequence[tuple[str, datetime]]
    by: str
    dealt_by: str | None


def sees_wrong_records(me: SignedIn) -> bool:
    return me.on_duty or Role.RECORDS_OFFICER in me.roles


async def to_see_to(services: StaffServices, me: SignedIn) -> Sequence[Line]:
    """What nobody has dealt with, the first due first; then what was. Raises NotAllowed."""
    need(sees_wrong_records(me))
    async with services.store.reading() as db:
        found = await wrong_records.since(db, services.authority, clock.now() - KEPT_IN_SIGHT)
        return [await _line(db, services, each) for each in found]


async def deal(services: StaffServices, me: SignedIn, id: UUID, outcome: BreachOutcome) -> None:
    """What was decided, by name: the first decision stands. Raises NothingThere, NotAllowed."""
    need(sees_wrong_records(me))
    async with services.store.reading() as db:
        found = await wrong_records.find(db, services.authority, id)
    if found is None:
        raise NothingThere
    writes = Writes(services.authority)
    wrong_records.deal(writes, found, outcome, me.id)
    writes.event("deal", "wrong_record", id, actor_kind="staff", actor=me.id, outcome=outcome.value)
    await services.store.write(writes)


async def empty(services: StaffServices, delivery: Delivery) -> None:
    """A delivery's way, and the worker's part of taking a match back: the copy is emptied."""
    async with services.store.reading() as db:
        found = await wrong_records.find(db, services.authority, delivery.subject)
        envelopes = await wrong_records.copies(db, services.authority, found) if found else []
    if found:
        writes = Writes(services.authority)
        wrong_records.empty(writes, envelopes)
        writes.event("empty", "wrong_record", found.id, actor_kind="worker")
        await services.store.write(writes)


async def _line(db: Reader, services: StaffServices, found: WrongRecord) -> Line:
    opened = await wrong_records.openings(db, services.authority, found)
    people = [found.by, *(each.staff for each in opened), *([found.dealt_by] if found.dealt_by else [])]
    names = await staff.names(db, services.authority, people)
    by = names.get(found.dealt_by) if found.dealt_by else None
    return Line(found, [(names.get(each.staff, ""), each.at) for each in opened], names.get(found.by, ""), by)
