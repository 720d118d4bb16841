"""The worker dies, the store fills, the disk is stolen: it plays all the same, once, and nothing lies readable."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from storage import attachments, copies
from storage.errors import StoreAway
from storage.media import MediaStore, open_media
from storage.tables import outbox
from tests.playback import films
from tests.playback.conftest import Line, sends
from tests.playback.films import ffmpeg, film, needs_ffmpeg
from tests.safety.searching import Sought, found_in
from tests.safety.serving import PUBLIC_URL, STAFF_URL, environment
from tests.web.conftest import reopened
from tests.web.looking import rows
from tests.world import World, make_world
from voice import clock
from voice.delivering import LEASE, Deliveries
from voice.playback.making import Making

pytestmark = needs_ffmpeg

SOUND, FRAME = b"Kestrel under the stairs, heard.", b"Kestrel under the stairs, seen!!"
WINDOW = 48  # bytes of a copy: nothing else has so many in the same order


def marked() -> bytes:
    """A film that is one mark in every frame, and another in every moment of its sound; a while of work."""
    picture = ("-f", "rawvideo", "-s", "64x48", "-pix_fmt", "rgb24", "-r", "5", "-i", "frames")
    heard = ("-f", "s16le", "-ar", "48000", "-ac", "1", "-i", "sound")
    kept = ("-c:v", "rawvideo", "-c:a", "copy")
    beside = {"frames": FRAME * (64 * 48 * 3 * 100 // len(FRAME)), "sound": SOUND * (48000 * 2 * 20 // len(SOUND))}
    return films.made(*picture, *heard, *kept, kind="mov", beside=beside)


async def settled(line: Line, id: UUID, media: Path) -> None:
    """It plays, is delivered once, and the store has what belongs to it and nothing more."""
    services = line.world.staff
    there = await attachments.pieces(services.store.glancing(), services.authority, id)
    expected = {piece.name for piece in there}
    expected |= {piece.name for each in (await line.all_copies(id)).values() for piece in each.pieces}
    assert names_in(media) == expected
    assert (await line.row(id))["state"] == "ready"
    assert [each["state"] for each in await rows(line.world, outbox, kind="playback")] == ["done"]


def names_in(media: Path) -> set[str]:
    return {str(path.relative_to(media)) for path in media.rglob("*") if path.is_file()}


async def test_a_killed_worker_leaves_no_trace_and_another_goes_on(tmp_path: Path) -> None:
    """In the middle: what it started dies with it, no frame and no sound lies on the disk, and it plays later."""
    clock.stand(None)
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    sent = marked()
    assert SOUND in sent
    assert FRAME in sent
    async with make_world(home, public_url=PUBLIC_URL, staff_url=STAFF_URL) as made:
        world = with_media(made, home)
        _, id = await sends(world, sent, "video/quicktime")
    await asyncio.to_thread(kill_at_work, home)

    assert found_in(Sought({"sound": SOUND, "frame": FRAME}), home, Path("/dev/shm")) == []  # noqa: S108 - searched
    try:
        clock.move(LEASE + timedelta(seconds=1))
        async with reopened(world, home) as again:
            line = Line(with_media(again, home), Deliveries(with_media(again, home).staff, WAYS, at_once=1))
            await line.deliveries.return_expired()
            await line.works()
            await settled(line, id, home / "media")
            copy = (await line.copy(id))[0]
            windows = {str(at): copy[at : at + WINDOW] for at in range(2000, len(copy) - WINDOW, len(copy) // 20)}
            assert found_in(Sought({"sound": SOUND, "frame": FRAME, **windows}), home) == []
    finally:
        clock.stand(None)


WAYS = {attachments.DELIVERY: Making(ffmpeg())}


def with_media(world: World, home: Path) -> World:
    media = open_media(f"file:{home / 'media'}")
    return replace(world, public=replace(world.public, media=media), staff=replace(world.staff, media=media))


def kill_at_work(home: Path) -> None:
    """Start the real worker, and kill it once ffmpeg has begun; then ffmpeg is gone too."""
    for each in ("logs", "user", "tmp"):
        (home / each).mkdir()
    with (home / "logs" / "stderr").open("wb") as says:
        command = [sys.executable, "-m", "tests.safety.runner", "worker"]
        worker = subprocess.Popen(command, env=environment(home, 1, "all"), cwd=home / "tmp", stdout=says, stderr=says)
    try:
        give_up = time.monotonic() + 60
        while not (started := under(worker.pid)):
            assert worker.poll() is None
            assert time.monotonic() < give_up
            time.sleep(0.005)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    while any(Path(f"/proc/{each}").exists() for each in started):
        time.sleep(0.02)


def under(process: int) -> list[str]:
    """The processes of ffmpeg that this one has started."""
    found = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    return [each for each in found if Path(f"/proc/{each}/comm").read_text(encoding="utf-8").strip() == "ffmpeg"]


@pytest.mark.parametrize("after", [0, 1])
async def test_a_store_that_goes_away_in_the_middle(line: Line, tmp_path: Path, after: int) -> None:
    """Before the first piece of a copy, or between two: it is tried again later, and the first try leaves nothing."""
    id = await line.sends(film("mp4"))
    media = Falters(open_media(f"file:{tmp_path / 'media'}"), after)
    line.deliveries._services = replace(line.world.staff, media=media)

    await line.works()
    assert (await line.row(id))["state"] == "received"
    await an_hour_later(line)

    await settled(line, id, tmp_path / "media")


class Falters(MediaStore):
    """A store that is away once, after so many pieces."""

    def __init__(self, real: MediaStore, after: int) -> None:
        super().__init__(real._store, real._folder)
        self._left = after

    async def put(self, name: str, piece: bytes) -> None:
        self._left -= 1
        if self._left == -1:
            raise StoreAway
        await super().put(name, piece)


async def an_hour_later(line: Line) -> None:
    clock.move(timedelta(hours=1))
    try:
        await line.works()
    finally:
        clock.stand(None)


async def test_a_full_disk(line: Line, tmp_path: Path) -> None:
    """The original is there and plays; the copy is made once there is room."""
    media = tmp_path / "media"
    with disk_of(media, "300k") as mounted:
        if not mounted:
            pytest.skip("no disk can be mounted here: a full store of recordings was not tried")
        sent = films.made("-f", "lavfi", "-i", "anoisesrc=d=30", "-c:a", "libopus", "-b:a", "64k", kind="webm")
        id = await line.sends(sent)

        await line.works()
        assert (await line.row(id))["state"] == "received"
        assert await line.original(id) == sent
        subprocess.run(["mount", "-o", "remount,size=4m", str(media)], check=True)  # noqa: ASYNC221 - at once
        await an_hour_later(line)

        await settled(line, id, media)


@contextmanager
def disk_of(place: Path, size: str) -> Iterator[bool]:
    place.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "voice-recordings", str(place)]
    mounted = os.geteuid() == 0 and subprocess.run(mount, check=False, capture_output=True).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(place)], check=True)


async def test_the_canary_sings_when_copies_are_not_sealed(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same search on a build that keeps them as they are finds them."""
    monkeypatch.setattr(copies, "seal_segment", lambda plain, *_: plain)
    made: list[bytes] = []
    put = line.world.staff.media.put  # type: ignore[union-attr]

    async def seen(name: str, piece: bytes) -> None:
        made.append(piece)
        await put(name, piece)

    monkeypatch.setattr(line.world.staff.media, "put", seen)
    await line.sends(film("webm of sound"))
    await line.works()

    copy = made[-1]
    assert found_in(Sought({"copy": copy[2000 : 2000 + WINDOW]}), line.world.home.parent)
