"""What was made of a child's words, and is not shown to her: for whoever asks who may do what."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from storage import tables
from tests.portal.looking import rows
from tests.world import World
from voice import setting_up, weighing, withholding
from voice.access import SignedIn
from voice.boxes import Boxes
from voice.model import Role, new_id
from voice.weighing import Weighing

BOXES = Boxes(means="She misses her nan")


async def weighs_and_hides(world: World, child: UUID, statement: UUID) -> None:
    """Sam, who works with her too, weighs what she said and does not show her."""
    sam = SignedIn(world.people["sam"], "Sam", "Okafor", world.east, frozenset({Role.SOCIAL_WORKER}))
    await setting_up.allocate(world.staff, child, sam.id, Role.SOCIAL_WORKER)
    hidden = Weighing(new_id(), BOXES, "She is not on her own with the telephone")
    await weighing.weigh(world.staff, sam, statement, hidden)


async def weighing_verbs(world: World, me: SignedIn, statement: UUID) -> dict[str, Callable[[], Awaitable[Any]]]:
    """What the table of who may do what asks about weighing."""
    hidden = next(row["id"] for row in await rows(world, tables.weighing) if row["withheld"])
    return {
        "weighs": lambda: weighing.weigh(world.staff, me, statement, Weighing(new_id(), BOXES)),
        "withheld": lambda: withholding.open_reason(world.staff, me, hidden),
    }
