"""Who may put what a child says into English is shown to her before anybody does: she may say *not this person* (R92).

She says it while she answers, with what she sends, or later with her code. It is sealed to those who read what she
says, as a text that is equally long whomever she names, and if nobody.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from uuid import UUID

from storage import conversations, interpreters, public_keys, statements
from storage.errors import StoreRefused
from storage.writes import Writes
from surveys.parts import Audience
from voice import clock, coming_back, visiting
from voice.adding import sent_as
from voice.coming_back import Held
from voice.draft import ROOM_FOR_PEOPLE
from voice.errors import NothingThere, NoVisit
from voice.model import Purpose
from voice.public_services import PublicServices
from voice.visiting import Visit

MOST = ROOM_FOR_PEOPLE // len(f"{UUID(int=0)} ")


async def who_may(services: PublicServices, language: str) -> Mapping[UUID, str]:
    """The first names of those who could be asked to put this language into English."""
    async with services.store.reading() as db:
        found = await interpreters.first_names(db, services.authority, language)
    return dict(list(found.items())[:MOST])


async def pictured(services: PublicServices) -> set[UUID]:
    """Of whom a picture is shown."""
    async with services.store.reading() as db:
        return await interpreters.pictured(db, services.authority)


async def picture_of(services: PublicServices, person: UUID) -> bytes:
    """A JPEG. Raises NothingThere."""
    async with services.store.reading() as db:
        found = await interpreters.picture_of(db, services.authority, person)
    if found is None:
        raise NothingThere
    return found


async def in_visit(services: PublicServices, visit: Visit, refused: Collection[UUID]) -> None:
    """It goes with what she sends. Whom she named before stays named."""

    def verb(mine: Visit, _: Writes) -> None:
        visiting.not_sent(mine)
        named = {*mine.draft.not_these.split(), *map(str, refused)}
        mine.draft.not_these = " ".join(sorted(named)).ljust(ROOM_FOR_PEOPLE)[:ROOM_FOR_PEOPLE]

    await visiting.change(services, visit, verb)


async def from_mailbox(services: PublicServices, held: Held, refused: Collection[UUID], id: UUID) -> None:
    """The same for a child who has come back with her code: from now on. Raises NoVisit."""
    inside = await coming_back.look_inside(services, held)
    async with services.store.reading() as db:
        origin = await conversations.origin(db, services.authority, held.mailbox.conversation)
        if origin is None or origin.child is None:
            raise NoVisit
        keys = await public_keys.recipients(db, services.keys, origin.child)
    body = {
        "v": 1,
        "after": str(sent_as(inside)),
        "not_these": " ".join(sorted(map(str, refused))).ljust(ROOM_FOR_PEOPLE),
        "mailbox": hashlib.sha256(held.mailbox.public_key).hexdigest(),
    }
    writes = Writes(services.authority)
    facts = {"conversation": held.mailbox.conversation, "child": origin.child, "version": origin.version}
    how = {"kind": "later", "language": origin.language, "ways": [statements.ON_RECEIPT], "sent": clock.now()}
    statements.add_statement(writes, id=id, **facts, **how)
    sealed = json.dumps(body).encode()
    statements.add_part(writes, id, origin.child, Audience.WORKER, sealed, keys[Purpose.CASE])
    writes.event("add", "statement", id, actor_kind="child")
    try:
        await services.store.write(writes)
    except StoreRefused:
        return  # pressed twice: the first one stands
