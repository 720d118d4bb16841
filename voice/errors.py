"""What can go wrong, named for the situation. No error carries a child's words or a secret.

VoiceError
├── SealBroken          something sealed does not open here (reason: Broken)
├── TooLarge            more than its place can hold
├── KeyNotSigned        a public key that our authority did not sign
├── KeyFileRefused      a file of keys we will not use (path, why: Refusal)
├── KekUnknown          wrapped under a key-encryption key that this process does not hold
├── UnknownKeyProvider  VOICE_KEYS names a kind of place that we do not know
├── NoVisit             no open conversation behind this cookie
├── DeadLink            a link or code that opens nothing
├── AlreadySent         the words went while this page was open
├── SaidElsewhere       another visit has answered this question
├── NotAllowed          this person may not do this
├── SignInNeeded        nobody is signed in here
├── NothingThere        no such record in this authority
├── BadSetting          a setting is missing or wrong (name, mend)
├── AuditBroken         the audit is not as it was written (row, wrong)
└── storage/errors.py   StoreBusy, StoreRefused, StoreAway, TooManyChanges
"""

from enum import StrEnum
from pathlib import Path


class VoiceError(Exception):
    """Anything this service itself refuses."""


class Broken(StrEnum):
    """Why something sealed does not open."""

    TRUNCATED = "truncated"
    WRONG_KEY = "wrong_key"
    MOVED_OR_CHANGED = "moved_or_changed"
    UNKNOWN_VERSION = "unknown_version"


class SealBroken(VoiceError):
    """Something sealed does not open with this key in this place."""

    def __init__(self, reason: Broken) -> None:
        super().__init__(reason.value)
        self.reason = reason


class TooLarge(VoiceError):
    """More than its place can hold (the most, in bytes)."""

    def __init__(self, most: int) -> None:
        super().__init__(f"more than {most} bytes")
        self.most = most


class KeyNotSigned(VoiceError):
    """A public key that our authority did not sign, or signed for something else."""


class Refusal(StrEnum):
    """Why a file of keys is not used."""

    MISSING = "is not there"
    NOT_ALLOWED = "may not be read by this user"
    NOT_A_FILE = "is not an ordinary file"
    OPEN_TO_OTHERS = "can be read by its group or by others: chmod 600 it"
    NOT_KEYS = "is not a whole file of keys of the kind expected"
    ALREADY_THERE = "is already there, and keys are never overwritten"


class KeyFileRefused(VoiceError):
    """A file of keys we will not use: named, its contents never."""

    def __init__(self, path: Path | str, why: Refusal) -> None:
        super().__init__(f"{path} {why.value}")
        self.path = path
        self.why = why


class KekUnknown(VoiceError):
    """Wrapped under a version of the key-encryption key that this process does not hold."""

    def __init__(self, version: int) -> None:
        super().__init__(f"version {version}")
        self.version = version


class UnknownKeyProvider(VoiceError):
    """VOICE_KEYS names a kind of place that we do not know."""

    def __init__(self, scheme: str) -> None:
        super().__init__(scheme)
        self.scheme = scheme


class NoVisit(VoiceError):
    """There is no open conversation behind this cookie: unknown, ended, expired or sent long ago."""


class DeadLink(VoiceError):
    """A link or code that opens nothing. Unknown, expired, used and revoked are one and the same to who asks."""


class AlreadySent(VoiceError):
    """The words went while this page was open."""


class SaidElsewhere(VoiceError):
    """Another visit has answered this question, and only the child's own code changes it (R66)."""


class NotAllowed(VoiceError):
    """This person may not do this: the record's answer is the same as for a thing that is not there."""


class SignInNeeded(VoiceError):
    """Nobody is signed in here, or not any more."""


class Incomplete(VoiceError):
    """Something is missing in what was written (which field, by name)."""

    def __init__(self, missing: str) -> None:
        super().__init__(missing)
        self.missing = missing


class NothingThere(VoiceError):
    """No such record in this authority."""


class BadSetting(VoiceError):
    """A setting is missing or wrong (name, and what to mend)."""

    def __init__(self, name: str, mend: str) -> None:
        super().__init__(f"{name}: {mend}")
        self.name = name
        self.mend = mend


class AuditBroken(VoiceError):
    """The audit is not as it was written (the first bad row, and what is wrong with it)."""

    def __init__(self, row: str, wrong: str) -> None:
        super().__init__(f"{row}: {wrong}")
        self.row = row
        self.wrong = wrong
