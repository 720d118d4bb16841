"""The ways in without a telephone of one's own, in a real browser: the open door, and a screen that is handed over."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import pytest
from playwright.async_api import Browser, Error, Page

from channels.portal.app import portal
from channels.web.app import public
from storage.tables import inbound_message
from tests.portal.browsing import PASSWORD, can_sign_in, code_now
from tests.serving import address_of, free_socket, served
from tests.web.looking import count
from tests.world import World, make_world
from voice import opening_door

WORDS = "they lock the fridge at night"


@pytest.fixture
async def served_world(tmp_path: Path) -> AsyncIterator[World]:
    """Both applications, and the door open."""
    child_end, staff_end = free_socket(), free_socket()
    async with AsyncExitStack() as stack:
        addresses = {"public_url": address_of(child_end), "staff_url": address_of(staff_end)}
        world = await stack.enter_async_context(make_world(tmp_path, **addresses))
        await opening_door.open_door(world.staff)
        await stack.enter_async_context(served(public(world.public), child_end))
        await stack.enter_async_context(served(portal(world.staff), staff_end))
        yield world


async def gone_back(page: Page) -> str:
    """What stands there after Back. For a page that came with a form the browser asks whether to send it again."""
    with suppress(Error):
        await page.go_back(wait_until="load", timeout=5000)
    for _ in range(10):
        with suppress(Error):
            return await page.content()
        await page.wait_for_timeout(200)
    raise AssertionError("the page never came to rest")


async def fits(page: Page) -> None:
    """Nothing is wider than the smallest telephone."""
    await page.wait_for_function("document.documentElement")
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


async def test_a_child_without_a_link_among_many(served_world: World, browser: Browser) -> None:
    """With scripts the browser works and sends what it found; without she waits; both say what they came to say."""
    door = served_world.public.doors.open
    for _ in range(door.free + 2):
        await door.remember(served_world.public.store, served_world.public.keys)
    for scripts in (True, False):
        await _says_it(served_world, browser, scripts=scripts)
    assert await count(served_world, inbound_message) == 6


async def goes_on(page: Page, button: str) -> None:
    """Press, and wait for another address: with scripts a press no longer loads the page (decision 42)."""
    before = page.url
    await page.click(button)
    await page.wait_for_url(lambda url: url != before)


async def _says_it(served_world: World, browser: Browser, *, scripts: bool) -> None:
    phone = await browser.new_context(
        viewport={"width": 320, "height": 640}, java_script_enabled=scripts, base_url=served_world.public.public_url
    )
    page, sent = await phone.new_page(), list[str]()
    page.on("request", lambda request: sent.append(request.post_data or "") if request.method == "POST" else None)

    await page.goto("/")
    await page.click("a[href='/open']")
    await page.wait_for_url("**/open")
    if scripts:
        await fits(page)
    await page.click("main form button.go")
    await page.wait_for_url("**/start")
    assert bool(re.search(r"work=\w{100}", sent[0])) is scripts
    await page.click("main form button.go")
    await page.check("input[value=just_me]")
    await page.click("main form button.go")
    await page.fill("#answer", WORDS)
    await goes_on(page, "button[value=next]")
    await goes_on(page, "button[value=skip]")
    await page.check("input[value=not_at_all]")
    await goes_on(page, "button[value=next]")
    if scripts:
        await fits(page)
    await goes_on(page, "button[value=next]")
    await goes_on(page, "button[value=skip]")
    await page.click("main a.go")
    await page.click("button[value=send]")
    await page.wait_for_url("**/sent")
    assert "we can’t come to you" in await page.inner_text("main")
    if scripts:
        await fits(page)
    await phone.close()


async def test_back_shows_nothing_on_a_screen_that_was_handed_over(served_world: World, browser: Browser) -> None:
    """Sam passes the screen, Amara sends: neither window leads back to anything, however often Back is pressed."""
    email, secret = await can_sign_in(served_world, "sam")
    desk = await browser.new_context()
    sams = await desk.new_page()
    await sams.goto(f"{served_world.staff.staff_url}/sign-in")
    for label, text in (("#email", email), ("#password", PASSWORD), ("#code", code_now(secret))):
        await sams.fill(label, text)
    await sams.click("main form button")
    await sams.goto(f"{served_world.staff.staff_url}/children/{served_world.amara}")
    await sams.check("input[value=on_this_screen]")
    await sams.click("#link form button")
    async with desk.expect_page() as opened:
        await sams.click("text=Open their page in a window of its own")
    amaras = await opened.value
    await amaras.click("main form button.go")
    await amaras.click("main form button.go")
    await amaras.check("input[value=helper]")
    await amaras.check("input[name=helper][value=worker]")
    await amaras.click("main form button.go")
    await amaras.goto(f"{served_world.public.public_url}/q/7")
    await amaras.fill("#answer", WORDS)
    await goes_on(amaras, "button[value=next]")
    await amaras.goto(f"{served_world.public.public_url}/check")
    assert WORDS in await amaras.content()
    await amaras.goto(f"{served_world.public.public_url}/keep")
    await amaras.click("button[value=mine]")
    code = "".join(await amaras.locator(".code span").all_text_contents())
    await amaras.click("button[value=send]")
    await amaras.wait_for_url("**/sent")

    kept = {each["name"] for each in await desk.cookies(served_world.public.public_url)}
    assert kept.isdisjoint({"visit", "mine"})
    for window, away in ((amaras, 8), (sams, 3)):
        for _ in range(away):
            shown = await gone_back(window)
            assert WORDS not in shown, window.url
            assert code[:5] not in shown, window.url
            assert "Make a link" not in shown, window.url
    await desk.close()
