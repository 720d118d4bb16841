"""What happens by itself happens in its time, on both databases, as the worker's own role where there are roles."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from storage import anchor, heartbeats, outbox, tables
from storage.store import open_store
from storage.writes import Writes
from surveys.replies import Reply, ReplyState
from tests.world import World, make_world
from voice import answering, clock, coming_back, sending, signing_in, visiting
from voice.delivering import LEASE
from voice.errors import NoVisit
from voice.model import new_id
from voice.signs_of_life import DeadMansSwitch
from voice.staff_services import StaffServices
from voice.worker import Worker

PASSWORD = "four lamps by the river"


@pytest.fixture(autouse=True)
def time_stands_still_unless_moved() -> Iterator[None]:
    yield
    clock.stand(None)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """The cast on each database."""
    url = None if request.param == "sqlite" else request.getfixturevalue("fresh_postgres")
    async with make_world(tmp_path, url) as made:
        yield made


@pytest.fixture
async def worker(world: World, tmp_path: Path) -> AsyncIterator[Worker]:
    """The worker; on PostgreSQL a process of its own that may do no more than the worker's role."""
    if world.staff.store.engine.dialect.name == "sqlite":
        yield Worker(world.staff, tmp_path / "audit.anchor")
        return
    url = world.staff.store.engine.url.update_query_dict({"options": "-c role=voice_worker"})
    store = await open_store(url.render_as_string(hide_password=False), "worker")
    services = StaffServices(store, world.staff.keys, world.staff.provider, "", "", demo=True)
    yield Worker(services, tmp_path / "audit.anchor")
    await store.close()


async def send_something(world: World, *, code: bool = True) -> tuple[str, str]:
    """Amara answers by her link and sends; her cookie and her code."""
    token = await visiting.begin(world.public, await world.link(), "en")
    visit = await visiting.current_visit(world.public, token)
    asked = await world.public.asked(visit.kept.version)
    question = asked.survey.questions[0]
    await answering.record_answer(world.public, visit, question, Reply(question.id, ReplyState.SKIPPED))
    made = await visiting.own_code(world.public, await visiting.current_visit(world.public, token))
    await sending.send(world.public, await visiting.current_visit(world.public, token), with_code=code)
    return token, made or ""


async def rows(world: World, table: sa.Table) -> list[sa.RowMapping]:
    async with world.staff.store.reading() as db:
        return list((await db.execute(sa.select(table))).mappings())


async def test_nothing_fails(world: World, worker: Worker) -> None:
    """A whole day of turns, and no step stumbles over a right it does not have."""
    await send_something(world)

    with capture_logs() as said:
        for _ in range(3):
            await worker.turn()
            clock.move(timedelta(hours=8))

    assert said == []


async def test_it_shows_that_it_lives(world: World, worker: Worker) -> None:
    """Every 15 seconds a sign of life, and of telling people: a row each."""
    clock.stand(clock.now())
    seen = []
    for ahead in (0, 14, 1):
        clock.move(timedelta(seconds=ahead))
        await worker.turn()
        async with world.staff.store.reading() as db:
            seen.append(await heartbeats.last_beat(db, world.staff.authority, "worker"))

    assert seen[0] == seen[1]
    assert seen[2] == clock.now()
    assert len(await rows(world, tables.heartbeat)) == 2


async def test_a_receipt_is_there_for_half_an_hour(world: World, worker: Worker) -> None:
    """A reload shows the receipt again; after half an hour nobody who finds the telephone sees anything."""
    cookie, _ = await send_something(world)
    clock.move(timedelta(minutes=29))
    await worker.turn()
    assert (await visiting.current_visit(world.public, cookie)).sent

    clock.move(timedelta(minutes=2))
    await worker.turn()

    with pytest.raises(NoVisit):
        await visiting.current_visit(world.public, cookie)
    assert [row["draft"] for row in await rows(world, tables.conversation)] == [None]
    assert await rows(world, tables.way) == []


async def test_a_code_still_opens_after_that(world: World, worker: Worker) -> None:
    """The draft goes; what the child keeps in her mailbox stays hers."""
    _, code = await send_something(world)
    clock.move(timedelta(hours=2))
    await worker.turn()

    opened = await coming_back.open_with_code(world.public, code)

    assert opened.mailbox
    held = await coming_back.held_mailbox(world.public, opened.token)
    assert (await coming_back.look_inside(world.public, held)).said["answers"]


async def test_a_look_into_the_mailbox_ends(world: World, worker: Worker) -> None:
    """The way a code opened for half an hour is taken away when that is over."""
    _, code = await send_something(world)
    await coming_back.open_with_code(world.public, code)
    assert "return" in {row["kind"] for row in await rows(world, tables.way)}

    clock.move(timedelta(minutes=31))
    await worker.turn()

    assert await rows(world, tables.way) == []


async def test_what_nobody_went_on_with_is_let_go(world: World, worker: Worker) -> None:
    """A week after a conversation ran out its draft is gone, and not a day sooner."""
    await visiting.begin(world.public, await world.link(), "en")
    clock.move(visiting.CONVERSATION_LASTS + timedelta(days=6))
    await worker.turn()
    assert [row["draft"] is None for row in await rows(world, tables.conversation)] == [False]

    clock.move(timedelta(days=2))
    await worker.turn()

    assert [row["draft"] for row in await rows(world, tables.conversation)] == [None]
    assert await rows(world, tables.way) == []


async def test_ended_sessions_are_cleared_away(world: World, worker: Worker) -> None:
    """Sam signs out, Priya forgets to: by the next day neither session is a row."""
    for name in ("sam", "priya"):
        await signing_in.set_password(world.staff, world.people[name], PASSWORD)
    at = clock.now()
    for name, ended in (("sam", at), ("priya", None), ("dev", None)):
        begun = at if name == "dev" else at - timedelta(hours=25)
        writes, token = Writes(world.staff.authority), name.encode()
        values = {"staff": world.people[name], "token_hash": token, "begun": begun, "last_seen": begun, "ended": ended}
        writes.insert(tables.staff_session, id=world.people[name], **values)
        await world.staff.store.write(writes)

    await worker.turn()

    assert [row["id"] for row in await rows(world, tables.staff_session)] == [world.people["dev"]]


async def test_it_anchors_every_minute(world: World, worker: Worker, tmp_path: Path) -> None:
    """A signed line a minute: every chain at first and once a day, between times those that grew."""
    await worker.turn()
    await send_something(world)
    clock.move(timedelta(minutes=1))
    await worker.turn()
    clock.move(timedelta(minutes=1))
    await worker.turn()
    clock.move(timedelta(days=1))
    await worker.turn()

    lines = [line for line in anchor.read(tmp_path / "audit.anchor") if line]
    chains = {row["id"] for row in await rows(world, tables.audit_chain)}
    assert [{head.chain for head in line.heads} for line in lines] == [chains, chains, set(), chains]
    assert (tmp_path / "audit.anchor").stat().st_mode & 0o777 == 0o600


async def test_one_steps_trouble_is_its_own(world: World, worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk under the anchor does not stop the sign of life; it is said which step it was."""
    monkeypatch.setattr(worker, "_anchor", None)

    with capture_logs() as said:
        await worker.turn()

    assert [each["step"] for each in said] == ["anchor"]
    async with world.staff.store.reading() as db:
        assert await heartbeats.last_beat(db, world.staff.authority, "worker")


async def test_it_stops_when_asked(world: World, worker: Worker) -> None:
    """Asked to stop, it finishes its turn and ends."""
    stop = asyncio.Event()
    running = asyncio.create_task(worker.run(stop))
    await asyncio.sleep(0.05)

    stop.set()

    await asyncio.wait_for(running, 10)


async def test_it_gives_back_what_a_dead_worker_had(world: World, worker: Worker) -> None:
    """Nobody else does: without this a delivery that was leased and not made would never be."""
    await send_something(world)
    writes, now = Writes(world.staff.authority), clock.now()
    outbox.lease(writes, new_id(), ["statement"], now, now + LEASE, 1)
    await world.staff.store.write(writes)
    assert [row["leased_by"] for row in await rows(world, tables.outbox) if row["leased_by"]]

    clock.move(LEASE + timedelta(seconds=1))
    await worker.turn()

    assert [row["leased_by"] for row in await rows(world, tables.outbox) if row["leased_by"]] == []


async def test_it_presses_the_alarm_every_minute(world: World, tmp_path: Path) -> None:
    """Whoever waits for its calls would otherwise ring for nothing, and soon not at all."""
    pressed = []

    class Alarm(DeadMansSwitch):
        async def press(self, services: StaffServices) -> bool:
            pressed.append(clock.now())
            return True

    worker = Worker(world.staff, tmp_path / "audit.anchor", Alarm("https://alarm.test"))
    clock.stand(clock.now())
    for ahead in (0, 59, 1):
        clock.move(timedelta(seconds=ahead))
        await worker.turn()

    assert len(pressed) == 2
