"""Recordings in somebody else's object store, a real one: they arrive, play and go, and it cannot read them."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from storage import media as stores
from storage.attachments import DELIVERY
from storage.errors import StoreAway
from storage.media import MediaStore, open_media
from tests.playback.conftest import Line
from tests.playback.films import ffmpeg, film, needs_ffmpeg
from tests.playback.test_killed import FRAME, SOUND, an_hour_later, marked
from tests.safety.searching import Sought, found_in
from tests.storage import swift
from tests.storage.swift import BUCKET, Swift
from tests.world import World
from voice.delivering import Deliveries
from voice.playback.making import Making

pytestmark = [
    needs_ffmpeg,
    pytest.mark.thorough,
    pytest.mark.skipif(not swift.there(), reason=swift.MISSING),
]


@pytest.fixture(scope="module")
def away(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Swift]:
    """OpenStack Swift, with a bucket for recordings."""
    with swift.running(tmp_path_factory.mktemp("swift")) as running:
        yield running


@pytest.fixture
def store(away: Swift, monkeypatch: pytest.MonkeyPatch) -> MediaStore:
    """Ours, by AWS's own settings; impatient, so that a test need not wait as long as a child."""
    for name, value in away.settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(stores, "ANSWERS_WITHIN", timedelta(seconds=2))
    return open_media(f"s3://{BUCKET}")


@pytest.fixture
async def line(world: World, store: MediaStore) -> AsyncIterator[Line]:
    """The same line, whose pieces lie there."""
    here = replace(world, public=replace(world.public, media=store), staff=replace(world.staff, media=store))
    yield Line(here, Deliveries(here.staff, {DELIVERY: Making(ffmpeg())}, at_once=1))
    await asyncio.sleep(0.1)  # the library's own threads come to rest


async def test_it_plays_from_there_and_cannot_be_read_there(line: Line, away: Swift) -> None:
    """What it keeps are pieces that nobody opens: no frame, no sound, no key."""
    id = await line.sends(marked(), "video/quicktime")

    await line.works()

    assert await line.original(id) == marked()
    assert (await line.copy(id))[1].kind == "video/mp4"
    assert away.holds() > len(marked()) // 2**18
    key = Sought.secret("key", (await line.key(id))[0])
    assert found_in(Sought({"sound": SOUND, "frame": FRAME}) | key, away.disks) == []


async def test_what_is_removed_is_gone_there(line: Line, away: Swift) -> None:
    """Every piece of the original and of its copies; what is gone already is no fault."""
    before = away.holds()
    id = await line.sends(film("mp4"))
    await line.works()
    assert away.holds() > before
    names = await names_of(line, id)

    media = line.world.staff.media
    assert media
    await media.remove([*names, names[0]])

    assert away.holds() == before


async def names_of(line: Line, id: UUID) -> list[str]:
    from storage import attachments  # noqa: PLC0415

    services = line.world.staff
    there = await attachments.pieces(services.store.glancing(), services.authority, id)
    made = (await line.all_copies(id)).values()
    return [piece.name for piece in there] + [piece.name for each in made for piece in each.pieces]


async def test_while_it_is_silent_nothing_is_lost(line: Line, away: Swift) -> None:
    """She is told to wait and can go on; the worker tries again later; then all of it is there."""
    id = await line.sends(film("webm"))
    with away.silent():
        with pytest.raises(StoreAway):
            await line.sends(film("ogg"), "audio/ogg")
        await line.works()
        assert (await line.row(id))["state"] == "received"

    await an_hour_later(line)

    assert (await line.row(id))["state"] == "ready"
    assert await line.original(id) == film("webm")


async def test_nobody_there(monkeypatch: pytest.MonkeyPatch, away: Swift) -> None:
    """Refused at once, or a wrong secret: said as what it is, the store is away, and never what was sent."""
    for name, value in away.settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_ENDPOINT", "http://127.0.0.1:1")
    for _ in range(2):
        media = open_media(f"s3://{BUCKET}")
        with pytest.raises(StoreAway) as told:
            await media.put("a/piece", b"sealed")
        assert told.value.__cause__ is None
        monkeypatch.setenv("AWS_ENDPOINT", away.url)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "somebody else's")


async def test_half_a_piece_is_no_piece(store: MediaStore, away: Swift) -> None:
    """The connection breaks while a piece is on its way: there is none, and the next try brings it whole."""
    head = f"PUT /v1/AUTH_test/{BUCKET}/half/piece HTTP/1.1\r\nhost: x\r\nx-auth-token: {away.token()}\r\n"
    with socket.create_connection(("127.0.0.1", away.port)) as cut:
        cut.sendall(f"{head}content-length: 1000\r\n\r\n".encode() + b"x" * 500)
    await asyncio.sleep(1)

    with pytest.raises(StoreAway):
        await store.get("half/piece")
    await store.put("half/piece", b"y" * 1000)
    assert await store.get("half/piece") == b"y" * 1000
