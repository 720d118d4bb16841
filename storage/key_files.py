"""Makes and describes the two files of keys: intake.key for the public process, case.key for the others."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from storage import signatures
from storage.case_file import CaseKeys, WrappedDelivery
from storage.case_keys import FileKeyProvider, KeyProvider
from storage.envelopes import new_private_key
from storage.intake_keys import IntakeKeys
from storage.locking import new_key
from storage.secret_files import one_at_a_time, write_new
from voice.clock import now
from voice.errors import KeyFileRefused, KeyNotSigned, Refusal

INTAKE, CASE = "intake.key", "case.key"


@dataclass(frozen=True, slots=True)
class KeyPaths:
    """Where the two files are."""

    intake: Path
    case: Path


@dataclass(frozen=True, slots=True)
class KeyStatus:
    """What may be said of the keys without saying any of them."""

    authority: UUID
    current_kek: int
    delivery: UUID
    belong_together: bool


def init(directory: Path, authority: UUID) -> KeyPaths:
    """Fresh keys for an authority, in two new files. Raises KeyFileRefused rather than overwrite either."""
    paths = KeyPaths(directory / INTAKE, directory / CASE)
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    intake, case = _fresh(authority)
    with one_at_a_time(directory):
        for path in (paths.intake, paths.case):
            if path.exists() or path.is_symlink():
                raise KeyFileRefused(path, Refusal.ALREADY_THERE)
        write_new(paths.case, case.to_text())
        write_new(paths.intake, intake.to_text())
    return paths


def status(paths: KeyPaths) -> KeyStatus:
    """Reads both files and says what they are and whether they belong together. Raises KeyFileRefused."""
    intake, case = IntakeKeys.load(paths.intake), FileKeyProvider.load(paths.case)
    return KeyStatus(intake.authority, case.current_kek(), intake.delivery.id, belong_together(intake, case))


def _fresh(authority: UUID) -> tuple[IntakeKeys, CaseKeys]:
    delivery, signing = new_private_key(), signatures.new_seed()
    intake = IntakeKeys(authority, new_key(), new_key(), signatures.public_of(signing), delivery.public())
    not_yet = WrappedDelivery(delivery.id, b"")
    case = CaseKeys(authority, {1: new_key()}, signing, signatures.new_seed(), not_yet)
    return intake, case.with_delivery(delivery)


def belong_together(intake: IntakeKeys, case: KeyProvider) -> bool:
    """Whether what one signs the other believes, and what one seals the other opens."""
    delivery = case.delivery_key().public()
    try:
        intake.check_signature(case.sign_key(delivery, child=None, purpose="delivery", made=now()))
    except KeyNotSigned:
        return False
    return delivery == intake.delivery
