"""Checks the audit: every chain recomputed in order, and held against what was anchored outside the database.

Finds a line changed, missing, moved or cut off, a whole chain gone, a database gone back in time, and an anchor
that was changed or that we did not sign. Says which row, and never what it is about.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from storage import anchor, audit, signatures
from storage.audit import ChainHead
from storage.chain import EMPTY, line_hash
from storage.reading import Reader
from voice.errors import AuditBroken
from voice.staff_services import StaffServices


@dataclass(slots=True)
class Anchors:
    """What the anchor knows: each chain's hash at each length it was seen at, and when it was last written."""

    seen: dict[UUID, dict[int, bytes]] = field(default_factory=dict)
    lines: int = 0
    last: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sound:
    """Nothing is wrong: how much was looked at."""

    chains: int
    lines: int
    anchors: int
    anchored: datetime | None


async def verify(services: StaffServices, path: Path) -> Sound:
    """Check the whole audit. Raises AuditBroken, and FileNotFoundError where there is no anchor."""
    known = read_anchors(path, services.provider.audit_public())
    return await verify_against(services, known)


async def verify_against(services: StaffServices, known: Anchors) -> Sound:
    """Check every chain, and that each is as it was when it was anchored. Raises AuditBroken."""
    lines = 0
    async with services.store.reading() as db:
        await audit.stand_still(db, services.store.engine.dialect.name)
        heads = await audit.heads(db, services.authority)
        for head in heads:
            lines += await _check_chain(db, services.authority, head, dict(known.seen.get(head.chain, {})))
        gone = sorted(set(known.seen) - {head.chain for head in heads}, key=str)
        if gone:
            raise AuditBroken(f"chain {gone[0]}", "was anchored and is gone")
        if stray := await audit.stray(db, services.authority):
            raise AuditBroken(f"row {stray}", "belongs to a chain that is not there")
    return Sound(len(heads), lines, known.lines, known.last)


def read_anchors(path: Path, public: bytes) -> Anchors:
    """Every line of the anchor, its signature checked. Raises AuditBroken, FileNotFoundError."""
    known = Anchors()
    for number, line in enumerate(anchor.read(path), start=1):
        where = f"anchor line {number}"
        if line is None:
            raise AuditBroken(where, "is not a line that we write")
        if not signatures.is_signed(
            anchor.signed_part(line.at, line.heads), line.signature, public, signatures.AUDIT_HEADS
        ):
            raise AuditBroken(where, "was changed, or signed by somebody else")
        if known.last and line.at < known.last:
            raise AuditBroken(where, "is older than the line before it")
        for head in line.heads:
            if known.seen.setdefault(head.chain, {}).setdefault(head.length, head.hash) != head.hash:
                raise AuditBroken(where, f"says otherwise than an earlier line of chain {head.chain}")
        known.lines, known.last = number, line.at
    return known


async def _check_chain(db: Reader, authority: UUID, head: ChainHead, anchored: dict[int, bytes]) -> int:
    """How many lines it has. `anchored` is used up as its lengths are met."""
    before, place = EMPTY, 0
    async for line in audit.lines(db, authority, head.chain):
        place += 1
        _check_line(line, place, before)
        before = bytes(line["hash"])
        if anchored.pop(place, before) != before:
            raise AuditBroken(f"row {line['id']}", "is not the line that was anchored at this place")
    if place != head.length or before != head.hash:
        raise AuditBroken(f"chain {head.chain}", f"ends at line {place}, and its head is at {head.length} or another")
    if anchored:
        raise AuditBroken(f"chain {head.chain}", f"ends at line {place}, and line {max(anchored)} was anchored")
    return place


def _check_line(line: Mapping[str, Any], place: int, before: bytes) -> None:
    row = f"row {line['id']}"
    if line["place"] != place:
        raise AuditBroken(row, f"is line {line['place']} of its chain where line {place} is missing")
    if bytes(line["before"]) != before:
        raise AuditBroken(row, "does not follow the line before it")
    if line_hash(line) != bytes(line["hash"]):
        raise AuditBroken(row, "was changed")
