"""A text as words to look up: one spelling for what looks the same, whatever the telephone sent.

Nothing here is kept or shown; the child's words stay as they were typed. Linear in the length of the text.
"""

import re
import unicodedata
from string import ascii_lowercase

MOST_CHARACTERS = 2_000  # more than any text message; a longer text is a story, not a choice
A_PART = " 0.5 "  # any fraction: no answer is one
LINE = "\n"

_APOSTROPHES = dict.fromkeys(map(ord, "’‘‛`´ʼʹ＇"), "'")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_MARKS = {ord(mark): plain for mark, plain in zip("،؛؟٪٫。、।", ",;?%..,.", strict=True)}
_ARABIC = {ord("ة"): "ه", ord("ى"): "ي", ord("ی"): "ي", ord("ک"): "ك", ord("ـ"): None}
_SIGNS = {
    **dict.fromkeys(range(0x1F3FB, 0x1F400)),  # colours of skin
    **dict.fromkeys(map(ord, "♂♀")),
    ord("🔟"): " 10 ",
    ord("🅰"): " a ",
    ord("🅱"): " b ",
    ord("_"): " ",
    **{ord("🇦") + at: f" {letter} " for at, letter in enumerate(ascii_lowercase)},
}
_BEFORE = {**_APOSTROPHES, **_DASHES, **_MARKS, **_SIGNS}

_DRAWN = [
    (re.compile(r"(?<![a-z:/])[:=;]['’,]-?[(c]"), " 😢 "),
    (re.compile(r"(?<![a-z:/])>?[:=]['^o-]?(?:\(+|\[|c(?![a-z]))"), " 🙁 "),
    (re.compile(r"(?<![:/])(?:[:=]['^o-]?(?:d+(?![a-z])|\)\)+)|(?<![a-z])xd+(?![a-z]))"), " 😀 "),
    (re.compile(r"(?<![/])[:=]['^o-]?[)\]]|(?<![\w)])\([:=](?!\w)"), " 🙂 "),
    (re.compile(r"(?<![\w:])[:=]-?[/\\](?![/\w])"), " 😕 "),
    (re.compile(r"(?<![\w:])[:=]-?\|"), " 😐 "),
    (re.compile(r"(?<![a-z])d-?[:=](?!\w)|(?<![\w)])\)-?[:=](?!\w)"), " 🙁 "),
    (re.compile(r"(?<!\w)[;:]-?[)p](?!\w)"), " 😉 "),
    (re.compile(r"<+/3"), " 💔 "),
    (re.compile(r"<+3"), " ❤ "),
]
_TOKEN = re.compile(r"(?:(?<=^)|(?<=\s))-\d+|\d+\.\d+|[^\W_]+|\?+|\n|[^\w\s]")
_GLUED = re.compile(r"(\d+)([^\W\d_]+)|([^\W\d_]+)(\d+)")


def tokens_of(text: str) -> list[str]:
    """Words in small letters, whole numbers in our digits, and every sign by itself."""
    return _TOKEN.findall(plain(text))


def plain(text: str) -> str:
    """One spelling: no case, accents, marks of direction or colours of skin, and everybody's digits as ours."""
    signs = "".join(A_PART if _is_fraction(each) else each for each in text)
    folded = unicodedata.normalize("NFKC", signs.translate(_BEFORE)).casefold()
    for drawn, face in _DRAWN:
        folded = drawn.sub(face, folded)
    return "".join(_plain(each) for each in unicodedata.normalize("NFD", folded) if each != "'").translate(_ARABIC)


def unglued(token: str) -> list[str]:
    """`7ish` and `option2` in two; anything else as it is."""
    parts = _GLUED.fullmatch(token)
    return [part for part in parts.groups() if part] if parts else [token]


def _plain(sign: str) -> str:
    if sign.isascii():
        return sign if sign.isprintable() or sign == LINE else " " if sign.isspace() else ""
    match unicodedata.category(sign):
        case "Mn" | "Me" | "Cf" | "Cc" | "Cn" | "Co":
            return ""
        case "Nd":
            return str(unicodedata.decimal(sign))
        case "Zl" | "Zp":
            return LINE
        case "Zs":
            return " "
    return sign


def _is_fraction(sign: str) -> bool:
    return not sign.isascii() and unicodedata.numeric(sign, 0.0) % 1 != 0
