"""Whether somebody chooses who puts a child's words into English, and opens them once duty has given them to them."""

from uuid import UUID

from tests.world import World
from voice import setting_up
from voice.access import SignedIn
from voice.errors import NotAllowed, NothingThere
from voice.interpreting import giving, queue
from voice.interpreting.giving import Giving, NotThisPerson
from voice.model import Role, Work, new_id


async def interprets(world: World, me: SignedIn, statement: UUID) -> dict[str, bool]:
    """Under the names of docs/access.csv. Whoever it is, they say that they interpret her language."""
    found = {"gives": await _gives(world, me, statement, "worker")}
    found |= {"gives_apart": await _gives(world, me, statement, "manager")}
    await setting_up.add_interpreter(world.staff, me.id, "Kit", ["en"])
    morgan = SignedIn(world.people["morgan"], "Morgan", "Bell", None, frozenset({Role.DUTY}))
    work = new_id()
    try:
        await giving.give(world.staff, morgan, statement, "worker", Giving(work, Work.MAKES, me.id))
    except NotThisPerson:
        return found | {"interprets": False}
    item = await queue.open_item(world.staff, me, work)
    await giving.take_back(world.staff, morgan, work)
    return found | {"interprets": bool(item.lines)}


async def _gives(world: World, me: SignedIn, statement: UUID, audience: str) -> bool:
    try:
        await giving.look_at(world.staff, me, statement, audience)
    except (NotAllowed, NothingThere):
        return False
    return True
