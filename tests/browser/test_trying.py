"""Have a go in a real Chromium with a pretended camera: a child tries to record, and nothing leaves her phone."""

from base64 import b64decode

from playwright.async_api import Browser

from tests.browser.test_recording import LIVE, PLAYS, WATCHED, browser, pressed, world
from tests.browser.test_the_line import fine
from tests.world import World

__all__ = ["browser", "world"]

HAT = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


async def test_she_tries_it_and_nothing_leaves_her_phone(browser: Browser, world: World) -> None:
    """Have a go: she hears and sees herself again and deletes it; the page asks for nothing but itself."""
    page = await (await browser.new_context(viewport={"width": 320, "height": 640})).new_page()
    page.set_default_timeout(30_000)
    await page.add_init_script(WATCHED)
    await page.goto(f"{world.public.public_url}/try")
    asked: list[str] = []
    await page.get_by_role("link", name="Your voice or a video").click()
    await fine(page)
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    await pressed(page, "Turn it on")
    await pressed(page, "Start: three, two, one")
    await pressed(page, "Stop")
    await page.get_by_role("button", name="Do it again").wait_for()
    await page.locator(".watch-again").evaluate(PLAYS)
    await fine(page)
    assert await page.get_by_role("button", name="Keep this one").count() == 0
    await pressed(page, "Delete it")
    await page.get_by_text("It is deleted.").wait_for()

    assert await page.evaluate(LIVE) == 0
    assert [each for each in asked if not each.startswith("GET blob:") and not each.endswith("icon.svg")] == []
    assert await page.locator("form").count() == 0
    assert await page.locator("[data-uploads]").count() == 0
    await page.context.close()


async def test_the_picture_she_tries_is_shown_and_stays_there(browser: Browser, world: World) -> None:
    """She sees what she chose; it leaves her phone no more than a recording does. What is no picture is not shown."""
    page = await (await browser.new_context(viewport={"width": 320, "height": 640})).new_page()
    page.set_default_timeout(30_000)
    await page.goto(f"{world.public.public_url}/try/voice/record")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    await page.get_by_text("Try a picture").click()
    await page.locator("#recording").set_input_files({"name": "hat.png", "mimeType": "image/png", "buffer": HAT})
    shown = page.get_by_alt_text("The picture you chose")
    await shown.wait_for()
    await page.wait_for_function("document.querySelector('#chosen img').naturalWidth === 1")
    await fine(page)
    await page.locator("#recording").set_input_files(
        {"name": "a.txt", "mimeType": "text/plain", "buffer": b"no picture"}
    )
    await shown.wait_for(state="hidden")

    assert [each for each in asked if not each.startswith("GET blob:") and not each.endswith("icon.svg")] == []
    await page.context.close()
