"""What a child recorded goes with what she sends: to those who read the answer it belongs to, and to herself.

Until then its key lies in her draft alone. Now the key and the manifest (how long, of how many pieces, its SHA-256) are
sealed together, to the key of the answer's audience (R58), and lie in her own mailbox. The recording itself is not
touched: it stays where it is, as it came (R28).
"""

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from storage import attachments
from storage.envelopes import PublicKey
from storage.segments import open_manifest, place_of, vars_of
from storage.writes import Writes
from surveys.model import Audience
from surveys.progress import path
from voice.public_services import Asked, PublicServices
from voice.visiting import Visit


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One recording that goes along: what opens it, and who may."""

    id: UUID
    audience: Audience
    body: Mapping[str, Any] = field(repr=False)


async def enclosed(services: PublicServices, visit: Visit, asked: Asked) -> list[Enclosed]:
    """What goes along with the answers of this visit's way. Raises SealBroken."""
    if not visit.draft.recordings:
        return []
    there = await attachments.closings(services.store.glancing(), services.authority, visit.kept.id)
    return [_one(visit, id, audience, there[id]) for id, audience in _answered_with(visit, asked) if id in there]


def _answered_with(visit: Visit, asked: Asked) -> Iterator[tuple[UUID, Audience]]:
    replies = visit.draft.as_replies()
    for question in path(asked.survey, replies):
        reply = replies.get(question.id)
        for part in reply.parts if reply else ():
            if part.recording in visit.draft.recordings:
                yield UUID(part.recording), question.audience


def _one(visit: Visit, id: UUID, audience: Audience, closing: bytes) -> Enclosed:
    recording = visit.draft.recordings[id.hex]
    manifest = open_manifest(closing, base64.b64decode(recording.key), place_of(visit.authority, id))
    said = {"v": 1, "id": id.hex, "question": recording.question, "kind": recording.kind, "key": recording.key}
    return Enclosed(id, audience, said | {"manifest": vars_of(manifest)})


def enclose(writes: Writes, child: UUID, recorded: Sequence[Enclosed], keys: Mapping[Audience, PublicKey]) -> None:
    """Seal each to its audience, in the write that sends the answers."""
    for each in recorded:
        attachments.enclose(writes, child, each.id, json.dumps(each.body).encode(), [keys[each.audience]])
