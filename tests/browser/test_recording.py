"""Amara records in a real Chromium, loses the signal, sends, and Sam watches. The camera alone is a pretended one."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, Route, async_playwright

from channels.portal.app import portal
from channels.video import uploads
from channels.web import cookies
from channels.web.app import public
from storage.attachments import DELIVERY
from storage.media import open_media
from surveys.loading import every_kind, library
from surveys.progress import question_number
from tests.browser.conftest import FLAGS
from tests.browser.test_kinds import begun, begun_at, press_next, tab_to
from tests.browser.test_the_line import fine, sign_in
from tests.playback import films
from tests.safety.serving import Served, serving
from tests.serving import address_of, free_socket, served
from tests.world import SURVEY, World, make_world
from voice import setting_up
from voice.delivering import Deliveries
from voice.playback.making import Making

CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
# What the page has asked the camera for, so that a test can see whether it let go of it.
WATCHED = """
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
window.streams = [];
navigator.mediaDevices.getUserMedia = async (wanted) => {
  const given = await ask(wanted);
  window.streams.push(given);
  return given;
};
"""
LIVE = "streams.flatMap((each) => each.getTracks()).filter((track) => track.readyState === 'live').length"
HAS_FOCUS = "name => document.activeElement.matches('button') && document.activeElement.textContent.includes(name)"
LEAVES = {
    "hides the page": "Object.defineProperty(document, 'hidden', { value: true });"
    "document.dispatchEvent(new Event('visibilitychange'))",
    "exit": "document.querySelector('a.exit').click()",
    "goes away": "dispatchEvent(new PageTransitionEvent('pagehide'))",
}
PLAYS = "video => new Promise(go => { video.oncanplay = () => go(video.videoWidth); video.load(); })"


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Chromium with a camera and a microphone."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("Chromium is not installed: no page was tested in a browser")
    async with async_playwright() as driver:
        chromium = await driver.chromium.launch(executable_path=found, args=[*FLAGS, *CAMERA])
        yield chromium
        await chromium.close()


@pytest.fixture(scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Children's pages and portal, with a place for recordings."""
    child_end, staff_end = free_socket(), free_socket()
    home = tmp_path_factory.mktemp("recording")
    media = open_media(f"file:{home / 'media'}")
    async with AsyncExitStack() as stack:
        addresses = {"public_url": address_of(child_end), "staff_url": address_of(staff_end)}
        made = await stack.enter_async_context(make_world(home, **addresses))
        made.version = await setting_up.publish(made.staff, every_kind())
        here = replace(made, public=replace(made.public, media=media), staff=replace(made.staff, media=media))
        await stack.enter_async_context(served(public(here.public, *uploads.routes(cookies.of_visit)), child_end))
        await stack.enter_async_context(served(portal(here.staff), staff_end))
        yield here


def at(world: World, question: str, more: str = "") -> str:
    return f"{world.public.public_url}/q/{question_number(every_kind(), question)}{more}"


async def send_everything(page: Page, world: World) -> None:
    await page.goto(f"{world.public.public_url}/keep")
    await page.get_by_role("button", name="Send", exact=True).click()
    await page.wait_for_url("**/sent")


async def pressed(page: Page, name: str) -> None:
    """By the keyboard alone: to the button, and press it."""
    await page.get_by_role("button", name=name).wait_for()
    while not await page.evaluate(HAS_FOCUS, name):
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")


async def test_she_records_and_he_watches(browser: Browser, world: World) -> None:
    """With the keyboard alone, through a lost signal; the camera is let go of, and nothing plays by itself."""
    page = await begun(browser, world, 320, scripts=True)
    await page.context.add_init_script(WATCHED)
    await page.goto(at(world, "video"))
    await fine(page)
    await pressed(page, "Record a video")
    await page.wait_for_url("**/record")
    await fine(page)
    assert await page.evaluate(LIVE) == 0

    await pressed(page, "Turn it on")
    await pressed(page, "Start: three, two, one")
    await pressed(page, "Stop")
    await page.get_by_role("button", name="Keep this one").wait_for()
    assert await page.evaluate(LIVE) == 0
    await fine(page)
    lost = await losing_the_signal(page)
    await pressed(page, "Keep this one")
    await page.get_by_text("There is no signal").wait_for()
    await page.wait_for_url(at(world, "video"))
    assert lost == {"PATCH", "HEAD"}

    await press_next(page)
    await send_everything(page, world)
    assert await watched_by_sam(browser, world) == [640, 640]
    await page.context.close()


async def losing_the_signal(page: Page) -> set[str]:
    """The first piece goes, then the tunnel: what is lost there, by its method."""
    gone: list[str] = []
    lost: set[str] = set()

    async def tunnel(route: Route) -> None:
        gone.append(route.request.method)
        if 1 < len(gone) < 5:
            lost.add(route.request.method)
            await route.abort("internetdisconnected")
        else:
            await route.continue_()

    await page.route("**/media/uploads/*", tunnel)
    return lost


async def watched_by_sam(browser: Browser, world: World) -> list[int]:
    """How wide the film is that plays before him: as it came, and the copy, which also has a length and a poster."""
    screen = await browser.new_context(viewport={"width": 1280, "height": 900})
    desk = await screen.new_page()
    await sign_in(desk, world, "sam")
    await desk.get_by_role("link", name="Read what was said").first.click()
    await fine(desk)
    await tab_to(desk, "[data-speed='0.5']")
    await desk.keyboard.press("Enter")
    film = desk.locator("video")
    assert await film.evaluate("video => [video.paused, video.playbackRate]") == [True, 0.5]
    widths: list[int] = [await film.evaluate(PLAYS)]
    if not films.ffmpeg():  # nothing is made; the tests of that say so
        return widths * 2
    await Deliveries(world.staff, {DELIVERY: Making(films.ffmpeg())}).round()
    await desk.reload()
    await fine(desk)
    widths.append(await film.evaluate(PLAYS))
    assert 0 < await film.evaluate("video => video.poster && video.duration") < 60
    await screen.close()
    return widths


@pytest.mark.thorough
async def test_a_killed_service_costs_her_nothing(browser: Browser, tmp_path: Path) -> None:
    """Killed while she sends and started again: her page goes on by itself, and what is kept plays."""
    with free_socket() as end:
        port, url = end.getsockname()[1], address_of(end)
    async with make_world(tmp_path, public_url=url) as made:
        made.version = await setting_up.publish(made.staff, every_kind())
        link = f"{url}/c/{await made.link()}"
    settings = {"PORT": str(port), "VOICE_PUBLIC_URL": url, "VOICE_DEMO": "1"}
    where = f"{url}/q/{question_number(every_kind(), 'video')}"
    with serving(tmp_path, "public", **settings) as service:
        page = await begun_at(browser, link, 320, scripts=True)
        await page.goto(f"{where}/record")
        for button in ("Turn it on", "Start: three, two, one", "Stop", "Keep this one"):
            if button == "Keep this one":
                await page.route("**/media/uploads/*", _kills(service))
            if button == "Stop":
                await page.get_by_text("Recording.").wait_for()
                await page.wait_for_timeout(2000)  # a film of two seconds
            await page.get_by_role("button", name=button).click()
        await page.get_by_text("There is no signal").wait_for()
        with serving(tmp_path, "public", **settings):
            await page.wait_for_url(where)
            assert await page.locator("video").evaluate(PLAYS) == 640
    await page.context.close()


def _kills(service: Served) -> Callable[[Route], Awaitable[None]]:
    """Kill the service in the moment in which a piece is on its way."""

    async def handle(route: Route) -> None:
        if route.request.method == "PATCH" and service.process.poll() is None:
            service.kill()
        await route.continue_()

    return handle


@pytest.mark.parametrize("leaves", ["hides the page", "exit", pytest.param("goes away", marks=pytest.mark.thorough)])
async def test_the_camera_is_let_go_of(browser: Browser, world: World, leaves: str) -> None:
    """In the moment in which she hides the page or leaves it, however slow the way out; nothing of it is sent."""
    page = await begun(browser, world, 320, scripts=True)
    await page.context.add_init_script(WATCHED)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "uploads" in request.url else None)
    await page.goto(at(world, "video", "/record"))
    await page.get_by_role("button", name="Turn it on").click()
    await page.get_by_role("button", name="Start: three, two, one").click()
    await page.get_by_role("button", name="Stop").wait_for()
    assert await page.evaluate(LIVE) == 2

    await page.route("**/exit", lambda route: route.fulfill(status=204))  # as if no answer had come yet
    await page.evaluate(LEAVES[leaves])

    assert await page.evaluate(LIVE) == 0
    assert sent == []
    await page.context.close()


async def test_without_a_script_she_chooses_a_file(browser: Browser, world: World, tmp_path: Path) -> None:
    """From the question's own page, and sees there that it is safe."""
    film = tmp_path / "me.mp4"
    film.write_bytes(b"a film" * 100_000)
    page = await begun(browser, world, 320, scripts=False)
    await page.goto(at(world, "video"))
    await page.get_by_label("Choose a video").set_input_files(film)
    await press_next(page)
    await page.goto(at(world, "video"))
    await fine(page)

    assert await page.locator("video").get_attribute("src") == f"/q/{question_number(every_kind(), 'video')}/recording"
    await page.goto(at(world, "video", "/record"))
    await fine(page)
    assert await page.get_by_role("link", name="Go back to the question").is_visible()
    await page.context.close()


async def test_only_her_voice_needs_no_picture(browser: Browser, world: World) -> None:
    """Who says that only her voice is recorded is shown no frame, and told nothing of hands, walls and lines."""
    words = library()[SURVEY]
    about = replace(world, version=await setting_up.publish(world.staff, words))
    page = await begun(browser, about, 320, scripts=True)
    await page.goto(f"{world.public.public_url}/q/{question_number(words, 'worries')}/record")
    await page.get_by_text("You need both hands").wait_for()

    await page.get_by_text("Only my voice").click()
    assert not await page.get_by_text("You need both hands").is_visible()
    assert not await page.get_by_text("a plain wall").is_visible()
    await pressed(page, "Turn it on")
    await page.get_by_role("button", name="Start: three, two, one").wait_for()
    assert not await page.locator(".stage").is_visible()
    assert not await page.get_by_text("Fit inside the lines").is_visible()
    await page.get_by_role("button", name="Turn it off").click()

    await page.get_by_text("Video with sound").click()
    await pressed(page, "Turn it on")
    await page.get_by_text("Fit inside the lines").wait_for()
    assert await page.locator(".stage").is_visible()
    await page.context.close()


async def test_her_picture_keeps_its_shape(browser: Browser, world: World, tmp_path: Path) -> None:
    """A tall one is made smaller, and never squashed."""
    tall = tmp_path / "tall.png"
    picture = await browser.new_page(viewport={"width": 320, "height": 1159})
    await picture.set_content("<body style='margin:0;background:linear-gradient(teal,gold)'>")
    await picture.screenshot(path=tall)
    await picture.close()
    page = await begun(browser, world, 320, scripts=False)
    await page.goto(at(world, "photo"))
    await page.get_by_label("Choose a picture").set_input_files(tall)
    await press_next(page)
    for where in (at(world, "photo"), f"{world.public.public_url}/check"):
        await page.goto(where)
        await page.wait_for_function("document.querySelector('img.played').naturalWidth > 0")
        box = await page.locator("img.played").bounding_box()
        assert box
        assert box["height"] / box["width"] == pytest.approx(1159 / 320, rel=0.02)
    await page.context.close()


@pytest.mark.thorough
async def test_a_camera_that_is_refused_is_said(browser: Browser, world: World) -> None:
    """And what else she can do."""
    page = await begun(browser, world, 320, scripts=True)
    await page.context.add_init_script(
        "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotAllowedError'); }"
    )
    await page.goto(at(world, "sound", "/record"))
    await page.get_by_role("button", name="Turn it on").click()

    await page.get_by_text("It did not come on").wait_for()
    await page.context.close()
