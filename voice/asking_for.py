"""A child asks for someone on their side, for a person who speaks their language, or makes a complaint (R8, R68).

An advocate is another organisation (R63): the words go to the provider's key. A complaint goes to the complaints
manager's side of the record, never to the worker it may be about.
"""

import hashlib
import json
from typing import Literal

from storage import requests
from storage.writes import Writes
from voice import clock, safeguarding, visiting
from voice.model import Purpose, new_id
from voice.public_services import PublicServices
from voice.visiting import Visit
from voice.working_days import working_days_after

Kind = Literal["advocate", "complaint", "person"]
SEALED_TO = {"advocate": Purpose.ADVOCACY, "complaint": Purpose.APART, "person": Purpose.CASE}
WITHIN_WORKING_DAYS = {"advocate": 2, "complaint": 3, "person": 1}
LONGEST = 4000


async def ask_for(services: PublicServices, visit: Visit, kind: Kind, words: str) -> None:
    """Keep what the child asks, sealed to whoever must answer it."""
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
        requests.add(writes, made, mine.child, mine.kept.id, kind, body, key, answer_by)
        writes.event("ask_for", kind, made, actor_kind="child")

    await visiting.change(services, visit, verb)
