""" "Just tell the service, not my file": read by the participation officer, without the name (R62).

The statement has no child, no conversation and no time of day, and its id tells no time either. There is no way back to
it: nothing at home that could be found, and nobody who could answer by name. Whose it is lies beside it, sealed on its
own, and is opened by two people and a concern (voice/unnamed.py). A concern that was raised on the way stands as it is.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from storage import conversations, unnamed_statements
from storage.envelopes import PublicKey
from storage.errors import TooManyChanges
from storage.writes import Writes
from surveys.parts import Audience
from voice import clock, recordings, safeguarding, visiting
from voice.draft import Receipt, level
from voice.errors import KeyNotSigned
from voice.model import Purpose
from voice.public_services import Asked, PublicServices
from voice.sending import RECEIPT_LASTS, TRIES, close_ways, leave_receipt, parts_by_audience
from voice.visiting import Visit
from voice.working_days import statement_read_by


async def send_unnamed(services: PublicServices, visit: Visit) -> Receipt:
    """Send without the name. A second press gets the same receipt. Raises TooManyChanges, KeyNotSigned."""
    for _ in range(TRIES):
        asked = await services.asked(visit.kept.version)
        keys = await safeguarding.readers(services, visit)
        if Purpose.PARTICIPATION not in keys:
            raise KeyNotSigned
        ways = await conversations.ways_into(services.store.glancing(), services.authority, visit.kept.id)
        place = (await services.arrangements()).arrangements.get("calendar", "ENG")
        verb = partial(_send, asked, keys[Purpose.PARTICIPATION], ways, place)
        try:
            return await visiting.change(services, visit, verb, tries=1)
        except TooManyChanges:
            visit = await visiting.current_visit(services, visit.token)
    raise TooManyChanges


def _send(
    asked: Asked, key: PublicKey, ways: Sequence[tuple[UUID, str]], place: str, visit: Visit, writes: Writes
) -> Receipt:
    if visit.draft.receipt:
        return visit.draft.receipt
    for id in list(visit.draft.recordings):  # a face or a voice is a name
        recordings.detach(visit.draft, UUID(id))
    now, made = clock.now(), uuid4()
    day = datetime.combine(clock.today(), time(), clock.LONDON)
    facts = {"version": visit.kept.version, "language": visit.kept.language, "ways": list(visit.kept.ways)}
    body = _body(visit, asked)
    behind = json.dumps({"v": 1, "child": str(visit.child)}).encode()
    unnamed_statements.add(writes, made, day, body, behind, key, **facts)
    close_ways(writes, visit, ways, now)
    writes.event("send_unnamed", "conversation", visit.kept.id, actor_kind="child")
    read_by = datetime.combine(statement_read_by(now, place), time(), clock.LONDON)
    receipt = Receipt(statement=uuid4(), read_by=read_by, until=now + RECEIPT_LASTS, unnamed=True)
    return leave_receipt(visit, receipt, now)


def _body(visit: Visit, asked: Asked) -> bytes:
    """What she said, for one reader. What only an advocate reads stays out: nobody could come to her for it."""
    parts = parts_by_audience(asked, visit)
    answers: list[Mapping[str, Any]] = [
        answer for audience, given in parts.items() if audience is not Audience.ADVOCATE for answer in given
    ]
    place = {question.id: number for number, question in enumerate(asked.survey.questions)}
    draft = visit.draft
    said = {
        "v": 1,
        "title": asked.wording(visit.kept.language)["title"],
        "band": visit.kept.band,
        "answers": sorted(answers, key=lambda answer: place[answer["question"]]),
        "around": draft.around,
        "helper": draft.helper,
        "language": visit.kept.language,
    }
    return json.dumps(said).encode() + level([draft.around, draft.helper])
