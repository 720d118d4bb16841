"""Every way in which words could lie in a file without looking like themselves."""

import html
import json
import quopri
import unicodedata
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from urllib.parse import quote, quote_plus

AS_BYTES = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-7")
ONE_BYTE = ("latin-1", "cp1252", "cp1256", "iso8859-6", "mac-roman")


def of_text(words: str) -> dict[str, bytes]:
    """What words may look like in a file, by the name of the encoding. Forms and spellings first, then wrappings."""
    found: dict[str, bytes] = {}
    for form, spelled in _forms(words):
        for name, make in SPELLINGS.items():
            if (made := make(spelled)) is not None:
                found.setdefault(f"{form}{name}", made)
        raw = spelled.encode()
        found |= {f"{form}{name}": made for name, made in of_bytes(raw).items()}
        found[f"{form}reversed"] = spelled[::-1].encode()
    return _once(found)


def of_bytes(raw: bytes) -> dict[str, bytes]:
    """What bytes (words in UTF-8, or a key) may look like in a file."""
    found = {
        "as they are": raw,
        "hex": raw.hex().encode(),
        "HEX": raw.hex().upper().encode(),
        "reversed bytes": raw[::-1],
        "hex of UTF-16": raw.hex(" ").encode(),
        "octal escapes": "".join(f"\\{byte:03o}" for byte in raw).encode(),
        "hex escapes": "".join(f"\\x{byte:02x}" for byte in raw).encode(),
    }
    for shift in range(3):
        found[f"base64, {shift} bytes in"] = _middle(b64encode, raw, shift)
        found[f"base64 for addresses, {shift} bytes in"] = _middle(urlsafe_b64encode, raw, shift)
    return found


def _middle(encode: Callable[[bytes], bytes], raw: bytes, shift: int) -> bytes:
    """The characters of a base64 text that depend on these bytes alone, wherever in it they begin."""
    whole = encode(b"\0" * shift + raw)
    first = -(-shift * 8 // 6)
    last = (shift + len(raw)) * 8 // 6
    return whole[first:last]


def _in(codec: str) -> Callable[[str], bytes | None]:
    def encode(words: str) -> bytes | None:
        try:
            return words.encode(codec)
        except UnicodeEncodeError:
            return None

    return encode


def _every_escape(words: str) -> bytes:
    units = words.encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2)).encode()


SPELLINGS: dict[str, Callable[[str], bytes | None]] = {
    **{codec: _in(codec) for codec in (*AS_BYTES, *ONE_BYTE)},
    "percent": lambda words: quote(words).encode(),
    "percent, small letters": lambda words: _small_escapes(quote(words)),
    "percent, every byte": lambda words: "".join(f"%{byte:02X}" for byte in words.encode()).encode(),
    "form": lambda words: quote_plus(words).encode(),
    "JSON": lambda words: json.dumps(words)[1:-1].encode(),
    "JSON, large letters": lambda words: _every_escape(words).upper().replace(b"\\U", b"\\u"),
    "JSON, every character": _every_escape,
    "Python": lambda words: repr(words)[1:-1].encode(),
    "Python, ASCII": lambda words: ascii(words)[1:-1].encode(),
    "HTML": lambda words: html.escape(words).encode(),
    "HTML, numbers": lambda words: words.encode("ascii", "xmlcharrefreplace"),
    "HTML, every character": lambda words: "".join(f"&#{ord(each)};" for each in words).encode(),
    "HTML, hex": lambda words: "".join(f"&#x{ord(each):x};" for each in words).encode(),
    "quoted-printable": lambda words: quopri.encodestring(words.encode()).replace(b"=\n", b""),
    "IDNA-like": lambda words: words.encode("punycode"),
}


def _small_escapes(quoted: str) -> bytes:
    parts = quoted.split("%")
    return "%".join([parts[0], *(part[:2].lower() + part[2:] for part in parts[1:])]).encode()


def _forms(words: str) -> Iterator[tuple[str, str]]:
    """The words, and what a tidy program may have made of them."""
    yield "", words
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        yield f"{form}, ", unicodedata.normalize(form, words)
    yield "small letters, ", words.lower()
    yield "large letters, ", words.upper()
    yield "without marks, ", "".join(c for c in unicodedata.normalize("NFD", words) if not unicodedata.combining(c))


def _once(found: dict[str, bytes]) -> dict[str, bytes]:
    """Each pattern under its first name: most forms of most words are the same."""
    by_bytes: dict[bytes, str] = {}
    for name, made in found.items():
        by_bytes.setdefault(made, name)
    return {name: made for made, name in by_bytes.items()}
