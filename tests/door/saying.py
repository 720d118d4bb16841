"""What a child says at the open door, and the worker that takes it up."""

from httpx import Response
from starlette.applications import Starlette

from storage.tables import stranger
from tests.web.browser import Browser as Child
from tests.web.browser import went
from tests.web.looking import rows
from tests.world import World
from voice import taken_at_door
from voice.delivering import Deliveries
from voice.texting import going_up

WORDS = "they lock the fridge at night"
FIND = "im kai my worker is sam"
WAYS = {"door": taken_at_door.take_up, "stranger": going_up.met}


async def begun(door: Starlette, around: str = "just_me", helper: str = "nobody") -> Child:
    """From the open door to the first question."""
    child = Child(door)
    assert went(await child.fill("/open")) == "/start"
    assert went(await child.fill("/start")) == "/around"
    assert went(await child.fill("/around", around=around, helper=helper)) == "/q/1"
    return child


async def say_at_the_door(
    door: Starlette, *about: str, safe: str = "not_at_all", around: str = "just_me", helper: str = "nobody"
) -> Child:
    """All of it, to the receipt."""
    child = await begun(door, around, helper)
    await child.answer(1, words=WORDS)
    await child.answer(2, *(about or ("home",)))
    if went(await child.answer(3, safe)) == "/safe":
        await child.fill("/safe", reach=FIND, do="next")
    await child.answer(4, words=FIND)
    await child.code()
    await child.send()
    return child


async def taken_up(world: World) -> None:
    """The worker has taken up everything that is due."""
    while await Deliveries(world.staff, WAYS).round():
        pass


def token_of(page: Response) -> str:
    return page.text.split('name="csrf" value="', 1)[1].split('"', 1)[0]


async def sent(world: World, somebody: Child, *, safe: str = "safe", find: str = FIND) -> str:
    """She says everything and sends; the page on which duty reads it."""
    await somebody.answer(1, words=WORDS)
    await somebody.answer(2, "home", "family")
    await somebody.answer(3, safe)
    if safe == "not_at_all":
        await somebody.fill("/safe", reach=FIND, must_not_know="my uncle", about_staff="no", do="next")
    assert went(await somebody.answer(4, words=find, do="next" if find else "skip")) == "/check"
    assert went(await somebody.open("/parents")) == "/keep"
    assert went(await somebody.send()) == "/sent"
    await taken_up(world)
    (found,) = await rows(world, stranger)
    return f"/unknown/{found['id']}"
