"""The recordings that went with a statement, for whoever may open the answers they belong to."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from storage import attachments
from storage.attachments import attachment_place
from storage.case_records import Statement
from storage.opening import is_for, open_for
from storage.reading import Reader
from voice.model import Purpose
from voice.playing import kind_of
from voice.staff_services import StaffServices


@dataclass(frozen=True, slots=True)
class Sent:
    """One recording as it was sent: what it is, how long, the hash of the original (R28), and what opens it."""

    said: Mapping[str, Any] = field(repr=False)

    @property
    def sort(self) -> str:
        """video, audio, image or application."""
        return kind_of(self.said["kind"]).partition("/")[0]

    @property
    def length(self) -> int:
        return int(self.said["manifest"]["length"])

    @property
    def sha256(self) -> str:
        return str(self.said["manifest"]["sha256"])


async def sent_with(
    db: Reader, services: StaffServices, statement: Statement, purposes: Collection[Purpose]
) -> dict[str, Sent]:
    """By id, those sealed to a key of these purposes: what belongs to an answer for others stays closed (R58).

    Whoever calls has kept that they are opened. Raises SealBroken.
    """
    found = {}
    sent = await attachments.sent_with(db, services.authority, statement.id, statement.conversation)
    for id, sealed in sent.items():
        place = attachment_place(services.authority, statement.child, id)
        for purpose in purposes:
            body = await open_for(db, services.provider, sealed, place, statement.child, purpose)
            if body is not None:
                found[id.hex] = Sent(json.loads(body))
    return found


async def may_be_opened(
    db: Reader, services: StaffServices, statement: Statement, purposes: Collection[Purpose], recording: UUID
) -> bool:
    """Whether this recording went with this statement, to readers who hold a key of these purposes. Opens nothing."""
    sent = await attachments.sent_with(db, services.authority, statement.id, statement.conversation)
    sealed = sent.get(recording)
    return sealed is not None and await is_for(db, services.authority, sealed, statement.child, purposes)
