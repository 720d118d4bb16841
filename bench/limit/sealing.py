"""Seals as the service does, in size and in kind: ML-KEM-768 with X25519, then AES-256-GCM over the padded body."""

import sqlite3
from hashlib import sha256
from os import urandom

from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SMALL, LARGE = 4 * 1024, 16 * 1024
PLACE = bytes(90)  # as long as the service's description of the place a sealed thing belongs to
AUDIENCES = {"worker": "case", "manager": "apart", "numbers": "numbers", "advocate": "advocacy"}

_SUITE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)

Key = hpke.MLKEM768X25519PublicKey


def public(raw: bytes) -> Key:
    mlkem, x25519 = MLKEM768PublicKey.from_public_bytes(raw[:1184]), X25519PublicKey.from_public_bytes(raw[1184:])
    return hpke.MLKEM768X25519PublicKey(mlkem, x25519)


def keys_by_purpose(db: sqlite3.Connection, child: str) -> dict[str, tuple[str, Key]]:
    """The keys in the record to seal to: id and public half."""
    wanted = (
        "SELECT purpose, id, public_key FROM child_key WHERE (child = ? OR child IS NULL) AND public_key IS NOT NULL"
    )
    return {purpose: (id, public(raw)) for purpose, id, raw in db.execute(wanted, (child,))}


def new_mailbox_key() -> tuple[bytes, bytes, Key]:
    """A fresh pair: the private half, the public half, and that half ready to seal to."""
    mlkem, x25519 = MLKEM768PrivateKey.generate(), X25519PrivateKey.generate()
    halves = mlkem.public_key(), x25519.public_key()
    raw = halves[0].public_bytes_raw() + halves[1].public_bytes_raw()
    seed = mlkem.private_bytes_raw() + x25519.private_bytes_raw()
    return seed, raw, hpke.MLKEM768X25519PublicKey(*halves)


def seal(body: bytes, room: int, key: Key) -> tuple[bytes, bytes]:
    """One envelope and its hash."""
    data_key, nonce = urandom(32), urandom(12)
    header = bytes(23) + _SUITE.encrypt(data_key, key, PLACE)
    sealed = header + nonce + AESGCM(data_key).encrypt(nonce, body.ljust(room, b"\0"), header + PLACE)
    return sealed, sha256(sealed).digest()


def lock(body: bytes, room: int, key: bytes) -> bytes:
    nonce = urandom(12)
    return b"\x01" + nonce + AESGCM(key).encrypt(nonce, body.ljust(room, b"\0"), PLACE)


def unlock(locked: bytes, key: bytes) -> bytes:
    return AESGCM(key).decrypt(locked[1:13], locked[13:], PLACE).rstrip(b"\0")
