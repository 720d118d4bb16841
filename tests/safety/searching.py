"""Looks for words and secrets in every byte that a service leaves behind, also inside what is compressed."""

import re
import secrets
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.safety.encodings import of_bytes, of_text

SHORTEST = 8  # bytes: anything shorter could be there by chance
_COMPRESSED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
_LINE_ENDS = re.compile(rb"=?\r?\n[ \t]?")
_LARGEST_INSIDE = 4 * 1024 * 1024


def in_postgresqls_compression(data: bytes, words: str) -> bool:
    """Whether PostgreSQL's own compression (pglz) holds these words.

    It leaves what it has not seen before as it is, with one byte of its own after every eight.
    """
    raw = words.encode()
    for first in range(8):
        pieces = [raw[:first], *(raw[at : at + 8] for at in range(first, len(raw), 8))]
        likely = max(pieces, key=len) in data
        if likely and re.search(b".".join(re.escape(piece) for piece in pieces if piece), data, re.DOTALL):
            return True
    return False


@dataclass(frozen=True, slots=True)
class Sought:
    """What must be nowhere: the patterns by name."""

    patterns: Mapping[str, bytes]

    @classmethod
    def words(cls, *said: str) -> "Sought":
        return cls({f"{at}: {name}": made for at, one in enumerate(said) for name, made in of_text(one).items()})

    @classmethod
    def secret(cls, name: str, raw: bytes) -> "Sought":
        """A key or a token; its two halves too, since either would do for a start."""
        half = len(raw) // 2
        pieces = {"": raw, "first half ": raw[:half], "second half ": raw[half:]}
        found = {f"{name} {p}{n}": made for p, piece in pieces.items() for n, made in of_bytes(piece).items()}
        return cls({n: made for n, made in found.items() if len(made) >= SHORTEST})

    def __or__(self, more: "Sought") -> "Sought":
        return Sought({**self.patterns, **more.patterns})

    def within(self, data: bytes) -> set[str]:
        """The names of the patterns that these bytes hold, as they are, across line ends, or compressed."""
        found: set[str] = set()
        for piece in _pieces(data):
            found |= {name for name, made in self.patterns.items() if made in piece}
        return found


def fresh_phrases() -> tuple[str, ...]:
    """Words that were never written before: English, Arabic, emoji, and letters with marks of their own."""
    letters = "".join(secrets.choice("bcdfghjkmnpqrstvwxz") for _ in range(14))
    arabic = "".join(secrets.choice("ابتثجحخدذرزسشصضطظعغفقكلمنهوي") for _ in range(14))
    faces = "".join(secrets.choice("🙂🙁😡😢🥶🐕🏠🌧🎈🦊🐢🛶") for _ in range(7))
    marked = "".join(secrets.choice("aeiou") + secrets.choice("\u0301\u0308\u0323\u0302") for _ in range(8))
    return (
        f"Kestrel {letters} & the kite",
        f"سر {arabic} هنا",
        f"👩\u200d👧 {faces}",
        f"Zoe\u0308 {marked} cafe\u0301",
    )


def everything_under(*roots: Path) -> Iterable[Path]:
    for root in roots:
        yield from (path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink())


def found_in(sought: Sought, *roots: Path) -> list[str]:
    """Where anything sought was found: the file and the encoding. File names are searched like their contents."""
    found = []
    for path in everything_under(*roots):
        hits = sought.within(path.read_bytes()) | sought.within(str(path).encode())
        found += [f"{path}: {name}" for name in sorted(hits)]
    return found


def _pieces(data: bytes) -> Iterable[bytes]:
    yield data
    if b"\n" in data:
        yield _LINE_ENDS.sub(b"", data)
    for start in _COMPRESSED.finditer(data):
        yield from _inside(data[start.start() :])


def _inside(data: bytes) -> Iterable[bytes]:
    """What a gzip or zlib stream that begins here holds; most beginnings are chance and hold nothing."""
    try:
        opened = zlib.decompressobj(wbits=47).decompress(data[: _LARGEST_INSIDE // 4], _LARGEST_INSIDE)
    except zlib.error:
        return
    if opened:
        yield opened
