"""What does not play is kept as it came, and a person has a task; nothing stops the worker (R60)."""

import pytest

from storage.tables import not_yet_understood, outbox
from tests.playback import films
from tests.playback.conftest import BOTH, Line
from tests.playback.films import copied, film, heic, needs_ffmpeg
from tests.web.looking import rows
from voice.playback.sniffing import Unplayable

pytestmark = needs_ffmpeg

NO_HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1" + bytes(200)
PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:9/secret\n"

REFUSED = {
    "words": (b"I hid in the shed again. " * 20, "not_media"),
    "noise that begins as a phone's own picture": (NO_HEIC, "broken"),
    "half of a phone's own picture": (heic()[:-400], "broken"),
    "a playlist": (PLAYLIST, "not_media"),
    "a drawing that can run": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "not_media"),
    "a list of files": (b"ffconcat version 1.0\nfile '/etc/passwd'\n", "not_media"),
    "one byte": (b"\x1a", "not_media"),
    "the first bytes alone": (b"\x1a\x45\xdf\xa3", "broken"),
    "a playlist that begins as a film": (b"\x1a\x45\xdf\xa3" + PLAYLIST, "broken"),
    "noise that begins as a film": (b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 40, "broken"),
    "noise that begins as a picture": (b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40, "broken"),
}


@BOTH
async def test_it_is_kept_and_a_person_has_a_task(line: Line) -> None:
    """The task that was opened when she sent says why, and is open again where somebody had closed it."""
    sent, code = REFUSED["words"]
    id = await line.sends(sent, "video/mp4")

    await line.works()

    row = await line.row(id)
    assert (row["state"], row["trouble"]) == ("quarantined", code)
    (task,) = await rows(line.world, not_yet_understood)
    assert (task["because"], task["audience"], task["understood"]) == ("unplayable", "worker", None)
    assert await line.original(id) == sent
    assert await line.all_copies(id) == {}
    assert [each["state"] for each in await rows(line.world, outbox, kind="playback")] == ["done"]


@pytest.mark.parametrize("what", REFUSED)
async def test_it_is_not_taken_apart(what: str) -> None:
    """By what it is, whatever it is called."""
    sent, code = REFUSED[what]

    with pytest.raises(Unplayable) as refused:
        await copied(sent)

    assert refused.value.code == code


async def test_half_a_film_plays_as_far_as_it_came(line: Line) -> None:
    """And says so: what could be read is worth watching."""
    id = await line.sends(film("webm")[: len(film("webm")) * 2 // 3])

    await line.works()

    copy, is_a = await line.copy(id)
    assert films.codecs(copy) == ["h264", "aac"]
    assert not is_a.whole


async def test_a_piece_that_was_swapped(line: Line) -> None:
    """On the disk, by somebody who has it: nothing of another recording plays in its place."""
    mine, other = await line.sends(film("webm")), await line.sends(film("webm of sound"))
    files = {path.parent.name: path for path in line.world.home.parent.joinpath("media").rglob("*") if path.is_file()}
    files[mine.hex].write_bytes(files[other.hex].read_bytes())

    await line.works()

    assert ((await line.row(mine))["trouble"], (await line.row(other))["state"]) == ("touched", "ready")
