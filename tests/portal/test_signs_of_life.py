"""When alerts may not go out, every page says so, whoever watches the machine hears it, and so does the alarm."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from structlog.testing import capture_logs

from channels.portal.app import portal
from channels.portal.delivery_words import KIND_OF_DELIVERY
from storage import heartbeats, outbox, tables
from storage.statements import put_out
from storage.store import open_store
from storage.writes import Writes
from tests.portal.browsing import Browser, at_the_desk, browser
from tests.portal.saying import Says, says
from tests.world import World, make_world
from voice import climbing, clock, signs_of_life
from voice.config import read_settings
from voice.delivering import Deliveries
from voice.model import new_id
from voice.signs_of_life import TOO_LONG, DeadMansSwitch
from voice.ways import slow_ways_of, ways_of

TEXTING = {"TWILIO_ACCOUNT_SID": "AC0", "TWILIO_AUTH_TOKEN": "s", "TWILIO_FROM": "+447700900100", "DEMO": "1"}
SAID_OF_OTHERS = {
    *("statement", "later", "reply", "weighing", "count", "text", "text.begun", "notice.email", "notice.text"),
    *(f"asked_for.{kind}" for kind in ("advocate", "complaint", "person", "not_me", "stop_asking", "ask_again")),
}
BAR = "Alerts may not be going out."
SECRET = "https://alarm.test/ping/5up3r-s3cr3t"
A_MOMENT = timedelta(seconds=1)


async def beat(world: World) -> None:
    writes = Writes(world.staff.authority)
    heartbeats.beat(writes, signs_of_life.WORKER, clock.now())
    await world.staff.store.write(writes)


async def put(world: World, kind: str = "concern") -> None:
    writes = Writes(world.staff.authority)
    put_out(writes, kind, new_id())
    await world.staff.store.write(writes)


async def change(world: World, **values: object) -> None:
    writes = Writes(world.staff.authority)
    writes.change(tables.outbox.update().values(**values))
    await world.staff.store.write(writes)


async def test_while_all_is_well_nothing_is_said(world: World, sam: Browser) -> None:
    clock.move(TOO_LONG)
    await beat(world)

    assert BAR not in (await sam.get("/")).text
    assert (await sam.get("/readyz")).status_code == 200


@pytest.mark.parametrize("path", ["/", "/concerns", "/children/{amara}", "/statements/{nobodys}"])
async def test_a_silent_worker_is_on_every_page(world: World, priya: Browser, path: str) -> None:
    """Two minutes without a sign of life, and the bar is there with the concerns, which nobody had to deliver."""
    await beat(world)
    await says(world, Says(safe="no", about_staff="no"))
    clock.move(TOO_LONG + A_MOMENT)

    page = await priya.get(path.format(amara=world.amara, nobodys=new_id()))

    assert BAR in page.text
    assert "Since today at 10" in page.text
    assert '<a href="/concerns">1 concern is open</a>' in page.text


async def test_a_worker_that_never_was_is_silent_too(world: World, sam: Browser) -> None:
    """An authority that was set up and whose worker nobody started."""
    clock.move(TOO_LONG + A_MOMENT)

    assert BAR in (await sam.get("/")).text
    assert (await sam.get("/readyz")).status_code == 503


async def test_a_late_delivery_is_enough(world: World, sam: Browser) -> None:
    """The worker lives and delivers nothing."""
    await put(world)
    clock.move(TOO_LONG + A_MOMENT)
    await beat(world)

    assert BAR in (await sam.get("/")).text
    assert (await sam.get("/readyz")).status_code == 503


async def test_what_has_no_way_yet_is_not_late(world: World, sam: Browser) -> None:
    """A bar that is always there is not read."""
    await put(world)
    await Deliveries(world.staff).name_undeliverable()
    clock.move(TOO_LONG + A_MOMENT)
    await beat(world)

    assert BAR not in (await sam.get("/")).text


async def test_nobody_learns_of_concerns_that_are_not_theirs(world: World, dev: Browser) -> None:
    """The bar counts what this person may see."""
    await says(world, Says(safe="no", about_staff="no"))
    clock.move(TOO_LONG + A_MOMENT)

    page = (await dev.get("/")).text

    assert BAR in page
    assert "0 concerns are open" in page


async def test_what_was_given_up_is_shown(world: World, morgan: Browser, sam: Browser) -> None:
    """By kind and reason and nothing else, to those who look after it."""
    await put(world)
    await change(world, state="dead", error_code="no_such_number")

    page = (await morgan.get("/deliveries")).text

    assert "concern" in page
    assert "Given up: 1" in page
    assert "no_such_number" in page
    assert (await sam.get("/deliveries")).status_code == 404


def test_every_kind_has_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who looks after the service reads what did not happen, and no name out of the program."""
    for name, value in TEXTING.items():
        monkeypatch.setenv(f"VOICE_{name}", value)
    settings = read_settings()
    kinds = {*ways_of(settings), *slow_ways_of(settings), *SAID_OF_OTHERS}

    assert "picture.forget" in kinds
    assert kinds - KIND_OF_DELIVERY.keys() == set()


async def test_what_nothing_can_send_is_no_delivery_that_failed(world: World, morgan: Browser) -> None:
    """What is seen in the portal alone stands by itself, below, and nothing there is late or waits to be mended."""
    for kind in ("statement", "statement", "concern", "one of tomorrow's"):
        await put(world, kind)
    await Deliveries(world.staff, {"concern": climbing.concern_raised}).name_undeliverable()

    sent, alone = (await morgan.get("/deliveries")).text.split('id="alone"')

    assert "Telling the first people of a concern</b> <span>Waiting: 1" in sent
    assert "said something" not in sent
    assert 'Telling the child’s worker that they said something <span class="soft">(2)' in alone
    assert "Waiting" not in alone
    assert "tomorrow" not in sent + alone


async def test_the_alarm_hears_from_us_while_all_is_well(world: World) -> None:
    """And only then: its silence is the alarm."""
    heard: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        heard.append(str(request.url))
        return httpx.Response(200)

    switch = DeadMansSwitch(SECRET, httpx.MockTransport(answer))
    await beat(world)
    assert await switch.press(world.staff)
    clock.move(TOO_LONG + A_MOMENT)
    assert not await switch.press(world.staff)

    assert heard == [SECRET]


@pytest.mark.parametrize("how", ["refused", "away", "no address"])
async def test_an_alarm_that_does_not_answer_is_told_by_its_kind(world: World, how: str) -> None:
    """Its address is a secret: it is in no log."""

    def answer(request: httpx.Request) -> httpx.Response:
        if how == "away":
            raise httpx.ConnectError(str(request.url))
        return httpx.Response(500)

    await beat(world)
    address = "http://[5up3r-s3cr3t" if how == "no address" else SECRET
    with capture_logs() as said:
        assert not await DeadMansSwitch(address, httpx.MockTransport(answer)).press(world.staff)

    assert len(said) == 1
    assert "s3cr3t" not in str([{k: v for k, v in line.items() if k != "exc_info"} for line in said])


@pytest.mark.postgres
class TestOnPostgres:
    """With the rights of the staff's own role."""

    @pytest.fixture
    async def world(self, fresh_postgres: str, tmp_path: Path) -> AsyncIterator[World]:
        async with make_world(tmp_path, fresh_postgres) as made:
            yield made

    async def test_the_portal_sees_it(self, world: World, fresh_postgres: str) -> None:
        adults = await open_store(f"{fresh_postgres}&options=-c%20role%3Dvoice_staff", "staff")
        app: Starlette = portal(replace(world.staff, store=adults))
        try:
            alex = await at_the_desk(world, app, "alex")
            await put(world)
            clock.move(TOO_LONG + A_MOMENT)
            assert BAR in (await alex.get("/")).text
            assert "Waiting: 1" in (await alex.get("/deliveries")).text
            assert (await browser(app).get("/readyz")).status_code == 503
            await change(world, error_code=outbox.NO_WAY_YET)
            await beat(world)
            assert (await browser(app).get("/readyz")).status_code == 200
        finally:
            await adults.close()
