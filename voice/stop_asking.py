"""*Stop asking me*: a child says it on her own pages, and takes it back there; nobody else can (R107).

Her worker hears of it, since somebody who holds her phone may have pressed it to keep her quiet. It ends asking and
nothing else: whatever she says is read as before.
"""

from enum import StrEnum
from uuid import UUID

from storage import conversations, requests
from storage.errors import StoreRefused
from storage.writes import Writes
from voice import clock
from voice.coming_back import Held
from voice.errors import NoVisit
from voice.public_services import PublicServices
from voice.visiting import Visit
from voice.working_days import working_days_after

WITHIN_WORKING_DAYS = 3  # somebody asks her in person how she would like to be heard


class Wish(StrEnum):
    """What she wishes about being asked."""

    STOP_ASKING = "stop_asking"
    ASK_AGAIN = "ask_again"


async def in_visit(services: PublicServices, visit: Visit, wish: Wish, id: UUID) -> None:
    await _keep(services, visit.child, visit.kept.id, wish, id)


async def from_mailbox(services: PublicServices, held: Held, wish: Wish, id: UUID) -> None:
    """The same for a child who has come back with her code. Raises NoVisit."""
    async with services.store.reading() as db:
        origin = await conversations.origin(db, services.authority, held.mailbox.conversation)
    if origin is None or origin.child is None:
        raise NoVisit
    await _keep(services, origin.child, held.mailbox.conversation, wish, id)


async def _keep(services: PublicServices, child: UUID, conversation: UUID, wish: Wish, id: UUID) -> None:
    """Keep her wish under the form's id, so that a button pressed twice is one. More than plenty takes longer."""
    asking = services.doors.asking
    quietly = await asking.knock(services.store, services.keys, str(conversation)) >= asking.free
    place = (await services.arrangements()).arrangements.get("calendar", "ENG")
    by = working_days_after(clock.today(), WITHIN_WORKING_DAYS, place) if wish is Wish.STOP_ASKING else None
    writes = Writes(services.authority)
    requests.add_wordless(writes, id, child, conversation, wish.value, by, quietly=quietly)
    writes.event(wish.value, "conversation", conversation, actor_kind="child")
    try:
        await services.store.write(writes)
    except StoreRefused:
        return  # pressed twice
    await asking.remember(services.store, services.keys, str(conversation))
