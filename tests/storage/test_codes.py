"""A child who copied the code somehow gets in; nobody gets in by guessing."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from storage.codes import ALPHABET, groups, new_code, new_token, read_code, token_hash

DRAWN = st.text(ALPHABET, min_size=14, max_size=14)
CODES = DRAWN.map(lambda drawn: drawn + luhn.calc_check_digit(drawn, ALPHABET))


@given(CODES)
def test_a_code_is_read_back_from_how_it_is_shown(code: str) -> None:
    assert [len(group) for group in groups(code)] == [5, 5, 5]
    assert read_code(" - ".join(groups(code))) == read_code(code) == code


def test_a_code_is_seventy_random_bits() -> None:
    """Fourteen of 32 signs, every sign in every place; the fifteenth only checks."""
    made = [new_code() for _ in range(2000)]

    assert len(ALPHABET) == len(set(ALPHABET)) == 32
    assert not set("ILOU") & set(ALPHABET)
    assert len(set(made)) == 2000
    assert all(len({code[place] for code in made}) == 32 for place in range(15))


@given(CODES)
def test_one_wrong_character_is_noticed(code: str) -> None:
    for place in range(15):
        wrong = [code[:place] + other + code[place + 1 :] for other in ALPHABET if other != code[place]]
        assert not any(map(read_code, wrong))


@given(CODES, st.data())
def test_a_child_may_type_it_as_it_comes(code: str, data: st.DataObject) -> None:
    """Small letters, wide letters, O for 0, I or L for 1, digits of another script, and gaps anywhere."""
    typed = "".join(data.draw(st.sampled_from(ways_to_type(character))) for character in code)
    gaps = st.text(alphabet=" -\t\n\r\u00a0\u2009\u2011\u2013\u2212\u200f\u202a\ufeff", max_size=3)

    assert read_code(data.draw(gaps) + typed[:7] + data.draw(gaps) + typed[7:] + data.draw(gaps)) == code


def ways_to_type(character: str) -> list[str]:
    """What a hand or a phone may put for one character of a code."""
    look_alikes = {"0": ["O", "o"], "1": ["I", "i", "L", "l", "\N{LATIN SMALL LETTER DOTLESS I}"]}
    digits = [chr(zero + int(character)) for zero in (0x660, 0x6F0, 0x966)] if character.isdigit() else []
    wide = chr(ord(character) + 0xFEE0)
    return [character, character.lower(), wide, *look_alikes.get(character, []), *digits]


@pytest.mark.parametrize(
    "junk",
    [
        "",
        " ",
        "-" * 15,
        "\x00",
        "A" * 15 + "\x00",
        "UUUUU UUUUU UUUUU",
        "0" * 14,
        "0" * 16,
        "\ud800" * 15,
        "\N{CRYING FACE}" * 15,
        "½" * 15,
        "ﷺ",
        "\u0300" * 15,
        "' OR 1=1 --",
        "../../../etc/pas",
    ],
)
def test_junk_is_no_code(junk: str) -> None:
    assert read_code(junk) is None


@given(st.text(max_size=300))
def test_nothing_typed_ever_crashes(typed: str) -> None:
    code = read_code(typed)

    assert code is None or set(code) <= set(ALPHABET)


def test_nul_inside_a_code_is_junk_and_not_a_gap() -> None:
    code = new_code()

    assert read_code(code[:5] + "\x00" + code[5:]) is None
    assert read_code(code + "\x00") is None


def test_a_very_long_text_is_refused_before_it_is_looked_at() -> None:
    """ARABIC LIGATURE SALLALLAHOU… becomes eighteen letters: ten million of them would cost seconds."""
    long = "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 10_000_000
    began = time.perf_counter()

    assert read_code(long) is None
    assert time.perf_counter() - began < 0.1
    assert read_code(new_code() + " " * 86) is None


def test_every_digit_that_unicode_knows_is_a_digit() -> None:
    zeros = [chr(n) for n in range(0x110000) if unicodedata.decimal(chr(n), None) == 0]

    assert len(zeros) > 50
    assert {read_code(zero * 15) for zero in zeros} == {"0" * 15}


def test_a_token_is_160_random_bits_and_fits_an_address() -> None:
    made = {new_token() for _ in range(2000)}

    assert len(made) == 2000
    assert {len(token) for token in made} == {27}
    assert all(token.replace("-", "").replace("_", "").isalnum() and token.isascii() for token in made)


def test_a_token_is_found_by_its_hash_alone() -> None:
    token = new_token()

    assert token_hash(token) == token_hash(token)
    assert len(token_hash(token)) == 32
    assert token_hash(token) != token_hash(token + "\x00")
    assert len(token_hash("\ud800")) == 32
