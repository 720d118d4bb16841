"""Which keys were erased, and when: a file beside the keys, so that no old copy of the database brings a child back.

It names keys and dates and nothing else. `restore` applies it before anybody can look at what it restored.
"""

import fcntl
import json
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from voice.errors import KeyFileRefused, Refusal

NAME = "erased.list"
OWNER_ONLY = 0o600


def beside(keys: str, intake_keys: str) -> Path:
    """Where the list is: in the folder of the keys that open, or of the others where those are no file."""
    place = intake_keys if keys.startswith("env:") else keys
    return Path(place.removeprefix("file:")).parent / NAME


def append(path: Path, keys: Sequence[UUID], at: datetime) -> None:
    """On the disk when this returns, the folder's entry too. What a power cut left half written is taken away first."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW, OWNER_ONLY)
    with os.fdopen(handle, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        os.ftruncate(handle, file.read().rfind(b"\n") + 1)
        line = json.dumps({"at": at.isoformat(timespec="seconds"), "keys": [key.hex for key in keys]})
        file.write(line.encode() + b"\n")
        file.flush()
        os.fsync(handle)
    _settle(path.parent)


def read(path: Path) -> set[UUID]:
    """Every erased key. Raises KeyFileRefused where a line cannot be read: then nobody knows what is missing."""
    if not path.exists():
        return set()
    whole, _, _ = path.read_bytes().rpartition(b"\n")
    try:
        lines = [json.loads(line) for line in whole.splitlines()]
        return {UUID(hex=key) for line in lines for key in line["keys"]}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise KeyFileRefused(path, Refusal.NOT_KEYS) from None


def _settle(directory: Path) -> None:
    """A new file is on the disk only when its folder is."""
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
