"""The keys that open: reached by the staff process and the worker alone, never by `serve public`.

`KeyProvider` is the whole of what they may ask. Here the keys are in case.key or in an environment
secret; a key service can stand behind the same questions without letting the KEK out.
"""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol, Self
from uuid import UUID

from storage import signatures
from storage.case_file import CaseKeys, unwrap_seed, wrap_seed
from storage.envelopes import SUITE, Context, PrivateKey, PublicKey
from storage.intake_keys import SignedKey
from storage.locking import unwrap, wrap
from storage.secret_files import one_at_a_time, read_secret, replace
from voice.errors import KekUnknown, KeyFileRefused, Refusal, UnknownKeyProvider


class KeyProvider(Protocol):
    """Whoever keeps the KEK and the signing keys. What does not open raises SealBroken or KekUnknown."""

    def current_kek(self) -> int:
        """The version of the KEK that wraps what is new."""

    def wrap_private(self, key: PrivateKey, place: Context) -> tuple[bytes, int]:
        """A private key under the current KEK, for this place, and the KEK's version."""

    def unwrap_private(self, wrapped: bytes, kek_version: int, key_id: UUID, place: Context) -> PrivateKey:
        """The private key again."""

    def rewrap(self, wrapped: bytes, kek_version: int, key_id: UUID, place: Context) -> tuple[bytes, int]:
        """A wrapped private key moved to the current KEK."""

    def wrap_secret(self, secret: bytes, place: Context) -> tuple[bytes, int]:
        """A symmetric key (such as the directory key) under the current KEK, and the KEK's version."""

    def unwrap_secret(self, wrapped: bytes, kek_version: int, place: Context) -> bytes:
        """The symmetric key again."""

    def rewrap_secret(self, wrapped: bytes, kek_version: int, place: Context) -> tuple[bytes, int]:
        """A wrapped symmetric key moved to the current KEK."""

    def sign_key(
        self,
        key: PublicKey,
        *,
        child: UUID | None,
        purpose: str,
        made: datetime,
        retired: datetime | None = None,
    ) -> SignedKey:
        """The authority's word on whose a public key is and what it is for."""

    def sign_item(self, item: bytes) -> bytes:
        """The authority's word that an adult put this into a child's mailbox."""

    def sign_heads(self, heads: bytes) -> bytes:
        """The audit key's signature over the heads of the audit chains."""

    def audit_public(self) -> bytes:
        """What checks `sign_heads`."""

    def delivery_key(self) -> PrivateKey:
        """What opens texts that wait, in and out."""


class _HeldKeys:
    """The keys in this process's memory, read again when a row names a KEK that a rotation has added."""

    def __init__(self, keys: CaseKeys, read_again: Callable[[], CaseKeys]) -> None:
        self._keys = keys
        self._read_again = read_again

    def __repr__(self) -> str:
        return f"{type(self).__name__}(versions={sorted(self._keys.keks)})"

    def current_kek(self) -> int:
        return self._keys.newest

    def wrap_private(self, key: PrivateKey, place: Context) -> tuple[bytes, int]:
        version = self.current_kek()
        return wrap_seed(key, self._kek(version), place), version

    def unwrap_private(self, wrapped: bytes, kek_version: int, key_id: UUID, place: Context) -> PrivateKey:
        return PrivateKey(key_id, unwrap_seed(wrapped, self._kek(kek_version), key_id, place))

    def rewrap(self, wrapped: bytes, kek_version: int, key_id: UUID, place: Context) -> tuple[bytes, int]:
        return self.wrap_private(self.unwrap_private(wrapped, kek_version, key_id, place), place)

    def wrap_secret(self, secret: bytes, place: Context) -> tuple[bytes, int]:
        version = self.current_kek()
        return wrap(secret, self._kek(version), place), version

    def unwrap_secret(self, wrapped: bytes, kek_version: int, place: Context) -> bytes:
        return unwrap(wrapped, self._kek(kek_version), place)

    def rewrap_secret(self, wrapped: bytes, kek_version: int, place: Context) -> tuple[bytes, int]:
        return self.wrap_secret(self.unwrap_secret(wrapped, kek_version, place), place)

    def sign_key(
        self,
        key: PublicKey,
        *,
        child: UUID | None,
        purpose: str,
        made: datetime,
        retired: datetime | None = None,
    ) -> SignedKey:
        unsigned = SignedKey(self._keys.authority, child, purpose, key, SUITE, made, retired, b"")
        signature = signatures.sign(unsigned.signed_part(), self._keys.signing, signatures.SIGNED_KEY)
        return SignedKey(self._keys.authority, child, purpose, key, SUITE, made, retired, signature)

    def sign_item(self, item: bytes) -> bytes:
        return signatures.sign(item, self._keys.signing, signatures.MAILBOX_ITEM)

    def sign_heads(self, heads: bytes) -> bytes:
        return signatures.sign(heads, self._keys.audit, signatures.AUDIT_HEADS)

    def audit_public(self) -> bytes:
        return signatures.public_of(self._keys.audit)

    def delivery_key(self) -> PrivateKey:
        return self._keys.delivery_key()

    def _kek(self, version: int) -> bytes:
        if version not in self._keys.keks:
            self._keys = self._read_again()
        if version not in self._keys.keks:
            raise KekUnknown(version)
        return self._keys.keks[version]


class FileKeyProvider(_HeldKeys):
    """Keys in case.key, which only its owner can read."""

    def __init__(self, keys: CaseKeys, path: Path) -> None:
        super().__init__(keys, lambda: _read_file(path))
        self._path = path

    @classmethod
    def load(cls, path: Path | str) -> Self:
        """Raises KeyFileRefused."""
        return cls(_read_file(Path(path)), Path(path))

    def add_kek_version(self) -> int:
        """A new KEK, on the disk when this returns. The old ones stay: old rows and backups need them."""
        with one_at_a_time(self._path.resolve().parent):
            newer = _read_file(self._path).with_new_kek()
            replace(self._path, newer.to_text())
        self._keys = newer
        return newer.newest


class EnvKeyProvider(_HeldKeys):
    """The text of a case.key in an environment secret. Rotation is for whoever sets the secret."""

    @classmethod
    def load(cls, name: str) -> Self:
        """Raises KeyFileRefused."""
        return cls(_read_env(name), lambda: _read_env(name))


def provider_for(url: str) -> KeyProvider:
    """Who keeps the keys that VOICE_KEYS names: `file:/path`, a plain path, or `env:NAME`.

    Raises UnknownKeyProvider, KeyFileRefused.
    """
    scheme, colon, rest = url.partition(":")
    if not colon or "/" in scheme:
        return FileKeyProvider.load(url)
    if scheme == "file":
        return FileKeyProvider.load(rest.removeprefix("//"))
    if scheme == "env":
        return EnvKeyProvider.load(rest)
    raise UnknownKeyProvider(scheme)


def _read_file(path: Path) -> CaseKeys:
    keys = CaseKeys.from_text(read_secret(path))
    if keys is None:
        raise KeyFileRefused(path, Refusal.NOT_KEYS)
    return keys


def _read_env(name: str) -> CaseKeys:
    text = os.environ.get(name)
    if text is None:
        raise KeyFileRefused(f"env:{name}", Refusal.MISSING)
    keys = CaseKeys.from_text(text)
    if keys is None:
        raise KeyFileRefused(f"env:{name}", Refusal.NOT_KEYS)
    return keys
