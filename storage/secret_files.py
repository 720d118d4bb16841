"""Reads and writes files of keys: whole or not at all, and never where others can read them."""

import fcntl
import json
import os
import stat
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from voice.errors import KeyFileRefused, Refusal

OWNER_ONLY = 0o600


def read_secret(path: Path) -> str:
    """The text of a file that nobody but its owner can read. Raises KeyFileRefused."""
    handle = _open_to_read(path)
    try:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):
            raise KeyFileRefused(path, Refusal.NOT_A_FILE)
        if mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise KeyFileRefused(path, Refusal.OPEN_TO_OTHERS)
        with open(handle, encoding="ascii", errors="replace", closefd=False) as file:
            return file.read()
    finally:
        os.close(handle)


def write_new(path: Path, text: str) -> None:
    """A new file, whole and on the disk when this returns. Raises KeyFileRefused rather than overwrite."""
    written = _write_beside(path, text)
    try:
        os.link(written, path)
    except FileExistsError:
        raise KeyFileRefused(path, Refusal.ALREADY_THERE) from None
    finally:
        written.unlink()
    _settle(path.parent)


def replace(path: Path, text: str) -> None:
    """The file's new text: whoever reads it at any moment, or after a power cut, finds the old or the new."""
    path = path.resolve()
    _write_beside(path, text).replace(path)
    _settle(path.parent)


@contextmanager
def one_at_a_time(directory: Path) -> Iterator[None]:
    """Holds others off who want to change the keys in the same directory."""
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def to_text(facts: dict[str, Any]) -> str:
    """The JSON of a file of keys."""
    return json.dumps(facts, indent=2) + "\n"


def from_text(text: str, form: str) -> dict[str, Any] | None:
    """The JSON of a file of keys of this form, or None. The parser's own error would quote the keys."""
    try:
        facts = json.loads(text)
    except ValueError:
        return None
    return facts if isinstance(facts, dict) and facts.get("form") == form else None


def shown(secret: bytes) -> str:
    """Bytes as the files write them: base64."""
    return b64encode(secret).decode()


def hidden(text: str, length: int | None = None) -> bytes:
    """Bytes again. Raises ValueError, which never quotes them, where it is not base64 of that length."""
    secret = b64decode(text, validate=True)
    if length is not None and len(secret) != length:
        raise ValueError("a key of another length")
    return secret


def _open_to_read(path: Path) -> int:
    """Does not wait for a writer where the path is a pipe."""
    try:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        raise KeyFileRefused(path, Refusal.MISSING) from None
    except PermissionError:
        raise KeyFileRefused(path, Refusal.NOT_ALLOWED) from None


def _write_beside(path: Path, text: str) -> Path:
    beside = path.with_name(f".{path.name}.{uuid4().hex}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, OWNER_ONLY)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return beside


def _settle(directory: Path) -> None:
    """A rename is on the disk only when its directory is."""
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
