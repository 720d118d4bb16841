"""The mission: what a child says reaches the adult who must hear it, and the adult's answer reaches the child.

In a real Chromium at 320 px with JavaScript off, over both databases, every page checked by axe; and again through
plain HTTP.
"""

import re
from collections.abc import AsyncIterator
from contextvars import ContextVar

import pyotp
import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Browser, Page, ViewportSize

from tests.world import World
from voice import clock, signing_in

WORDS = "I want to see my brother Tunde more 🙂 than once a month, مرحبا"
REPLY = "Thank you for telling me. I asked about Tunde on Monday."
PROMISE = "Ask if you can see Tunde each week"
MEANS = "I think you miss Tunde most at night."
TOO = "I miss him in the day too 🙂"
PASSWORD = "a quiet yellow teapot"
AUDITED: ContextVar[bool] = ContextVar("audited", default=True)
PHONE = ViewportSize(width=320, height=640)


@pytest.fixture
async def child(browser: Browser) -> AsyncIterator[Page]:
    """Amara's cheap phone: 320 pixels, no JavaScript."""
    phone = await browser.new_context(viewport=PHONE, java_script_enabled=False)
    phone.set_default_timeout(10_000)
    yield await phone.new_page()
    await phone.close()


@pytest.fixture
async def desk(browser: Browser) -> AsyncIterator[Page]:
    """Sam's browser, without JavaScript too."""
    screen = await browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    screen.set_default_timeout(10_000)
    yield await screen.new_page()
    await screen.close()


async def fine(page: Page) -> None:
    """No violation that axe can find, and nothing wider than the screen.

    axe is a script and cannot finish in a page without scripts, so it looks at the same page in a browser beside
    this one, with the same cookies and the same width.
    """
    await page.wait_for_load_state()
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
    chromium = page.context.browser
    if chromium is None or not AUDITED.get():
        return
    beside = await chromium.new_context(viewport=page.viewport_size)
    await beside.add_cookies(await page.context.cookies())  # type: ignore[arg-type]
    twin = await beside.new_page()
    await twin.goto(page.url)
    found = await Axe().run(twin)
    await beside.close()
    assert not found.response["violations"], (page.url, found.generate_report())


async def answer_everything(page: Page) -> None:
    """Answer each question that comes: in words where words are asked, else with the first choice."""
    while "/q/" in page.url:
        await fine(page)
        words = page.locator("#answer[name=words]")
        if await words.count():
            await words.fill(WORDS)
        else:
            await page.locator("input[name=choice]").first.check(force=True)
        await page.get_by_role("button", name="Next").click()


async def say_it(page: Page, link: str) -> str:
    """From the link to the receipt; the child's code."""
    await page.goto(link)
    await fine(page)
    await page.get_by_role("button", name="Start").click()
    await fine(page)
    await page.get_by_role("button", name="OK, start").click()
    await fine(page)
    await page.get_by_label("Just me").check(force=True)
    await page.get_by_label("Nobody").check(force=True)
    await page.get_by_role("button", name="Next").click()
    await answer_everything(page)
    await fine(page)
    await page.get_by_role("link", name="Next").click()
    await fine(page)
    await page.get_by_label("Ask me first").check(force=True)
    await page.get_by_role("button", name="Next").click()
    await fine(page)
    await page.get_by_role("button", name="Send", exact=True).click()
    await fine(page)
    return re.sub(r"\s", "", await page.locator(".code").inner_text())


async def sign_in(page: Page, world: World, who: str) -> None:
    """Password and one-time code, as they were set up a moment ago."""
    await signing_in.set_password(world.staff, world.people[who], PASSWORD)
    secret = await signing_in.set_one_time_code(world.staff, world.people[who])
    await page.goto(world.staff.staff_url)
    await fine(page)
    await page.get_by_label("E-mail").fill(f"{who}@northfold.test")
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_label("Code from your authenticator app").fill(pyotp.TOTP(secret).at(clock.now()))
    await page.get_by_role("button", name="Sign in").click()


async def test_amara_is_heard_and_answered(line: World, child: Page, desk: Page) -> None:
    """However cheap Amara’s phone, Sam reads her exact words, she his answer, and he what she says to that."""
    AUDITED.set(line.public.store.engine.dialect.name == "sqlite")  # the pages are the same on both
    code = await say_it(child, f"{line.public.public_url}/c/{await line.link()}")

    await sign_in(desk, line, "sam")
    await fine(desk)
    await desk.locator(".child").get_by_role("link", name="Amara", exact=True).click()
    await fine(desk)
    await desk.locator(".said a").first.click()
    await fine(desk)
    assert WORDS in await desk.locator("main").inner_text()
    await answer(desk)
    await weigh(desk)

    await child.goto(line.public.public_url)
    await child.get_by_label("Do you have a code? Type it here.").fill(code.lower())
    await child.get_by_role("button", name="Open my page").click()
    await fine(child)
    seen = await child.locator("main").inner_text()
    assert REPLY in seen
    assert PROMISE in seen
    assert WORDS in seen
    assert "Sam, your social worker" in seen
    assert MEANS in seen
    assert "a judge decided something else" in seen
    await say_not_quite(child)

    await desk.get_by_role("link", name="My children").click()
    await fine(desk)
    await desk.get_by_role("link", name="Read what was said").click()
    await fine(desk)
    heard = await desk.locator("main").inner_text()
    assert "“Not quite”" in heard
    assert TOO in heard


async def answer(page: Page) -> None:
    """Sam writes an answer, and promises."""
    await page.locator("input[name=how][value=write]").check(force=True)
    await page.get_by_label("What you say to them").fill(REPLY)
    await page.get_by_text("Promise something").click()
    await page.get_by_label("What will happen").first.fill(PROMISE)
    await page.get_by_label("By when").first.fill(clock.today().replace(year=clock.today().year + 1).isoformat())
    await page.get_by_role("button", name="Keep this answer").click()
    await fine(page)


async def weigh(page: Page) -> None:
    """Sam writes what he thinks Amara is telling him, what was decided and what stopped us."""
    await page.get_by_role("link", name="Weigh what was said").click()
    await fine(page)
    await page.get_by_label("What does it bear on?").select_option("review")
    await page.locator("#means").fill(MEANS)
    await page.locator("#decided").fill("You see Tunde each month.")
    await page.get_by_label("A court order").check(force=True)
    await page.locator("#told").fill("I told you on Monday.")
    await page.get_by_role("button", name="Keep this").click()
    await fine(page)
    assert "in their own pages" in await page.locator(".notice").inner_text()


async def say_not_quite(page: Page) -> None:
    """Amara says that it is not quite right, in her own words."""
    await page.get_by_role("link", name="Answer with words (Is that right?)").click()
    await fine(page)
    await page.get_by_label("Anything you want to say about it").fill(TOO)
    await page.get_by_role("button", name="Not quite").click()
    await fine(page)
    assert "You said: Not quite" in await page.locator("main").inner_text()
