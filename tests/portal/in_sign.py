"""Sam answers Amara in sign: by Robin, whom Kit checks, or with his own hands; and the worker's part of it."""

from typing import Any
from uuid import UUID, uuid4

import httpx

from storage import tables
from storage.attachments import DELIVERY
from tests.playback.films import ffmpeg, film
from tests.portal.browsing import Browser, hidden
from tests.portal.looking import answers, rows
from tests.portal.saying import Says, says
from tests.world import World
from voice import coming_back, not_this_person
from voice.delivering import Deliveries
from voice.draft import Receipt
from voice.in_sign import going
from voice.model import new_id
from voice.playback.making import Making

WORDS = "I have asked your nan. She wants to see you on Saturday."


async def signs(world: World) -> Receipt:
    """Amara says something in British Sign Language."""
    return await says(world, Says(language="bfi"))


async def begun(sam: Browser, receipt: Receipt, how: str = "send_for_signing", **fields: Any) -> str:
    """Sam writes what is to be signed; the answer's own page."""
    given = await answers(sam, receipt.statement, **{"how": how, "words": WORDS, **fields})
    assert given.status_code == 303, given.text
    return given.headers["location"]


async def sends(world: World, who: Browser, page: str, to: str, checker: str = "", **more: str) -> httpx.Response:
    people = {"to": str(world.people[to]), "checker": str(world.people[checker]) if checker else ""}
    return await posts(who, f"{page}/give", **people, **more)


async def posts(who: Browser, address: str, **fields: str) -> httpx.Response:
    """Send a form whose page this person may not see, with a token from elsewhere, as an attacker would."""
    token = hidden((await who.get("/")).text, "/sign-out")["csrf"]
    return await who.client.post(address, data={"csrf": token, "id": str(uuid4()), **fields})


async def refuses(world: World, receipt: Receipt, name: str) -> None:
    """Amara comes back and says: not this person."""
    assert receipt.code
    opened = await coming_back.open_with_code(world.public, receipt.code)
    held = await coming_back.held_mailbox(world.public, opened.token)
    await not_this_person.from_mailbox(world.public, held, [world.people[name]], new_id())


async def in_queue(world: World, name: str) -> str:
    """The page of what this person has in their queue."""
    given = [row for row in await rows(world, tables.interpreting) if row["staff"] == world.people[name]]
    (mine,) = [row["id"] for row in given if row["ended"] is None]
    return f"/interpreting/{mine}/sign"


async def films_it(who: Browser, page: str, address: str, body: bytes | None = None, **more: str) -> httpx.Response:
    """Take the page's form, put a film into it and send it."""
    fields = hidden((await who.get(page)).text, address) | more
    came = {"film": ("film", film("webm") if body is None else body, "video/webm")}
    return await who.client.post(address, data=fields, files=came)


async def signed_by(who: Browser, page: str, body: bytes | None = None) -> httpx.Response:
    return await films_it(who, page, page, body)


async def checks(who: Browser, page: str, verdict: str = "right", note: str = "", **more: str) -> httpx.Response:
    address = page.replace("/sign", "/check")
    return await who.send(page, address, verdict=verdict, note=note, **more)


async def the_worker_works(world: World) -> int:
    """Films are made to play, and what may go goes: how many answers."""
    deliveries = Deliveries(world.staff, {DELIVERY: Making(ffmpeg())}, at_once=1)
    while await deliveries.round():
        pass
    return await going.by_itself(world.staff)


async def films(world: World) -> list[UUID]:
    return [row["id"] for row in await rows(world, tables.signed_film)]
