"""What a child presses she can hit, what she reads she can see, and nothing is wider than her screen (R56, R57).

Measured in a real Chromium over the living page of the look, and over every page of a walk from the front page to
coming back. `make test` takes a sample in which each theme meets each mode and each way of writing; `make test-all`
takes them all.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from itertools import product
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from channels.web.app import public
from channels.web.design import PAGES, STATES
from tests.browser.measuring import MODES, THEMES, Measurer, faults_on, in_state, measured_on
from tests.serving import address_of, free_socket, served
from tests.sheet.pages import walk
from tests.sheet.taking import FORCED, PAPER
from tests.web.test_design import SAMPLES
from tests.world import World, make_world
from voice import opening_door, visiting
from voice.model import Around, Helper

PHONE, DESK, A4 = 320, 1280, 718  # A4 less its margins, at 96 to the inch
LANGUAGES = ("en", "ar")
LOOKS = list(product(THEMES, MODES, LANGUAGES))
PICTURES = [(question, state) for question in SAMPLES for state in STATES]
SAMPLED = [(*look, *PICTURES[at * 5 % len(PICTURES)]) for at, look in enumerate(LOOKS) if (at + at // 2) % 2 == 0]


@pytest.fixture(scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """The children's pages served, as in the demonstration."""
    end = free_socket()
    async with AsyncExitStack() as stack:
        home = tmp_path_factory.mktemp("seeing")
        made = await stack.enter_async_context(make_world(home, public_url=address_of(end)))
        await opening_door.open_door(made.staff)
        await stack.enter_async_context(served(public(made.public), end))
        yield made


async def on_a_phone(browser: Browser, height: int = 640, sharp: float = 1) -> Page:
    device = await browser.new_context(
        viewport={"width": PHONE, "height": height}, device_scale_factor=sharp, reduced_motion="reduce"
    )
    device.set_default_timeout(15_000)
    return await device.new_page()


def only_faulty(found: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: faults for name, faults in found.items() if faults}


def looked_at(world: World, theme: str, mode: str, language: str, name: str = "", state: str = "") -> str:
    """The address of one piece of the living page in one look."""
    return f"{world.public.public_url}/design{name and '/' + name}?{theme=!s}&{mode=!s}&lang={language}&{state=!s}"


async def test_each_theme_in_each_mode(browser: Browser, world: World) -> None:
    """Nine looks, each with another kind of question in another state, and with the whole page of pieces; every end."""
    page = await on_a_phone(browser)
    found: dict[str, list[str]] = {}
    for theme, mode, language, question, state in SAMPLED:
        await page.goto(looked_at(world, theme, mode, language, question, state))
        found[f"{theme}-{mode}-{language}-{question}-{state}"] = await faults_on(page)
        await page.goto(looked_at(world, theme, mode, language))
        found[f"{theme}-{mode}-{language}"] = await measured_on(page)
    for (theme, mode, language), name in zip(LOOKS, PAGES, strict=False):
        await page.goto(looked_at(world, theme, mode, language, f"pages/{name}"))
        found[f"{theme}-{mode}-{language}-{name}"] = await faults_on(page)
    await page.context.close()

    assert only_faulty(found) == {}


async def begun(page: Page, world: World) -> None:
    """Amara on her way, in Arabic."""
    token = await visiting.begin(world.public, await world.link(), "ar")
    visit = await visiting.current_visit(world.public, token)
    await visiting.say_who_is_around(world.public, visit, Around.JUST_ME, Helper.NOBODY)
    await page.context.add_cookies([{"name": "visit", "value": token, "url": world.public.public_url}])


async def test_pages_of_the_way_by_night_from_right_to_left(browser: Browser, world: World) -> None:
    """From the front to the code that is hers, which the living page does not show."""
    page = await on_a_phone(browser)
    await begun(page, world)
    found: dict[str, list[str]] = {}
    for name in ("?lang=ar", "start", "q/1", "check", "keep", "help"):
        await page.goto(f"{world.public.public_url}/{name}")
        assert await page.evaluate("document.documentElement.dir") == "rtl", name
        await page.evaluate("document.documentElement.dataset.mode = 'dark'")
        found[name] = await faults_on(page)
    await page.context.close()

    assert only_faulty(found) == {}


async def test_at_400_percent(browser: Browser, world: World) -> None:
    """A window of 1280 by 800 at 400 %: 320 by 200 is left, four points of the screen to each pixel."""
    page = await on_a_phone(browser, height=200, sharp=4)
    found: dict[str, list[str]] = {}
    for name in ("feelings", "houses", "people"):
        await page.goto(looked_at(world, "younger", "light", "ar", name, "filled"))
        found[name] = await measured_on(page)
    for name in ("", "try", "try/chips", "try/voice/record", "help", "stop-asking", "look"):
        await page.goto(f"{world.public.public_url}/{name}?lang=ar")
        found[name] = await measured_on(page)
    await begun(page, world)
    for name in ("start", "around", "q/1", "q/3", "q/8", "check", "parents", "keep", "who-sees"):
        await page.goto(f"{world.public.public_url}/{name}")
        found[name] = await measured_on(page)

    assert await page.evaluate("[innerWidth, devicePixelRatio]") == [PHONE, 4]
    await page.context.close()
    assert only_faulty(found) == {}


WAYS = (
    {"forced_colors": "active", "color_scheme": "light"},
    {"forced_colors": "active", "color_scheme": "dark"},
    {"media": "print", "color_scheme": "dark"},
    {"contrast": "more"},
)
STATES_OF_A_PRESS = ("hover", "focus-visible", "active")


async def test_touched_forced_printed_and_still(browser: Browser, world: World) -> None:
    """What a pointer hovers over, a key is on or a finger presses; a device's own colours; paper; and nothing moves."""
    page = await on_a_phone(browser)
    found: dict[str, list[str]] = {}
    for theme, question in zip(THEMES, ("houses", "feeling", "school"), strict=True):
        for mode, state in zip(MODES, STATES_OF_A_PRESS, strict=True):
            await page.goto(looked_at(world, theme, mode, "ar", question, "filled"))
            found[f"{theme}-{mode}-{state}"] = await in_state(page, state)
        for way in WAYS:
            await page.emulate_media(**way, reduced_motion="reduce")  # type: ignore[arg-type]
            await page.goto(looked_at(world, theme, "auto", "en", question, "filled"))
            found[f"{theme}-{way}"] = await measured_on(page)
        await page.emulate_media(media="screen", color_scheme="light", forced_colors="none", contrast="no-preference")
    await page.context.close()

    assert only_faulty(found) == {}


FAULTS = {
    "words of": ".seen span { color: #999; }",
    "to press": ".more .quiet { min-height: 0; height: 30px; padding: 0; }",
    "an edge of": ".choice { border-color: #eee; background: transparent; }",
    "pixels wide": "h1 { width: 400px; }",
    "moves, where": ".go { transition: background-color 1s; }",
    "words are cut": ".choice > span { overflow: hidden; height: 6px; }",
    "run out of their box": ".choice > span { min-width: 200px; text-align: end; }",
    "run out of the window": "h1 { margin-inline-start: -30px; }",
    "words lie over": "h1 { margin-block-end: -60px; }",
    "axe: color-contrast": "main { color: #fff8ea; }",
}


async def test_a_planted_fault_is_found(browser: Browser, world: World) -> None:
    """A pale word, a button of 30 pixels, an edge like the paper, a broad heading: a check that finds none is none."""
    page = await on_a_phone(browser)
    await page.goto(looked_at(world, "younger", "light", "en", "feelings", "empty"))
    await page.evaluate("document.adoptedStyleSheets = [planted = new CSSStyleSheet()]")
    assert await faults_on(page) == []

    for said, style in FAULTS.items():
        await page.evaluate("style => planted.replaceSync(style)", style)
        found = await (faults_on if said.startswith("axe") else measured_on)(page)
        assert [fault for fault in found if said in fault], said
    await page.context.close()


@pytest.mark.thorough
@pytest.mark.parametrize(("theme", "mode", "language"), LOOKS)
async def test_the_whole_look(browser: Browser, world: World, theme: str, mode: str, language: str) -> None:
    """Every kind of question in every state, and the page of pieces."""
    page = await on_a_phone(browser)
    found: dict[str, list[str]] = {}
    for name, state in [("", ""), *PICTURES, *((f"pages/{name}", "") for name in PAGES)]:
        await page.goto(looked_at(world, theme, mode, language, name, state))
        found[f"{name}-{state}"] = await faults_on(page)
    await page.context.close()

    assert only_faulty(found) == {}


@pytest.mark.thorough
@pytest.mark.parametrize(("theme", "language"), list(product(THEMES, LANGUAGES)))
async def test_every_page(browser: Browser, world: World, tmp_path: Path, theme: str, language: str) -> None:
    """Amara's whole way, on a phone and at a desk, by day, by night, strong contrast and a device's own colours."""
    measurer = Measurer(tmp_path, theme, [*MODES, *FORCED], [PHONE, DESK], [], language)
    measurer.page = await on_a_phone(browser)
    await walk(measurer, world)
    await measurer.page.context.close()

    assert measurer.taken > 700
    assert measurer.found == {}


@pytest.mark.thorough
@pytest.mark.parametrize(("theme", "language"), list(zip(THEMES, ("ar", "en", "en-simple"), strict=True)))
async def test_every_page_at_400_percent_and_on_paper(
    browser: Browser, world: World, tmp_path: Path, theme: str, language: str
) -> None:
    """The same way in a window of which 320 by 200 is left, and as it would be printed."""
    for modes, width, sharp in ((["light"], PHONE, 4), ([PAPER], A4, 1)):
        measurer = Measurer(tmp_path, theme, modes, [width], [], language, {width: 200} if sharp > 1 else {})
        measurer.page = await on_a_phone(browser, sharp=sharp)
        await walk(measurer, world)
        await measurer.page.context.close()

        assert measurer.taken > 70
        assert measurer.found == {}
