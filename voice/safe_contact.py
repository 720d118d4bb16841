"""How to reach a child safely, and who must not know, for whoever is about to answer her (R67).

What stands apart from the reader is not looked at, so that nothing tells them that it is there (R68).
"""

from storage import concern_records
from storage.case_records import Statement
from voice.access import SignedIn
from voice.errors import NotAllowed
from voice.relationship import sees, tie_to
from voice.staff_services import StaffServices
from voice.taking_up import OpenConcern, open_concern


async def before_answering(services: StaffServices, me: SignedIn, answered: Statement) -> list[OpenConcern]:
    """Every open concern of this child that this person may read, each opened and kept as on its own page."""
    async with services.store.reading() as db:
        tie = await tie_to(db, services.authority, me, answered.child)
        every = await concern_records.open_concerns(db, services.authority, [answered.child])
    opened = []
    for each in every:
        if sees(me, tie, each):
            try:
                told = each.conversation == answered.conversation  # with the statement, a moment ago
                opened.append(await open_concern(services, me, each.id, told=told))
            except NotAllowed:
                continue  # closed since, and out of this person's sight
    return opened
