"""The file outside the database to which the signed heads of the audit's chains are added, a line at a time."""

import fcntl
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from storage.audit import ChainHead

OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class Anchored:
    """One line: the heads at a moment, and the signature over both."""

    at: datetime
    heads: Sequence[ChainHead]
    signature: bytes


def signed_part(at: datetime, heads: Sequence[ChainHead]) -> bytes:
    """What the signature is over, in one canonical form."""
    return _form(_facts(at, heads))


def append(path: Path, line: Anchored) -> None:
    """On the disk when this returns. A line that a power cut left half written is taken away first."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, OWNER_ONLY)
    with os.fdopen(handle, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        _drop_half_a_line(file.fileno())
        facts = {**_facts(line.at, line.heads), "signature": b64encode(line.signature).decode()}
        file.write(_form(facts) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def read(path: Path) -> Iterator[Anchored | None]:
    """Every whole line, oldest first; None for one that is no such line. Raises FileNotFoundError."""
    with path.open("rb") as file:
        for line in file:
            if line.endswith(b"\n"):
                yield _parsed(line)


def _parsed(line: bytes) -> Anchored | None:
    try:
        facts = json.loads(line)
        heads = [ChainHead(UUID(chain), int(length), bytes.fromhex(end)) for chain, length, end in facts["heads"]]
        at = datetime.fromisoformat(facts["at"])
        return Anchored(at, heads, b64decode(facts["signature"], validate=True)) if at.tzinfo else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _facts(at: datetime, heads: Sequence[ChainHead]) -> dict[str, object]:
    listed = sorted([str(head.chain), head.length, head.hash.hex()] for head in heads)
    return {"at": at.isoformat(timespec="microseconds"), "heads": listed}


def _form(facts: dict[str, object]) -> bytes:
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def _drop_half_a_line(handle: int) -> None:
    size = os.fstat(handle).st_size
    keep = size
    while keep and os.pread(handle, 1, keep - 1) != b"\n":
        keep -= 1
    if keep != size:
        os.ftruncate(handle, keep)
