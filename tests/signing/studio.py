"""Hana, who translates, and Noel, who checks: their desks in the studio, and what they do there."""

import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import httpx
import pytest

from channels.portal.app import portal
from channels.web.app import public
from i18n.languages import BSL
from storage.media import open_media
from surveys.wording import words_of
from tests.playback.films import film
from tests.portal.browsing import Browser, at_the_desk, hidden
from tests.web.browser import Browser as Childs
from tests.world import World, make_world
from voice import clock, setting_up
from voice.clips import hash_of
from voice.model import Role

FILM = re.compile(r"/signing/clips/([0-9a-f-]{36})/film")
PEOPLE = {
    "translator_name": "Hana Lund",
    "translator_register": "NRCPD",
    "translator_number": "1001234",
    "checker_name": "Luca Berg",
    "checker_register": "RBSLI",
    "checker_number": "2044",
    "region": "",
}


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Northfold with a translator, a participation officer, a place for clips and ffmpeg."""
    async with make_world(tmp_path) as made:
        for name, role in (("hana", Role.BSL_TRANSLATOR), ("noel", Role.PARTICIPATION_OFFICER)):
            email = f"{name}@northfold.test"
            made.people[name] = await setting_up.add_staff(made.staff, name.title(), "Lund", email, None, [role])
        media = open_media(f"file:{tmp_path}/media")
        made.public = replace(made.public, media=media)
        made.staff = replace(made.staff, media=media, ffmpeg=shutil.which("ffmpeg"))
        yield made
    clock.stand(None)


async def somebody(world: World, name: str) -> Browser:
    """One more translator."""
    facts = (name.title(), "Lund", f"{name}@northfold.test", None, [Role.BSL_TRANSLATOR])
    world.people[name] = await setting_up.add_staff(world.staff, *facts)
    return await at_the_desk(world, portal(world.staff), name)


@pytest.fixture
async def hana(world: World) -> Browser:
    return await at_the_desk(world, portal(world.staff), "hana")


@pytest.fixture
async def noel(world: World) -> Browser:
    return await at_the_desk(world, portal(world.staff), "noel")


async def question(world: World) -> tuple[str, str]:
    """The words of the first question, and the studio's page of them."""
    words = words_of((await world.public.asked(world.version)).words["en-simple"], "find_out")["words"]
    return words, f"/signing/words/{hash_of(words).hex()}"


async def bring(who: Browser, page: str, brought: bytes, name: str = "film.mp4") -> httpx.Response:
    fields = hidden((await who.get(page)).text, f"{page}/bring")
    return await who.client.post(f"{page}/bring", data=fields, files={"film": (name, brought, "video/mp4")})


async def brought(who: Browser, page: str, way: str = "mp4") -> str:
    """A film of the tests' own, brought here; the address of the new version."""
    assert (await bring(who, page, film(way))).headers["location"] == f"{page}?done=clip_brought"
    return f"/signing/clips/{FILM.findall((await who.get(page)).text)[0]}"


async def mended(who: Browser, page: str, version: str, **changed: str) -> httpx.Response:
    written = re.search(r"<textarea id=\"captions[^>]*>\n(.*?)</textarea>", (await who.get(page)).text, re.DOTALL)
    assert written
    return await who.send(page, f"{version}/mend", **{**PEOPLE, "captions": unescape(written[1]), **changed})


BRIEF = {"meaning": "How she tells us", "context": "The first question", "avoid": "That there is a right answer"}
SAW = "It asks me how I would like to tell them things"


async def briefed(who: Browser, page: str) -> None:
    assert (await who.send(page, f"{page}/brief", **BRIEF)).headers["location"].endswith("done=clip_briefed")


async def said_back(who: Browser, version: str, **said: str) -> httpx.Response:
    return await who.send(f"{version}/back", f"{version}/said-back", **{"understood": SAW, "had-not-read": "1", **said})


async def shown(who: Browser, page: str, version: str) -> httpx.Response:
    """Said back by somebody who had not read the words, who then reads them and lets children see it."""
    assert (await said_back(who, version)).headers["location"] == f"{page}?done=clip_said_back"
    return await who.send(page, f"{version}/show")


async def seen_by_a_child(world: World) -> tuple[str, Childs]:
    """The first question as Amara sees it, who signs; from a process that has just been started."""
    child = Childs(public(replace(world.public, _shown=type(world.public._shown)())), language=BSL.tag)
    await child.begin(await world.link())
    return (await child.open("/q/1")).text, child
