"""A child on her way: by the keyboard alone from her link to the receipt, and when the signal goes half way."""

from itertools import cycle, product

import pytest
from playwright.async_api import Browser, Page

from i18n.catalogue import catalogue
from surveys.loading import library
from surveys.model import Readers
from tests.browser.test_kinds import SIZES, at, begun, press_next, world
from tests.browser.test_the_line import fine
from tests.sheet.taking import come
from tests.world import World
from voice import setting_up

__all__ = ["world"]

RING = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect();
  if (at === document.body) return null;
  const ringed = [at, at.nextElementSibling, at.closest("label")].filter(Boolean).map(each => getComputedStyle(each))
    .some(style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 3);
  const seen = box.bottom > 0 && box.top < innerHeight;
  return ringed && seen ? null : `${at.tagName} ${at.className}: ${ringed ? "out of sight" : "no ring"}`;
}"""


async def reach(page: Page, selector: str) -> None:
    """Go on with the tabulator until this has the focus; wherever it stops, she sees where she is."""
    unseen = []
    for _ in range(150):
        if await page.evaluate("wanted => document.activeElement?.matches(wanted) ?? false", selector):
            break
        await page.keyboard.press("Tab")
        unseen.append(await page.evaluate(RING))
    else:
        pytest.fail(f"the keyboard does not reach {selector} on {page.url}")
    assert [place for place in unseen if place] == [], page.url


async def press(page: Page, selector: str, key: str = "Enter") -> None:
    await reach(page, selector)
    await page.keyboard.press(key)
    await page.wait_for_load_state()


async def answer(page: Page) -> None:
    """The first thing that can be chosen, or words; then Next."""
    await reach(page, "#answer")
    kind, name = await page.evaluate("[document.activeElement.type, document.activeElement.name]")
    if kind in ("radio", "checkbox"):
        await page.keyboard.press("Space")
    else:
        await page.keyboard.type("3" if name == "day" else "Rex, and my nan")
    if name == "day":
        for each in ("5", "2027"):
            await page.keyboard.press("Tab")
            await page.keyboard.type(each)
    if name == "who-1":
        await press(page, "[name=near-1]", "Space")
    await press(page, "button.go[value=next]:not(.vh)")


async def whole_way(page: Page, link: str, *, looked_at: bool) -> None:
    """From the link to the receipt without a mouse; `looked_at`: axe looks at every page too."""
    await page.goto(link)
    while not page.url.endswith("/sent"):
        before = page.url
        if looked_at:
            await fine(page)
        match before.partition("?")[0].rpartition("/")[0].rpartition("/")[2], before.rpartition("/")[2]:
            case "q", _:
                await answer(page)
            case _, "around":
                await press(page, "[name=around]", "Space")
                await press(page, "button.go[value=next]")
            case _, "check":
                await press(page, "a.go")
            case _:
                await press(page, "main .go:not(.second)")
        await page.wait_for_url(lambda url: url != before)  # noqa: B023 - looked at before the next round
        await come(page)


TWO = [("about_me_6_7", 320, "en", False), ("houses_11_17", 1280, "ar", True)]
EVERY = sorted(code for code, survey in library().items() if survey.readers is not Readers.DUTY)
WAYS = list(product((320, 1280), (False, True)))


async def walked(
    browser: Browser, world: World, code: str, wide: int, language: str, *, scripts: bool, looked_at: bool = False
) -> None:
    survey = library()[code]
    version = await setting_up.publish(world.staff, survey)
    link = await setting_up.invite(world.staff, world.amara, version, "Sam", "Priya", survey.band)
    device = await browser.new_context(
        viewport={"width": wide, "height": SIZES[wide]}, java_script_enabled=scripts, reduced_motion="reduce"
    )
    device.set_default_timeout(15_000)
    page = await device.new_page()

    await whole_way(page, f"{world.public.public_url}/c/{link}?lang={language}", looked_at=looked_at)

    assert await page.locator("h1").count() == 1
    await device.close()


@pytest.mark.parametrize(("code", "wide", "language", "scripts"), TWO)
async def test_by_the_keyboard_alone(
    browser: Browser, world: World, code: str, wide: int, language: str, scripts: bool
) -> None:
    """No mouse and no finger: every control is reached, shows that it has the focus, and does what it says."""
    await walked(browser, world, code, wide, language, scripts=scripts)


@pytest.mark.thorough
@pytest.mark.parametrize("code", EVERY)
async def test_every_survey_in_every_way(browser: Browser, world: World, code: str) -> None:
    """On a telephone and at a desk, with scripts and without, by the keyboard alone, from the link to the receipt.

    Languages take turns; so does the one of the four in which axe looks at every page.
    """
    turn = EVERY.index(code)
    spoken = cycle(["en", "ar", "en-simple"])
    for _ in range(turn % 3):
        next(spoken)
    for number, (wide, scripts) in enumerate(WAYS):
        looked_at = number == turn % len(WAYS)
        await walked(browser, world, code, wide, next(spoken), scripts=scripts, looked_at=looked_at)


@pytest.mark.parametrize("language", ["en", "ar", pytest.param("en-simple", marks=pytest.mark.thorough)])
async def test_half_a_sentence_survives_a_lost_signal(browser: Browser, world: World, language: str) -> None:
    """Not saved yet, says the page calmly, and Next waits; with the signal back it goes on, and nothing was lost."""
    page = await begun(browser, world, 320, scripts=True, language=language)
    say = catalogue(language).gettext
    await page.goto(at(world, "sound"))
    await page.context.set_offline(True)
    await page.locator("#answer").fill("my nan is ill and")
    await page.locator("#kept[data-state=unsaved]").wait_for()
    assert await page.locator("#kept").inner_text() == say("Not saved yet. We will try again.")
    await press_next(page)
    await fine(page)
    assert await page.locator("#answer").input_value() == "my nan is ill and"

    await page.context.set_offline(False)
    await page.wait_for_url(lambda url: url != at(world, "sound"))
    await page.goto(at(world, "sound"))
    assert await page.locator("#answer").input_value() == "my nan is ill and"
    await page.context.close()


async def test_a_service_that_does_not_answer_is_asked_again(browser: Browser, world: World) -> None:
    """The device thinks that there is a signal, and nothing comes through: we try again by ourselves, and keep it.

    Where her visit has ended the page says so, and leaves what she typed where it stands.
    """
    page = await begun(browser, world, 320, scripts=True)
    await page.clock.install()
    await page.goto(at(world, "sound"))
    await page.route("**/q/*", lambda route: route.abort())
    await page.locator("#answer").fill("my nan is ill and")
    await page.clock.run_for(2_000)
    await page.locator("#kept[data-state=unsaved]").wait_for()

    await page.unroute("**/q/*")
    await page.clock.run_for(6_000)
    await page.locator("#kept[data-state=saved]").wait_for()
    await page.goto(at(world, "sound"))
    assert await page.locator("#answer").input_value() == "my nan is ill and"

    await page.context.clear_cookies()
    await page.locator("#answer").fill("my nan is ill and nobody")
    await page.clock.run_for(2_000)
    await page.locator("#kept[data-state=expired]").wait_for()
    assert await page.locator("#answer").input_value() == "my nan is ill and nobody"
    await page.context.close()


async def test_nothing_is_kept_on_the_device(browser: Browser, world: World) -> None:
    """No storage, no worker: on a shared telephone the next person finds nothing. And Exit works half way."""
    page = await begun(browser, world, 320, scripts=True)
    await page.goto(at(world, "sound"))
    await page.locator("#answer").fill("my nan is ill and")
    await page.locator("#kept[data-state=saved]").wait_for()
    kept = """async () => [localStorage.length, sessionStorage.length, (await caches.keys()).length,
              (await navigator.serviceWorker.getRegistrations()).length, (await indexedDB.databases()).length]"""

    assert await page.evaluate(kept) == [0, 0, 0, 0, 0]
    async with page.expect_response("**/exit"):
        await page.get_by_role("link", name="Exit this page", exact=True).click()
    await page.goto(at(world, "sound"))
    assert "/q/" not in page.url
    await page.context.close()
