"""Opens what lies sealed, and counts again by hand, to compare."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from storage import tallies
from surveys.record import chosen_of
from tests.world import World
from voice import counting
from voice.figures.columns import counted
from voice.figures.sheet import Sheet, together


async def months(world: World) -> dict[date, Sheet]:
    """Every sheet there is."""
    services = world.staff
    async with services.store.reading() as db:
        survey = await counting.survey_of(db, services.authority, world.version)
        kept = await tallies.sheets(db, services.authority, world.version)
        return {one.month: await counting.read_sheet(db, services, survey, world.version, one) for one in kept}


async def everything(world: World) -> Sheet:
    """All months together."""
    survey = (await world.public.asked(world.version)).survey
    return together(counted(survey), list((await months(world)).values()))


async def by_hand(world: World, statements: Sequence[UUID], question: str) -> Counter[tuple[str, str, str]]:
    """How often each choice stands in these statements, by table and group."""
    async with world.staff.store.reading() as db:
        opened = await counting.open_statements(db, world.staff, statements)
    found: Counter[tuple[str, str, str]] = Counter()
    for said in opened.values():
        for table, group in said.groups.items():
            found += Counter((table, group, choice) for choice in chosen_of(said.answers[question]))
    return found
