"""The telephones of the demonstration talk with the whole service through its real doors, and through nothing else."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from channels.phones.app import Telephone, phones
from channels.phones.exchange import Exchange
from channels.sms.errors import named
from channels.sms.twilio import Twilio
from storage.tables import concern, inbound_message, message, phone
from tests.sms.phone import AMARAS, OURS, SID, TOKEN
from tests.sms.talking import is_hers
from tests.web.looking import count, rows
from tests.world import PUBLIC_URL, World
from voice.delivering import Deliveries
from voice.texting.going_out import GoingOut, Redacting
from voice.texting.hearing import Hearing
from voice.texting.statuses import Statuses

AT = "http://telephones.test"


@dataclass(slots=True)
class Demonstration:
    """A browser in front of the telephones, the service behind them, and its worker."""

    browser: httpx.AsyncClient
    exchange: Exchange
    deliveries: Deliveries

    async def text(self, words: str) -> str:
        """Text from Amara's telephone, as the page does; what stands on it once the worker has had its turn."""
        page = (await self.browser.get(f"/telephones/{AMARAS[1:]}")).text
        token = re.findall(r'name="token" value="([^"]+)"', page)[0]
        sent = await self.browser.post(f"/telephones/{AMARAS[1:]}", data={"token": token, "words": words})
        assert sent.status_code == 303
        while await self.deliveries.round():
            pass
        return await self.thread()

    async def thread(self) -> str:
        return (await self.browser.get(f"/telephones/{AMARAS[1:]}/thread")).text


@pytest.fixture
async def shown(world: World, app: Starlette) -> AsyncIterator[Demonstration]:
    await is_hers(world, world.amara)
    to_us = httpx.AsyncClient(transport=httpx.ASGITransport(app))
    exchange = Exchange(PUBLIC_URL, TOKEN, OURS, SID, http=to_us)
    telephones = httpx.ASGITransport(phones(exchange, [Telephone(AMARAS, "Amara")]))
    twilio = Twilio(SID, TOKEN, OURS, AT, httpx.AsyncClient(transport=telephones))
    ways: dict[str, Any] = {"turn": Hearing(), "status": Statuses(named)}
    ways |= {"text": GoingOut(twilio), "redact": Redacting(twilio)}
    async with httpx.AsyncClient(transport=telephones, base_url=AT) as browser:
        yield Demonstration(browser, exchange, Deliveries(world.staff, ways))
    await exchange.close()
    await twilio.close()


async def test_a_whole_conversation(world: World, shown: Demonstration) -> None:
    """What is shown to a visitor is the real thing: signed in, sealed, answered, sent out, and word of it back."""
    assert "Hi. You choose what to say" in await shown.text("START")
    await shown.text("yes")
    assert "How have you felt this week?" in await shown.text("A")
    for words in ("4", "9", "D"):
        thread = await shown.text(words)

    assert "Thank you for telling us." in thread
    assert await count(world, concern) == 1
    assert "delivered" in {row["state"] for row in await rows(world, message)}


async def test_breaking_the_signature_breaks_the_page(world: World, shown: Demonstration) -> None:
    """It has no other way in: without the right secret nothing is taken, and the page says so."""
    shown.exchange.auth_token = "another"

    thread = await shown.text("START")

    assert "Not taken: the service refused this text (403)." in thread
    assert await count(world, inbound_message) == 0


async def test_stop_is_confirmed_by_the_stand_in(world: World, shown: Demonstration) -> None:
    """As with Twilio: its own words, after which nothing of ours arrives until START."""
    await shown.text("START")
    thread = await shown.text("stop")
    assert "OK, we won&#39;t text again" in thread
    assert (await rows(world, phone))[0]["opted_out"] is not None

    before = thread.count("<li ")
    assert (await shown.text("are you there")).count("<li ") == before + 1
    assert "Ready? Text" in await shown.text("START")


async def test_the_page_takes_only_its_own_forms(shown: Demonstration) -> None:
    """Another site cannot text for an invented child either, nor anybody from a telephone that is not there."""
    assert (await shown.browser.post(f"/telephones/{AMARAS[1:]}", data={"words": "hi"})).status_code == 403
    assert (await shown.browser.get("/telephones/447700900998")).status_code == 404
    assert (await shown.browser.post("/2010-04-01/Accounts/x/Messages.json", data={"To": "1"})).status_code == 401
    policy = (await shown.browser.get("/")).headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
