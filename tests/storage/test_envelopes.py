"""What a child says opens for the people it is for, in the place it belongs, and nowhere else."""

from uuid import UUID

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import envelopes
from storage.envelopes import (
    BUCKETS,
    Context,
    PrivateKey,
    PublicKey,
    new_private_key,
    open_envelope,
    recipients_of,
    seal,
)
from tests.storage.places import ELSEWHERE, HERE, WORDS
from voice.errors import Broken, SealBroken

SAM, PRIYA, DEV = (new_private_key() for _ in range(3))
HEADER = 7 + 2 * (16 + 1168)
ENVELOPE = seal(WORDS, [SAM.public(), PRIYA.public()], HERE)


def why_shut(envelope: bytes, key: PrivateKey = SAM, context: Context = HERE) -> Broken:
    """The reason an envelope does not open."""
    with pytest.raises(SealBroken) as refused:
        open_envelope(envelope, key, context)
    return refused.value.reason


def test_everyone_it_is_for_reads_the_exact_words() -> None:
    assert open_envelope(ENVELOPE, SAM, HERE) == WORDS
    assert open_envelope(ENVELOPE, PRIYA, HERE) == WORDS
    assert recipients_of(ENVELOPE) == (SAM.id, PRIYA.id)


@settings(max_examples=40)
@given(st.one_of(st.text(), st.text(alphabet="\x00\x80é😢ع\u202e\u200f")), st.binary(max_size=3))
def test_any_words_come_back_exactly(words: str, after: bytes) -> None:
    body = words.encode() + after

    assert open_envelope(seal(body, [SAM.public()], HERE), SAM, HERE) == body


@pytest.mark.parametrize("body", [b"", b"\x80", b"\x80\x00", b"\x00" * 9, b"\x80" * 4095, b"\x00" * 4096])
def test_a_body_that_looks_like_padding_comes_back_exactly(body: bytes) -> None:
    assert open_envelope(seal(body, [SAM.public()], HERE), SAM, HERE) == body


def test_nobody_else_opens_it() -> None:
    """Dev works in another team: neither his own key, nor his key under Sam's id, opens Sam's envelope."""
    pretending = PrivateKey(SAM.id, DEV.seed)

    assert why_shut(ENVELOPE, DEV) is Broken.WRONG_KEY
    assert why_shut(ENVELOPE, pretending) is Broken.MOVED_OR_CHANGED


def test_the_right_key_under_a_wrong_id_does_not_open_it() -> None:
    assert why_shut(ENVELOPE, PrivateKey(DEV.id, SAM.seed)) is Broken.WRONG_KEY
    assert why_shut(ENVELOPE, PrivateKey(PRIYA.id, SAM.seed)) is Broken.MOVED_OR_CHANGED


@pytest.mark.parametrize("place", ELSEWHERE.values(), ids=ELSEWHERE)
def test_it_does_not_open_in_another_place(place: Context) -> None:
    assert why_shut(ENVELOPE, SAM, place) is Broken.MOVED_OR_CHANGED


@pytest.mark.parametrize("place", [*ELSEWHERE.values(), None], ids=[*ELSEWHERE, "another key id"])
def test_the_data_key_itself_is_bound_to_the_place_and_the_key(place: Context | None) -> None:
    """Data key and body are bound each by itself: this is the first lock, without the second."""
    slot, private = ENVELOPE[7 + 16 : 7 + 16 + 1168], envelopes._private(SAM)
    elsewhere = envelopes._info(place or HERE, SAM.id if place else PRIYA.id)

    assert len(envelopes._HPKE.decrypt(slot, private, envelopes._info(HERE, SAM.id))) == 32
    with pytest.raises(InvalidTag):
        envelopes._HPKE.decrypt(slot, private, elsewhere)


@pytest.mark.parametrize("place", ELSEWHERE.values(), ids=ELSEWHERE)
def test_the_body_itself_is_bound_to_the_place_and_the_recipients(place: Context) -> None:
    """The second lock without the first: even who holds the data key cannot move or redirect the body."""
    slot = ENVELOPE[7 + 16 : 7 + 16 + 1168]
    body = AESGCM(envelopes._HPKE.decrypt(slot, envelopes._private(SAM), envelopes._info(HERE, SAM.id)))
    header, nonce, locked = ENVELOPE[:HEADER], ENVELOPE[HEADER : HEADER + 12], ENVELOPE[HEADER + 12 :]

    assert body.decrypt(nonce, locked, header + HERE.to_bytes()).startswith(WORDS)
    for bound in (header + place.to_bytes(), header, HERE.to_bytes(), ENVELOPE[:1191] + HERE.to_bytes()):
        with pytest.raises(InvalidTag):
            body.decrypt(nonce, locked, bound)


def test_recipients_cannot_be_swapped_dropped_or_renamed() -> None:
    """Whoever holds the database cannot change who a statement was for."""
    first, second, rest = ENVELOPE[7:1191], ENVELOPE[1191:HEADER], ENVELOPE[HEADER:]
    two, one = ENVELOPE[:7], ENVELOPE[:6] + b"\x01"
    sams, priyas = first[16:], second[16:]

    assert why_shut(two + second + first + rest) is Broken.MOVED_OR_CHANGED
    assert why_shut(one + first + rest) is Broken.MOVED_OR_CHANGED
    assert why_shut(two + first + first + rest) is Broken.MOVED_OR_CHANGED
    assert why_shut(two + SAM.id.bytes + priyas + PRIYA.id.bytes + sams + rest) is Broken.MOVED_OR_CHANGED
    assert why_shut(two + first + DEV.id.bytes + priyas + rest) is Broken.MOVED_OR_CHANGED


def test_two_envelopes_for_the_same_place_cannot_be_mixed() -> None:
    other = seal(b"Other words.", [SAM.public(), PRIYA.public()], HERE)

    assert why_shut(ENVELOPE[:HEADER] + other[HEADER:]) is Broken.MOVED_OR_CHANGED


@given(st.integers(0, len(ENVELOPE) - 1))
def test_a_cut_off_envelope_does_not_open(length: int) -> None:
    cut = ENVELOPE[:length]

    assert why_shut(cut) is Broken.TRUNCATED
    with pytest.raises(SealBroken):
        recipients_of(cut)


def test_every_boundary_and_an_added_byte_is_refused() -> None:
    edges = {0, 1, 5, 6, 7, 23, 24, 1191, HEADER, HEADER + 12, HEADER + 12 + 4096, len(ENVELOPE) - 1}

    assert {why_shut(ENVELOPE[:edge]) for edge in edges} == {Broken.TRUNCATED}
    assert why_shut(ENVELOPE + b"\x00") is Broken.TRUNCATED


def test_a_long_body_cut_at_a_bucket_is_refused() -> None:
    """Three blocks of 64 KiB cut to two are still the length of some envelope, but not of this one."""
    long = seal(b"x" * 150_000, [SAM.public()], HERE)

    assert why_shut(long[: -64 * 1024]) is Broken.MOVED_OR_CHANGED


def test_every_changed_bit_before_the_body_is_noticed() -> None:
    """Every byte of the header and the nonce, one bit each, and every bit of the parts that steer."""
    every_bit = [(at, bit) for at in (*range(24), *range(1191, 1207)) for bit in range(8)]
    one_each = [(at, at % 8) for at in range(24, HEADER + 12)]

    for at, bit in every_bit + one_each:
        changed = bytearray(ENVELOPE)
        changed[at] ^= 1 << bit
        assert why_shut(bytes(changed)) in Broken


@pytest.mark.thorough
def test_every_changed_bit_is_noticed() -> None:
    for position in range(len(ENVELOPE) * 8):
        changed = bytearray(ENVELOPE)
        changed[position // 8] ^= 1 << position % 8
        assert why_shut(bytes(changed)) in Broken


@given(st.integers(HEADER + 12, len(ENVELOPE) - 1), st.integers(1, 255))
def test_a_changed_body_is_noticed(at: int, change: int) -> None:
    changed = bytearray(ENVELOPE)
    changed[at] ^= change

    assert why_shut(bytes(changed)) is Broken.MOVED_OR_CHANGED


@pytest.mark.parametrize("version", [0, 2, 255])
def test_another_version_says_so(version: int) -> None:
    unknown = ENVELOPE[:5] + bytes([version]) + ENVELOPE[6:]

    assert why_shut(unknown) is Broken.UNKNOWN_VERSION


@given(st.binary(max_size=9000))
def test_junk_is_refused_and_never_crashes(junk: bytes) -> None:
    assert why_shut(junk) in Broken
    assert why_shut(ENVELOPE[:7] + junk) in Broken


def test_a_shared_secret_of_zeros_is_refused() -> None:
    """RFC 9180, 7.1.4: a point of small order in place of the sender's would make X25519 give zeros."""
    at = 7 + 16 + 1088
    small_order = ENVELOPE[:at] + bytes(32) + ENVELOPE[at + 32 :]
    nowhere = PublicKey(SAM.id, SAM.public().raw[:1184] + bytes(32))

    assert why_shut(small_order) is Broken.MOVED_OR_CHANGED
    with pytest.raises(SealBroken, match=r"wrong_key"):
        seal(WORDS, [nowhere], HERE)


def test_a_public_key_that_is_none_is_refused() -> None:
    """FIPS 203, 7.2: an encapsulation key with coefficients out of range."""
    with pytest.raises(SealBroken, match=r"wrong_key"):
        seal(WORDS, [PublicKey(SAM.id, b"\xff" * 1184 + SAM.public().raw[1184:])], HERE)


@pytest.mark.parametrize(
    ("length", "size"),
    [
        (0, 4 * 1024),
        (1, 4 * 1024),
        (4 * 1024 - 1, 4 * 1024),
        (4 * 1024, 16 * 1024),
        (16 * 1024, 64 * 1024),
        (64 * 1024 - 1, 64 * 1024),
        (64 * 1024, 128 * 1024),
        (128 * 1024 - 1, 128 * 1024),
        (128 * 1024, 192 * 1024),
    ],
)
def test_the_size_says_little_of_how_much_was_said(length: int, size: int) -> None:
    envelope = seal(b"a" * length, [SAM.public(), PRIYA.public()], HERE)

    assert len(envelope) == HEADER + 12 + size + 16
    assert len(open_envelope(envelope, SAM, HERE)) == length


def test_yes_and_no_are_the_same_size() -> None:
    assert len({len(seal(said, [SAM.public()], HERE)) for said in (b"", b"yes", b"no", WORDS * 9)}) == 1


@given(st.integers(0, 2**22))
def test_every_bucket_holds_what_it_is_for(length: int) -> None:
    size = BUCKETS.holding(length)

    assert length < size
    assert BUCKETS.has(size)


def test_nothing_is_ever_drawn_twice() -> None:
    """Two seals of the same words share no nonce, no sealed data key and no ciphertext."""
    made = [seal(b"same", [SAM.public()], HERE) for _ in range(300)]

    assert len({one[7 + 16 : 7 + 16 + 1168] for one in made}) == 300
    assert len({one[1191 : 1191 + 12] for one in made}) == 300
    assert len({one[1191 + 12 :] for one in made}) == 300


def test_every_envelope_has_a_data_key_of_its_own() -> None:
    """Who learns the data key of one envelope learns nothing of another."""
    slots = [seal(b"same", [SAM.public()], HERE)[7 + 16 : 7 + 16 + 1168] for _ in range(20)]
    private, info = envelopes._private(SAM), envelopes._info(HERE, SAM.id)
    keys = [envelopes._HPKE.decrypt(slot, private, info) for slot in slots]

    assert len(set(keys)) == 20
    assert {len(key) for key in keys} == {32}


def test_no_words_are_in_the_envelope() -> None:
    assert b"nan" not in ENVELOPE.lower()


@pytest.mark.parametrize("how_many", [0, 256])
def test_an_envelope_is_for_somebody_and_not_for_everybody(how_many: int) -> None:
    raw = SAM.public().raw

    with pytest.raises(ValueError, match="different keys"):
        seal(WORDS, [PublicKey(UUID(int=n), raw) for n in range(how_many)], HERE)


def test_the_most_recipients_all_read_it() -> None:
    keys = [PrivateKey(UUID(int=n), SAM.seed) for n in range(255)]
    envelope = seal(WORDS, [key.public() for key in keys], HERE)

    assert open_envelope(envelope, keys[0], HERE) == open_envelope(envelope, keys[254], HERE) == WORDS


def test_nobody_is_named_twice() -> None:
    with pytest.raises(ValueError, match="different keys"):
        seal(WORDS, [SAM.public(), SAM.public()], HERE)


def test_keys_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="1216"):
        PublicKey(SAM.id, SAM.public().raw[:-1])
    with pytest.raises(ValueError, match="96"):
        PrivateKey(SAM.id, SAM.seed[:32])


@given(st.text(max_size=40), st.text(max_size=40), st.uuids(), st.uuids())
def test_two_places_never_have_the_same_bytes(kind: str, other: str, a: UUID, b: UUID) -> None:
    one, two = Context(a, b, kind, a), Context(b, a, other, b)

    assert (one.to_bytes() == two.to_bytes()) == (one == two)


def test_a_private_key_is_not_shown() -> None:
    assert SAM.seed.hex()[:8] not in repr(SAM)
    assert repr(SAM.seed)[2:12] not in repr(SAM)
    assert "seed" not in repr(SAM)


def test_two_new_keys_differ() -> None:
    assert SAM.id != PRIYA.id
    assert SAM.seed != PRIYA.seed
    assert new_private_key(SAM.id).id == SAM.id
