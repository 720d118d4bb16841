"""What a recording is, by its first bytes. What a phone or a name says of it counts for nothing.

What is not on this list is not taken apart at all. Each kind is read by one reader that is named, so that no playlist,
no list of files and no address inside a file is ever followed, whatever the file is called.
"""

import re
from dataclasses import dataclass

from voice.errors import VoiceError

STARTS = 32  # so many bytes are enough


class Unplayable(VoiceError):
    """It cannot be made to play (a short code): a person has to look at what came.

    - not_media: nothing that a phone records or takes
    - broken: it begins like a recording, and there is nothing in it that plays
    - too_much: it would take more time, memory or room than one recording may
    - touched: what lies in the store is not what was put there
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Sort:
    """Which reader takes it, ffmpeg's or for one sort libheif's, and whether it is a picture."""

    reader: str
    picture: bool = False


HEIC, JPEG = Sort("heif", picture=True), Sort("jpeg_pipe", picture=True)
_KNOWN = (
    (re.compile(rb".{4}ftyp(?:hei[cmsx]|hev[cmsx]|mif[12]|msf1|avi[fs])", re.DOTALL), HEIC),
    (re.compile(rb"\x1a\x45\xdf\xa3"), Sort("matroska")),
    (re.compile(rb".{4}(?:ftyp|moov|mdat|wide)", re.DOTALL), Sort("mov")),
    (re.compile(rb"OggS\x00"), Sort("ogg")),
    (re.compile(rb"RIFF.{4}WAVE", re.DOTALL), Sort("wav")),
    (re.compile(rb"ID3[\x02-\x04]|\xff[\xe2\xe3\xf2\xf3\xfa\xfb]"), Sort("mp3")),
    (re.compile(rb"\xff[\xf0\xf1\xf8\xf9]"), Sort("aac")),
    (re.compile(rb"#!AMR"), Sort("amr")),
    (re.compile(rb"\xff\xd8\xff"), JPEG),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), Sort("png_pipe", picture=True)),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), Sort("webp_pipe", picture=True)),
)


def sort_of(start: bytes) -> Sort:
    """What begins with these bytes. Raises Unplayable."""
    for begins, sort in _KNOWN:
        if begins.match(start):
            return sort
    raise Unplayable("not_media")
