"""Somebody texts from a number that nobody has written down, and duty says whose it is."""

import pytest
from starlette.applications import Starlette

from channels.sms.app import routes
from channels.web.app import public
from storage.tables import (
    stranger,
)
from tests.portal.browsing import Browser, at_the_desk
from tests.sms.phone import ACCOUNT, Phone
from tests.sms.talking import Talk, talk_with
from tests.web.looking import rows
from tests.world import World
from voice import setting_up
from voice.model import Role

SOMEBODYS = "+447700900555"
WORDS = "its amara can sam ring me"
URGENT = "i am going to kill myself tonight"


@pytest.fixture
async def somebody(world: World) -> Talk:
    """A telephone that nobody has written down."""
    return talk_with(world, Phone(public(world.public, *routes(ACCOUNT)), SOMEBODYS))


async def texted(world: World, somebody: Talk, words: str = WORDS) -> str:
    await somebody.text(words)
    (found,) = await rows(world, stranger)
    return f"/unknown/{found['id']}"


async def match(world: World, morgan: Browser, page: str, child: object, do: str = "record") -> None:
    looked = await morgan.send(page, f"{page}/look", name="amara" if child == world.amara else "noor")
    assert str(child) in looked.text
    answer = await morgan.client.post(
        f"{page}/match", data={"csrf": token(looked.text), "child": str(child), "do": do, "name": "x"}
    )
    assert answer.status_code == 303


def token(html: str) -> str:
    return html.split('name="csrf" value="', 1)[1].split('"', 1)[0]


async def joins(world: World, app: Starlette, role: Role) -> Browser:
    """Robin begins in this role, and signs in."""
    world.people["robin"] = await setting_up.add_staff(
        world.staff, "Robin", "Hale", "robin@northfold.test", None, [role]
    )
    return await at_the_desk(world, app, "robin")
