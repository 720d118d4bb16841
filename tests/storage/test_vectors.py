"""What was sealed once opens for ever, and what others say the standards mean is what we do.

tests/vectors/version_1.json is one of each thing as version 1 made it: it is never made again.
"""

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage import envelopes, signatures
from storage.codes import token_hash
from storage.directory import DirectoryCipher
from storage.envelopes import Context, PrivateKey, open_envelope, recipients_of
from storage.intake_keys import IntakeKeys, SignedKey
from storage.locking import derive, unlock, unwrap
from tests.peers import from_xwing_seed

VECTORS = Path(__file__).parent.parent / "vectors"


def read(name: str) -> dict[str, Any]:
    """One file of vectors, its hexadecimal parts still as they are."""
    facts: dict[str, Any] = json.loads((VECTORS / name).read_text())
    return facts


KEPT, PEERS, GROUP = read("version_1.json"), read("hpke_peers.json"), read("hpke_working_group.json")
KEY_ID = UUID(KEPT["key"]["id"])
KEY = PrivateKey(KEY_ID, bytes.fromhex(KEPT["key"]["seed"]))
PLACE = Context(
    UUID(KEPT["place"]["authority"]),
    UUID(KEPT["place"]["owner"]),
    KEPT["place"]["kind"],
    UUID(KEPT["place"]["record"]),
)
SECRET, SALT, WORDS = bytes.fromhex(KEPT["secret"]), bytes.fromhex(KEPT["salt"]), KEPT["words"].encode()


def kept(name: str) -> bytes:
    return bytes.fromhex(KEPT[name])


def test_an_envelope_of_version_1_still_opens() -> None:
    other = PrivateKey(UUID(KEPT["other_key"]["id"]), bytes.fromhex(KEPT["other_key"]["seed"]))

    assert recipients_of(kept("envelope")) == (other.id, KEY_ID)
    assert open_envelope(kept("envelope"), KEY, PLACE) == WORDS
    assert open_envelope(kept("envelope"), other, PLACE) == WORDS


def test_a_draft_a_name_and_wrapped_keys_of_version_1_still_open() -> None:
    assert unlock(kept("locked"), SECRET, PLACE) == WORDS
    assert DirectoryCipher(SECRET).unlock_name(kept("name"), SALT, PLACE) == "Amara"
    assert unwrap(kept("wrapped_private"), SECRET, PLACE, also=KEY_ID.bytes) == KEY.seed
    assert unwrap(kept("wrapped_secret"), SECRET, PLACE) == kept("wrapped_secret_holds")


def test_a_place_has_the_bytes_it_always_had() -> None:
    assert PLACE.to_bytes() == kept("context")


def test_what_is_looked_up_is_still_found() -> None:
    """A locator or a hash that changed would lose every mailbox and every link."""
    was = KEPT["intake"]
    keys = IntakeKeys(
        PLACE.authority,
        bytes.fromhex(was["blind_index_key"]),
        bytes.fromhex(was["intake_secret"]),
        bytes.fromhex(KEPT["signed_key"]["signing_public"]),
        KEY.public(),
    )

    assert keys.locator("0123456789ABCDE").hex() == was["locator"]
    assert keys.blind_index("number", "+447700900123").hex() == was["blind_index"]
    assert keys.opening_key("0123456789ABCDE", SALT, "mailbox").hex() == was["opening_key"]
    assert keys.form_token("visit", "answer") == was["form_token"]
    assert derive(SECRET, salt=SALT, purpose="mailbox") == kept("derived")
    assert token_hash("token") == kept("token_hash")


def test_what_was_signed_is_still_believed() -> None:
    was, heads = KEPT["signed_key"], KEPT["heads"]
    signature, public = bytes.fromhex(was["signature"]), bytes.fromhex(was["signing_public"])
    made = datetime.fromisoformat(was["made"])
    signed = SignedKey(
        PLACE.authority, PLACE.owner, was["purpose"], KEY.public(), envelopes.SUITE, made, None, signature
    )

    IntakeKeys(PLACE.authority, b"", b"", public, KEY.public()).check_signature(signed)
    assert hashlib.sha256(signed.signed_part()).hexdigest() == was["part_sha256"]
    assert signatures.is_signed(
        bytes.fromhex(heads["heads"]),
        bytes.fromhex(heads["signature"]),
        bytes.fromhex(heads["audit_public"]),
        signatures.AUDIT_HEADS,
    )


PEER_KEY = from_xwing_seed(bytes.fromhex(PEERS["xwing_seed"]), UUID(PEERS["key_id"]))


def test_our_keys_are_xwings() -> None:
    """X-Wing's seed, stretched, is what we store; the public halves are the same bytes."""
    assert PEER_KEY.public().raw.hex() == PEERS["public"]


@pytest.mark.parametrize("vector", PEERS["hpke"], ids=lambda vector: vector["by"])
def test_we_open_what_another_implementation_sealed(vector: dict[str, str]) -> None:
    sealed, info = bytes.fromhex(vector["sealed"]), bytes.fromhex(vector["info"])

    assert envelopes._HPKE.decrypt(sealed, envelopes._private(PEER_KEY), info).hex() == vector["plain"]


@pytest.mark.parametrize("vector", PEERS["envelopes"], ids=lambda vector: vector["by"])
def test_we_open_a_whole_envelope_made_from_the_description_alone(vector: dict[str, str]) -> None:
    place = Context(UUID(int=1), UUID(int=2), "statement", UUID(int=3))

    assert open_envelope(bytes.fromhex(vector["envelope"]), PEER_KEY, place).hex() == vector["body"]


def test_the_working_groups_own_vector() -> None:
    """draft-ietf-hpke-pq, KEM 0x647a with HKDF-SHA256: the group publishes it with ChaCha20Poly1305 only.

    The published one has additional data, which only cryptography's own, private door takes.
    """
    key = from_xwing_seed(bytes.fromhex(GROUP["skRm"]), KEY_ID)
    suite = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
    sealed, info, aad = (bytes.fromhex(part) for part in (GROUP["enc"] + GROUP["ct"], GROUP["info"], GROUP["aad"]))

    opened = openssl.hpke._decrypt_with_aad(suite, sealed, envelopes._private(key), info, aad)

    assert (GROUP["kem_id"], GROUP["kdf_id"], GROUP["aead_id"]) == (0x647A, 1, 3)
    assert key.public().raw.hex() == GROUP["pkRm"]
    assert opened.hex() == GROUP["pt"]


# RFC 5869, appendix A: secret, salt, info, 42 or 82 bytes out.
HKDF_VECTORS = {
    "A.1": (
        "0b" * 22,
        "000102030405060708090a0b0c",
        "f0f1f2f3f4f5f6f7f8f9",
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
    ),
    "A.2": (
        bytes(range(0x50)).hex(),
        bytes(range(0x60, 0xB0)).hex(),
        bytes(range(0xB0, 0x100)).hex(),
        (
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
            "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"
        ),
    ),
    "A.3": (
        "0b" * 22,
        "",
        "",
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
    ),
}


@pytest.mark.parametrize("vector", HKDF_VECTORS.values(), ids=HKDF_VECTORS)
def test_hkdf_is_rfc_5869s(vector: tuple[str, str, str, str]) -> None:
    secret, salt, info, out = map(bytes.fromhex, vector)

    assert HKDF(SHA256(), len(out), salt, info).derive(secret) == out


# McGrew and Viega, The Galois/Counter Mode of Operation, appendix B (in NIST's GCM submission), AES-256.
GCM_KEY = "feffe9928665731c6d6a8f9467308308" * 2
GCM_PLAIN = (
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
    "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255"
)
GCM_SEALED = (
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
    "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad"
)
GCM_VECTORS = {
    "13": ("00" * 32, "00" * 12, "", "", "530f8afbc74536b9a963b4f1c4cb738b"),
    "14": (
        "00" * 32,
        "00" * 12,
        "",
        "00" * 16,
        "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919",
    ),
    "15": (
        GCM_KEY,
        "cafebabefacedbaddecaf888",
        "",
        GCM_PLAIN,
        GCM_SEALED + "b094dac5d93471bdec1a502270e3cc6c",
    ),
    "16": (
        GCM_KEY,
        "cafebabefacedbaddecaf888",
        "feedfacedeadbeeffeedfacedeadbeefabaddad2",
        GCM_PLAIN[:120],
        GCM_SEALED[:120] + "76fc6ece0f4e1768cddf8853bb2d551b",
    ),
}


@pytest.mark.parametrize("vector", GCM_VECTORS.values(), ids=GCM_VECTORS)
def test_aes_gcm_is_as_published(vector: tuple[str, str, str, str, str]) -> None:
    key, nonce, bound, plain, sealed = map(bytes.fromhex, vector)

    assert AESGCM(key).encrypt(nonce, plain, bound) == sealed
    assert AESGCM(key).decrypt(nonce, sealed, bound) == plain
