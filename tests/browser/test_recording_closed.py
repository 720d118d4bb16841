"""Amara's browser is closed while she records, or while what she kept is on its way: nothing half stands for her."""

import pytest
from playwright.async_api import Browser

from storage.tables import attachment
from tests.browser.test_kinds import begun
from tests.browser.test_recording import at, browser, world
from tests.portal.looking import rows
from tests.world import World

__all__ = ["browser", "world"]


@pytest.mark.parametrize("when", ["she records", "it is on its way"])
async def test_the_browser_is_closed_in_the_middle(browser: Browser, world: World, when: str) -> None:
    """What she did not keep is nowhere; what had begun to come is no answer; her link goes on where she was."""
    page = await begun(browser, world, 320, scripts=True)
    await page.goto(at(world, "video", "/record"))
    for name in ("Turn it on", "Start: three, two, one"):
        await page.get_by_role("button", name=name).click()
    await page.get_by_role("button", name="Stop").wait_for()
    before = {row["id"] for row in await rows(world, attachment)}
    if when == "it is on its way":
        await page.route("**/media/uploads/*", lambda route: route.abort())
        await page.get_by_role("button", name="Stop").click()
        await page.get_by_role("button", name="Keep this one").click()
        await page.get_by_text("There is no signal").wait_for()
    cookies, context = await page.context.cookies(), page.context
    await context.close()

    came = [row for row in await rows(world, attachment) if row["id"] not in before]
    assert [(row["size"], row["state"]) for row in came] == ([(0, "receiving")] if when == "it is on its way" else [])
    again = await (await browser.new_context(viewport={"width": 320, "height": 700})).new_page()
    await again.context.add_cookies(cookies)  # type: ignore[arg-type]
    await again.goto(at(world, "video"))
    assert await again.locator("video.played").count() == 0
    assert await again.get_by_role("button", name="Record a video").is_visible()
    await again.context.close()
