"""Small films, sounds and pictures as a child's phone might send them, made by ffmpeg; and what is in what came out."""

import io
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pillow_heif
import pytest
from PIL import Image

from voice.playback.ffmpeg import LARGEST_COPY, Copied, copy_film, copy_picture, find_ffmpeg, in_memory
from voice.playback.sniffing import STARTS, sort_of

NO_FFMPEG = "ffmpeg is not here: nothing about copies for playing was tried"
needs_ffmpeg = pytest.mark.skipif(not (shutil.which("ffmpeg") and shutil.which("ffprobe")), reason=NO_FFMPEG)

NAME, PLACE = "Tilly Thornberry", "+51.5072-000.1276/"
MARKUP = "<script>come and find me</script>"
IMAGE_DESCRIPTION, GPS, MAP_DATUM = 0x010E, 0x8825, 0x0012  # Exif 2.3
_PICTURE = ("-f", "lavfi", "-i", "testsrc=s=160x120:r=10:d=1")
_SOUND = ("-f", "lavfi", "-i", "sine=d=1")
_SAYS = ("-metadata", f"title={NAME}", "-metadata", f"location={PLACE}", "-metadata", f"comment={MARKUP}")
_CHAPTER = f";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=500\ntitle={NAME}\n"
_SUBTITLE = f"1\n00:00:00,000 --> 00:00:00,900\n{MARKUP}\n"
_VP8 = ("-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus")
_H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac")

WAYS: dict[str, tuple[str, ...]] = {
    "webm": (*_PICTURE, *_SOUND, *_VP8, *_SAYS),
    "webm without a sound": (*_PICTURE, "-c:v", "libvpx", "-deadline", "realtime"),
    "webm of sound": (*_SOUND, "-c:a", "libopus", *_SAYS),
    "mp4": (*_PICTURE, *_SOUND, *_H264, *_SAYS),
    "mov": (*_PICTURE, *_SOUND, *_H264, *_SAYS),
    "m4a": (*_SOUND, "-c:a", "aac", *_SAYS),
    "3gp": (*_PICTURE, "-c:v", "h263", "-s", "176x144", *_SAYS),
    "ogg": (*_SOUND, "-c:a", "libopus", *_SAYS),
    "mp3": (*_SOUND, "-c:a", "libmp3lame", *_SAYS),
    "wav": (*_SOUND, *_SAYS),
    "aac": (*_SOUND, "-c:a", "aac"),
    "jpg": ("-f", "lavfi", "-i", "testsrc=s=160x120:d=1", "-frames:v", "1", *_SAYS),
    "png": ("-f", "lavfi", "-i", "testsrc=s=160x120:d=1", "-frames:v", "1"),
    "webp": ("-f", "lavfi", "-i", "testsrc=s=160x120:d=1", "-frames:v", "1"),
}


@cache
def film(way: str) -> bytes:
    """One of each, made once; it says who and where it was."""
    return made(*WAYS[way], kind=way.split(maxsplit=1)[0])


@cache
def with_everything() -> bytes:
    """A film with subtitles and chapters as well."""
    inputs = ("-i", "subtitle.srt", "-i", "chapter.txt", "-map", "0", "-map", "1", "-map", "2", "-map_chapters", "3")
    beside = {"subtitle.srt": _SUBTITLE, "chapter.txt": _CHAPTER}
    return made(*_PICTURE, *_SOUND, *inputs, *_VP8, "-c:s", "srt", *_SAYS, kind="mkv", beside=beside)


def made(*arguments: str, kind: str, beside: Mapping[str, str | bytes] | None = None) -> bytes:
    with TemporaryDirectory() as place:
        for name, words in (beside or {}).items():
            (Path(place) / name).write_bytes(words if isinstance(words, bytes) else words.encode())
        to = Path(place) / f"made.{kind}"
        command = ["ffmpeg", "-loglevel", "error", "-y", *arguments, str(to)]
        subprocess.run(command, cwd=place, check=True, stdin=subprocess.DEVNULL)
        return to.read_bytes()


def held_sideways(picture: bytes) -> bytes:
    """The same picture as a phone held upright keeps it, and where it was taken (Exif 2.3)."""
    entries = [
        (0x010F, 2, 6, b"Phone\0"),
        (0x0112, 3, 1, (6).to_bytes(2, "big") + b"\0\0"),
    ]
    start = 8 + 2 + 12 * len(entries) + 4
    body, data = len(entries).to_bytes(2, "big"), b""
    for tag, sort, count, value in entries:
        at = value if len(value) <= 4 else (start + len(data)).to_bytes(4, "big")
        data += value if len(value) > 4 else b""
        body += tag.to_bytes(2, "big") + sort.to_bytes(2, "big") + count.to_bytes(4, "big") + at
    exif = b"Exif\0\0MM\0*\0\0\0\x08" + body + b"\0\0\0\0" + data
    return picture[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + picture[2:]


@cache
def heic(kind: str = "HEIF") -> bytes:
    """A picture as some phones keep theirs: wider than high, held upright, and it says who took it and where."""
    pillow_heif.register_heif_opener()
    jpeg = Image.open(io.BytesIO(held_sideways(film("jpg"))))
    exif = jpeg.getexif()
    exif[IMAGE_DESCRIPTION], exif.get_ifd(GPS)[MAP_DATUM] = NAME, PLACE
    to = io.BytesIO()
    jpeg.save(to, kind, exif=exif.tobytes(), quality=80)
    return to.getvalue()


def ffmpeg() -> str:
    return find_ffmpeg("ffmpeg") or ""


async def copied(body: bytes) -> tuple[bytes, Copied]:
    """What the worker makes of it. Raises Unplayable."""
    with in_memory() as source, in_memory() as to:
        os.write(source, body)
        sort = sort_of(body[:STARTS])
        is_a = await (copy_picture if sort.picture else copy_film)(ffmpeg(), source, sort, to)
        return os.pread(to, LARGEST_COPY, 0), is_a


def probed(body: bytes) -> dict[str, Any]:
    """What ffprobe finds in it."""
    with TemporaryDirectory() as place:
        path = Path(place) / "copy"
        path.write_bytes(body)
        command = [
            "ffprobe",
            "-v",
            "error",
            "-show_format",
            "-show_streams",
            "-show_chapters",
            "-of",
            "json",
            str(path),
        ]
        found: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        return found


def codecs(body: bytes) -> list[str]:
    return [each["codec_name"] for each in probed(body)["streams"]]
