"""Anybody who runs the service can count again, and is told where a tally is not what was said."""

import shutil

from storage import counting as standing
from storage import erasure, public_keys, tallies
from storage.writes import Writes
from tests.commands.conftest import SAFE, Place
from tests.counting.reading import months
from tests.counting.saying import all_sent
from tests.world import World
from voice import clock, recounting
from voice.figures.sheet import Sheet
from voice.model import Purpose


async def put_back(world: World, sheet: Sheet) -> None:
    """As somebody would who has every key."""
    services = world.staff
    async with services.store.reading() as db:
        key = (await public_keys.recipients(db, services.keys, None))[Purpose.NUMBERS]
        [kept] = await tallies.sheets(db, services.authority, world.version)
    writes = Writes(services.authority)
    tallies.keep_sheet(writes, world.version, kept.month, sheet.to_bytes(), key, kept)
    await services.store.write(writes)


async def test_everything_agrees(published: World) -> None:
    [november] = await recounting.recount(published.staff)

    assert (november.survey, november.tallied, november.erased, november.agrees) == ("about_me_8_11", 60, 0, True)
    assert november.tallied + await recounting.still_waiting(published.staff) == len(await all_sent(published))


async def test_an_erased_child_is_missing_and_nothing_else(published: World) -> None:
    """Her answer stays in the sum of sixty; it is said that one is gone."""
    [sheet] = (await months(published)).values()
    async with published.staff.store.reading() as db:
        [of_one, *_] = await standing.behind(db, published.staff.authority, sorted(sheet.statements))
    writes = Writes(published.staff.authority)
    erasure.erase(writes, of_one.child, clock.now())
    await published.staff.store.write(writes)

    [november] = await recounting.recount(published.staff)

    assert (november.tallied, november.erased, november.agrees) == (60, 1, True)


async def test_a_tally_that_somebody_changed_is_named(published: World) -> None:
    """One answer more in one number, and the check fails."""
    [sheet] = (await months(published)).values()
    sheet.rows["total", "all"][4] += 1
    await put_back(published, sheet)

    [november] = await recounting.recount(published.staff)

    assert not november.agrees


async def test_the_command_says_it_in_numbers(published: World) -> None:
    """One line a month and what waits; exit 1 where a tally differs. No name, no answer."""
    await published.staff.store.tidy()
    for key in ("intake.key", "case.key"):
        shutil.copy2(published.home / "keys" / key, published.home / key)
    place = Place(published.home, dict(SAFE))

    done = place.voice("figures check")

    assert done.stdout == "about_me_8_11 1  2026-11  60 statements: agrees\n0 statements wait to be counted\n"
    assert done.returncode == 0
    [(_, sheet)] = (await months(published)).items()
    sheet.rows["total", "all"][4] += 1
    await put_back(published, sheet)
    assert place.refused("figures check") == "voice: a tally is not what its statements say"
