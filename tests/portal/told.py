"""A child tells the service and not her file; somebody who reads it may be worried."""

from datetime import date
from uuid import UUID

from storage import tables
from tests.portal.looking import rows
from tests.portal.saying import begin
from tests.world import World
from voice import sending_unnamed, setting_up, unnamed
from voice.access import SignedIn
from voice.model import Role


async def told_to_the_service(world: World, *, worried: bool) -> UUID:
    """What Fay told; its id."""
    child = await setting_up.add_child(world.staff, "Fay", date(2016, 1, 1), world.west)
    before = {row["statement"] for row in await rows(world, tables.unnamed)}
    await sending_unnamed.send_unnamed(world.public, await begin(world, child))
    (told,) = {row["statement"] for row in await rows(world, tables.unnamed)} - before
    if worried:
        kim = SignedIn(world.people["alex"], "Kim", "Lee", None, frozenset({Role.PARTICIPATION_OFFICER}))
        await unnamed.be_worried(world.staff, kim, told, "They say that nobody comes")
    return UUID(str(told))
