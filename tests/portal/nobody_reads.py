"""What a child said is in a language that nobody here reads yet."""

from uuid import UUID

from storage import not_understood, tables
from storage.writes import Writes
from tests.portal.looking import rows
from tests.world import World
from voice import clock
from voice.model import Because, Level


async def not_yet_understood(world: World, statement: UUID) -> dict[str, UUID]:
    """What she said to the manager alone is, as what she said to her worker, in a language that nobody reads yet."""
    writes, due = Writes(world.staff.authority), clock.now()
    not_understood.open_task(writes, statement, "manager", "ar", Because.LANGUAGE, Level.WORRY, due)
    await world.staff.store.write(writes)
    return {row["audience"]: row["id"] for row in await rows(world, tables.not_yet_understood)}
