"""What nobody on the case can understand yet is known at once, goes up like a concern, and ends with a name (R60)."""

from datetime import timedelta

import pytest

from storage import not_understood, tables
from storage.writes import Writes
from surveys.replies import Part, Reply, ReplyState
from tests.portal.looking import rows
from tests.portal.saying import Says, says
from tests.telling.conftest import SQLITE, THURSDAY
from tests.telling.test_climbing import everybody, told
from tests.world import World
from voice import being_understood, clock
from voice.access import SignedIn
from voice.errors import NotAllowed
from voice.model import Because, Level, Role
from voice.staff_services import StaffServices
from voice.unreadable import because_of

ARABIC = Says(words="أفتقد جدتي", language="ar")


def sam(world: World) -> SignedIn:
    return SignedIn(world.people["sam"], "Sam", "Okafor", world.east, frozenset({Role.SOCIAL_WORKER}))


async def after(world: World, services: StaffServices, *minutes: float) -> list[list[str]]:
    """Who was told when so many minutes have passed since Thursday at ten."""
    found = []
    for minute in minutes:
        clock.stand(THURSDAY + timedelta(minutes=minute))
        await being_understood.climb_all(services)
        found.append(await told(world))
    return found


async def test_who_works_with_her_hears_first_and_after_four_hours_duty(world: World, services: StaffServices) -> None:
    """Four hours of the office's own, then every step of the arrangement, and no step twice."""
    await everybody(world)
    await says(world, ARABIC)
    (task,) = await rows(world, tables.not_yet_understood)
    assert (task["audience"], task["because"], task["language"]) == ("worker", "language", "ar")
    assert task["due"] == THURSDAY + timedelta(hours=4)

    found = await after(world, services, 0, 239, 240, 240)

    assert found == [["sam"], ["sam"], ["sam", "morgan"], ["sam", "morgan"]]


@SQLITE
async def test_what_a_child_who_signs_types_is_english(world: World, services: StaffServices) -> None:
    """Nobody writes BSL: no interpreter is looked for, and no copy of it is anybody's. In other letters it is not."""
    await says(world, Says(words="miss nan. nobody tell me why", language="bfi"))
    assert await rows(world, tables.not_yet_understood) == []

    await says(world, Says(words="أفتقد جدتي", language="bfi"))
    assert [row["because"] for row in await rows(world, tables.not_yet_understood)] == ["language"]


@SQLITE
async def test_where_she_is_not_safe_either_it_is_at_once(world: World, services: StaffServices) -> None:
    await everybody(world)
    await says(world, Says(words="أخاف", language="ar", safe="no", about_staff="no"))
    (task,) = await rows(world, tables.not_yet_understood)
    assert (task["level"], task["due"]) == ("unsafe", THURSDAY + timedelta(minutes=15))

    assert [sorted(each) for each in await after(world, services, 0, 15)] == [
        ["morgan", "sam"],
        ["morgan", "ola", "sam"],
    ]


@SQLITE
async def test_it_ends_with_the_name_of_who_understood(world: World, services: StaffServices) -> None:
    """Whoever cannot open it cannot say so; the first who says so counts, and nobody else is told (R60)."""
    await everybody(world)
    await says(world, ARABIC)
    (task,) = await rows(world, tables.not_yet_understood)
    morgan = SignedIn(world.people["morgan"], "Morgan", "Bell", None, frozenset({Role.DUTY}))
    with pytest.raises(NotAllowed):
        await being_understood.understood(world.staff, morgan, task["id"])
    assert [row["understood"] for row in await rows(world, tables.not_yet_understood)] == [None]
    for _ in range(2):
        await being_understood.understood(world.staff, sam(world), task["id"])
        clock.move(timedelta(minutes=1))
    clock.move(timedelta(minutes=-2))

    (kept,) = await rows(world, tables.not_yet_understood)
    assert (kept["by"], kept["understood"]) == (world.people["sam"], THURSDAY)
    assert await after(world, services, 600) == [[]]


@SQLITE
async def test_what_was_for_the_manager_alone_is_not_sams_to_know(world: World, services: StaffServices) -> None:
    """Words about him wait for a translator, and he neither hears nor sees that they are there (R58)."""
    await everybody(world)
    await says(world)
    (said,) = await rows(world, tables.statement)
    writes = Writes(world.staff.authority)
    not_understood.open_task(writes, said["id"], "manager", "ar", Because.LANGUAGE, Level.WORRY, clock.now())
    await world.staff.store.write(writes)
    (task,) = await rows(world, tables.not_yet_understood)

    assert "sam" not in (await after(world, services, 0, 600))[-1]
    assert await being_understood.tasks_to_see(world.staff, sam(world)) == []
    with pytest.raises(NotAllowed):
        await being_understood.understood(world.staff, sam(world), task["id"])


@SQLITE
async def test_english_words_open_nothing(world: World) -> None:
    await says(world)

    assert await rows(world, tables.not_yet_understood) == []


def reply(words: str = "", **part: str) -> Reply:
    return Reply("worries", ReplyState.ANSWERED, (), words, (Part(**part),) if part else ())


READ = {
    "words in another language": ([reply("أفتقد")], "ar", Because.LANGUAGE),
    "words within a house": ([reply(row="worries", words="أفتقد")], "ar", Because.LANGUAGE),
    "choices alone, whatever the language": ([Reply("feeling", ReplyState.ANSWERED, ("2",))], "ar", None),
    "skipped, whatever the language": ([Reply("worries", ReplyState.SKIPPED)], "ar", None),
    "a drawing": ([reply(drawing="0 0")], "en", Because.DRAWN),
    "Easy Read is English": ([reply("I miss nan")], "en-simple", None),
}


@pytest.mark.parametrize(("replies", "language", "because"), READ.values(), ids=READ.keys())
def test_why_it_is_not_understood(replies: list[Reply], language: str, because: Because | None) -> None:
    assert because_of(replies, language) is because
