"""Ed25519, each signature for one use: `use` is signed with the message, so none passes for another."""

from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from storage.framing import framed

SIGNED_KEY = b"voice/signed-key/1"
AUDIT_HEADS = b"voice/audit-heads/1"
MAILBOX_ITEM = b"voice/mailbox-item/1"
LENGTH = 64


def new_seed() -> bytes:
    """A fresh private key: 32 bytes."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_of(seed: bytes) -> bytes:
    """The half that others check with: 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(message: bytes, seed: bytes, use: bytes) -> bytes:
    """64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(framed(use, message))


def is_signed(message: bytes, signature: bytes, public: bytes, use: bytes) -> bool:
    """Whether whoever holds the private half signed this message for this use."""
    try:
        _public(public).verify(signature, framed(use, message))
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=16)
def _public(raw: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(raw)
