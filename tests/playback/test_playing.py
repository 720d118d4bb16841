"""Whatever a child recorded with, whoever reads her answer can watch it, and learns nothing but what she said."""

import hashlib

import pytest

from storage import copies
from storage.attachments import DELIVERY
from storage.outbox import Delivery
from tests.playback import films
from tests.playback.conftest import BOTH, Line
from tests.playback.films import codecs, copied, ffmpeg, film, needs_ffmpeg, probed
from voice.playback.making import Making

pytestmark = needs_ffmpeg

OUT = {
    "webm": ("video/mp4", ["h264", "aac"]),
    "webm without a sound": ("video/mp4", ["h264"]),
    "webm of sound": ("audio/mp4", ["aac"]),
    "mp4": ("video/mp4", ["h264", "aac"]),
    "mov": ("video/mp4", ["h264", "aac"]),
    "3gp": ("video/mp4", ["h264"]),
    "m4a": ("audio/mp4", ["aac"]),
    "ogg": ("audio/mp4", ["aac"]),
    "mp3": ("audio/mp4", ["aac"]),
    "wav": ("audio/mp4", ["aac"]),
    "aac": ("audio/mp4", ["aac"]),
    "jpg": ("image/jpeg", ["mjpeg"]),
    "png": ("image/jpeg", ["mjpeg"]),
    "webp": ("image/jpeg", ["mjpeg"]),
}


@BOTH
async def test_a_film_plays_and_says_nothing_else(line: Line) -> None:
    """H.264 and AAC, a length, a poster; no title, place, chapter, subtitle or comment. The original is as it came."""
    sent = films.with_everything()
    assert films.NAME.encode() in sent
    assert films.MARKUP.encode() in sent
    id = await line.sends(sent)

    await line.works()

    row, (copy, is_a) = await line.row(id), await line.copy(id)
    found = probed(copy)
    assert (row["state"], is_a.kind, is_a.whole) == ("ready", "video/mp4", True)
    assert [each["codec_name"] for each in found["streams"]] == ["h264", "aac"]
    assert (found["chapters"], set(found["format"]["tags"])) == (
        [],
        {"major_brand", "minor_version", "compatible_brands"},
    )
    assert abs(row["milliseconds"] - 1000) < 200
    for secret in (films.NAME, films.PLACE, films.MARKUP):
        assert secret.encode() not in copy
    assert copy.index(b"moov") < copy.index(b"mdat")  # it begins to play before all of it is there
    assert codecs((await line.copy(id, copies.POSTER))[0]) == ["mjpeg"]
    assert await line.original(id) == sent
    assert (await line.key(id))[1]["manifest"]["sha256"] == hashlib.sha256(sent).hexdigest()


@pytest.mark.parametrize("way", films.WAYS)
async def test_whatever_phones_record_plays(way: str) -> None:
    """Whatever its name and whatever the phone says that it is."""
    copy, is_a = await copied(film(way))

    assert (is_a.kind, codecs(copy), is_a.whole) == (*OUT[way], True)
    assert films.NAME.encode() not in copy


async def test_a_picture_is_the_right_way_up(line: Line) -> None:
    """As she held the phone; nothing of what the camera wrote beside it."""
    sent = films.held_sideways(film("jpg"))
    id = await line.sends(sent, "image/jpeg")

    await line.works()

    copy, _ = await line.copy(id)
    (stream,) = probed(copy)["streams"]
    assert (stream["width"], stream["height"]) == (120, 160)
    assert b"Phone" in sent
    assert b"Exif" not in copy
    assert b"Phone" not in copy


async def test_it_is_made_once(line: Line) -> None:
    """A delivery may come twice; what plays already is left as it is."""
    id = await line.sends(film("webm of sound"))
    await line.works()
    before = await line.all_copies(id)

    await Making(ffmpeg())(line.world.staff, Delivery(id, DELIVERY, id, 2))

    assert await line.all_copies(id) == before
