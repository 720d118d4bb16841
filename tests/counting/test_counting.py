"""Every answer is counted once: whoever else counts, whoever dies, on both databases."""

import asyncio
from datetime import timedelta

import pytest

from storage import outbox, tables
from storage.writes import Writes
from tests.counting.reading import by_hand, everything, months
from tests.counting.saying import Answers, a_child, all_sent, rows, sends, some_send, waiting
from tests.world import World
from voice import clock, counting, delivering, setting_up
from voice.model import Around, Helper, Point
from voice.staff_services import StaffServices


async def test_what_is_counted_is_what_was_said(each_world: World, worker: StaffServices) -> None:
    """Every number of every table, against the same statements opened one by one."""
    sent = await some_send(each_world, 10)

    assert await counting.count_waiting(worker) == 10

    sheet = await everything(each_world)
    assert sheet.statements == set(sent)
    for question in sheet.questions:
        expected = await by_hand(each_world, sent, question.id)
        found = {
            (table, group, choice): many
            for table, group in sheet.rows
            for choice in question.choices
            if (many := sheet.number(table, group, question.id, choice))
        }
        assert found == dict(expected)
        assert sheet.number("total", "all", question.id, "*asked") == 10


async def test_fewer_than_ten_wait(nine: World) -> None:
    """Nine say nothing of themselves; the tenth takes them along, and nothing is late meanwhile."""
    world, sent = nine, await all_sent(nine)
    clock.move(timedelta(hours=30))

    assert await counting.count_waiting(world.staff) == 0
    assert await waiting(world) == 9
    lines = await delivering_stands(world)
    assert "count" not in {kind for kind, _ in lines}

    sent.append(await sends(world, world.amara))
    assert await counting.count_waiting(world.staff) == 10
    assert (await everything(world)).statements == set(sent)
    assert await waiting(world) == 0


async def delivering_stands(world: World) -> list[tuple[str, str | None]]:
    await delivering.Deliveries(world.staff).name_undeliverable()
    async with world.staff.store.reading() as db:
        found = await outbox.standing(db, world.staff.authority)
    return [(line.kind, line.error_code) for line in found]


async def test_two_workers_count_once(each_world: World, worker: StaffServices) -> None:
    """However many count at the same moment, tallies plus waiting are the statements."""
    sent = await some_send(each_world, 12)

    await asyncio.gather(*(counting.count_waiting(each) for each in (worker, each_world.staff, worker)))
    await counting.count_waiting(worker)

    sheet = await everything(each_world)
    assert sheet.total == len(sheet.statements) == 12 - await waiting(each_world)
    assert sheet.statements == set(sent)


async def test_a_move_changes_nothing(nine: World) -> None:
    """A child is counted in the team that asked her, also where she has moved before the worker counts."""
    world = nine
    link_of = await a_child(world, "Moves", world.west)
    await sends(world, link_of)
    writes = Writes(world.staff.authority)
    writes.update(tables.child, link_of, team=world.east)
    await world.staff.store.write(writes)
    before = await by_hand(world, [row["id"] for row in await rows(world, tables.statement)], "time_alone")

    await counting.count_waiting(world.staff)

    sheet = await everything(world)
    west = {group for table, group, _ in before if table == "team"}
    assert str(world.west) in west
    assert {group for table, group in sheet.rows if table == "team"} == west


async def test_only_what_serves_a_decision_is_counted(nine: World) -> None:
    """Not how she feels, not whether she is safe, nothing in words: three questions of the survey, and no more."""
    world = nine
    await sends(world, world.amara)
    await counting.count_waiting(world.staff)

    sheet = await everything(world)

    assert [question.id for question in sheet.questions] == ["brothers_sisters", "worker_listens", "time_alone"]


async def test_what_she_would_rather_not_say_is_not_guessed(world: World) -> None:
    said = Answers(around=Around.RATHER_NOT_SAY, helper=Helper.RATHER_NOT_SAY)
    for n in range(10):
        await sends(world, await a_child(world, f"Child {n}"), said)
    await counting.count_waiting(world.staff)

    sheet = await everything(world)

    assert sheet.groups("alone") == sheet.groups("helped") == ["not_said"]


async def test_late_answers_go_into_the_present_month(nine: World) -> None:
    """A month takes in what was sent in it until it is closed for seven days; then nothing is added to it."""
    world = nine
    clock.move(timedelta(days=18))  # 7 December, a Monday
    assert counting.counts_into(clock.now() - timedelta(days=18), clock.today()).month == 11
    clock.move(timedelta(days=1))
    await sends(world, world.amara)

    await counting.count_waiting(world.staff)

    assert {month.month: sheet.total for month, sheet in (await months(world)).items()} == {12: 10}


async def test_a_change_is_the_same_childs(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the start 3 of 10, after four months 7: once "up", for nobody in particular."""
    monkeypatch.setattr("voice.figures.columns.is_counted", lambda question: question.id == "school")
    for n in range(5):
        child = await a_child(world, f"Child {n}")
        await sends(world, child, Answers({"school": "3"}, point=Point.START))
        clock.move(timedelta(days=1))
        await sends(world, child, Answers({"school": ("7", "3", "not_sure", "1", "9")[n]}, point=Point.FOUR_MONTHS))

    assert await counting.count_waiting(world.staff) == 10

    sheet = await everything(world)
    assert sheet.changes["school"][:3] == [2, 1, 1]
    assert sum(sheet.changes["school"]) == 4


async def test_one_that_cannot_be_opened_does_not_stop_the_others(nine: World) -> None:
    """A damaged statement is given up and named in the portal; nine others are counted."""
    world = nine
    await sends(world, world.amara)
    sent = await all_sent(world)
    envelopes = await rows(world, tables.statement_part)
    broken = next(row for row in envelopes if row["statement"] == sent[3])
    writes = Writes(world.staff.authority)
    writes.update(tables.envelope, broken["envelope"], sealed=b"VOICE\x01\x00")
    await world.staff.store.write(writes)

    await counting.count_waiting(world.staff)

    assert (await everything(world)).statements == {*sent} - {sent[3]}
    assert ("count", "not_opened") in await delivering_stands(world)


async def test_a_new_version_is_counted_by_itself(nine: World) -> None:
    """Only the same question in the same words is ever added up (R19)."""
    world = nine
    await sends(world, world.amara)
    await counting.count_waiting(world.staff)
    survey = (await world.public.asked(world.version)).survey
    changed = survey.model_copy(update={"title": "About you"})
    first, world.version = world.version, await setting_up.publish(world.staff, changed)
    await some_send(world, 10, seed=2)
    await counting.count_waiting(world.staff)

    assert (await everything(world)).total == 10
    world.version = first
    assert (await everything(world)).total == 10
