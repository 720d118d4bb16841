"""Whether somebody chooses who puts a child's words into English, and opens them once duty has given them to them."""

from uuid import UUID

import sqlalchemy as sa

from storage import tables
from storage.writes import Writes
from tests.world import World
from voice import setting_up
from voice.access import SignedIn
from voice.errors import NotAllowed, NothingThere
from voice.in_sign import answers
from voice.in_sign import giving as to_signers
from voice.in_sign import queue as to_sign
from voice.interpreting import giving, queue
from voice.interpreting.giving import Giving, NotThisPerson
from voice.model import How, Role, Work, new_id
from voice.replying import Answer

WORDS = "I have asked your nan"


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


async def signs(world: World, me: SignedIn, statement: UUID) -> dict[str, bool]:
    """Whether somebody answers her in sign, and whether they are given what Sam answers, to sign it."""
    answered = Answer(new_id(), How.SEND_FOR_SIGNING, WORDS)
    try:
        await answers.begin(world.staff, me, statement, answered)
        await answers.drop(world.staff, me, answered.id)
        found = {"in_sign": True}
    except (NotAllowed, NothingThere):
        found = {"in_sign": False}
    writes = Writes(world.staff.authority)
    interpreters = tables.interpreter.c
    theirs = (interpreters.authority == writes.authority, interpreters.staff == me.id)
    writes.change(sa.update(tables.interpreter).where(*theirs).values(languages=["bfi"]))
    await world.staff.store.write(writes)
    sam = SignedIn(world.people["sam"], "Sam", "Okafor", world.east, frozenset({Role.SOCIAL_WORKER}))
    asked, work = Answer(new_id(), How.SEND_FOR_SIGNING, WORDS), new_id()
    await answers.begin(world.staff, sam, statement, asked)
    try:
        await to_signers.give(world.staff, sam, asked.id, to_signers.Giving(work, me.id))
    except NotThisPerson:
        await answers.drop(world.staff, sam, asked.id)
        return found | {"signs": False}
    item = await to_sign.open_item(world.staff, me, work)
    await to_signers.take_back(world.staff, sam, work)
    await answers.drop(world.staff, sam, asked.id)
    return found | {"signs": item.words == WORDS}


async def _gives(world: World, me: SignedIn, statement: UUID, audience: str) -> bool:
    try:
        await giving.look_at(world.staff, me, statement, audience)
    except (NotAllowed, NothingThere):
        return False
    return True
