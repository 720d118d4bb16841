"""What the verbs of the staff process and the worker are given. The key provider is reached through here."""

from dataclasses import dataclass
from uuid import UUID

from storage.case_keys import KeyProvider
from storage.intake_keys import IntakeKeys
from storage.media import MediaStore
from storage.store import Store


@dataclass(frozen=True, slots=True)
class StaffServices:
    """The store, the keys, and where the two applications stand."""

    store: Store
    keys: IntakeKeys
    provider: KeyProvider
    public_url: str
    staff_url: str
    demo: bool = False
    media: MediaStore | None = None
    ffmpeg: str | None = None  # where the program lies that draws films anew

    @property
    def authority(self) -> UUID:
        return self.keys.authority
