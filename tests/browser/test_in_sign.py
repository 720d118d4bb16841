"""Amara signs, and Robin signs what Sam answers: in a real Chromium with a pretended camera."""

import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, Route

from channels.portal.app import portal
from channels.web.app import public
from storage.media import open_media
from tests.browser.test_recording import LIVE, PLAYS, WATCHED, browser
from tests.browser.test_the_line import fine, sign_in
from tests.playback.films import film, needs_ffmpeg
from tests.portal.in_sign import WORDS, signs, the_worker_works
from tests.serving import address_of, free_socket, served
from tests.world import World, make_world
from voice import setting_up
from voice.draft import Receipt
from voice.model import Role

__all__ = ["browser"]
pytestmark = needs_ffmpeg
TELEPHONE, DESK = {"width": 320, "height": 640}, {"width": 1280, "height": 900}
SHOTS = os.environ.get("SHOTS")  # a folder for pictures of each page, for whoever looks at them


@pytest.fixture(scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Children's pages and portal, with a place for films, and two interpreters."""
    child_end, staff_end = free_socket(), free_socket()
    home = tmp_path_factory.mktemp("in_sign")
    media = open_media(f"file:{home / 'media'}")
    async with AsyncExitStack() as stack:
        addresses = {"public_url": address_of(child_end), "staff_url": address_of(staff_end)}
        made = await stack.enter_async_context(make_world(home, **addresses))
        here = replace(made, public=replace(made.public, media=media), staff=replace(made.staff, media=media))
        for name, last in (("robin", "Hale"), ("kit", "Lane")):
            roles = [Role.INTERPRETER]
            who = await setting_up.add_staff(here.staff, name.title(), last, f"{name}@northfold.test", None, roles)
            await setting_up.add_interpreter(here.staff, who, name.title(), ["bfi"])
            here.people[name] = who
        await stack.enter_async_context(served(public(here.public), child_end))
        await stack.enter_async_context(served(portal(here.staff), staff_end))
        yield here


async def at_desk(browser: Browser, world: World, who: str, **how: object) -> Page:
    screen = await browser.new_context(**({"viewport": DESK} | how))  # type: ignore[arg-type]
    page = await screen.new_page()
    await page.add_init_script(WATCHED)
    await sign_in(page, world, who)
    return page


async def seen(page: Page, name: str) -> None:
    """Fine for axe and not too wide; on a telephone's screen too."""
    before = page.viewport_size
    for screen in (TELEPHONE, DESK):
        await page.set_viewport_size(screen)  # type: ignore[arg-type]
        await fine(page)
        if SHOTS:
            for scheme in ("light", "dark"):
                await page.emulate_media(color_scheme=scheme)
                shot = Path(SHOTS) / f"{name}-{screen['width']}-{scheme}.png"
                await page.screenshot(path=shot, full_page=True)
            await page.emulate_media(color_scheme="light")
    await page.set_viewport_size(before or DESK)  # type: ignore[arg-type]


async def records(page: Page) -> None:
    """From the camera to the end of what it sees; the camera is let go of before anything is sent."""
    assert await page.evaluate(LIVE) == 0
    await page.get_by_role("button", name="Turn the camera on").click()
    await page.get_by_role("button", name="Start: three, two, one").click()
    await page.get_by_text("Recording.").wait_for()
    await page.wait_for_timeout(1500)
    await page.get_by_role("button", name="Stop").click()
    await page.get_by_role("button", name="Keep this one").wait_for()
    assert await page.evaluate(LIVE) == 0


async def in_a_tunnel(page: Page, where: str) -> list[str]:
    """The form is lost on its way there twice, and goes through the third time: what was lost, as it happens."""
    lost: list[str] = []

    async def tunnel(route: Route) -> None:
        if route.request.method == "POST" and len(lost) < 2:
            lost.append(route.request.method)
            await route.abort("internetdisconnected")
        else:
            await route.continue_()

    await page.route(where, tunnel)
    return lost


async def writes(page: Page, world: World, receipt: Receipt, how: str) -> None:
    """Sam writes what is to be signed."""
    await page.goto(f"{world.staff.staff_url}/statements/{receipt.statement}")
    await seen(page, f"statement-{how}")
    await page.get_by_label(how, exact=True).check()
    await page.get_by_label("What you say to them").fill(WORDS)
    await page.get_by_role("button", name="Keep this answer").click()
    await page.wait_for_url("**/answers/*")


async def test_kit_signs_robin_checks_and_she_watches(browser: Browser, world: World) -> None:
    """It is recorded in the page; she sees the film, and then its words, by whom it is signed and who checked it."""
    receipt = await signs(world)
    sam = await at_desk(browser, world, "sam")
    await writes(sam, world, receipt, "Send it for signing")
    await gives_it(sam)
    await signs_it(browser, world)
    await checks_it(browser, world)
    await sam.reload()
    await seen(sam, "answer-going")
    assert await the_worker_works(world) == 1

    amara = await comes_back(browser, world, receipt)
    await seen(amara, "mine")
    order = "each => [...each.querySelectorAll('video, blockquote')].map(one => one.tagName)"
    assert await amara.locator(".reply").evaluate(order) == ["VIDEO", "BLOCKQUOTE"]
    said = await amara.locator(".reply").inner_text()
    assert [word for word in (WORDS, "Kit", "Robin") if word not in said] == []
    film = amara.locator(".reply video")
    assert await film.evaluate("video => [video.paused, video.autoplay]") == [True, False]
    assert await film.evaluate(PLAYS) == 640
    await sam.goto(f"{world.staff.staff_url}/statements/{receipt.statement}")
    await seen(sam, "statement-answered")
    for page in (sam, amara):
        await page.context.close()


async def gives_it(sam: Page) -> None:
    """To Kit, and to Robin to check, with a brief."""
    await seen(sam, "answer-to-give")
    await sam.locator("[name=to]").first.check()
    await sam.locator("[name=checker]").last.check()
    await sam.get_by_label("What the signer should know (not needed)").fill("About her nan. Warmly.")
    await sam.get_by_role("button", name="Send it for signing").click()
    await sam.wait_for_url("**done=given")
    await seen(sam, "answer-given")


async def signs_it(browser: Browser, world: World) -> None:
    kit = await at_desk(browser, world, "kit")
    await kit.goto(f"{world.staff.staff_url}/interpreting")
    await seen(kit, "queue")
    await kit.locator(".cards a").first.click()
    await seen(kit, "to-sign")
    await records(kit)
    await seen(kit, "to-sign-recorded")
    lost = await in_a_tunnel(kit, "**/sign")
    await kit.get_by_role("button", name="Keep this one").click()
    await kit.get_by_text("There is no signal").wait_for()
    await seen(kit, "to-sign-lost")
    await kit.wait_for_url("**done=handed_in")
    assert lost == ["POST", "POST"]
    await kit.context.close()


async def checks_it(browser: Browser, world: World) -> None:
    robin = await at_desk(browser, world, "robin")
    await robin.goto(f"{world.staff.staff_url}/interpreting")
    await robin.locator(".cards a").first.click()
    assert await robin.locator("video").evaluate(PLAYS) == 640
    await seen(robin, "to-check")
    await robin.get_by_label("Yes: it can go to the child").check()
    await robin.get_by_role("button", name="I have checked it").click()
    await robin.wait_for_url("**done=handed_in")
    await robin.context.close()


async def test_sam_signs_it_himself(browser: Browser, world: World) -> None:
    """On the same page, by a film of his own."""
    receipt = await signs(world)
    sam = await at_desk(browser, world, "sam")
    await writes(sam, world, receipt, "Sign it myself")
    await seen(sam, "own")
    await records(sam)
    await sam.get_by_role("button", name="Keep this one").click()
    await sam.wait_for_url("**done=signed_here")
    assert await the_worker_works(world) == 1

    amara = await comes_back(browser, world, receipt)
    assert "Sam" in await amara.locator(".reply").inner_text()
    assert await amara.locator(".reply video").evaluate(PLAYS) == 640
    for page in (sam, amara):
        await page.context.close()


@pytest.mark.parametrize("made", ["recorded", "chosen"])
async def test_she_adds_in_sign(browser: Browser, world: World, tmp_path: Path, made: str) -> None:
    """After Send, through a lost signal: the film stays in the page until it has gone, and Sam watches it."""
    receipt = await signs(world)
    amara = await comes_back(browser, world, receipt)
    await amara.add_init_script(WATCHED)
    await amara.goto(f"{world.public.public_url}/mine/add/0")
    await seen(amara, "add")
    lost = await in_a_tunnel(amara, "**/mine/add/0")
    if made == "recorded":
        await amara.get_by_role("link", name="Record my voice or a video").click()
        await seen(amara, "add-record")
        await amara.get_by_role("button", name="Turn it on").click()
        await amara.get_by_role("button", name="Start: three, two, one").click()
        await amara.wait_for_timeout(4500)
        await amara.get_by_role("button", name="Stop").click()
        await amara.get_by_role("button", name="Send this").first.wait_for()
        assert await amara.evaluate(LIVE) == 0
    else:
        file = tmp_path / "me.webm"
        file.write_bytes(film("webm"))
        await amara.goto(f"{world.public.public_url}/mine/add/0/record")
        await amara.locator("#otherwise summary").click()
        await amara.locator("#recording").set_input_files(file)
    await amara.locator("button:visible", has_text="Send this").click()
    await amara.get_by_text("No signal").wait_for()
    await amara.wait_for_url("**/mine")
    assert lost == ["POST", "POST"]
    assert await amara.locator(".added video").first.evaluate(PLAYS) == (640 if made == "recorded" else 160)

    await amara.context.close()
    if made == "recorded":
        sam = await at_desk(browser, world, "sam")
        await sam.goto(f"{world.staff.staff_url}/statements/{receipt.statement}")
        await seen(sam, "statement-added")
        assert await sam.locator(".later video").evaluate(PLAYS) == 640
        await sam.context.close()


async def comes_back(browser: Browser, world: World, receipt: Receipt) -> Page:
    """With her code, on her telephone."""
    device = await browser.new_context(viewport=TELEPHONE)  # type: ignore[arg-type]
    page = await device.new_page()
    await page.goto(world.public.public_url)
    await page.locator("[name=code]").fill(receipt.code or "")
    await page.locator("[name=code]").press("Enter")
    await page.wait_for_url("**/mine")
    return page
