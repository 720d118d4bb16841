"""`slow phone`: how long until a question can be answered, on slow 3G and a processor six times slower.

A real Chromium holds the line and the processor back (400 ms to an answer, 400 kb a second). The pages come
compressed, as from the proxy before the service, over plain HTTP: setting up TLS (0.8 s, two waits) comes on top once.
An empty page beside it says what the line and the machine's noise cost alone.
"""

import shutil
import socket
from contextlib import AsyncExitStack

from playwright.async_api import Browser, Page, async_playwright
from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse
from starlette.routing import Route

from bench.figures import Figure, Results, Spread
from bench.sizes import Sizes
from channels.web.app import public
from tests.browser.conftest import FLAGS
from tests.serving import address_of, free_socket, served
from tests.world import World
from voice import visiting
from voice.model import Around, Helper

WAIT, KILOBITS, SLOWER = 400, 400, 6
FURTHER = 3
USABLE = """() => {
  const painted = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Infinity;
  const ready = performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd;
  return ready && painted < Infinity ? Math.max(painted, ready) / 1000 : null;
}"""
# A further question comes into the page that is there, and has no navigation of its own: from the press to the frame
# after the one in which it is there. Where the browser goes to another page instead, that page's own times count.
PRESSED = "addEventListener('submit', () => { window.pressed = performance.now() }, true)"
FURTHER_USABLE = f"""number => {{
  if (location.pathname !== `/q/${{number}}` || document.querySelector("[aria-busy], [data-coming]")) return null;
  if (!window.pressed) return ({USABLE})();
  if (window.framed !== number) {{ window.framed = number; return null; }}
  return (performance.now() - window.pressed) / 1000;
}}"""
EMPTY = "<!doctype html><title>.</title><p>."


async def measure(world: World, sizes: Sizes, results: Results) -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        results.remarks.append("SKIPPED: slow phone, because Chromium is not installed")
        return
    async with AsyncExitStack() as stack:
        ends = free_socket(), free_socket()
        empty = Starlette(routes=[Route("/", lambda _: HTMLResponse(EMPTY))])
        await stack.enter_async_context(served(GZipMiddleware(public(world.public)), ends[0]))
        await stack.enter_async_context(served(empty, ends[1]))
        driver = await stack.enter_async_context(async_playwright())
        browser = await driver.chromium.launch(executable_path=chromium, args=FLAGS)
        await _once(browser, world, ends)  # the first time, Chromium and the templates are cold, and no child waits
        taken = [await _once(browser, world, ends) for _ in range(sizes.rounds)]
        await browser.close()
    first, further, nothing = (Spread([value for each in taken for value in each[which]]) for which in (0, 1, 2))
    told = f"; an empty page: {nothing} s"
    results.figures += [
        Figure("slow phone, first question", "2 s", first, 2, more_is_better=False, unit="s", remark=told),
        Figure("slow phone, a further one", "1 s", further, 1, more_is_better=False, unit="s", remark=told),
    ]


async def _once(
    browser: Browser, world: World, ends: tuple[socket.socket, socket.socket]
) -> tuple[list[float], list[float], list[float]]:
    """The first question, further ones, an empty page: the seconds until each could be used, nothing kept before."""
    at, nothing = (address_of(end) for end in ends)
    page = await _phone(browser)
    await page.goto(nothing)
    empty = await _usable(page)
    await page.context.add_cookies([{"name": "visit", "value": await _visit(world), "url": at}])
    await page.goto(f"{at}/q/1")
    first, further = await _usable(page), []
    for number in range(2, 2 + FURTHER):
        await page.locator("[name=choice]").first.check(force=True)
        await page.locator("button.go").click(no_wait_after=True)
        found = await page.wait_for_function(FURTHER_USABLE, arg=number)
        further.append(float(await found.json_value()))
    await page.context.close()
    return [first], further, [empty]


async def _phone(browser: Browser) -> Page:
    context = await browser.new_context(viewport={"width": 360, "height": 640})
    page = await context.new_page()
    await page.add_init_script(PRESSED)
    held = await context.new_cdp_session(page)
    rate = KILOBITS * 1000 / 8
    line = {"offline": False, "latency": WAIT, "downloadThroughput": rate, "uploadThroughput": rate}
    await held.send("Network.enable")
    await held.send("Network.emulateNetworkConditions", line)
    await held.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return page


async def _visit(world: World) -> str:
    token = await visiting.begin(world.public, await world.link(), "en")
    visit = await visiting.current_visit(world.public, token)
    await visiting.say_who_is_around(world.public, visit, Around.JUST_ME, Helper.NOBODY)
    return token


async def _usable(page: Page) -> float:
    """Seconds from the press or the address until something is painted and the page's scripts have run."""
    found = await page.wait_for_function(USABLE)
    return float(await found.json_value())
