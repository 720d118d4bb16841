"""The recordings that went with a statement, for whoever may open the answers they belong to."""

import base64
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from storage import attachments, copies
from storage.attachments import SentWith, attachment_place
from storage.case_records import Statement
from storage.copies import Copy, Made
from storage.opening import is_for, open_for
from storage.reading import Reader
from voice.model import Purpose
from voice.playing import shown_as
from voice.staff_services import StaffServices


@dataclass(frozen=True, slots=True)
class Sent:
    """One recording as it was sent, what opens it, and what was made of it.

    `trouble`: why it cannot be played (voice/playback/sniffing.py); `copy`: what plays, `poster`: whether there is one.
    """

    said: Mapping[str, Any] = field(repr=False)
    trouble: str | None = None
    copy: Made | None = None
    poster: bool = False

    @property
    def sort(self) -> str:
        """video, audio, image or application: of the copy, or until there is one as the phone said."""
        return shown_as(self.copy.kind if self.copy else self.said["kind"])

    @property
    def length(self) -> int:
        return int(self.said["manifest"]["length"])

    @property
    def sha256(self) -> str:
        """Of the original (R28)."""
        return str(self.said["manifest"]["sha256"])


async def sent_with(
    db: Reader, services: StaffServices, statement: Statement, opens: Mapping[UUID, Collection[Purpose]]
) -> dict[str, Sent]:
    """By id, those sealed to a key that `opens` names for the statement they went with, or for what was added to it:
    what belongs to an answer for others stays closed (R58).

    Whoever calls has kept that they are opened. Raises SealBroken.
    """
    found = {}
    for id, sent in (await _sent_with(db, services, statement)).items():
        place = attachment_place(services.authority, statement.child, id)
        for purpose in opens.get(sent.statement or statement.id, ()):
            body = await open_for(db, services.provider, sent.sealed, place, statement.child, purpose)
            if body is not None:
                found[id.hex] = Sent(json.loads(body), sent.trouble)
    return await _with_copies(db, services, found)


async def may_be_opened(
    db: Reader,
    services: StaffServices,
    statement: Statement,
    opens: Mapping[UUID, Collection[Purpose]],
    recording: UUID,
) -> bool:
    """Whether this recording went with this statement, to readers who hold one of these keys. Opens nothing."""
    sent = (await _sent_with(db, services, statement)).get(recording)
    purposes = opens.get(sent.statement or statement.id, ()) if sent else ()
    return sent is not None and await is_for(db, services.authority, sent.sealed, statement.child, purposes)


async def _sent_with(db: Reader, services: StaffServices, statement: Statement) -> dict[UUID, SentWith]:
    return await attachments.sent_with(db, services.authority, statement.id, statement.conversation)


async def _with_copies(db: Reader, services: StaffServices, found: Mapping[str, Sent]) -> dict[str, Sent]:
    there = {(each.attachment.hex, each.kind): each for each in await copies.finished(db, services.authority, found)}
    return {id: _with_copy(services.authority, sent, id, there) for id, sent in found.items()}


def _with_copy(authority: UUID, sent: Sent, id: str, there: Mapping[tuple[str, str], Copy]) -> Sent:
    plays = there.get((id, copies.PLAYBACK))
    made = copies.opened(plays, base64.b64decode(sent.said["key"]), authority) if plays else None
    return replace(sent, copy=made, poster=(id, copies.POSTER) in there)
