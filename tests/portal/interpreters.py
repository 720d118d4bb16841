"""Robin and Kit interpret Arabic for Northfold; Sam gives them what Amara said."""

from uuid import UUID, uuid4

import httpx
from starlette.applications import Starlette

from storage import tables
from tests.portal.browsing import Browser, at_the_desk, hidden
from tests.portal.looking import rows
from tests.portal.saying import Says
from tests.world import World
from voice import setting_up
from voice.model import Role

NAN = "أفتقد جدتي"
ARABIC = Says(words=NAN, language="ar")
ENGLISH = "I miss my nan"


async def interprets(world: World, app: Starlette, name: str, last: str, roles: tuple[Role, ...] = ()) -> Browser:
    """Somebody begins as an interpreter of Arabic, and signs in."""
    roles = roles or (Role.INTERPRETER,)
    made = await setting_up.add_staff(world.staff, name.title(), last, f"{name}@northfold.test", None, roles)
    await setting_up.add_interpreter(world.staff, made, name.title(), ["ar", "bfi"])
    world.people[name] = made
    return await at_the_desk(world, app, name)


def choosing(statement: UUID, audience: str = "worker") -> str:
    return f"/statements/{statement}/english/{audience}"


async def gives(
    world: World, who: Browser, statement: UUID, to: str, work: str = "makes", audience: str = "worker"
) -> httpx.Response:
    """Choose a person on the page. Whoever may not see it has its token from elsewhere, as an attacker would."""
    page = choosing(statement, audience)
    token = hidden((await who.get("/")).text, "/sign-out")["csrf"]
    fields = {"csrf": token, "id": str(uuid4()), "work": work, "to": str(world.people[to])}
    return await who.client.post(page, data=fields)


async def given_to(world: World, name: str) -> str:
    """The page of what this person was given and has not handed in."""
    given = [row for row in await rows(world, tables.interpreting) if row["staff"] == world.people[name]]
    (mine,) = [row["id"] for row in given if row["ended"] is None]
    return f"/interpreting/{mine}"


async def hands_in(who: Browser, page: str, *english: str, note: str = "") -> httpx.Response:
    lines = {f"english_{n}": text for n, text in enumerate(english)}
    return await who.send(page, page, **lines, note=note)


async def in_english(world: World, sam: Browser, robin: Browser, statement: UUID, english: str = ENGLISH) -> str:
    """Sam gives it to Robin, who hands it in. Robin's page of it."""
    assert (await gives(world, sam, statement, "robin")).status_code == 303
    page = await given_to(world, "robin")
    assert (await hands_in(robin, page, english)).status_code == 303
    return page
