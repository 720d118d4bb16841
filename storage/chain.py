"""The audit's hash chain: each line is bound to the one before it, so that none can be changed, lost or moved.

Every process has its own chain; its head is read and moved on inside the transaction that writes the lines.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from storage.writes import Event
from voice.model import new_id

EMPTY = b"\0" * 32


@dataclass(frozen=True, slots=True)
class Link:
    """One line of the chain as it is stored."""

    values: Mapping[str, Any]

    @property
    def hash(self) -> bytes:
        return bytes(self.values["hash"])


def line_hash(line: Mapping[str, Any]) -> bytes:
    """SHA-256 over the line before it and everything this line says, in one canonical form."""
    said = [
        str(line["authority"]),
        str(line["id"]),
        str(line["chain"]),
        int(line["place"]),
        line["at"].isoformat(timespec="microseconds"),
        line["actor_kind"],
        str(line["actor"]),
        line["action"],
        line["subject_kind"],
        str(line["subject"]),
        line["detail"],
    ]
    form = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(bytes(line["before"]) + form.encode()).digest()


def links(authority: UUID, chain: UUID, length: int, head: bytes, events: Iterable[Event], at: datetime) -> list[Link]:
    """The lines for these events, following a chain of `length` lines that ends in `head`."""
    made: list[Link] = []
    for place, event in enumerate(events, start=length + 1):
        line = {
            "authority": authority,
            "id": new_id(),
            "chain": chain,
            "place": place,
            "at": at,
            "actor_kind": event.actor_kind,
            "actor": event.actor,
            "action": event.action,
            "subject_kind": event.subject_kind,
            "subject": event.subject,
            "detail": dict(event.detail),
            "before": head,
        }
        head = line_hash(line)
        made.append(Link({**line, "hash": head}))
    return made
