"""Duty in a real Chromium: from the number beside *Concerns* to what the child was told, with the keyboard alone.

Without scripts, as on the plainest machine of an office at night; and every page of duty is looked at by axe, narrow
and wide, by day, by night and in strong contrast.
"""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Browser, Page

from storage import tables
from storage.statements import put_out
from storage.writes import Writes
from tests.browser.test_figures import signed_in
from tests.portal.browsing import PASSWORD, code_now
from tests.portal.conftest import THURSDAY
from tests.portal.looking import rows
from tests.portal.saying import WORRY, Says, says
from tests.portal.test_concerns import APART, the_concern
from tests.portal.test_preserving import WHY
from tests.portal.test_signs_of_life import BAR
from tests.world import World
from voice import clock, setting_up, signs_of_life
from voice.model import Role, new_id

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("line", ["sqlite"], indirect=True)]

WIDTHS = (320, 1280)
MODES: tuple[dict[str, Any], ...] = (
    {"color_scheme": "light", "contrast": "no-preference"},
    {"color_scheme": "dark", "contrast": "no-preference"},
    {"color_scheme": "light", "contrast": "more"},
)
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
DONE = "Rang Miss Ade at school, who sat with her"
OVER = "The court made its order on 2 December, says our solicitor"
SEEN = "Saw her at school, with Miss Ade"
TOLD = "That she sleeps at nan’s tonight, and who comes tomorrow"


@pytest.fixture(autouse=True)
def thursday() -> Iterator[None]:
    clock.stand(THURSDAY)
    yield
    clock.stand(None)


@pytest.fixture
async def desk(browser: Browser) -> AsyncIterator[Page]:
    """Morgan's screen, without scripts."""
    screen = await browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    screen.set_default_timeout(10_000)
    yield await screen.new_page()
    await screen.close()


@pytest.fixture
async def eyes(browser: Browser) -> AsyncIterator[Page]:
    """The same pages where axe, which is a script, can run."""
    beside = await browser.new_context()
    beside.set_default_timeout(10_000)
    yield await beside.new_page()
    await beside.close()


async def fine(eyes: Page, at: Page | None = None) -> None:
    """Nothing is wider than the screen in any mode, and axe finds nothing; no width changes a colour, so it looks for
    colours on the telephone alone.
    """
    if at:
        await at.wait_for_load_state()
        await eyes.context.add_cookies(await at.context.cookies())  # type: ignore[arg-type]
        shown = await eyes.goto(at.url)
        assert shown
        assert shown.ok, at.url
    for width in WIDTHS:
        await eyes.set_viewport_size({"width": width, "height": 800})
        for mode in MODES:
            await eyes.emulate_media(**mode)
            where = f"{eyes.url} at {width} in {mode}"
            assert await eyes.evaluate("document.documentElement.scrollWidth <= innerWidth"), where
            if mode is MODES[0] or width == WIDTHS[0]:
                await looked_at(eyes, where, None if mode is MODES[0] else COLOURS)


async def looked_at(eyes: Page, where: str, rules: dict[str, Any] | None) -> None:
    found = await Axe().run(eyes, options=rules)
    assert not found.response["violations"], (where, found.generate_report())


async def to(page: Page, what: str) -> None:
    """Press Tab until it stands on `what`: a selector. Whoever has no mouse comes there, or nobody does."""
    for _ in range(60):
        await page.keyboard.press("Tab")
        if await page.evaluate("what => document.activeElement.matches(what)", what):
            assert await page.evaluate("document.activeElement.matches(':focus-visible')"), what
            return
    raise AssertionError(f"no key leads to {what} on {page.url}")


async def press(page: Page, what: str) -> None:
    """Go there and press Enter, which leads to another page."""
    await to(page, what)
    async with page.expect_navigation():
        await page.keyboard.press("Enter")


async def types(page: Page, what: str, words: str) -> None:
    await to(page, what)
    await page.keyboard.type(words)


async def main_of(page: Page) -> str:
    return await page.locator("main").inner_text()


async def test_duty_has_it_with_the_keyboard_alone(line: World, desk: Page, eyes: Page) -> None:
    """Amara is not safe. Morgan sees a number, reads how to reach her first, has it, reads her words, tells her."""
    await signs_of_life.beat(line.staff)
    receipt = await says(line, APART)
    concern = f"/concerns/{await the_concern(line)}"
    await signed_in(desk, line, "morgan")
    assert (await desk.locator("nav .badge").inner_text()).split() == ["1", "waits", "for", "you"]
    assert not await desk.locator(".alarm").count()
    clock.move(signs_of_life.TOO_LONG + timedelta(seconds=1))  # nobody has seen the worker since

    await press(desk, "nav [href='/concerns']")
    await is_alarmed(desk, concern)
    assert "Nobody has these yet" in await main_of(desk)
    await fine(eyes, desk)
    await press(desk, f"main .name[href='{concern}']")
    await reads_how_to_reach_her(desk)
    await fine(eyes, desk)
    await press(desk, f"[action='{concern}/acknowledge'] button")
    assert "You have it" in await main_of(desk)
    assert await desk.locator("nav .badge").count() == 0

    await press(desk, ".crumb a")
    await press(desk, f"[href='/statements/{receipt.statement}']")
    assert WORRY in await main_of(desk)
    await press(desk, "nav [href='/concerns']")
    assert "Somebody has these" in await main_of(desk)
    await press(desk, f"main .name[href='{concern}']")
    await keeps_a_step_and_closes(desk, eyes)

    await press(desk, "nav [href='/concerns']")
    assert "No concern is open" in await main_of(desk)
    assert await desk.locator(f"[href='{concern}']").count() == 0


async def is_alarmed(page: Page, concern: str) -> None:
    """The red bar is there to be seen, above all else, and leads to what waits."""
    bar = page.locator(".alarm")
    assert await bar.is_visible()
    assert BAR in await bar.inner_text()
    box, main = await bar.bounding_box(), await page.locator("main").bounding_box()
    assert box
    assert main
    assert 0 <= box["y"] < main["y"]
    assert box["height"] >= 44
    assert await bar.locator(f"[href='{concern}']").is_visible()


async def reads_how_to_reach_her(page: Page) -> None:
    """Before anything that she answered, and seen without scrolling (R67)."""
    safe = page.locator(".safe")
    said = await safe.inner_text()
    assert said.index("A safe way to reach them") < said.index("Miss Ade") < said.index("Who must not know")
    assert said.index("Who must not know") < said.index("My stepdad")
    box, step = await safe.bounding_box(), await page.locator(".step").first.bounding_box()
    assert box
    assert step
    assert box["y"] + box["height"] <= min(step["y"], 900)


async def keeps_a_step_and_closes(page: Page, eyes: Page) -> None:
    await types(page, "#note", DONE)
    await press(page, "button[value=act]")
    assert DONE in await page.locator(".step").last.inner_text()
    await fine(eyes, page)
    await types(page, "#note", SEEN)
    await to(page, "summary")
    await page.keyboard.press("Enter")
    await press(page, "button[value=close]")
    assert await page.locator(".wrong").is_visible()  # neither what came of it nor what she was told
    assert await page.locator("#note").input_value() == SEEN
    await types(page, "#told_child", TOLD)
    await to(page, "[name=outcome]")
    await page.keyboard.press("Space")
    await press(page, "button[value=close]")
    assert "?done=closed" in page.url


async def test_what_else_duty_opens_at_night(line: World, eyes: Page) -> None:
    """Their telephone, what was not delivered, the paper to hand over, and a hold from its asking to its lifting."""
    await says(line, APART)
    await says(line, Says(safe="no", reach="", must_not_know=""), line.noor)
    await given_up(line)
    home, secret = line.staff.staff_url, await signed_in(eyes, line, "morgan")

    await eyes.goto(f"{home}/concerns")
    await eyes.click("main [href='/deliveries']")
    assert "the address may have a slip in it" in await main_of(eyes)
    await fine(eyes)
    await eyes.goto(f"{home}/my-telephone")
    await eyes.fill("#number", "07700 900301")
    await proves_it(eyes, secret, "[action='/my-telephone']")
    assert "Not confirmed yet" in await main_of(eyes)
    await fine(eyes)
    await eyes.goto(f"{home}/concerns/hand-over")
    await is_safe_on_paper(eyes)
    await fine(eyes)
    await asks_to_lift(eyes, line)
    await eyes.click("[action='/sign-out'] button")
    await rowan_lifts(eyes, line)


async def given_up(world: World) -> None:
    """An e-mail to a member of staff that will not be tried again; all else still waits for the worker."""
    writes, outbox = Writes(world.staff.authority), tables.outbox
    put_out(writes, "notice.email", new_id())
    writes.change(outbox.update().where(outbox.c.kind == "notice.email").values(state="dead", error_code="smtp_550"))
    await world.staff.store.write(writes)


async def is_safe_on_paper(page: Page) -> None:
    """Each child has a sheet; no button and no way back is printed on it, and how to reach her is."""
    assert await page.locator(".sheet").count() == 2
    assert "No contact with the home until a person has decided" in await main_of(page)
    await page.emulate_media(media="print")
    assert [await each.is_visible() for each in await page.locator(".bar, .crumb").all()] == [False, False]
    assert all([await each.is_visible() for each in await page.locator(".safe").all()])
    await page.emulate_media(media="screen")


async def asks_to_lift(page: Page, world: World) -> None:
    """Morgan holds Amara's record for a court, and later says that it is needed no longer."""
    concern = next(row["id"] for row in await rows(world, tables.concern) if row["child"] == world.amara)
    await page.goto(f"{world.staff.staff_url}/concerns/{concern}/preserve")
    await page.fill("#why_held", WHY)
    await page.click("[action$='/hold'] button")
    await page.fill("#why_lifted", OVER)
    await page.click("[action$='/lift/ask'] button")
    assert "Somebody else has to say so too" in await main_of(page)
    await fine(page)


async def rowan_lifts(page: Page, world: World) -> None:
    """The second, who keeps the records and sees nothing of them but two reasons."""
    role = [Role.RECORDS_OFFICER]
    world.people["rowan"] = await setting_up.add_staff(world.staff, "Rowan", "Hale", "rowan@northfold.test", None, role)
    secret = await signed_in(page, world, "rowan")
    await page.click("nav [href='/holds']")
    await fine(page)
    await proves_it(page, secret, "[action$='/read']")
    assert WHY in await main_of(page)
    assert "Amara" not in await page.content()
    await fine(page)
    await page.click("[action$='/lift'] button")
    assert "Nobody asks to lift a hold" in await main_of(page)


async def proves_it(page: Page, secret: str, form: str) -> None:
    """A password, and a code that was not used yet."""
    clock.move(timedelta(seconds=31))
    await page.fill(f"{form} [name=password]", PASSWORD)
    await page.fill(f"{form} [name=code]", code_now(secret))
    await page.click(f"{form} button")
