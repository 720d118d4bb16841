"""A telephone of the demonstration in a real browser: the whole service answers it; without its signature nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.async_api import Browser, FilePayload, Page

from channels.phones.app import Telephone, phones
from channels.phones.exchange import Exchange
from channels.sms.app import routes
from channels.sms.signature import Account
from channels.sms.twilio import Twilio
from channels.web.app import public
from storage.media import open_media
from storage.tables import attachment, inbound_message, stranger
from tests.serving import address_of, free_socket, served
from tests.sms.dying import ways
from tests.sms.phone import AMARAS, OURS, SID, TOKEN
from tests.sms.talking import is_hers
from tests.web.looking import count, rows
from tests.world import World, make_world
from voice.delivering import Deliveries

WIDTHS = (320, 1280)
NOBODYS = "+447700900999"


@dataclass(frozen=True, slots=True)
class Shown:
    """The telephones at their address, the stand-in they hang on, and the service behind."""

    address: str
    exchange: Exchange
    world: World


@asynccontextmanager
async def demonstration(home: Path) -> AsyncIterator[Shown]:
    """The children's application with texts, the telephones, and the worker, each as it is served."""
    child_end, phones_end = free_socket(), free_socket()
    here, there, stop = address_of(child_end), address_of(phones_end), asyncio.Event()
    async with AsyncExitStack() as stack:
        world = await stack.enter_async_context(make_world(home, public_url=here))
        await is_hers(world, world.amara)
        account = Account(SID, TOKEN, here)
        await stack.enter_async_context(served(public(world.public, *routes(account)), child_end))
        exchange = Exchange(here, TOKEN, OURS, SID)
        stack.push_async_callback(exchange.close)
        await stack.enter_async_context(
            served(phones(exchange, [Telephone(AMARAS, "Amara"), Telephone(NOBODYS, "Nobody knows whose")]), phones_end)
        )
        twilio = Twilio(SID, TOKEN, OURS, there)
        stack.push_async_callback(twilio.close)
        staff = replace(world.staff, media=open_media(f"file:{home / 'media'}"))
        worker = asyncio.create_task(Deliveries(staff, ways(twilio)).run(stop))
        try:
            yield Shown(there, exchange, world)
        finally:
            stop.set()
            await worker


async def texts(page: Page, words: str) -> None:
    await page.get_by_label("Text to").fill(words)
    await page.get_by_role("button", name="Send").click()


async def says(page: Page, words: str) -> None:
    """It stands on the telephone, as soon as the frame has looked again."""
    await page.frame_locator("iframe").get_by_text(words).first.wait_for(timeout=60_000)


@pytest.mark.browser
async def test_a_visitor_texts_and_breaks_the_signature(browser: Browser, tmp_path: Path) -> None:
    """Typed, signed, taken in, answered, sent out and shown; then another secret, and the page says that it broke."""
    async with demonstration(tmp_path) as shown:
        context = await browser.new_context(viewport={"width": WIDTHS[0], "height": 640})
        page = await context.new_page()
        await page.goto(shown.address)
        await page.get_by_role("link", name="Amara").click()
        await texts(page, "START")
        await says(page, "Hi. You choose what to say")
        await says(page, "Ready? Text YES")
        await texts(page, "yes")
        await says(page, "Who is with you right now?")
        taken = await count(shown.world, inbound_message, provider="twilio")

        shown.exchange.auth_token = "another"
        await texts(page, "is anybody there")

        await says(page, "Not taken: the service refused this text (403).")
        assert await count(shown.world, inbound_message, provider="twilio") == taken == 2
        for width in WIDTHS:
            await page.set_viewport_size({"width": width, "height": 640})
            wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0
        await context.close()


@pytest.mark.browser
async def test_a_visitor_sends_a_picture_from_two_telephones(browser: Browser, tmp_path: Path) -> None:
    """Chosen as a file: Amara's is fetched into her record, an unknown number's is kept for duty; each is answered."""
    picture: FilePayload = {"name": "dog.png", "mimeType": "image/png", "buffer": b"a picture of my dog" * 900}
    async with demonstration(tmp_path) as shown:
        context = await browser.new_context(viewport={"width": WIDTHS[0], "height": 640})
        page = await context.new_page()
        for whose, answer in (("Amara", "A person will read it"), ("Nobody knows whose", "We don't know this number")):
            await page.goto(shown.address)
            await page.get_by_role("link", name=whose).click()
            await page.get_by_label("With a picture").set_input_files(picture)
            await texts(page, "this is my dog")
            await says(page, "A picture")
            await says(page, "this is my dog")
            await says(page, answer)
        for _ in range(300):  # until the worker has fetched both
            if not shown.exchange.pictures:
                break
            await asyncio.sleep(0.1)

        assert [row["state"] for row in await rows(shown.world, attachment)] == ["received", "received"]
        assert await count(shown.world, stranger) == 1
        wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0
        await context.close()
