"""Hana records a clip in the studio with a camera, by the children's recorder, and Noel watches what came of it."""

import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest
from playwright.async_api import Browser, Page

from channels.portal.app import portal
from storage import tables
from storage.media import open_media
from surveys.wording import words_of
from tests.browser.test_recording import LIVE, PLAYS, WATCHED, browser, pressed
from tests.browser.test_the_line import fine, sign_in
from tests.portal.looking import rows
from tests.serving import address_of, free_socket, served
from tests.world import World, make_world
from voice import setting_up
from voice.clips import hash_of
from voice.model import Role

__all__ = ["browser"]

TRANSLATOR = Role.BSL_TRANSLATOR


@pytest.fixture(scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """The portal served, with a translator, somebody who checks, and a place for clips."""
    ffmpeg = shutil.which("ffmpeg")
    if ffmpeg is None:
        pytest.skip("ffmpeg is not installed: no clip was recorded in a browser")
    end, home = free_socket(), tmp_path_factory.mktemp("studio")
    async with AsyncExitStack() as stack:
        made = await stack.enter_async_context(make_world(home, staff_url=address_of(end)))
        for name, role in (("hana", TRANSLATOR), ("iris", TRANSLATOR), ("noel", Role.PARTICIPATION_OFFICER)):
            email = f"{name}@northfold.test"
            made.people[name] = await setting_up.add_staff(made.staff, name.title(), "Lund", email, None, [role])
        made.staff = replace(made.staff, media=open_media(f"file:{home}/media"), ffmpeg=ffmpeg)
        await stack.enter_async_context(served(portal(made.staff), end))
        yield made


async def place_of(world: World) -> tuple[str, str]:
    """A text, and the studio's page of it."""
    words = words_of((await world.public.asked(world.version)).words["en-simple"], "find_out")["words"]
    return words, f"{world.staff.staff_url}/signing/words/{hash_of(words).hex()}"


async def at_the_studio(browser: Browser, world: World, who: str, width: int, *, scripts: bool = True) -> Page:
    context = await browser.new_context(viewport={"width": width, "height": 700}, java_script_enabled=scripts)
    desk = await context.new_page()
    await desk.add_init_script(WATCHED)
    await sign_in(desk, world, who)
    await desk.get_by_role("link", name="Sign language").first.wait_for()
    return desk


async def test_a_clip_is_recorded_in_the_studio(browser: Browser, world: World) -> None:
    """By the keyboard, with the script in sight; the camera is let go of, no sound is asked for, and it plays."""
    words, place = await place_of(world)
    desk = await at_the_studio(browser, world, "hana", 390)
    await desk.goto(place)
    await fine(desk)
    await desk.get_by_role("link", name="Record it here").click()
    await fine(desk)
    assert await desk.get_by_text(words).first.is_visible()

    await pressed(desk, "Turn the camera on")
    await pressed(desk, "Start: three, two, one")
    await desk.get_by_role("button", name="Stop").wait_for()
    assert await desk.evaluate("streams.flatMap((each) => each.getTracks()).map((track) => track.kind)") == ["video"]
    await desk.wait_for_timeout(1500)
    await pressed(desk, "Stop")
    await desk.get_by_role("button", name="Keep this one").wait_for()
    assert await desk.evaluate(LIVE) == 0
    await fine(desk)
    await pressed(desk, "Keep this one")
    await desk.wait_for_url("**?done=clip_brought", timeout=60_000)
    await fine(desk)
    await desk.context.close()

    (clip,) = await rows(world, tables.clip)
    assert (clip["made_by"], clip["state"]) == (world.people["hana"], "ready")
    other = await at_the_studio(browser, world, "noel", 1280)
    await other.get_by_role("link", name="Sign language").first.click()
    await other.get_by_role("link", name="say back what it says").click()
    assert await other.locator("video").evaluate(PLAYS) == 640
    assert not await other.evaluate("document.scripts.length")
    assert not await other.get_by_text(words).count()
    await fine(other)
    await other.get_by_label("What it says").fill("It wants to hear what I think")
    await other.get_by_label("I had not read its words").check()
    await pressed(other, "Keep it, and show me the words")
    await other.get_by_text(words).first.wait_for()
    assert await other.get_by_text("It wants to hear what I think").is_visible()
    await fine(other)
    await other.context.close()


async def test_without_a_script_there_is_a_file(browser: Browser, world: World) -> None:
    """The recorder's page then has the file field alone."""
    _, place = await place_of(world)
    desk = await at_the_studio(browser, world, "iris", 320, scripts=False)  # a code is taken once in half a minute
    await desk.goto(f"{place}/record")

    assert await desk.get_by_label("Or choose a film").is_visible()
    assert not await desk.get_by_role("button", name="Turn the camera on").is_visible()
    await fine(desk)
    await desk.context.close()
