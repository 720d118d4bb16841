"""Puts a batch's audit lines on their chains: one chain a process and authority, begun when first needed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from storage import tables
from storage.batch import Step, steps
from storage.chain import EMPTY, links
from storage.writes import Event, Writes
from voice import clock
from voice.model import new_id


@dataclass(frozen=True, slots=True)
class Head:
    """How long a chain is and the hash it ends in."""

    length: int
    hash: bytes


def events_by_authority(batch: Sequence[Writes]) -> dict[UUID, list[Event]]:
    found: dict[UUID, list[Event]] = {}
    for writes in batch:
        if writes.events:
            found.setdefault(writes.authority, []).extend(writes.events)
    return found


def chained(
    batch: Sequence[Writes],
    chains: dict[UUID, UUID],
    process: str,
    head: Callable[[UUID, UUID], Head],
    dialect: str,
) -> list[Step]:
    """The statements that add the batch's events. Notes newly begun chains in `chains`."""
    made: list[Step] = []
    for authority, events in events_by_authority(batch).items():
        begun = authority in chains
        chain = chains.setdefault(authority, new_id())
        found = head(authority, chain) if begun else Head(0, EMPTY)
        made += steps([_lines(authority, chain, found, events, process, begun)], dialect)
    return made


def _lines(authority: UUID, chain: UUID, head: Head, events: list[Event], process: str, begun: bool) -> Writes:
    at = clock.now()
    added = links(authority, chain, head.length, head.hash, events, at)
    writes = Writes(authority)
    ends = {"length": head.length + len(added), "head": added[-1].hash}
    if begun:
        writes.update(tables.audit_chain, chain, **ends)
    else:
        writes.insert(tables.audit_chain, id=chain, process=process, begun=at, **ends)
    for link in added:
        writes.insert(tables.audit_event, **{k: v for k, v in link.values.items() if k != "authority"})
    return writes
