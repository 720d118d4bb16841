"""A child whom nobody knows sends what she said at the open door: to duty, and once to herself.

There is no statement of a child's and nothing is counted. With the code she comes back to her own mailbox, as any child
does: the answer is there, and she can say how to be found.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import orjson

from storage import conversations, mailboxes
from storage.envelopes import PublicKey
from storage.errors import TooManyChanges
from storage.writes import Writes
from voice import at_the_door, clock, visiting
from voice.at_the_door import What
from voice.draft import Receipt, level
from voice.model import new_id
from voice.public_services import Asked, PublicServices
from voice.sending import (
    RECEIPT_LASTS,
    TRIES,
    close_ways,
    code_to_return,
    in_order,
    leave_receipt,
    make_mailbox,
    parts_by_audience,
    unasked,
)
from voice.visiting import Visit
from voice.working_days import statement_read_by


async def send(services: PublicServices, visit: Visit, *, with_code: bool) -> Receipt:
    """Send everything said so far. A second press gets the same receipt. Raises TooManyChanges."""
    asked = await services.asked(visit.kept.version)
    place = (await services.arrangements()).arrangements.get("calendar", "ENG")
    for _ in range(TRIES):
        ways = await conversations.ways_into(services.store.glancing(), services.authority, visit.kept.id)
        verb = partial(_send, services, asked, ways, with_code, place)
        try:
            return await visiting.change(services, visit, verb, tries=1)
        except TooManyChanges:
            visit = await visiting.current_visit(services, visit.token)
    raise TooManyChanges


def _send(
    services: PublicServices,
    asked: Asked,
    ways: Sequence[tuple[UUID, str]],
    with_code: bool,
    place: str,
    visit: Visit,
    writes: Writes,
) -> Receipt:
    if visit.draft.receipt:
        return visit.draft.receipt
    now, made = clock.now(), new_id()
    read_by = datetime.combine(statement_read_by(now, place), datetime.min.time(), clock.LONDON)
    code = code_to_return(visit, with_code=with_code)
    mailbox = make_mailbox(services, writes, visit, code)
    parts, left_out = parts_by_audience(asked, visit), b"".join(unasked(asked, visit).values())
    said: dict[str, Any] = {"answers": [answer for answers in parts.values() for answer in answers]}
    for_herself = {"statement": str(made), "sent": now.isoformat(), "theme": asked.survey.theme.value, "door": True}
    mailboxes.put_in(writes, mailbox.id, mailbox, "said", orjson.dumps(in_order(asked, said | for_herself)) + left_out)
    body = _body(visit, asked, said, mailbox, comes_back=code is not None) + left_out
    at_the_door.keep(writes, services.keys.delivery, at_the_door.whose(visit), What.STATEMENT, body, read_by)
    close_ways(writes, visit, ways, now)
    says_how = at_the_door.says_how(visit)
    writes.event("send", "conversation", visit.kept.id, actor_kind="child")
    own = code if visit.knows_code else None
    until = now + RECEIPT_LASTS
    return leave_receipt(visit, Receipt(statement=made, code=own, read_by=read_by, until=until, says_how=says_how), now)


def _body(visit: Visit, asked: Asked, said: dict[str, Any], mailbox: PublicKey, *, comes_back: bool) -> bytes:
    """What duty gets. The mailbox and its hash are in it: an answer is sealed only to a key that matches."""
    draft = visit.draft
    beside = {
        "title": asked.wording(visit.kept.language)["title"],
        "around": draft.around,
        "helper": draft.helper,
        "comes_back": comes_back,
        "mailbox": str(mailbox.id),
        "mailbox_hash": hashlib.sha256(mailbox.raw).hexdigest(),
    }
    return orjson.dumps(in_order(asked, said | beside)) + level([draft.around, draft.helper, comes_back])
