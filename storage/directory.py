"""Names, birth dates, contacts and identifiers, under one directory key for the authority.

Each child's are locked with a key of their own, drawn from the directory key and the salt in the
child's key row. Erasing the row makes every one of them unreadable, in backups taken later too.
"""

from dataclasses import dataclass, field

from storage.envelopes import Context
from storage.locking import derive, lock, unlock
from storage.padding import Buckets

NAMES = Buckets((128,), then_every=128)


@dataclass(frozen=True, slots=True)
class DirectoryCipher:
    """Locks and unlocks what is in the directory."""

    directory_key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.directory_key) != 32:
            raise ValueError("the directory key is 32 bytes")

    def lock_name(self, value: str, salt: bytes, context: Context) -> bytes:
        """A short text of one child, for its own row."""
        return lock(value.encode("utf-8", "surrogatepass"), self._key(salt), context, NAMES)

    def unlock_name(self, locked: bytes, salt: bytes, context: Context) -> str:
        """The text again. Raises SealBroken."""
        return unlock(locked, self._key(salt), context).decode("utf-8", "surrogatepass")

    def _key(self, salt: bytes) -> bytes:
        return derive(self.directory_key, salt=salt, purpose="directory")
