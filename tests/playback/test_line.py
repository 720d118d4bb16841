"""One recording at a time, beside everything else: nothing waits for it, and it waits for nothing it should not."""

import asyncio
import time
from datetime import datetime, timedelta

import pytest

from storage import outbox as deliveries
from storage.attachments import DELIVERY
from storage.outbox import Delivery
from storage.tables import outbox
from tests.playback import films
from tests.playback.conftest import Line
from tests.playback.films import ffmpeg, film, needs_ffmpeg
from tests.playback.test_hostile import running_under_us
from tests.web.looking import rows
from voice import clock, delivering
from voice.delivering import Deliveries
from voice.playback import line as working
from voice.playback import machine
from voice.playback.making import Making
from voice.staff_services import StaffServices

pytestmark = needs_ffmpeg


def ffmpeg_has_begun() -> None:
    give_up = time.monotonic() + 60
    while "ffmpeg" not in running_under_us():
        assert time.monotonic() < give_up
        time.sleep(0.005)


async def leased_until(line: Line) -> datetime | None:
    (row,) = await rows(line.world, outbox, kind=DELIVERY)
    until: datetime | None = row["leased_until"]
    return until


async def test_none_is_begun_without_the_memory_for_it(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """It waits, which is not being late: until then it plays as it came."""
    monkeypatch.setattr(machine, "_free", lambda: machine.BESIDE)
    id = await line.sends(film("webm of sound"))

    await line.works()

    (row,) = await rows(line.world, outbox, kind=DELIVERY)
    assert (row["state"], row["error_code"], (await line.row(id))["state"]) == ("waiting", "no_memory", "received")
    assert machine.room_for(0)


async def test_waiting_is_not_being_late(line: Line) -> None:
    """The red bar is for concerns and texts: a recording that waits for its turn does not raise it."""
    await line.sends(film("webm of sound"))
    kinds = {row["kind"] for row in await rows(line.world, outbox)} - {DELIVERY}
    await Deliveries(line.world.staff, dict.fromkeys(kinds, done)).round()

    async with line.world.staff.store.reading() as db:
        later = clock.now() + timedelta(hours=1)
        assert await deliveries.late_since(db, line.world.staff.authority, later) is None


async def done(_: StaffServices, __: Delivery) -> None:
    """Delivered."""


async def test_its_lease_is_renewed_while_it_lasts(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten minutes of film take longer than a lease: nobody else begins it meanwhile."""
    monkeypatch.setattr(delivering, "LASTS", timedelta(seconds=0.02))
    await line.sends(film("webm of sound"))
    seen: list[datetime | None] = []

    async def slow(_: StaffServices, __: Delivery) -> None:
        seen.append(await leased_until(line))
        while seen[-1] == seen[0]:
            seen.append(await leased_until(line))

    await asyncio.wait_for(Deliveries(line.world.staff, {DELIVERY: slow}, 1, timedelta(minutes=1)).round(), 30)

    assert seen[0]
    assert seen[-1]
    assert seen[-1] > seen[0]


async def test_it_stops_at_once(line: Line) -> None:
    """Asked to stop in the middle of an hour of film, the worker does; what it had begun is gone with it."""
    id = await line.sends(films.made("-f", "lavfi", "-i", "anoisesrc=r=8000:d=900", kind="wav"), "audio/wav")
    stop = asyncio.Event()
    running = asyncio.create_task(working.run(line.world.staff, {DELIVERY: Making(ffmpeg())}, stop))
    await asyncio.to_thread(ffmpeg_has_begun)

    stop.set()
    await asyncio.wait_for(running, 30)

    assert "ffmpeg" not in running_under_us()
    assert (await line.row(id))["state"] == "received"
    assert await line.all_copies(id) == {}
