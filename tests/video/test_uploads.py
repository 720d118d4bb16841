"""A recording arrives whole or as far as the signal carried it, sealed before it touches a disk."""

import asyncio
import hashlib
import random
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from starlette.applications import Starlette

from storage.errors import StoreAway
from storage.segments import LARGEST, Manifest
from tests.safety.searching import everything_under
from tests.video.conftest import BOTH
from tests.video.phone import BODY, Phone, checksum
from tests.video.stored import stored
from tests.web.browser import Browser
from tests.world import World
from voice import clock, closing, receiving, visiting
from voice.draft import Draft
from voice.errors import SealBroken

SECRET = b"Kestrel nobody may read this frame "


def film(length: int, seed: int = 7) -> bytes:
    """Bytes that look like a film, with words in them that are easily found again."""
    made = random.Random(seed).randbytes(length)
    return (SECRET + made)[:length]


def token_of(phone: Phone) -> str:
    return str(phone.browser.http.cookies["visit"])


@BOTH
async def test_a_recording_arrives_whole(phone: Phone, world: World) -> None:
    """Every byte is there again, in order, and the manifest says so."""
    sent = film(3 * LARGEST + 1234)
    address = await phone.begin(len(sent))

    done = await phone.add(address, 0, sent)

    assert (done.status_code, done.headers["upload-offset"]) == (204, str(len(sent)))
    whole, manifest, pieces = await stored(token_of(phone), world, address)
    assert whole == sent
    assert manifest == Manifest(len(sent), len(pieces), hashlib.sha256(sent).hexdigest())
    assert max(piece.length for piece in pieces) == LARGEST


async def test_a_lost_signal_loses_nothing(phone: Phone, world: World) -> None:
    """Amara's bus goes into a tunnel: the phone asks how far it came, and goes on from there."""
    sent = film(2 * LARGEST + 99)
    address = await phone.begin(len(sent))

    class Tunnel(Exception):
        """The signal is gone."""

    async def until_the_tunnel() -> AsyncIterator[bytes]:
        yield sent[: LARGEST + 500]
        raise Tunnel

    with pytest.raises(Tunnel):
        await phone.add(address, 0, until_the_tunnel())
    far = int((await phone.look(address)).headers["upload-offset"])
    again = await phone.add(address, far, sent[far:])

    assert 0 < far <= LARGEST + 500
    assert again.status_code == 204
    assert (await stored(token_of(phone), world, address))[0] == sent


async def test_nothing_of_it_lies_in_clear(phone: Phone, world: World, tmp_path: Path) -> None:
    """Not a frame, on no disk; and the same bytes sent twice give two different files."""
    sent = SECRET * 2000
    for question in ("worries", "wishes"):
        await phone.add(await phone.begin(len(sent), question), 0, sent)

    pieces = [path.read_bytes() for path in (tmp_path / "media").rglob("*") if path.is_file()]
    assert len(pieces) == 2
    assert pieces[0] != pieces[1]
    assert [path for path in everything_under(tmp_path) if SECRET in path.read_bytes()] == []


async def test_a_length_may_be_said_later(phone: Phone, world: World) -> None:
    """A phone that records while it sends does not know yet how long it will be."""
    sent = film(LARGEST + 7)
    address = await phone.begin(None)
    assert (await phone.look(address)).headers["upload-defer-length"] == "1"

    await phone.add(address, 0, sent[:1000])
    await phone.add(address, 1000, sent[1000:])
    closed = await phone.add(address, len(sent), b"", {"upload-length": str(len(sent))})

    assert closed.status_code == 204
    assert (await stored(token_of(phone), world, address))[1:2] != (None,)


@BOTH
async def test_what_arrived_wrong_is_not_kept(phone: Phone, world: World, tmp_path: Path) -> None:
    """A checksum that does not match keeps nothing of that request, not in the store either."""
    sent = film(2 * LARGEST)
    address = await phone.begin(len(sent))

    wrong = await phone.add(address, 0, sent, checksum(b"something else"))
    assert wrong.status_code == 460
    assert (await phone.look(address)).headers["upload-offset"] == "0"
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []

    right = await phone.add(address, 0, sent, checksum(sent, "sha1"))
    assert right.status_code == 204
    assert (await stored(token_of(phone), world, address))[0] == sent


@BOTH
async def test_two_writers_do_not_mix(phone: Phone, world: World) -> None:
    """Two tabs send the same recording at once: one goes on, the other is told, and not a byte is mixed."""
    sent, other = film(3 * LARGEST), film(3 * LARGEST, seed=8)
    address = await phone.begin(len(sent))
    bits = range(0, len(sent), LARGEST)

    async def slowly(what: bytes) -> AsyncIterator[bytes]:
        for at in bits:
            await asyncio.sleep(0)
            yield what[at : at + LARGEST]

    answers = await asyncio.gather(phone.add(address, 0, slowly(sent)), phone.add(address, 0, slowly(other)))

    statuses = sorted(answer.status_code for answer in answers)
    assert statuses[0] == 204 or statuses == [423, 423]
    assert statuses[-1] in (409, 423)
    whole, _, pieces = await stored(token_of(phone), world, address)
    assert whole in (sent[: len(whole)], other[: len(whole)])
    assert [piece.offset for piece in pieces] == [LARGEST * n for n in range(len(pieces))]


@pytest.mark.parametrize("fault", ["swapped", "cut", "gone", "bit"])
async def test_a_piece_that_was_touched_does_not_open(phone: Phone, world: World, tmp_path: Path, fault: str) -> None:
    """Whoever holds the disk can spoil a recording, and cannot change one."""
    sent = film(2 * LARGEST)
    address = await phone.begin(3 * LARGEST)
    await phone.add(address, 0, sent)
    files = [tmp_path / "media" / piece.name for piece in (await stored(token_of(phone), world, address))[2]]

    match fault:
        case "swapped":
            first, second = (path.read_bytes() for path in files)
            files[0].write_bytes(second)
            files[1].write_bytes(first)
        case "cut":
            files[1].write_bytes(files[1].read_bytes()[:-1])
        case "gone":
            files[0].unlink()
        case "bit":
            spoilt = bytearray(files[0].read_bytes())
            spoilt[100] ^= 1
            files[0].write_bytes(spoilt)

    with pytest.raises((SealBroken, StoreAway)):
        await stored(token_of(phone), world, address)
    assert (await phone.add(address, len(sent), film(LARGEST))).status_code == (503 if fault == "gone" else 422)
    looked = await phone.look(address)  # never "all of it is here", while it cannot be closed
    assert looked.status_code == 503 if fault == "gone" else looked.headers["upload-offset"] == str(3 * LARGEST)


async def test_more_than_was_said_is_refused(phone: Phone, world: World) -> None:
    """A recording does not grow past the length it was begun with."""
    address = await phone.begin(100)

    assert (await phone.add(address, 0, film(101))).status_code == 413
    assert (await phone.look(address)).headers["upload-offset"] == "0"


async def test_nobody_else_sees_or_adds(phone: Phone, world: World, app: Starlette) -> None:
    """Not Noor, and not somebody without a cookie: a recording is not there for them."""
    address = await phone.begin(10)
    noor = await Browser(app).begin(await world.link(world.noor))
    await noor.open("/q/1")
    other = Phone(noor, noor.token)

    for method in ("HEAD", "PATCH", "DELETE"):
        asked = await other.ask(method, address, {**BODY, "upload-offset": "0"}, b"" if method != "PATCH" else b"x")
        assert asked.status_code == 404, method
    stranger = Phone(Browser(app), phone.headers["x-csrf"])
    assert (await stranger.look(address)).status_code == 403
    assert (await stranger.add(address, 0, b"x")).status_code == 403
    for nowhere in ("/media/uploads/x", f"/media/uploads/{UUID(int=7)}"):
        assert (await phone.look(nowhere)).status_code == 404


async def test_somebody_with_the_link_does_not_see_it(phone: Phone, world: World, app: Starlette) -> None:
    """A way in is not a way back, for recordings too (R66)."""
    link = await world.link()
    first = await Browser(app).begin(link)
    await first.open("/q/1")
    address = await Phone(first, first.token).begin(10)
    second = await Browser(app).begin(link)
    await second.open("/q/1")

    assert (await Phone(second, second.token).look(address)).status_code == 404


@BOTH
async def test_taken_back_it_is_gone(phone: Phone, world: World, tmp_path: Path) -> None:
    """Delete is delete: the key, the rows and the pieces."""
    sent = film(LARGEST + 1)
    address = await phone.begin(len(sent))
    await phone.add(address, 0, sent)

    assert (await phone.ask("DELETE", address)).status_code == 204

    assert (await phone.look(address)).status_code == 404
    assert [path for path in (tmp_path / "media").rglob("*") if path.is_file()] == []
    assert (await visiting.current_visit(world.public, token_of(phone))).draft.recordings == {}


async def test_what_never_arrives_runs_out(phone: Phone, world: World) -> None:
    """A recording may arrive for a day, and says until when."""
    address = await phone.begin(10)
    assert "GMT" in (await phone.look(address)).headers["upload-expires"]

    clock.stand(clock.now() + receiving.MAY_ARRIVE_FOR + timedelta(minutes=1))
    try:
        assert (await phone.look(address)).status_code == 404
    finally:
        clock.stand(None)


async def test_what_has_run_out_can_be_taken_back(phone: Phone, world: World) -> None:
    """Her page says that it did not come through, and Delete takes it off: also when the worker was there first."""
    await phone.begin(10)
    clock.stand(clock.now() + receiving.MAY_ARRIVE_FOR + timedelta(minutes=1))
    try:
        assert "This has not all arrived" in (await phone.browser.open("/q/7")).text
        await closing.clear_recordings(world.staff)
        await phone.browser.press(do="remove")
        assert "This has not all arrived" not in (await phone.browser.open("/q/7")).text
    finally:
        clock.stand(None)

    assert (await visiting.current_visit(world.public, token_of(phone))).draft.recordings == {}


async def test_a_store_that_is_away_is_said(phone: Phone, tmp_path: Path) -> None:
    """The disk is full or gone: the phone keeps what it has and tries again; what counted stays."""
    address = await phone.begin(20)
    await phone.add(address, 0, b"0123456789")
    folder = tmp_path / "media"
    folder.rename(tmp_path / "away")
    folder.write_text("not a folder")

    assert (await phone.add(address, 10, b"0123456789")).status_code == 503

    folder.unlink()
    (tmp_path / "away").rename(folder)
    assert (await phone.look(address)).headers["upload-offset"] == "10"
    assert (await phone.add(address, 10, b"0123456789")).status_code == 204


def test_no_draft_shows_a_key() -> None:
    """A traceback that prints a draft prints no key."""
    recording = {"key": "c2VjcmV0", "question": "worries", "kind": "video/webm", "visit": "   1"}
    draft = Draft.model_validate({"recordings": {"a": recording}})

    assert "c2VjcmV0" not in repr(draft) + repr(draft.recordings["a"])
