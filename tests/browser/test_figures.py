"""The figures in a real Chromium: narrow and wide, light and dark, without JavaScript, and axe finds nothing."""

import pytest
from playwright.async_api import Browser, Page

from tests.browser.test_the_line import fine
from tests.figures.conftest import EIGHTH_OF_DECEMBER, NOVEMBER, november
from tests.portal.browsing import PASSWORD, can_sign_in, code_now
from tests.world import World
from voice import clock, publishing

pytestmark = pytest.mark.browser


async def signed_in(page: Page, world: World, who: str) -> str:
    """The secret of their one-time codes."""
    email, secret = await can_sign_in(world, who)
    await page.goto(f"{world.staff.staff_url}/sign-in")
    for name, value in (("email", email), ("password", PASSWORD), ("code", code_now(secret))):
        await page.fill(f"[name={name}]", value)
    await page.click("main button")
    return secret


@pytest.mark.parametrize("line", ["sqlite"], indirect=True)
async def test_a_manager_reads_the_figures(line: World, browser: Browser) -> None:
    """Priya picks her team with the keyboard's own controls; nothing is wider than a telephone."""
    clock.stand(NOVEMBER)
    await november(line, 48)
    clock.stand(EIGHTH_OF_DECEMBER)
    try:
        await publishing.close_months(line.staff)
        context = await browser.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=False)
        page = await context.new_page()
        await signed_in(page, line, "priya")
        await page.click("nav >> text=Figures")
        await fine(page)
        assert await page.locator("table.figures").count() == 3

        await page.select_option("[name=team]", label="East")
        await page.click("main form button")
        assert "East" in (await page.locator("#what").text_content() or "")
        await fine(page)

        await page.select_option("[name=team]", label="The whole authority")
        await page.click("main form button")
        await page.select_option("[name=split]", label="By who was near")
        await page.click("main form button")
        await page.set_viewport_size({"width": 1280, "height": 900})
        await page.emulate_media(color_scheme="dark")
        await fine(page)
        await context.close()
    finally:
        clock.stand(None)
