"""The pages of a child who has sent: answered, weighed and asked back, and what she adds."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from storage.tables import statement
from tests.sheet.taking import Taker
from tests.world import World
from voice import clock, replying, weighing
from voice.access import SignedIn
from voice.boxes import Boxes
from voice.model import How, Role, Stopped, new_id
from voice.replying import Answer, Promise
from voice.weighing import Weighing

BOXES = Boxes(
    means="I think you miss your nan.",
    wants="To see your nan.",
    decided="You see her once a month.",
    decided_by="The judge",
    stopped_by=Stopped.COURT_ORDER,
    told="I came on Monday. You said OK.",
)


async def come_back(taker: Taker, world: World, at: str) -> None:
    """Her own page, empty and then full; each thing that she can press there."""
    page = taker.page
    await taker.take("36-mine")
    await _sam_answers(world)
    await page.goto(f"{at}/mine")
    await taker.take("37-mine-answered")
    for name in ("told/1", "promise/1", "heard/1", "add/0", "add/1"):
        await page.goto(f"{at}/mine/{name}")
        await taker.take(f"38-mine-{name.replace('/', '-')}")
    await page.locator("main form button.go").first.click()
    await taker.take("38-mine-add-wrong")
    await page.goto(f"{at}/stop-asking")
    await page.locator("main form button.go").first.click()
    await taker.take("39-stop-asking-done")
    await page.goto(f"{at}/not-this-person")
    await taker.take("39-not-this-person")


async def _sam_answers(world: World) -> None:
    """He is coming, promises two things, and says what he makes of it."""
    sam = SignedIn(world.people["sam"], "Sam", "Okafor", world.east, frozenset({Role.SOCIAL_WORKER}))
    sent, today = await _newest(world), clock.today()
    promises = [Promise("I ask your nan", today), Promise("A bike", today + timedelta(days=30))]
    words = "Thank you for telling me. I read all of it."
    answer = Answer(new_id(), How.SEE_THEM, words, on_day=today + timedelta(days=3), promises=promises)
    await replying.answer(world.staff, sam, sent, answer)
    await weighing.weigh(world.staff, sam, sent, Weighing(new_id(), BOXES))


async def _newest(world: World) -> UUID:
    wanted = sa.select(statement.c.id).where(statement.c.child == world.amara, statement.c.kind == "statement")
    async with world.staff.store.reading() as db:
        newest: UUID = (await db.execute(wanted.order_by(statement.c.sent.desc()).limit(1))).scalar_one()
    return newest
