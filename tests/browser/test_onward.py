"""The next question comes into the page that is there: nothing a child can do with a page is lost by that."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page, Route

from storage.tables import concern
from surveys.loading import library
from surveys.progress import question_number
from tests.browser.test_kinds import begun, press_next, world
from tests.browser.test_the_line import fine
from tests.sheet.taking import come
from tests.web.looking import count
from tests.world import SURVEY, World
from voice import setting_up, visiting

__all__ = ["world"]

FOCUS = "document.activeElement.tagName + '.' + document.activeElement.className"
MARKED = "document.querySelector('[name=choice]:checked')?.value"
FACES, SCALE, SAFE = 2, 3, 8
GOING = "document.documentElement.className = 'gone'"  # what Exit does, before the next address has come
PRESSED_TOO_SOON = """addEventListener("popstate", () => {
  console.log(document.getElementById("main").inert);
  document.querySelector("[name=choice][value='2']").checked = true;
  document.getElementById("question").requestSubmit(document.querySelector("button.go"));
})"""


async def on_her_way(browser: Browser, world: World) -> tuple[Page, str]:
    """Amara before the faces, with scripts; and the address of every question but its number."""
    world.version = await setting_up.publish(world.staff, library()[SURVEY])
    page = await begun(browser, world, 320, scripts=True)
    await page.goto(f"{world.public.public_url}/q/{FACES}")
    await page.evaluate("window.same = true")
    return page, f"{world.public.public_url}/q/"


async def mark(page: Page, value: str) -> None:
    await page.locator(f"[name=choice][value='{value}']").check(force=True)


@asynccontextmanager
async def held(page: Page, address: str) -> AsyncIterator[None]:
    """A slow line: `address` comes to the page only when this is left."""
    there = asyncio.Event()

    async def wait(route: Route) -> None:
        await there.wait()
        await route.continue_()

    await page.route(address, wait)
    try:
        yield
    finally:
        there.set()


async def kept_in(world: World, page: Page, number: int) -> tuple[str, ...]:
    cookies = {each["name"]: each["value"] for each in await page.context.cookies()}
    visit = await visiting.current_visit(world.public, cookies["visit"])
    asked = {question_number(library()[SURVEY], each.id): each.id for each in library()[SURVEY].questions}
    return visit.seen[asked[number]].chosen if asked[number] in visit.seen else ()


async def test_one_answer_brings_the_next_question(browser: Browser, world: World) -> None:
    """A single request; the tab, the way and the focus say where she is; a slip is said; Back and reload are hers."""
    page, q = await on_her_way(browser, world)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url.rpartition('/')[2]}"))
    await press_next(page)
    assert await page.evaluate(FOCUS) == "DIV.wrong"
    assert page.url == f"{q}{FACES}"
    await mark(page, "4")
    await press_next(page)

    assert page.url == f"{q}{SCALE}"
    assert [each for each in asked if each != "GET icon.svg"] == [f"POST {FACES}", f"POST {FACES}"]
    assert await page.evaluate("[window.same, document.title, scrollY]") == [True, f"Question {SCALE}", 0]
    assert (await page.locator(".where").inner_text()).startswith(f"Question {SCALE} ")
    assert await page.evaluate(FOCUS) == "H1."
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.id") == "answer"
    await fine(page)

    await page.go_back()
    await page.wait_for_function("!window.same")
    assert page.url == f"{q}{FACES}"
    assert await page.evaluate(MARKED) == "4"
    await page.go_forward()
    await page.wait_for_url(f"{q}{SCALE}")
    asks = await page.locator("h1").inner_text()
    await page.reload()
    assert await page.locator("h1").inner_text() == asks
    await page.context.close()


async def test_an_answer_goes_to_the_question_it_was_given_to(browser: Browser, world: World) -> None:
    """She goes back and the page is slow to come: what still stands there can't be pressed, nor be another's answer."""
    page, q = await on_her_way(browser, world)
    await mark(page, "4")
    await press_next(page)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    await page.evaluate(PRESSED_TOO_SOON)
    async with held(page, f"{q}{FACES}"), page.expect_response(f"{q}{SCALE}") as pressed:
        await page.evaluate("history.back()")
    assert (await pressed.value).request.method == "POST"
    await page.wait_for_function("!window.same")

    assert said == ["true"]
    assert await kept_in(world, page, FACES) == ("4",)
    assert await kept_in(world, page, SCALE) == ("2",)
    await page.context.close()


async def test_a_press_that_is_cut_off_is_made_again(browser: Browser, world: World) -> None:
    """The signal goes in the moment she presses: words wait in the page and go on by themselves when it is back."""
    page, q = await on_her_way(browser, world)
    await page.goto(f"{q}6")
    await page.evaluate("window.same = true")
    await page.route(f"{q}*", lambda route: route.abort())
    await page.locator("#answer").fill("my nan is ill")
    await press_next(page)
    await page.locator("#kept[data-state=unsaved]").wait_for()
    assert await page.locator("#answer").input_value() == "my nan is ill"
    await page.unroute(f"{q}*")
    await page.evaluate("dispatchEvent(new Event('online'))")
    await page.wait_for_url(f"{q}7")

    assert await page.evaluate("window.same")
    await page.go_back()
    await page.wait_for_function("!window.same")
    assert await page.locator("#answer").input_value() == "my nan is ill"
    await page.context.close()


async def test_exit_in_the_middle_of_a_press(browser: Browser, world: World) -> None:
    """Gone at once, and what comes late is not shown; who has said that she is not safe has said it (R59)."""
    page, q = await on_her_way(browser, world)
    await page.goto(f"{q}{SAFE}")
    await mark(page, "no")
    before, left = await count(world, concern), asyncio.Event()

    async def late(route: Route) -> None:
        answer = await route.fetch(max_redirects=0)
        await left.wait()
        await route.fulfill(response=answer)

    await page.route(f"{q}{SAFE}", late)
    await page.locator("main .go").click()
    await page.evaluate(GOING)
    async with page.expect_response(f"{q}{SAFE}"):
        left.set()
    await page.wait_for_timeout(300)
    assert await count(world, concern) == before + 1
    assert not await page.locator("main").is_visible()
    assert page.url == f"{q}{SAFE}"
    async with page.expect_request("**/exit"):
        await page.evaluate("document.querySelector('.exit').click()")
    again = await page.context.new_page()  # the first is still on its way out of here
    await again.goto(f"{q}{SAFE}")
    assert "/q/" not in again.url
    await page.context.close()


async def test_a_second_press_goes_as_forms_do(browser: Browser, world: World) -> None:
    """Twice in a moment is once; after a while without an answer the browser goes by itself."""
    page, q = await on_her_way(browser, world)
    await mark(page, "4")
    asked: list[str] = []

    async def never(route: Route) -> None:
        asked.append(route.request.resource_type)
        if route.request.resource_type == "document":
            await route.continue_()

    await page.route(f"{q}{FACES}", never)
    await page.locator("button.go").dblclick()
    await page.wait_for_timeout(3_200)
    assert asked == ["fetch"]
    await page.locator("button.go").click()
    await page.wait_for_url(f"{q}{SCALE}")

    assert asked == ["fetch", "document"]
    assert not await page.evaluate("window.same ?? false")
    await come(page)
    await page.context.close()


async def test_a_choice_waits_for_the_signal_too(browser: Browser, world: World) -> None:
    """No page of the browser's own: what she chose stays, the page says that it has not gone, and it goes by itself."""
    page, q = await on_her_way(browser, world)
    before = await count(world, concern)
    await page.goto(f"{q}{SAFE}")
    await page.context.set_offline(True)
    await mark(page, "no")
    await press_next(page)
    await page.get_by_text("Not sent yet: there is no signal.").wait_for()
    await fine(page)
    assert page.url == f"{q}{SAFE}"
    assert await page.evaluate(MARKED) == "no"
    assert await count(world, concern) == before

    await page.context.set_offline(False)
    await page.wait_for_url("**/safe")
    assert await count(world, concern) == before + 1
    await page.context.close()
