"""A text is kept as it came, sealed to the delivery key: this process cannot read it again (security.md, 1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from storage import texts
from storage.errors import StoreRefused
from storage.writes import Writes
from voice.public_services import PublicServices
from voice.texting.numbers import contact_of

PROVIDER = "twilio"
STATUSES = PROVIDER + texts.CALLBACKS
TOLD = ("sent", "delivered", "undelivered", "failed")  # of all that a provider says, what changes something
ONLY_ONCE = ("UNIQUE", "uq_inbound_message")  # how either database names the rule that an id counts once


@dataclass(frozen=True, slots=True)
class Picture:
    """Where a picture, a voice note or a video that came with a text can be fetched."""

    url: str = field(repr=False)
    kind: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it came."""

    id: str
    sender: str = field(repr=False)
    to: str = field(repr=False)
    words: str = field(repr=False)
    pictures: tuple[Picture, ...] = field(default=(), repr=False)
    stopped: bool = False  # the carrier took it for a STOP: it has confirmed that, and lets nothing of ours through


async def take_text(services: PublicServices, text: Text) -> bool:
    """Keep a text for the worker. False where it is here already: delivered twice, it was still said once."""
    said = {
        "from": text.sender,
        "to": text.to,
        "words": text.words,
        "pictures": [[each.url, each.kind] for each in text.pictures],
    } | ({"stopped": True} if text.stopped else {})
    contact = contact_of(services.keys, text.sender)
    return await _once(services, PROVIDER, text.id, contact, said)


async def take_status(services: PublicServices, delivery: UUID, id: str, status: str, code: str) -> bool:
    """Keep a provider's word on a text of ours. In whatever order and however often: each counts once."""
    if status not in TOLD:
        return False
    said = {"delivery": str(delivery), "id": id, "status": status, "code": code[:10]}
    return await _once(services, STATUSES, f"{id}:{status}", b"", said)


async def _once(services: PublicServices, provider: str, id: str, contact: bytes, said: Mapping[str, Any]) -> bool:
    writes = Writes(services.authority)
    texts.take_in(writes, services.keys.delivery, provider, id, contact, said)
    try:
        await services.store.write(writes)
    except StoreRefused as refused:
        if not any(rule in str(refused) for rule in ONLY_ONCE):
            raise
        return False
    return True
