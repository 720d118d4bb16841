"""Each kind of question in a real Chromium: by finger or mouse, by the keyboard alone, and without scripts."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from playwright.async_api import Browser, Page

from channels.web.app import public
from surveys.loading import every_kind
from surveys.progress import question_number
from surveys.strokes import strokes_of
from tests.browser.test_the_line import fine
from tests.serving import address_of, free_socket, served
from tests.sheet.taking import come
from tests.world import World, make_world
from voice import setting_up, visiting

SIZES = {320: 640, 1280: 900}
WIDTHS = [320, pytest.param(1280, marks=pytest.mark.thorough)]


@pytest.fixture(scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """The children's pages served, asking one question of every kind. Each test begins a conversation of its own."""
    end = free_socket()
    async with AsyncExitStack() as stack:
        home = tmp_path_factory.mktemp("kinds")
        made = await stack.enter_async_context(make_world(home, public_url=address_of(end)))
        made.version = await setting_up.publish(made.staff, every_kind())
        await stack.enter_async_context(served(public(made.public), end))
        yield made


def at(world: World, question: str) -> str:
    return f"{world.public.public_url}/q/{question_number(every_kind(), question)}"


async def begun(browser: Browser, world: World, wide: int, *, scripts: bool, language: str = "en") -> Page:
    """Amara before her first question, on a telephone or a large screen."""
    link = f"{world.public.public_url}/c/{await world.link()}"
    return await begun_at(browser, link, wide, scripts=scripts, language=language)


async def begun_at(browser: Browser, link: str, wide: int, *, scripts: bool, language: str = "en") -> Page:
    device = await browser.new_context(
        viewport={"width": wide, "height": SIZES[wide]}, java_script_enabled=scripts, reduced_motion="reduce"
    )
    device.set_default_timeout(15_000)
    page = await device.new_page()
    await page.goto(f"{link}?lang={language}")
    await page.locator("main form button.go").click()
    await page.locator("main form button.go").click()
    await page.locator("[name=around][value=just_me]").check(force=True)
    await page.locator("main form button.go").click()
    return page


async def said(world: World, page: Page) -> str:
    """What she would send, as the page before sending shows it."""
    await page.goto(f"{world.public.public_url}/check")
    return await page.locator("main").inner_text()


async def drawing_of(world: World, page: Page, question: str = "picture") -> str:
    """The strokes that lie in her draft."""
    cookies = {each["name"]: each["value"] for each in await page.context.cookies()}
    visit = await visiting.current_visit(world.public, cookies["visit"])
    return visit.seen[question].parts[0].drawing


async def press_next(page: Page) -> None:
    await page.locator("button.go[value=next]").click()
    await come(page)


async def tab_to(page: Page, selector: str) -> None:
    """Move on with the tabulator until this has the focus, as somebody without a mouse does."""
    for _ in range(120):
        if await page.evaluate("wanted => document.activeElement?.matches(wanted) ?? false", selector):
            return
        await page.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not reach {selector} on {page.url}")


@pytest.mark.parametrize("wide", WIDTHS)
async def test_without_scripts_every_kind_can_be_answered(browser: Browser, world: World, wide: int) -> None:
    """Words in houses, a drawing said in words, people as a list, helpers one by one, a day in three numbers."""
    page = await begun(browser, world, wide, scripts=False)
    for question, fill in WITHOUT_SCRIPTS.items():
        await page.goto(at(world, question))
        await fine(page)
        assert not await page.locator("summary", has_text="Draw here").first.is_visible(), "it would open to nothing"
        for name, value in fill.items():
            field = page.locator(f'[name="{name}"]').first
            if await field.get_attribute("type") in ("radio", "checkbox"):
                await page.locator(f'[name="{name}"][value="{value}"]').check(force=True)
            else:
                await field.fill(value)
        await press_next(page)
    shown = await said(world, page)
    await fine(page)

    for words in SHOWN:
        assert words in shown
    await page.context.close()


WITHOUT_SCRIPTS = {
    "feelings": {"choice": "lonely"},
    "birthday": {"day": "3", "month": "5", "year": "2027"},
    "houses": {"words-worries": "bed time", "words-wishes": "a dog"},
    "picture": {"words": "our house with a red roof"},
    "people": {"who-1": "Tunde", "near-1": "close", "who-2": "Dad", "near-2": "further"},
    "helpers": {"row-teacher": "more", "row-reviewer": "who"},
    "sound": {"words": "hello"},
}
SHOWN = ("Lonely", "Monday, 3 May 2027", "bed time", "a dog", "red roof", "Tunde", "Dad", "I want more", "hello")


@pytest.mark.parametrize("wide", WIDTHS)
async def test_a_drawing_by_mouse(browser: Browser, world: World, wide: int) -> None:
    """Two lines, one undone and brought back, in a colour with a name; what was drawn is what is kept."""
    page = await begun(browser, world, wide, scripts=True)
    await page.goto(at(world, "picture"))
    await fine(page)
    wide_paper = await _draw(page, (20, 20), (120, 60))
    await page.get_by_role("button", name="Red", exact=True).click()
    await page.get_by_role("button", name="Thick").click()
    await _draw(page, (30, 90), (130, 90))
    await page.get_by_role("button", name="Undo").click()
    await page.get_by_role("button", name="Redo").click()
    await press_next(page)

    lines = strokes_of(await drawing_of(world, page))
    assert [(line.colour, line.pen) for line in lines] == [("k", "2"), ("r", "3")]
    assert lines[1].points[-1][0] - lines[1].points[0][0] == pytest.approx(100 / wide_paper * 400, abs=4)
    assert "2 lines (Black, Red)" in await said(world, page)
    await page.context.close()


async def _draw(page: Page, start: tuple[int, int], end: tuple[int, int], which: int = 0) -> float:
    """Draw one line on the paper; how wide the paper is on this screen."""
    paper = page.locator("canvas").nth(which)
    await paper.evaluate("paper => paper.scrollIntoView({ block: 'center' })")
    box = await paper.bounding_box()
    assert box
    x, y = box["x"], box["y"]
    await _drag(page, x + start[0], y + start[1], x + end[0], y + end[1])
    return box["width"]


async def _drag(page: Page, x: float, y: float, to_x: float, to_y: float) -> None:
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(to_x, to_y, steps=6)
    await page.mouse.up()


async def test_a_drawing_by_the_keyboard_alone(browser: Browser, world: World) -> None:
    """The arrow keys move the pen, the space bar puts it down and lifts it; a colour and Next are reached by tab."""
    page = await begun(browser, world, 320, scripts=True)
    await page.goto(at(world, "picture"))
    await tab_to(page, "canvas")
    await page.keyboard.press("Space")
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        await page.keyboard.press(key)
    await page.keyboard.press("Space")
    await tab_to(page, "button.go[value=next]")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/q/5")

    [line] = strokes_of(await drawing_of(world, page))
    assert line.points == ((200, 150), (206, 150), (212, 150), (212, 156))
    await page.context.close()


async def test_a_drawing_in_a_house(browser: Browser, world: World) -> None:
    """Each house has paper of its own."""
    page = await begun(browser, world, 1280, scripts=True)
    await page.goto(at(world, "houses"))
    await page.locator("summary").nth(2).click()
    await _draw(page, (20, 20), (90, 60), which=2)
    await press_next(page)

    shown = await said(world, page)
    assert "My wishes" in shown
    assert "My worries" not in shown
    await page.context.close()


@pytest.mark.parametrize("wide", WIDTHS)
async def test_circles_by_mouse(browser: Browser, world: World, wide: int) -> None:
    """A name is dragged into the middle; another is pressed into the next circle. The list says the same."""
    page = await begun(browser, world, wide, scripts=True)
    await page.goto(at(world, "people"))
    await page.locator("[name=who-1]").fill("Tunde")
    await page.locator("[name=who-2]").fill("Dad")
    await fine(page)
    rings = await page.locator(".field-of-rings").bounding_box()
    token = await page.locator(".token", has_text="Tunde").bounding_box()
    assert rings
    assert token
    middle = (rings["x"] + rings["width"] / 2, rings["y"] + rings["height"] * 0.66)
    await _drag(page, token["x"] + token["width"] / 2, token["y"] + token["height"] / 2, *middle)
    for _ in range(3):
        await page.locator(".token", has_text="Dad").click()

    assert await page.locator("[name=near-1][value=close]").is_checked()
    assert await page.locator("[name=near-2][value=further]").is_checked()
    await press_next(page)
    assert "Very close\nTunde\nFurther away\nDad" in await said(world, page)
    await page.context.close()


async def test_circles_by_the_keyboard_alone(browser: Browser, world: World) -> None:
    """Type a name, tab to it in the circles, bring it closer with an arrow; Enter in the list goes to the next name."""
    page = await begun(browser, world, 320, scripts=True)
    await page.goto(at(world, "people"))
    await tab_to(page, "[name=who-1]")
    await page.keyboard.type("Tunde")
    await page.keyboard.press("Enter")
    assert await page.evaluate("document.activeElement.name") == "who-2"
    await page.evaluate("document.activeElement.blur()")
    await tab_to(page, ".token")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowUp")

    assert await page.locator("[name=near-1][value=middle]").is_checked()
    assert await page.locator("#rings [role=status]").inner_text() == "Tunde, A bit close"
    await page.context.close()


@pytest.mark.parametrize("question", ["feelings", "helpers", "birthday"])
async def test_the_others_by_the_keyboard_alone(browser: Browser, world: World, question: str) -> None:
    """Space ticks, digits are typed, Enter on Next goes on."""
    page = await begun(browser, world, 320, scripts=True)
    await page.goto(at(world, question))
    await tab_to(page, "#answer")
    if question == "birthday":
        for number in ("3", "5", "2027"):
            await page.keyboard.type(number)
            await page.keyboard.press("Tab")
    else:
        await page.keyboard.press("Space")
    await tab_to(page, "button.go[value=next]")
    await page.keyboard.press("Enter")
    await page.wait_for_url(lambda url: url != at(world, question))

    assert {"feelings": "Happy", "helpers": "I want more", "birthday": "3 May 2027"}[question] in await said(
        world, page
    )
    await page.context.close()
