"""What the public process holds: enough to take words in and to find a mailbox, and nothing that opens words.

This module, and everything it imports, stays clear of case_keys: `serve public` never reaches a key
that opens a statement (security.md, 1).
"""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Self
from uuid import UUID

from storage import signatures
from storage.envelopes import SUITE, PublicKey
from storage.framing import framed
from storage.locking import derive
from storage.secret_files import from_text, hidden, read_secret, shown, to_text
from voice.errors import Broken, KeyFileRefused, KeyNotSigned, Refusal, SealBroken

FORM = "voice/intake.key/1"


@dataclass(frozen=True, slots=True)
class SignedKey:
    """A public key and the authority's word on whose it is and what it is for."""

    authority: UUID
    child: UUID | None
    purpose: str
    key: PublicKey
    suite: str
    made: datetime
    retired: datetime | None
    signature: bytes

    def signed_part(self) -> bytes:
        """What the signature is over: everything but itself."""
        return framed(
            self.authority.bytes,
            self.child.bytes if self.child else b"",
            self.purpose.encode(),
            self.key.id.bytes,
            self.suite.encode(),
            self.key.raw,
            _moment(self.made),
            _moment(self.retired) if self.retired else b"",
        )


@dataclass(frozen=True, slots=True)
class IntakeKeys:
    """The contents of intake.key."""

    authority: UUID = field(repr=False)
    blind_index_key: bytes = field(repr=False)
    intake_secret: bytes = field(repr=False)
    signing_public: bytes = field(repr=False)
    delivery: PublicKey = field(repr=False)

    @classmethod
    def load(cls, path: Path | str) -> Self:
        """From a file that only its owner can read. Raises KeyFileRefused."""
        keys = cls.from_text(read_secret(Path(path)))
        if keys is None:
            raise KeyFileRefused(path, Refusal.NOT_KEYS)
        return keys

    def to_text(self) -> str:
        """The text of intake.key."""
        return to_text(
            {
                "form": FORM,
                "authority": str(self.authority),
                "blind_index_key": shown(self.blind_index_key),
                "intake_secret": shown(self.intake_secret),
                "signing_public": shown(self.signing_public),
                "delivery": {"id": str(self.delivery.id), "public": shown(self.delivery.raw)},
            }
        )

    @classmethod
    def from_text(cls, text: str) -> Self | None:
        """The keys in the text of an intake.key, or None where they are not whole."""
        facts = from_text(text, FORM)
        if facts is None:
            return None
        try:
            return cls(
                UUID(facts["authority"]),
                hidden(facts["blind_index_key"], 32),
                hidden(facts["intake_secret"], 32),
                hidden(facts["signing_public"], 32),
                PublicKey(UUID(facts["delivery"]["id"]), hidden(facts["delivery"]["public"])),
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            return None

    def locator(self, code: str) -> bytes:
        """Where a code's mailbox is, without the code."""
        return self.blind_index("code", code)

    def link_behind(self, code: str) -> str:
        """The link that a code on paper stands for: as long as any other, and nobody makes it without this key."""
        return urlsafe_b64encode(self.blind_index("link", code)[:20]).decode().rstrip("=")

    def blind_index(self, kind: str, value: str) -> bytes:
        """The same bytes for the same value of a kind, to find it again. Normalise the value first."""
        message = framed(b"voice/blind-index/1", kind.encode(), _spelled(value))
        return hmac.digest(self.blind_index_key, message, "sha256")

    def opening_key(self, code_or_token: str, salt: bytes, purpose: str) -> bytes:
        """What a code, cookie or link opens. A stolen database is no use without the intake secret."""
        return derive(_spelled(code_or_token) + self.intake_secret, salt=salt, purpose="opening/" + purpose)

    def form_token(self, visit_token: str, purpose: str) -> str:
        """What a form of this visit carries, so that no other site can send it."""
        key = _form_key(self.intake_secret, self.authority)
        message = framed(purpose.encode(), _spelled(visit_token))
        return urlsafe_b64encode(hmac.digest(key, message, "sha256")).decode().rstrip("=")

    def form_token_is_right(self, given: str, visit_token: str, purpose: str) -> bool:
        """Whether a form came from this visit, in the same time whatever is wrong with it."""
        return hmac.compare_digest(_spelled(given), _spelled(self.form_token(visit_token, purpose)))

    def check_signature(self, signed: SignedKey) -> None:
        """Nothing, for a key that our authority signed just so; else KeyNotSigned. Before sealing to any key.

        Raises SealBroken for a suite we cannot seal with. Whether the key is retired is for the caller.
        """
        rightly = signed.authority == self.authority and signatures.is_signed(
            signed.signed_part(), signed.signature, self.signing_public, signatures.SIGNED_KEY
        )
        if not rightly:
            raise KeyNotSigned
        if signed.suite != SUITE:
            raise SealBroken(Broken.UNKNOWN_VERSION)


@lru_cache(maxsize=4)
def _form_key(intake_secret: bytes, authority: UUID) -> bytes:
    """Derived once: every page and every form needs it."""
    return derive(intake_secret, salt=authority.bytes, purpose="form token")


def _spelled(text: str) -> bytes:
    """What somebody typed, whatever it is: an encoding error would quote a code in a traceback."""
    return text.encode("utf-8", "surrogatepass")


def _moment(at: datetime) -> bytes:
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds").encode()
