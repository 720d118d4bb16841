"""The line through plain HTTP, on both databases: child, sealed, worker, reply, child."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pyotp
import pytest
import sqlalchemy as sa

from channels.portal.app import portal
from channels.web.app import public
from storage import tables
from tests.reader import Reader
from tests.world import PUBLIC_URL, STAFF_URL, World, make_world
from voice import clock, signing_in

WORDS = "I want to see Tunde more 🙂 مرحبا\nand I want someone to tell me why I can’t"
REPLY = "I asked about Tunde on Monday. Next week I will tell you what they said."
PASSWORD = "a quiet yellow teapot"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """The cast, on each database in turn."""
    url = request.getfixturevalue("fresh_postgres") if request.param == "postgresql" else None
    async with make_world(tmp_path, url) as made:
        yield made


async def say_it(amara: Reader, link: str, safe: str = "always") -> str:
    """Amara answers every question and sends; her code."""
    await amara.open(f"/c/{link}")
    await amara.press({})
    await amara.press({})
    await amara.press({"around": "just_me", "helper": "nobody"})
    while amara.path.startswith("/q/"):
        offered = re.findall(r'name="choice" value="(\w+)"', amara.page.text)
        fields = {"choice": safe if safe in offered else offered[0]} if offered else {"words": WORDS}
        await amara.press({**fields, "do": "next"})
    await amara.open("/parents")
    await amara.press({"parents": "please_dont", "which": ""})
    code = "".join(re.findall(r"<span>(\w{5})</span>", amara.page.text))
    await amara.press({"do": "send"}, action="/send")
    return code


async def at_the_desk(world: World, who: str) -> Reader:
    """A member of staff, signed in."""
    reader = Reader(portal(world.staff), STAFF_URL)
    await signing_in.set_password(world.staff, world.people[who], PASSWORD)
    secret = await signing_in.set_one_time_code(world.staff, world.people[who])
    await reader.open("/sign-in")
    fields = {"email": f"{who}@northfold.test", "password": PASSWORD, "code": pyotp.TOTP(secret).at(clock.now())}
    await reader.press(fields, action="/sign-in")
    return reader


async def newest_statement(world: World) -> str:
    async with world.staff.store.reading() as db:
        return str((await db.execute(sa.select(tables.statement.c.id))).scalars().one())


async def test_however_amara_answers_sam_reads_her_exact_words_and_she_reads_his(world: World) -> None:
    """What goes in at the link comes out on Sam's page to the letter, and his answer on hers."""
    amara = Reader(public(world.public), PUBLIC_URL)
    code = await say_it(amara, await world.link())
    sam = await at_the_desk(world, "sam")

    read = await sam.open(f"/statements/{await newest_statement(world)}")
    where = f"/statements/{await newest_statement(world)}/answer"
    await sam.press({"how": "write", "words": REPLY, "do": "send"}, action=where)
    await amara.open("/exit")
    await amara.open("/")
    mine = await amara.press({"code": f" {code[:5].lower()}-{code[5:]} "}, action="/")

    assert "I want to see Tunde more 🙂 مرحبا\nand I want someone to tell me why I can’t" in read
    assert "don’t" in read
    assert REPLY in mine
    assert "<bdi>Sam</bdi>, <span>your social worker</span>" in mine


async def test_dev_of_another_team_sees_nothing(world: World) -> None:
    """Another team's worker gets the answer of a thing that is not there."""
    await say_it(Reader(public(world.public), PUBLIC_URL), await world.link())
    dev = await at_the_desk(world, "dev")

    read = await dev.open(f"/statements/{await newest_statement(world)}")

    assert dev.page.status_code == 404
    assert "Tunde" not in read


async def test_what_priya_was_told_about_sam_stays_with_priya(world: World) -> None:
    """An answer about the worker is read by the manager and never shown to the worker (R58)."""
    await say_it(Reader(public(world.public), PUBLIC_URL), await world.link())
    statement = f"/statements/{await newest_statement(world)}"
    sam, priya = await at_the_desk(world, "sam"), await at_the_desk(world, "priya")

    asked = "Does your social worker listen to you?"

    assert asked not in await sam.open(statement)
    assert asked in await priya.open(statement)
