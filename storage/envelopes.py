"""Seals words so that only the people they are for can open them, in the place they belong.

`seal` and `open_envelope` are the only two doors. An envelope of version 1 is

    "VOICE" 0x01 · number of recipients, one byte · for each: key id, 16 bytes, and the data key
    sealed to it, 1168 bytes · nonce, 12 bytes · the padded body under the data key, with its tag

The data key is 32 random bytes, used for one body only. It is sealed with single-shot HPKE (RFC 9180)
in the hybrid suite of draft-ietf-hpke-pq: ML-KEM-768 and X25519 together (KEM id 0x647a, X-Wing), so
that whoever wants to read it must break both. Everything before the nonce, and the context, are
additional data of the body's AES-256-GCM: nobody can move, mix or redirect an envelope.

The suite is still a draft. The version byte names it for ever; a change of the draft is version 2.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from os import urandom
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.framing import framed
from storage.padding import Buckets, pad, unpad
from voice.errors import Broken, SealBroken

SUITE = "MLKEM768-X25519, HKDF-SHA256, AES-256-GCM (draft-ietf-hpke-pq, KEM 0x647a)"
BUCKETS = Buckets((4 * 1024, 16 * 1024, 64 * 1024), then_every=64 * 1024)
MOST_RECIPIENTS = 255

_PREFIX = b"VOICE\x01"
_INFO = b"voice/envelope/1"
_HPKE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)

_MLKEM_PUBLIC, _MLKEM_SEED, _X25519 = 1184, 64, 32
_ID, _DATA_KEY, _NONCE, _TAG = 16, 32, 12, 16
_SEALED_KEY = hpke.KEM.MLKEM768_X25519.enc_length() + _DATA_KEY + _TAG
_SLOT = _ID + _SEALED_KEY
_START = len(_PREFIX) + 1


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What seals. `raw` is the ML-KEM-768 encapsulation key, then the X25519 public key."""

    id: UUID
    raw: bytes
    expanded: hpke.MLKEM768X25519PublicKey | None = field(default=None, repr=False, compare=False)  # of a new pair

    def __post_init__(self) -> None:
        if len(self.raw) != _MLKEM_PUBLIC + _X25519:
            raise ValueError("a public key is 1216 bytes")


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """What opens. `seed` is the ML-KEM-768 seed (d, z), then the X25519 private key."""

    id: UUID
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.seed) != _MLKEM_SEED + _X25519:
            raise ValueError("a private key is 96 bytes")

    def public(self) -> PublicKey:
        """The half that may be shown."""
        mlkem = MLKEM768PrivateKey.from_seed_bytes(self.seed[:_MLKEM_SEED]).public_key()
        x25519 = X25519PrivateKey.from_private_bytes(self.seed[_MLKEM_SEED:]).public_key()
        return PublicKey(self.id, mlkem.public_bytes_raw() + x25519.public_bytes_raw())


@dataclass(frozen=True, slots=True)
class Context:
    """The one place a sealed thing belongs. `owner`: a child, a mailbox, a conversation, the authority."""

    authority: UUID
    owner: UUID
    kind: str
    record: UUID

    def to_bytes(self) -> bytes:
        """The same bytes for the same place and for no other."""
        return framed(
            b"voice/context/1",
            self.authority.bytes,
            self.owner.bytes,
            self.kind.encode(),
            self.record.bytes,
        )


@dataclass(frozen=True, slots=True)
class _Envelope:
    """An envelope taken apart; nothing in it is proved yet."""

    header: bytes
    sealed_keys: dict[UUID, bytes]
    nonce: bytes
    locked: bytes


def new_private_key(id: UUID | None = None) -> PrivateKey:
    """A fresh key pair. Without an id it gets a random one, which does not tell when it was made."""
    return new_pair(id)[0]


def new_pair(id: UUID | None = None) -> tuple[PrivateKey, PublicKey]:
    """Both halves of a fresh key, without working the public one out again from what was just made."""
    mlkem, x25519 = MLKEM768PrivateKey.generate(), X25519PrivateKey.generate()
    private = PrivateKey(id or uuid4(), mlkem.private_bytes_raw() + x25519.private_bytes_raw())
    halves = mlkem.public_key(), x25519.public_key()
    raw = halves[0].public_bytes_raw() + halves[1].public_bytes_raw()
    return private, PublicKey(private.id, raw, hpke.MLKEM768X25519PublicKey(*halves))


def seal(body: bytes, recipients: Sequence[PublicKey], context: Context) -> bytes:
    """One envelope that each of the recipients can open, in this place only.

    Raises SealBroken (wrong key) for a public key that is no point or no encapsulation key.
    """
    if not 1 <= len({key.id for key in recipients}) == len(recipients) <= MOST_RECIPIENTS:
        raise ValueError("an envelope is for 1 to 255 different keys")
    data_key = AESGCM.generate_key(bit_length=256)
    slots = [key.id.bytes + _seal_data_key(data_key, key, context) for key in recipients]
    header = _PREFIX + bytes([len(recipients)]) + b"".join(slots)
    nonce = urandom(_NONCE)
    return header + nonce + AESGCM(data_key).encrypt(nonce, pad(body, BUCKETS), header + context.to_bytes())


def open_envelope(envelope: bytes, key: PrivateKey, context: Context) -> bytes:
    """The body, for one of the envelope's recipients, in the place it was sealed for. Raises SealBroken."""
    parts = _take_apart(envelope)
    if key.id not in parts.sealed_keys:
        raise SealBroken(Broken.WRONG_KEY)
    try:
        data_key = _HPKE.decrypt(parts.sealed_keys[key.id], _private(key), _info(context, key.id))
        padded = AESGCM(data_key).decrypt(parts.nonce, parts.locked, parts.header + context.to_bytes())
    except InvalidTag:
        raise SealBroken(Broken.MOVED_OR_CHANGED) from None
    return unpad(padded)


def recipients_of(envelope: bytes) -> tuple[UUID, ...]:
    """The ids of the keys an envelope says it is for; only opening proves it. Raises SealBroken."""
    return tuple(_take_apart(envelope).sealed_keys)


def _take_apart(envelope: bytes) -> _Envelope:
    if not envelope.startswith(_PREFIX):
        started = _PREFIX.startswith(envelope)
        raise SealBroken(Broken.TRUNCATED if started else Broken.UNKNOWN_VERSION)
    count = int.from_bytes(envelope[len(_PREFIX) : _START], "big")
    end = _START + count * _SLOT
    locked = envelope[end + _NONCE :]
    if not BUCKETS.has(len(locked) - _TAG):
        raise SealBroken(Broken.TRUNCATED)
    slots = [envelope[at : at + _SLOT] for at in range(_START, end, _SLOT)]
    sealed_keys = {UUID(bytes=slot[:_ID]): slot[_ID:] for slot in slots}
    return _Envelope(envelope[:end], sealed_keys, envelope[end : end + _NONCE], locked)


def _seal_data_key(data_key: bytes, key: PublicKey, context: Context) -> bytes:
    try:
        return _HPKE.encrypt(data_key, key.expanded or _public(key.raw), _info(context, key.id))
    except ValueError:
        raise SealBroken(Broken.WRONG_KEY) from None


def _info(context: Context, key_id: UUID) -> bytes:
    return _INFO + context.to_bytes() + key_id.bytes


@lru_cache(maxsize=256)
def _public(raw: bytes) -> hpke.MLKEM768X25519PublicKey:
    """Kept, because expanding a public key takes a good part of the time of a seal."""
    mlkem = MLKEM768PublicKey.from_public_bytes(raw[:_MLKEM_PUBLIC])
    return hpke.MLKEM768X25519PublicKey(mlkem, X25519PublicKey.from_public_bytes(raw[_MLKEM_PUBLIC:]))


def _private(key: PrivateKey) -> hpke.MLKEM768X25519PrivateKey:
    """Never kept: a private key is in memory only while it opens something."""
    mlkem = MLKEM768PrivateKey.from_seed_bytes(key.seed[:_MLKEM_SEED])
    return hpke.MLKEM768X25519PrivateKey(mlkem, X25519PrivateKey.from_private_bytes(key.seed[_MLKEM_SEED:]))
