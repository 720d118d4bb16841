"""One text in its plainest letters: no case, no accents, no hidden signs, pictures as words.

Linear in the text, whatever stands in it: NUL, marks heaped on one letter, signs that turn the line round.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping

STOP = "."
LONGEST = 100_000  # what a statement can never hold; the rest of such a text is not read
_ENDS = frozenset(".!?…\n\r؟۔।॥。")
_KEPT = frozenset("'*@$|+")  # stand for letters inside a word
_ALONE = {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "’": "'", "‘": "'", "`": "'"}
_ARABIC = {"ى": "ي", "ی": "ي", "ې": "ي", "ة": "ه", "ک": "ك", "ـ": "", "ھ": "ه", "ہ": "ه", "ۀ": "ه"}
_LOOK_ALIKES = str.maketrans("аеорсухікт", "aeopcyxikt")
_SPACED = re.compile(r"(?<![^\s])(?:[^\W_][ .\-_*/|,]{1,3}){2,}[^\W_](?![^\s.,!?])")
_TOKEN = re.compile(r"[^\s.]+|\.")


class Folding(dict[int, str]):
    """What becomes of each sign; filled as signs are met."""

    def __init__(self, pictures: Mapping[str, str]) -> None:
        super().__init__()
        for picture, words in pictures.items():
            self[ord(picture)] = f" {words} "

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        self[code] = found = _folded(sign)
        return found


def _folded(sign: str) -> str:
    if sign in _ALONE or sign in _ARABIC:
        return _ALONE.get(sign, "") or _ARABIC.get(sign, "")
    if sign in _ENDS:
        return f" {STOP} "
    kind = unicodedata.category(sign)
    if kind[0] == "M":
        # Marks above, below and through letters go; the vowel signs of Indian scripts are letters.
        return sign if unicodedata.combining(sign) in range(2, 27) or not unicodedata.combining(sign) else ""
    if kind[0] in "LN" or sign in _KEPT:
        return sign
    return "" if kind in ("Cf", "Cc", "Sk") and not sign.isspace() else " "


def fold(text: str, folding: Folding) -> str:
    """The text in plain letters, its sentences ended by a stop between spaces."""
    plain = unicodedata.normalize("NFKD", text[:LONGEST]).casefold()
    return plain.translate(folding)


def folded_line(line: str) -> str:
    """A line of the lexicon, or a word of a class, in the letters in which texts are read; its signs stay."""
    if line.isascii() and line.islower() and "'" not in line:
        return line
    plain = unicodedata.normalize("NFKD", line).casefold()
    return "".join(sign if sign.isascii() else _folded(sign) for sign in plain).replace("'", "")


def spaced_out(text: str) -> Iterator[tuple[int, int, str]]:
    """Where single letters stand apart ("d i e", "d.i.e"): from, to, and the letters together."""
    for found in _SPACED.finditer(text):
        yield found.start(), found.end(), "".join(each for each in found[0] if each.isalnum())


def tokens(plain: str) -> list[str]:
    """The folded text's words and stops in their order."""
    return [_one_script(each) for each in _TOKEN.findall(plain)]


def _one_script(token: str) -> str:
    """A word that mixes alphabets to hide itself, in one."""
    if token.isascii() or not any("a" <= each <= "z" for each in token):
        return token
    return token.translate(_LOOK_ALIKES)
