"""A draft opens for the way back it was locked for, and a wrapped key for the place it belongs to."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.directory import NAMES, DirectoryCipher
from storage.envelopes import Context
from storage.locking import DRAFT, derive, lock, new_key, unlock, unwrap, wrap
from storage.padding import pad, unpad
from tests.storage.places import ELSEWHERE, HERE, WORDS
from voice.errors import Broken, SealBroken, TooLarge

KEY, OTHER_KEY = new_key(), new_key()
LOCKED = lock(WORDS, KEY, HERE)
WRAPPED = wrap(OTHER_KEY, KEY, HERE, also=b"key id")
SALT, OTHER_SALT = b"s" * 16, b"t" * 16


def why_shut(locked: bytes, key: bytes = KEY, context: Context = HERE) -> Broken:
    """The reason a locked body does not open."""
    with pytest.raises(SealBroken) as refused:
        unlock(locked, key, context)
    return refused.value.reason


def why_wrapped(wrapped: bytes, under: bytes, context: Context, also: bytes) -> Broken:
    """The reason a wrapped key does not open."""
    with pytest.raises(SealBroken) as refused:
        unwrap(wrapped, under, context, also)
    return refused.value.reason


@given(st.text(max_size=3000))
def test_any_draft_comes_back_exactly(words: str) -> None:
    assert unlock(lock(words.encode(), KEY, HERE), KEY, HERE) == words.encode()


@pytest.mark.parametrize("place", ELSEWHERE.values(), ids=ELSEWHERE)
def test_it_does_not_open_in_another_place(place: Context) -> None:
    assert why_shut(LOCKED, KEY, place) is Broken.MOVED_OR_CHANGED
    assert why_wrapped(WRAPPED, KEY, place, b"key id") is Broken.MOVED_OR_CHANGED


def test_it_does_not_open_with_another_key() -> None:
    assert why_shut(LOCKED, OTHER_KEY) is Broken.MOVED_OR_CHANGED
    assert why_wrapped(WRAPPED, OTHER_KEY, HERE, b"key id") is Broken.MOVED_OR_CHANGED


def test_a_wrapped_key_is_bound_to_what_it_is() -> None:
    assert unwrap(WRAPPED, KEY, HERE, b"key id") == OTHER_KEY
    assert why_wrapped(WRAPPED, KEY, HERE, b"") is Broken.MOVED_OR_CHANGED
    assert why_wrapped(WRAPPED, KEY, HERE, b"key ie") is Broken.MOVED_OR_CHANGED


def test_a_draft_never_passes_for_a_key_nor_a_key_for_a_draft() -> None:
    padded_key = wrap(pad(b"words", DRAFT), KEY, HERE)

    assert why_wrapped(LOCKED, KEY, HERE, b"") is Broken.MOVED_OR_CHANGED
    assert why_shut(padded_key) is Broken.MOVED_OR_CHANGED


@given(st.integers(0, len(LOCKED) - 1))
def test_a_cut_off_draft_does_not_open(length: int) -> None:
    expected = Broken.TRUNCATED if length < 29 else Broken.MOVED_OR_CHANGED

    assert why_shut(LOCKED[:length]) is expected


@given(st.integers(0, len(LOCKED) - 1), st.integers(1, 255))
def test_a_changed_draft_does_not_open(at: int, change: int) -> None:
    changed = bytearray(LOCKED)
    changed[at] ^= change

    assert why_shut(bytes(changed)) is (Broken.MOVED_OR_CHANGED if at else Broken.UNKNOWN_VERSION)


def test_every_changed_bit_of_a_wrapped_key_is_noticed() -> None:
    for position in range(len(WRAPPED) * 8):
        changed = bytearray(WRAPPED)
        changed[position // 8] ^= 1 << position % 8
        assert why_wrapped(bytes(changed), KEY, HERE, b"key id") in Broken


@pytest.mark.parametrize(("length", "size"), [(0, 4), (4095, 4), (4096, 16), (16384, 64), (65535, 64)])
def test_a_drafts_size_says_little(length: int, size: int) -> None:
    assert len(lock(b"a" * length, KEY, HERE)) == 1 + 12 + size * 1024 + 16


def test_a_draft_has_a_largest_size() -> None:
    with pytest.raises(TooLarge, match="65535"):
        lock(b"a" * 65536, KEY, HERE)


def test_no_nonce_is_drawn_twice() -> None:
    assert len({lock(b"", KEY, HERE, NAMES)[1:13] for _ in range(20_000)}) == 20_000


@pytest.mark.parametrize("length", [0, 16, 24, 31, 33])
def test_a_key_is_32_bytes(length: int) -> None:
    """AES would take 16 or 24 without a word."""
    with pytest.raises(ValueError, match="32 bytes"):
        lock(b"", b"k" * length, HERE)
    with pytest.raises(ValueError, match="32 bytes"):
        unlock(LOCKED, b"k" * length, HERE)


def test_a_body_without_the_mark_is_refused() -> None:
    for wrong in (b"", b"\x00" * 16, b"words"):
        with pytest.raises(SealBroken):
            unpad(wrong)


def test_a_derived_key_is_for_one_secret_salt_and_purpose() -> None:
    made = {
        derive(secret, salt=salt, purpose=purpose)
        for secret in (KEY, OTHER_KEY)
        for salt in (SALT, OTHER_SALT)
        for purpose in ("", "one", "two")
    }

    assert len(made) == 12
    assert {len(key) for key in made} == {32}


@given(st.binary(max_size=80), st.binary(max_size=80), st.text(max_size=20))
def test_a_derived_key_is_hkdf_and_nothing_else(secret: bytes, salt: bytes, purpose: str) -> None:
    """RFC 5869 written out; test_vectors.py proves this reading of it with the RFC's own vectors."""
    extracted = hmac.digest(salt or bytes(32), secret, hashlib.sha256)
    expanded = hmac.digest(extracted, b"voice/derive/1/" + purpose.encode() + b"\x01", hashlib.sha256)

    assert derive(secret, salt=salt, purpose=purpose) == expanded


NAME_KEY = DirectoryCipher(KEY)


@given(st.text(max_size=200))
def test_any_name_comes_back_exactly(name: str) -> None:
    assert NAME_KEY.unlock_name(NAME_KEY.lock_name(name, SALT, HERE), SALT, HERE) == name


def test_a_name_opens_for_its_own_child_alone() -> None:
    """Another child's salt, another row and another directory key all fail; so a name cannot change rows."""
    amara = NAME_KEY.lock_name("Amara", SALT, HERE)
    tries = [(NAME_KEY, OTHER_SALT, HERE), (DirectoryCipher(OTHER_KEY), SALT, HERE)]
    tries += [(NAME_KEY, SALT, place) for place in ELSEWHERE.values()]

    for cipher, salt, place in tries:
        with pytest.raises(SealBroken):
            cipher.unlock_name(amara, salt, place)


def test_short_names_are_all_one_size() -> None:
    sizes = {len(NAME_KEY.lock_name(name, SALT, HERE)) for name in ("", "Jo", "Amara " * 21)}

    assert sizes == {1 + 12 + 128 + 16}
    assert len(NAME_KEY.lock_name("a" * 128, SALT, HERE)) == 1 + 12 + 256 + 16


def test_the_directory_key_is_not_shown_and_is_32_bytes() -> None:
    assert repr(NAME_KEY) == "DirectoryCipher()"
    with pytest.raises(ValueError, match="32 bytes"):
        DirectoryCipher(KEY[:16])
