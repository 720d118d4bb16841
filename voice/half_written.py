"""Keeps what an adult was writing when their session ran out, sealed to the child's key, until they sign in again."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from storage import case_writes, public_keys
from storage.opening import open_for
from storage.reading import Reader
from storage.writes import Writes
from voice.access import SignedIn
from voice.errors import SealBroken
from voice.model import Purpose
from voice.staff_services import StaffServices


async def keep(
    services: StaffServices, me: SignedIn, child: UUID, subject: UUID, fields: Mapping[str, str], purpose: Purpose
) -> None:
    """Keep these fields. Who may is decided before; nothing is sent."""
    async with services.store.reading() as db:
        keys = await public_keys.recipients(db, services.keys, child)
    writes = Writes(services.authority)
    case_writes.keep_draft(writes, me.id, child, subject, json.dumps(dict(fields)).encode(), keys[purpose])
    writes.event("keep_draft", "staff_draft", subject, actor_kind="staff", actor=me.id)
    await services.store.write(writes)


async def find(
    db: Reader, services: StaffServices, me: SignedIn, child: UUID, subject: UUID, purpose: Purpose
) -> Mapping[str, Any]:
    """What this person had half written; empty where there is nothing."""
    sealed = await case_writes.find_draft(db, services.authority, me.id, subject)
    if sealed is None:
        return {}
    place = case_writes.draft_place(services.authority, child, me.id, subject)
    try:
        body = await open_for(db, services.provider, sealed, place, child, purpose)
    except SealBroken:
        return {}
    found: dict[str, Any] = json.loads(body) if body else {}
    return found
