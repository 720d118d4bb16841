"""Files that somebody made to do harm: each begins as something we take apart."""

import random
import struct
import zlib
from collections.abc import Iterator

MARK = b"Kestrel-9f3a51c07d-under-the-stairs"  # put wherever a file has room for it


def png_bomb(side: int) -> bytes:
    """A few kilobytes that want to be a picture of so many pixels a side."""
    row = bytes(1 + side // 8)
    return _png(side, side, zlib.compress(row * side, 9))


def _png(width: int, height: int, data: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"tEXt", b"Comment\0" + MARK), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in chunks)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def film_bomb(webm: bytes) -> bytes:
    """A film in VP8 whose frames say that they are as large as a frame can be."""
    at = webm.index(b"\x9d\x01\x2a") + 3
    return webm[:at] + struct.pack("<HH", 16383, 16383) + webm[at + 4 :]


def looks_elsewhere(mp4: bytes, address: bytes) -> bytes:
    """A film whose pictures lie somewhere else, at this address (ISO 14496-12, 8.7.2). Its table has to stand last."""
    assert mp4.index(b"mdat") < mp4.index(b"moov")
    there = b"url \0\0\0\0" + address + b"\0"
    while (at := mp4.find(b"\0\0\0\x0curl \0\0\0\x01")) >= 0:
        grown = len(there) + 4 - 12
        for name in (b"moov", b"trak", b"mdia", b"minf", b"dinf", b"dref"):
            box = mp4.rindex(name, 0, at) - 4
            mp4 = mp4[:box] + struct.pack(">I", struct.unpack(">I", mp4[box : box + 4])[0] + grown) + mp4[box + 4 :]
        mp4 = mp4[:at] + struct.pack(">I", len(there) + 4) + there + mp4[at + 12 :]
    return mp4


def two_at_once(picture: bytes) -> bytes:
    """A picture that is a page with a script too: in a comment of its own, and behind its end."""
    page = b"<html><script>fetch('http://127.0.0.1/" + MARK + b"')</script></html>"
    comment = b"\xff\xfe" + struct.pack(">H", len(page) + 2) + page
    return picture[:2] + comment + picture[2:] + page


def spoiled(seed: int, films: list[bytes]) -> Iterator[bytes]:
    """Films with something wrong in them, for ever, and always the same for the same seed: our mark lies in each."""
    chance = random.Random(seed)
    ways = (_flip, _cut, _swap, _repeat, _blank, _splice)
    while True:
        film = bytearray(chance.choice(films))
        for _ in range(chance.randint(1, 3)):
            chance.choice(ways)(film, chance, films)
        at = chance.randrange(min(40, len(film)), len(film) + 1)
        film[at:at] = MARK
        yield bytes(film)


def _flip(film: bytearray, chance: random.Random, _: list[bytes]) -> None:
    for _again in range(chance.randint(1, 60)):
        film[chance.randrange(len(film))] = chance.randrange(256)


def _cut(film: bytearray, chance: random.Random, _: list[bytes]) -> None:
    del film[max(16, chance.randrange(len(film))) :]


def _swap(film: bytearray, chance: random.Random, _: list[bytes]) -> None:
    one, two, long = chance.randrange(len(film)), chance.randrange(len(film)), chance.randint(4, 2000)
    there = film[one : one + long]
    film[one : one + long] = film[two : two + long]
    film[two : two + long] = there


def _repeat(film: bytearray, chance: random.Random, _: list[bytes]) -> None:
    at, long = chance.randrange(len(film)), chance.randint(4, 4000)
    film[at:at] = film[at : at + long] * chance.randint(1, 4)


def _blank(film: bytearray, chance: random.Random, _: list[bytes]) -> None:
    at, long = chance.randrange(len(film)), chance.randint(4, 2000)
    film[at : at + long] = bytes([chance.choice((0, 0xFF))]) * long


def _splice(film: bytearray, chance: random.Random, films: list[bytes]) -> None:
    other = chance.choice(films)
    film[chance.randrange(16, len(film) + 16) :] = other[chance.randrange(len(other)) :]
