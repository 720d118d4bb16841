"""A child asks for someone on their side, for a person who speaks their language, or makes a complaint (R8, R68).

An advocate is another organisation (R63): the words go to the provider's key. A complaint goes to the complaints
manager's side of the record, never to the worker it may be about.
"""

import hashlib
import json
from typing import Literal
from uuid import UUID

from storage import conversations, public_keys, requests
from storage.errors import StoreRefused
from storage.writes import Writes
from voice import clock, safeguarding, visiting
from voice.coming_back import Held
from voice.errors import NoVisit
from voice.model import Purpose, new_id
from voice.public_services import PublicServices
from voice.visiting import Visit
from voice.working_days import working_days_after

Kind = Literal["advocate", "complaint", "person"]
SEALED_TO = {"advocate": Purpose.ADVOCACY, "complaint": Purpose.APART, "person": Purpose.CASE}
WITHIN_WORKING_DAYS = {"advocate": 2, "complaint": 3, "person": 1}
LONGEST = 4000


async def ask_for(services: PublicServices, visit: Visit, kind: Kind, words: str) -> None:
    """Keep what the child asks, sealed to whoever must answer it.

    More than anybody could answer is kept too, and takes longer; nobody is called for it, and the portal sets it aside.
    """
    asking, whose = services.doors.asking, str(visit.kept.id)
    quietly = await asking.knock(services.store, services.keys, whose) >= asking.free
    keys = await safeguarding.readers(services, visit)
    key, made = keys[SEALED_TO[kind]], new_id()
    place = (await services.arrangements()).arrangements.get("calendar", "ENG")
    answer_by = working_days_after(clock.today(), WITHIN_WORKING_DAYS[kind], place)

    def verb(mine: Visit, writes: Writes) -> None:
        said = hashlib.sha256(words.encode()).hexdigest()
        if mine.draft.asked_for.get(kind) == said:
            return  # the same words once more are the button pressed twice
        mine.draft.asked_for[kind] = said
        body = json.dumps({"v": 1, "words": words[:LONGEST], "language": mine.kept.language}).encode()
        requests.add(writes, made, mine.child, mine.kept.id, kind, body, key, answer_by, quietly=quietly)
        writes.event("ask_for", kind, made, actor_kind="child")

    await visiting.change(services, visit, verb)
    await asking.remember(services.store, services.keys, whose)


async def knows_her(services: PublicServices, held: Held) -> bool:
    """Whether anybody could answer: whose the mailbox is that was made at the open door nobody knows."""
    async with services.store.reading() as db:
        origin = await conversations.origin(db, services.authority, held.mailbox.conversation)
    return origin is not None and origin.child is not None


async def ask_from_mailbox(services: PublicServices, held: Held, kind: Kind, words: str) -> None:
    """The same for a child who has come back with her code. The same words on the same day are one request."""
    async with services.store.reading() as db:
        origin = await conversations.origin(db, services.authority, held.mailbox.conversation)
        keys = await public_keys.recipients(db, services.keys, origin.child if origin else None)
    if origin is None or origin.child is None:
        raise NoVisit
    once = services.keys.blind_index("asked for", f"{held.mailbox.id} {kind} {clock.today()} {words}")
    place = (await services.arrangements()).arrangements.get("calendar", "ENG")
    writes, made = Writes(services.authority), UUID(bytes=once[:16], version=4)
    body = json.dumps({"v": 1, "words": words, "language": "en"}).encode()
    answer_by = working_days_after(clock.today(), WITHIN_WORKING_DAYS[kind], place)
    conversation, asking = held.mailbox.conversation, services.doors.asking
    quietly = await asking.knock(services.store, services.keys, str(conversation)) >= asking.free
    key = keys[SEALED_TO[kind]]
    requests.add(writes, made, origin.child, conversation, kind, body, key, answer_by, quietly=quietly)
    writes.event("ask_for", kind, made, actor_kind="child")
    try:
        await services.store.write(writes)
    except StoreRefused:
        return  # pressed twice: the first one stands
    await asking.remember(services.store, services.keys, str(conversation))
