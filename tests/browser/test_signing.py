"""Amara signs and reads no word: in a real Chromium she goes from her link to the receipt by clips and pictures alone.

The clips are the demonstration's placeholders. Whatever she presses is found by the clip beside it, never by words.
"""

import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Literal

import pytest
from playwright.async_api import Browser, Locator, Page

from channels.web.app import public
from i18n.catalogue import catalogue
from storage.media import open_media
from surveys.wording import words_of
from tests.browser.measuring import faults_on
from tests.browser.test_the_line import fine
from tests.serving import address_of, free_socket, served
from tests.world import World, make_world
from voice.demonstration import clips as placeholders

# Each thing that can be pressed and has no clip: what only a keyboard meets, numbers, names of languages and the clips'
# own buttons aside. A clip stands before it in the same row, or at the head of its item.
UNSIGNED = """() => [...document.querySelectorAll("a, button, summary, label.choice, label[for]")].filter((each) => {
  const left = ".first, .first *, .vh, .clip *, .tongues *, .scale *, .numbers *";
  if (each.matches(left) || !each.checkVisibility()) return false;
  const row = each.closest(".signed"), item = each.closest("li"), box = each.closest("details");
  const before = each.matches("summary") && box.previousElementSibling;
  const has = (place, direct) => place && place.querySelector(direct ? ":scope > .clip" : ".clip");
  return !(has(row) || has(item, true) || (before && before.matches(".signed")));
}).map((each) => `${each.tagName} ${each.textContent.trim()}`)"""
PLAYS = "video => new Promise(go => { video.ontimeupdate = () => video.currentTime > 0.2 && go(video.videoWidth); })"
WELCOME = "See this in British Sign Language (BSL)"


@pytest.fixture(scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """The children's pages served, with a placeholder for every text of the pages and of one survey."""
    ffmpeg = shutil.which("ffmpeg")
    if ffmpeg is None:
        pytest.skip("ffmpeg is not installed: no clip was played in a browser")
    end, home = free_socket(), tmp_path_factory.mktemp("signing")
    async with AsyncExitStack() as stack:
        made = await stack.enter_async_context(make_world(home, public_url=address_of(end)))
        media = open_media(f"file:{home}/media")
        made.public = replace(made.public, media=media)
        made.staff = replace(made.staff, media=media, ffmpeg=ffmpeg)
        assert await placeholders.make(made.staff) > 400
        await stack.enter_async_context(served(public(made.public), end))
        yield made


def easy(words: str) -> str:
    return catalogue("en-simple").gettext(words)


async def clip_of(world: World, words: str) -> str:
    """Where the clip of these words lies."""
    (found,) = (await world.public.signs()).of(words)
    return f"/clips/{found.name}"


async def signed(page: Page, world: World, words: str) -> Locator:
    """What stands beside the clip of these words."""
    row = page.locator(f".signed:has(> .clip [src='{await clip_of(world, words)}'])")
    return row.locator("> :last-child").first


async def begun(browser: Browser, world: World, *, scripts: bool = True, still: bool = False) -> Page:
    motion: Literal["reduce", "no-preference"] = "reduce" if still else "no-preference"
    screen = {"width": 320, "height": 640}
    device = await browser.new_context(viewport=screen, java_script_enabled=scripts, reduced_motion=motion)  # type: ignore[arg-type]
    device.set_default_timeout(15_000)
    page = await device.new_page()
    await page.goto(f"{world.public.public_url}/c/{await world.link()}")
    await page.locator(".signs a").click()
    return page


@pytest.mark.parametrize("scripts", [True, pytest.param(False, marks=pytest.mark.thorough)])
async def test_to_the_receipt_without_reading_a_word(browser: Browser, world: World, scripts: bool) -> None:
    """Every control on every page has a clip. By them she chooses, goes on and sends; nothing plays unasked."""
    page, seen = await begun(browser, world, scripts=scripts), []
    next_ = easy("Next")
    for words in ("Start", "OK, start"):
        seen += await unsigned(page)
        await go_on(page, await signed(page, world, easy(words)))
    for words in ("Just me", "Nobody"):
        await (await signed(page, world, easy(words))).click()
    await go_on(page, await signed(page, world, next_))
    while "/q/" in page.url:
        seen += await unsigned(page)
        await answer(page, scripts=scripts)
        await go_on(page, await signed(page, world, next_ if await answered(page) else easy("Skip")))
    for words in ("Next", "It’s fine if they know", "Next", "Send"):
        seen += await unsigned(page)
        control = await signed(page, world, easy(words))
        await (control.click() if words == "It’s fine if they know" else go_on(page, control))

    assert page.url.endswith("/sent")
    assert [*seen, *(await unsigned(page))] == []
    await page.context.close()


async def go_on(page: Page, control: Locator) -> None:
    """Press it, and wait for the page it leads to."""
    before = page.url
    await control.click()
    await page.wait_for_url(lambda url: url != before)


async def unsigned(page: Page) -> list[str]:
    """What on this page she could not understand. A page without scripts is asked all the same: by its markup."""
    await page.wait_for_load_state()
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
    assert await page.evaluate("[...document.querySelectorAll('video')].every(each => each.paused && each.muted)")
    return [f"{page.url.rpartition('/')[2]}: {each}" for each in await page.evaluate(UNSIGNED)]


async def answer(page: Page, *, scripts: bool) -> None:
    """Watch the first choice, then press it. Watching chose nothing."""
    card, number = page.locator(".choices .signed").first, page.locator(".scale label").nth(7)
    if await card.count():
        await card.locator("summary").click()
        if scripts:
            assert await card.locator("video").evaluate(PLAYS) > 0
        assert not await answered(page)
        await card.locator("> label").click()
    elif await number.count():
        await number.click()


async def answered(page: Page) -> bool:
    return await page.locator("form :checked").count() > 0


async def test_her_own_controls(browser: Browser, world: World) -> None:
    """Play and pause, slower, a bit again, words on the picture: by the keyboard too, and none of it an answer."""
    page = await begun(browser, world)
    screen = page.locator(".asks .screen")
    video = screen.locator("video")

    assert await screen.locator("[data-do=play]").get_attribute("aria-label") == easy("Play")
    await screen.locator("[data-do=play]").press("Enter")
    assert await video.evaluate(PLAYS) == 320
    await screen.locator("[data-do=play]").press("Enter")
    await screen.locator("[data-do=slower]").press("Enter")
    await screen.locator("[data-do=slower]").press("Enter")
    await screen.locator("[data-do=words]").press("Enter")

    assert await video.evaluate("each => [each.paused, each.playbackRate, each.textTracks[0].mode, each.controls]") == [
        True,
        0.5,
        "showing",
        False,
    ]
    await screen.locator("[data-do=at]").focus()
    await page.keyboard.press("End")
    assert await video.evaluate("each => each.currentTime") > 1.9
    await screen.locator("[data-do=again]").press("Enter")
    assert await video.evaluate("each => each.currentTime") < 1.9
    await screen.locator("[data-do=big]").press("Enter")
    assert await page.evaluate("document.fullscreenElement.className.split(' ')[0]") == "screen"
    await page.context.close()


async def test_without_scripts_the_browser_plays_it(browser: Browser, world: World) -> None:
    """A clip opens by itself, with the browser's own controls."""
    page = await begun(browser, world, scripts=False)

    row = page.locator(".signed:has(> .go)")
    await row.locator("summary").click()

    assert await row.locator("video[controls]").is_visible()
    await page.context.close()


@pytest.mark.parametrize(
    "mode", ["contrast", *(pytest.param(each, marks=pytest.mark.thorough) for each in ("light", "dark"))]
)
async def test_it_can_be_seen_and_hit(browser: Browser, world: World, mode: str) -> None:
    """7 to 1, 44 pixels, nothing too wide, what axe finds; with a clip open, by day, by night and in strong colours.

    Where her device asks for stillness, what she opens waits for her to press once more.
    """
    page = await begun(browser, world, still=True)
    for _ in range(2):
        await page.locator("main form button.go").click()
    await page.locator("[name=around][value=just_me]").check(force=True)
    await page.locator("button.go[value=next]").click()
    question = words_of((await world.public.asked(world.version)).words["en-simple"], "find_out")
    await page.locator(".choices .clip summary").first.click()
    await page.evaluate("mode => document.documentElement.dataset.mode = mode", mode)

    assert await page.locator(".asks video").get_attribute("src") == await clip_of(world, question["words"])
    assert await page.locator(".choices video").first.evaluate("each => each.paused")
    faults = await faults_on(page)
    assert not faults, "\n".join(faults)
    await page.context.close()


async def test_the_way_in_from_the_right(browser: Browser, world: World) -> None:
    """On an Arabic page too the way to sign comes first, and fits."""
    page = await (await browser.new_context(viewport={"width": 320, "height": 640})).new_page()
    await page.goto(f"{world.public.public_url}/?lang=ar")

    await page.locator(".signs summary").click()

    assert await page.locator(".signs video").get_attribute("src") == await clip_of(world, easy(WELCOME))
    await fine(page)
    await page.context.close()
