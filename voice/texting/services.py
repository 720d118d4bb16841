"""What taking turns by text needs: the worker's keys, and the verbs of the children's pages on the same record."""

from dataclasses import dataclass, field
from typing import Self
from uuid import UUID

from storage import texts
from storage.intake_keys import IntakeKeys
from storage.store import Store
from voice.public_services import PublicServices
from voice.staff_services import StaffServices


@dataclass(frozen=True, slots=True)
class TextServices:
    """The worker, as far as it talks with children."""

    staff: StaffServices
    public: PublicServices
    secret: str = field(repr=False)  # what the delivery key carries in place of a cookie

    @classmethod
    def of(cls, staff: StaffServices) -> Self:
        public = PublicServices(staff.store, staff.keys, staff.public_url, staff.demo)
        return cls(staff, public, texts.way_secret(staff.provider.delivery_key()))

    @property
    def store(self) -> Store:
        return self.staff.store

    @property
    def keys(self) -> IntakeKeys:
        return self.staff.keys

    @property
    def authority(self) -> UUID:
        return self.staff.authority
