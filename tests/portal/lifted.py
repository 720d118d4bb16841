"""Morgan holds a record and asks to lift the hold: what is left is the second word of somebody else."""

from contextlib import suppress
from uuid import UUID

from storage import tables
from tests.portal.looking import rows
from tests.world import World
from voice import lifting, preserving
from voice.access import SignedIn
from voice.errors import NotAllowed
from voice.model import Role, new_id


async def lifts_for_morgan(world: World, me: SignedIn, concern: UUID) -> None:
    """Reads the reasons where that is theirs to do, and lifts it. Raises NotAllowed, NothingThere."""
    services = world.staff
    morgan = SignedIn(world.people["morgan"], "Morgan", "Bell", None, frozenset({Role.DUTY}))
    await preserving.hold(services, morgan, concern, new_id(), "A court asks")
    await lifting.ask(services, morgan, concern, "The court is done")
    (hold,) = [row["id"] for row in await rows(world, tables.legal_hold) if row["concern"] == concern]
    with suppress(NotAllowed):
        await lifting.read(services, me, hold)
    await lifting.lift(services, me, hold, stepped_up=True)
