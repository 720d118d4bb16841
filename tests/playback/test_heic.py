"""A picture as some phones keep theirs, HEIC or AVIF, becomes one that every browser shows; its reader is shut in."""

import io
import os
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat

from tests.playback import films, hostile
from tests.playback.conftest import Line
from tests.playback.films import copied, film, heic, needs_ffmpeg, probed
from tests.playback.test_hostile import tried
from voice.playback import fence, ffmpeg

pytestmark = needs_ffmpeg


@pytest.mark.parametrize("kind", ["HEIF", "AVIF"])
async def test_it_is_shown_upright_and_says_nothing(kind: str) -> None:
    """The same picture, as she held the phone; nothing of what the camera wrote beside it."""
    sent = heic(kind)
    assert films.NAME.encode() in sent
    assert films.PLACE.encode() in sent

    copy, is_a = await copied(sent)

    (stream,) = probed(copy)["streams"]
    assert (is_a.kind, is_a.whole, stream["codec_name"]) == ("image/jpeg", True, "mjpeg")
    assert (stream["width"], stream["height"]) == (120, 160)
    for secret in (films.NAME, films.PLACE, "Exif", "Phone"):
        assert secret.encode() not in copy
    meant = ImageOps.exif_transpose(Image.open(io.BytesIO(films.held_sideways(film("jpg")))))
    beside = ImageChops.difference(Image.open(io.BytesIO(copy)), meant)
    assert max(ImageStat.Stat(beside).mean) < 12  # of 255: drawn three times over


async def test_the_worker_shows_it(line: Line) -> None:
    """Kept as it came, and nobody has to look at what cannot be shown."""
    id = await line.sends(heic(), "image/heic")

    await line.works()

    assert (await line.row(id))["state"] == "ready"
    assert (await line.copy(id))[1].kind == "image/jpeg"
    assert await line.original(id) == heic()


def reading() -> list[str]:
    """The readers that we have started and that still run."""
    started = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text(encoding="ascii").split()
    said = [Path(f"/proc/{each}/cmdline").read_text(encoding="utf-8") for each in started]
    return [each for each in said if str(ffmpeg.HEIF) in each]


@pytest.mark.parametrize(("limit", "least"), [("LARGEST_PICTURE", 160 * 120 - 1), ("PATIENCE", 0.01), ("PROCESSOR", 0)])
async def test_it_may_not_take_more(limit: str, least: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many pixels, and no more; so long, and no longer; and nothing of it goes on running."""
    monkeypatch.setattr(ffmpeg, limit, least)

    assert await tried(heic()) == "too_much"
    assert not reading()


async def test_it_may_not_take_more_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ffmpeg, "MEMORY", 100 * 1024**2)

    assert await tried(heic()) in ("broken", "too_much")


@pytest.mark.parametrize(
    ("seed", "many"), [(4, 4), pytest.param(5, 200, marks=pytest.mark.thorough)], ids=["few", "many"]
)
async def test_spoiled_ones(seed: int, many: int) -> None:
    """Whatever is wrong with it, it is shown as something we drew, or a person has a task; and it always ends."""
    became = [await tried(each) for each in islice(hostile.spoiled(seed, [heic(), heic("AVIF")]), many)]

    assert set(became) <= {"plays", "broken", "not_media", "too_much"}


def test_its_reader_is_shut_in(tmp_path: Path) -> None:
    """It reads its own libraries and what it was handed: not a key that lies where ours might."""
    said = subprocess.run([sys.executable, "-I", "-S", fence.__file__, "probe"], capture_output=True, check=True)
    if said.stdout:
        pytest.skip(f"this machine does not shut everything: {said.stdout.decode()}")
    key = tmp_path / "case.key"
    key.write_text("secret")

    def read(path: Path) -> int:
        """How the program that reads pictures ends where it is handed this one by name."""
        program, reads = ffmpeg.heif_reader()
        limits = [str(each) for each in (ffmpeg.PROCESSOR, ffmpeg.MEMORY, ffmpeg.LARGEST_COPY)]
        within = [sys.executable, "-I", "-S", fence.__file__, *limits, ":".join(reads), program]
        looks = "import sys; sys.exit(bool(open(sys.argv[1]).read(1)) - 1)"
        ended = subprocess.run([*within, "-I", "-S", "-c", looks, str(path)], check=False, capture_output=True)
        return ended.returncode

    assert (read(ffmpeg.HEIF), read(key)) == (0, 1)
