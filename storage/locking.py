"""Locks what one secret opens: drafts, names, other keys. AES-256-GCM, always with a random nonce.

A locked thing is 0x01 · nonce, 12 bytes · the ciphertext with its tag. The 0x01 is the version. With
random 96-bit nonces one key may lock 2**32 things (NIST SP 800-38D, 8.3); none of ours comes near.
"""

from os import urandom

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.envelopes import Context
from storage.padding import Buckets, pad, unpad
from voice.errors import Broken, SealBroken

DRAFT = Buckets((4 * 1024, 16 * 1024, 64 * 1024))

_VERSION = b"\x01"
_LOCK = b"voice/lock/1"
_WRAP = b"voice/wrap/1"
_DERIVE = b"voice/derive/1/"
_KEY, _NONCE, _TAG = 32, 12, 16


def new_key() -> bytes:
    """32 random bytes."""
    return AESGCM.generate_key(bit_length=256)


def lock(body: bytes, key: bytes, context: Context, buckets: Buckets = DRAFT) -> bytes:
    """The body, padded and encrypted for this place. Raises TooLarge where the buckets end."""
    return _encrypt(pad(body, buckets), key, _LOCK + context.to_bytes())


def unlock(locked: bytes, key: bytes, context: Context) -> bytes:
    """The body again, in the place it was locked for. Raises SealBroken."""
    return unpad(_decrypt(locked, key, _LOCK + context.to_bytes()))


def wrap(secret_key: bytes, under: bytes, context: Context, also: bytes = b"") -> bytes:
    """A key encrypted under another, for this place (and `also`, such as the id of the key)."""
    return _encrypt(secret_key, under, _WRAP + context.to_bytes() + also)


def unwrap(wrapped: bytes, under: bytes, context: Context, also: bytes = b"") -> bytes:
    """The key again. Raises SealBroken."""
    return _decrypt(wrapped, under, _WRAP + context.to_bytes() + also)


def derive(secret: bytes, *, salt: bytes, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose, by HKDF-SHA256 (RFC 5869).

    The secret must be random (a key or a code of ours): this does not slow down anyone who guesses.
    """
    return HKDF(SHA256(), _KEY, salt, _DERIVE + purpose.encode()).derive(secret)


def _encrypt(plain: bytes, key: bytes, bound_to: bytes) -> bytes:
    nonce = urandom(_NONCE)
    return _VERSION + nonce + _cipher(key).encrypt(nonce, plain, bound_to)


def _decrypt(locked: bytes, key: bytes, bound_to: bytes) -> bytes:
    start = len(_VERSION) + _NONCE
    if locked and not locked.startswith(_VERSION):
        raise SealBroken(Broken.UNKNOWN_VERSION)
    if len(locked) < start + _TAG:
        raise SealBroken(Broken.TRUNCATED)
    try:
        return _cipher(key).decrypt(locked[len(_VERSION) : start], locked[start:], bound_to)
    except InvalidTag:
        raise SealBroken(Broken.MOVED_OR_CHANGED) from None


def _cipher(key: bytes) -> AESGCM:
    """AESGCM takes shorter keys without a word, and would then be AES-128."""
    if len(key) != _KEY:
        raise ValueError("a key is 32 bytes")
    return AESGCM(key)
