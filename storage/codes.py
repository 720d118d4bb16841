"""The child's own code, and the tokens in links and cookies.

A code is fifteen of Crockford's letters and digits (no I, L, O or U): fourteen random ones, which are
70 bits, and a check character that catches any one wrong character before anything is looked up.
"""

import secrets
import unicodedata
from hashlib import sha256

from stdnum import luhn

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

_RANDOM, _LENGTH, _GROUP = 14, 15, 5
_LONGEST_TYPED = 100
_LOOK_ALIKES = str.maketrans("OIL", "011")
_BETWEEN = frozenset("\t\n\r\u2212")
_BETWEEN_KINDS = frozenset({"Zs", "Pd", "Cf"})
_TOKEN_BYTES = 20


def new_code() -> str:
    """A fresh code, without the gaps it is shown with."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(_RANDOM))
    return drawn + luhn.calc_check_digit(drawn, ALPHABET)


def code_from(key: bytes) -> str:
    """The code that belongs to a random key: the same one each time."""
    drawn = "".join(ALPHABET[byte % len(ALPHABET)] for byte in key[:_RANDOM])
    return drawn + luhn.calc_check_digit(drawn, ALPHABET)


def groups(code: str) -> tuple[str, ...]:
    """The code as it is shown: three groups of five."""
    return tuple(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def read_code(typed: str) -> str | None:
    """The code somebody meant, or None: any case, any gaps, look-alikes and the digits of any script."""
    if len(typed) > _LONGEST_TYPED:
        return None
    plain = unicodedata.normalize("NFKC", typed)
    code = "".join(map(_plain_digit, filter(_is_said, plain))).upper().translate(_LOOK_ALIKES)
    if len(code) != _LENGTH or not set(code) <= set(ALPHABET):
        return None
    return code if luhn.is_valid(code, ALPHABET) else None


def new_token() -> str:
    """160 random bits for a link or a cookie."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def token_hash(token: str) -> bytes:
    """What is kept of a token. A plain hash will do, because nobody can guess 160 bits."""
    return sha256(b"voice/token/1\0" + token.encode("utf-8", "surrogatepass")).digest()


def _is_said(character: str) -> bool:
    """Whether a character is more than a gap. The marks that phones put around Arabic are gaps too."""
    return character not in _BETWEEN and unicodedata.category(character) not in _BETWEEN_KINDS


def _plain_digit(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)
