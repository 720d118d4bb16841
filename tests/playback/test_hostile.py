"""Somebody made a file so that it does harm: it reaches nobody, costs no more than it may, and nothing gets through."""

import asyncio
import os
import shutil
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from tests.playback import films, hostile
from tests.playback.conftest import Line
from tests.playback.films import copied, film, needs_ffmpeg, probed
from tests.playback.hostile import MARK
from voice.playback import fence, ffmpeg
from voice.playback.sniffing import Unplayable

pytestmark = needs_ffmpeg

ALL = ("-a", "-u", "-ee", "-G1", "--System:all")  # whatever it knows of, but for the file's own name and times
TOP = Path(__file__).parents[2]
OUR_OWN = ["webm", "mp4", "mov", "ogg", "mp3", "m4a", "wav", "jpg", "png"]


async def tried(body: bytes) -> str:
    """What became of it: a code, or that it plays, and then nothing of what somebody hid in it."""
    try:
        copy, _ = await copied(body)
    except Unplayable as why:
        return why.code
    assert MARK not in copy
    assert {each["codec_name"] for each in probed(copy)["streams"]} <= {"h264", "aac", "mjpeg"}
    return "plays"


async def test_no_address_in_a_file_is_ever_asked() -> None:
    """A playlist called a film, one behind a film's first bytes, a film whose pictures lie elsewhere: nobody calls."""
    asked: list[bytes] = []

    async def ring(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.read(200))
        writer.close()

    server = await asyncio.start_server(ring, "127.0.0.1", 0)
    address = b"http://127.0.0.1:%d/film.mp4" % server.sockets[0].getsockname()[1]
    playlist = b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n" + address + b"\n"
    last = films.made(*films.WAYS["mp4"], kind="mp4")
    async with server:
        for body in (
            playlist,
            b"\x1a\x45\xdf\xa3" + playlist,
            b"\x00\x00\x00\x18ftypmp42" + playlist,
            b"ffconcat version 1.0\nfile '" + address + b"'\n",
            b"<?xml version='1.0'?><MPD><BaseURL>" + address + b"</BaseURL></MPD>",
        ):
            assert await tried(body) in ("not_media", "broken")
        for elsewhere in (address, b"file:///etc/passwd"):  # its pictures lie in it all the same
            await tried(hostile.looks_elsewhere(last, elsewhere))
    assert asked == []


@pytest.mark.parametrize("size", [40_000, 20_000])
async def test_a_picture_that_unfolds(size: int) -> None:
    """A few kilobytes that want to be a thousand million pixels are not unfolded."""
    bomb = hostile.png_bomb(size)
    assert len(bomb) < 1_000_000

    assert await tried(bomb) in ("broken", "too_much")


async def test_a_film_that_unfolds() -> None:
    assert await tried(hostile.film_bomb(film("webm without a sound"))) in ("broken", "too_much")


@pytest.mark.parametrize("limit", ["PROCESSOR", "PATIENCE", "LARGEST_COPY", "MEMORY"])
async def test_it_may_not_take_more(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Time, patience, room and memory each have an end; and nothing of it goes on running."""
    long = films.made("-f", "lavfi", "-i", "anoisesrc=r=8000:d=1200", kind="wav")
    least = {"PROCESSOR": 1, "PATIENCE": 0.01, "LARGEST_COPY": 2000, "MEMORY": 150 * 1024**2}
    monkeypatch.setattr(ffmpeg, limit, least[limit])

    assert await tried(long) == ("broken" if limit == "MEMORY" else "too_much")
    assert "ffmpeg" not in running_under_us()


def running_under_us() -> set[str]:
    """The names of the programs that we have started and that still run."""
    started = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text(encoding="ascii").split()
    return {Path(f"/proc/{each}/comm").read_text(encoding="utf-8").strip() for each in started}


async def test_what_hides_behind_a_picture_is_gone() -> None:
    """A picture that is a page with a script too comes out as a picture."""
    assert await tried(hostile.two_at_once(film("jpg"))) == "plays"


async def test_a_film_that_breaks_in_the_middle() -> None:
    """Overwritten half way: what can be read plays, and says that it is not all."""
    sent = bytearray(films.made(*films.WAYS["webm"][:4], "-c:v", "libvpx", "-g", "3", kind="webm"))
    at = len(sent) // 2
    sent[at : at + 600] = MARK * 17 + bytes(5)

    copy, is_a = await copied(bytes(sent))

    assert MARK not in copy
    assert (is_a.whole, films.codecs(copy)) == (False, ["h264"])


@pytest.mark.parametrize(
    ("seed", "many"), [(1, 6), pytest.param(2, 400, marks=pytest.mark.thorough)], ids=["few", "many"]
)
async def test_spoiled_films(seed: int, many: int) -> None:
    """Whatever is wrong with it, it plays as something we made, or a person has a task; and it always ends."""
    became = [await tried(each) for each in islice(hostile.spoiled(seed, [film(way) for way in OUR_OWN]), many)]

    assert {"plays"} <= set(became) <= {"plays", "broken", "not_media", "too_much"}


async def test_nothing_stops_the_worker(line: Line) -> None:
    """Between spoiled ones a good one plays."""
    bad = islice(hostile.spoiled(3, [film("webm of sound")]), 2)
    sent = [await line.sends(each) for each in (next(bad), film("webm of sound"), next(bad))]

    await line.works()

    states = [(await line.row(id))["state"] for id in sent]
    assert states[1] == "ready"
    assert "received" not in states


@pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not here: it did not look for places")
async def test_exiftool_finds_no_place_and_no_maker(tmp_path: Path) -> None:
    """What a telephone writes into films and pictures, written by one who knows how; none of it comes out."""
    for way in ("mp4", "jpg"):
        sent = tmp_path / f"sent.{way}"
        sent.write_bytes(film(way))
        where = ["-GPSLatitude=51.5072", "-GPSLongitude=-0.1276", "-GPSCoordinates=51.5072, -0.1276, 11"]
        exif = ["-GPSLatitudeRef=N", "-GPSLongitudeRef=W", "-Make=Kestrel", "-Model=Nine", "-Artist=Tilly", *where]
        await exiftool("-q", "-m", "-overwrite_original", *exif, str(sent))
        assert b"GPS" in await exiftool(*ALL, str(sent))
        copy = tmp_path / f"copy.{way}"
        copy.write_bytes((await copied(sent.read_bytes()))[0])

        found = await exiftool(*ALL, str(copy))

        assert [each for each in (b"GPS", b"Kestrel", b"Nine", b"Tilly", b"51.5") if each in found] == []


async def exiftool(*arguments: str) -> bytes:
    running = await asyncio.create_subprocess_exec("exiftool", *arguments, stdout=asyncio.subprocess.PIPE)
    said, _ = await running.communicate()
    assert running.returncode == 0
    return said


def test_what_reads_it_is_shut_in() -> None:
    """From within the fence no file and no network can be reached; where this machine gives less, it is named."""
    said = subprocess.run([sys.executable, "-I", "-S", fence.__file__, "probe"], capture_output=True, check=True)

    if said.stdout:
        pytest.skip(f"this machine does not shut everything: {said.stdout.decode()}")
    outside = [sys.executable, "-c", "from voice.playback import fence; print(fence.probe())"]
    assert b"files" in subprocess.run(outside, capture_output=True, check=True, cwd=TOP).stdout


async def test_it_is_told_nothing(tmp_path: Path) -> None:
    """No setting, no secret and no open file of ours but the two it works on."""
    tells = tmp_path / "tells"
    tells.write_text("#!/bin/sh\n/usr/bin/env >&2; ls -l /proc/$$/fd >&2; exit 0\n")
    tells.chmod(0o700)
    os.environ["VOICE_KEYS_SECRET_FOR_A_TEST"] = "x"
    try:
        async with ffmpeg._within_the_fence(str(tells), [], ()) as running:
            said = await ffmpeg._heard(running)
    finally:
        del os.environ["VOICE_KEYS_SECRET_FOR_A_TEST"]

    assert b"VOICE" not in said
    assert b"HOME" not in said
    assert b"voice.db" not in said
