"""The telephones of the demonstration talk with the whole service through its real doors, and through nothing else."""

import ast
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from channels.phones.app import Telephone, phones
from channels.phones.exchange import Exchange
from channels.sms.errors import named
from channels.sms.twilio import Twilio
from storage.media import open_media
from storage.pictures import FETCH, FORGET
from storage.tables import attachment, concern, inbound_message, message, phone, statement
from tests.sms.phone import AMARAS, OURS, SID, TOKEN
from tests.sms.talking import is_hers
from tests.web.looking import count, rows
from tests.world import PUBLIC_URL, World
from voice.delivering import Deliveries
from voice.texting.fetching import Fetching, Forgetting
from voice.texting.going_out import GoingOut, Redacting
from voice.texting.hearing import Hearing
from voice.texting.statuses import Statuses

AT = "http://telephones.test"
TELEPHONES = Path(__file__).parent.parent.parent / "channels" / "phones"
KNOWS = ("channels.phones", "i18n", "voice.clock")  # of ours: how a time is written, and what time it is


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

    async def send_picture(self, body: bytes, kind: str, words: str = "") -> str:
        """The same with something chosen to go with it."""
        page = (await self.browser.get(f"/telephones/{AMARAS[1:]}")).text
        data = {"token": re.findall(r'name="token" value="([^"]+)"', page)[0], "words": words}
        files = {"picture": ("from my phone", body, kind)}
        assert (await self.browser.post(f"/telephones/{AMARAS[1:]}", data=data, files=files)).status_code == 303
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
    ways |= {"text": GoingOut(twilio), "redact": Redacting(twilio), FETCH: Fetching(twilio), FORGET: Forgetting(twilio)}
    staff = replace(world.staff, media=open_media(f"file:{world.home / 'media'}"))
    async with httpx.AsyncClient(transport=telephones, base_url=AT) as browser:
        yield Demonstration(browser, exchange, Deliveries(staff, ways))
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


def imported(path: Path) -> set[str]:
    """What a module of the telephones takes from elsewhere, as `a.b` for `from a import b`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{each.name}" for each in node.names}
    return found


def test_a_telephone_has_nothing_of_the_service() -> None:
    """No handler, no store, no key: what a telephone cannot reach by text and address, the page cannot either."""
    ours = ("voice", "storage", "surveys", "channels", "i18n", "accessibility")

    for path in TELEPHONES.glob("*.py"):
        inside = {each for each in imported(path) if each.partition(".")[0] in ours}
        assert {each for each in inside if not f"{each}.".startswith(tuple(f"{known}." for known in KNOWS))} == set()
    assert {each.name for each in fields(Exchange)} == {
        *("public_url", "auth_token", "ours", "account"),
        *("threads", "stopped", "pictures", "http", "running"),
    }


@pytest.mark.parametrize("kind", ["image/png", "audio/ogg", "video/mp4"])
async def test_a_picture_comes_by_whatsapp(world: World, shown: Demonstration, kind: str) -> None:
    """Fetched through the stand-in, sealed, hers, and deleted there; what answers it comes to the same telephone."""
    thread = await shown.send_picture(b"a picture of my dog" * 9000, kind, "my dog")

    assert {"image": "A picture", "audio": "A voice message", "video": "A video"}[kind.partition("/")[0]] in thread
    assert "my dog" in thread
    (kept,) = await rows(world, attachment)
    assert kept["state"] == "received"
    assert await count(world, statement) >= 1
    assert shown.exchange.pictures == {}
    assert "A person" in thread


async def test_what_no_telephone_sends_is_not_sent(world: World, shown: Demonstration) -> None:
    """A document, nothing at all: no text of it comes."""
    await shown.send_picture(b"%PDF", "application/pdf")
    await shown.send_picture(b"", "image/png")

    assert await count(world, inbound_message) == 0


async def test_a_picture_needs_the_right_secret_too(world: World, shown: Demonstration) -> None:
    """Refused at the door it is never fetched; and the stand-in hands it to nobody without the account's secret."""
    shown.exchange.auth_token = "another"
    thread = await shown.send_picture(b"a picture of my dog", "image/png")

    assert "Not taken: the service refused this text (403)." in thread
    assert await count(world, attachment) == 0
    (name,) = shown.exchange.pictures
    address = f"/2010-04-01/Accounts/{SID}/Messages/MM{'0' * 32}/Media/{name}"
    assert (await shown.browser.get(address)).status_code == 401
    assert (await shown.browser.delete(f"{address}.json")).status_code == 401
