"""What cannot be taken of what a child sends by WhatsApp: nothing of it stays, and a person asks her for it."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from starlette.responses import RedirectResponse, Response

from channels.sms.media import Media
from storage.media import MediaStore
from storage.pictures import FETCH
from storage.tables import attachment, concern, outbox, picture, segment, statement
from tests.sms.phone import SID, TOKEN
from tests.sms.rehearsal import Rehearsal, refusal
from tests.sms.sending import twilio
from tests.sms.whatsapp import VIDEO, Whatsapp, played, whatsapp
from tests.web.looking import count, rows, steps
from voice.delivering import Never
from voice.texting.fetching import LARGEST_PICTURE

__all__ = ["twilio", "whatsapp"]


def large() -> bytes:
    return bytes(LARGEST_PICTURE + 1)


NEVER = {
    "gone": refusal(404, 20404, "gone"),
    "too large": large(),
    "empty": b"",
    "leads elsewhere": RedirectResponse("https://media.example.org/x", 307),
    "leads to this machine": RedirectResponse("http://127.0.0.1/latest/meta-data", 302),
    "leads to a store by another way": RedirectResponse("http://media.twiliocdn.com/x", 302),
    "everybody's store": RedirectResponse("https://s3-external-1.amazonaws.com/anybodys/x", 302),
    "packed": Response(b"x", headers={"content-encoding": "gzip"}),
}


@pytest.mark.parametrize("what", NEVER.values(), ids=NEVER.keys())
async def test_what_cannot_be_taken_is_asked_for(whatsapp: Whatsapp, what: bytes | Response) -> None:
    """A person hears of it; nothing of it stays, here or there."""
    await whatsapp.sends(what)

    world = whatsapp.out.world
    assert [said["note"][:49] for _, _, said in await steps(world, world.amara)] == [
        "Sent a picture, a voice message or a video by tex"
    ]
    assert [await count(world, table) for table in (attachment, segment, statement)] == [0, 0, 0]
    assert [path for path in (world.home.parent / "media").rglob("*") if path.is_file()] == []
    assert (await rows(world, outbox, kind=FETCH))[0]["state"] == "dead"
    assert whatsapp.there.media == {}


@pytest.mark.parametrize("kind", ["application/pdf", "text/vcard", "", "video/" + "x" * 60])
async def test_what_is_none_is_not_fetched(whatsapp: Whatsapp, kind: str) -> None:
    await whatsapp.sends(VIDEO, kind=kind)

    assert await count(whatsapp.out.world, attachment) == 0
    assert await count(whatsapp.out.world, concern) == 1


@pytest.mark.parametrize(
    "url", ["http://169.254.169.254/latest", "https://api.twilio.com/other", "x", "//[", "ftp://a"]
)
async def test_only_our_accounts_own_address_is_asked(whatsapp: Whatsapp, url: str) -> None:
    """Even where Twilio's signature stands below another."""
    await whatsapp.sends(VIDEO, MediaUrl0=url)

    assert whatsapp.there.fetched == 0
    assert await count(whatsapp.out.world, concern) == 1


async def test_it_is_tried_again_and_then_a_person_asks(whatsapp: Whatsapp) -> None:
    """Twilio down or slow for a while loses nothing; for four hours, somebody asks her."""
    await whatsapp.sends(Response(status_code=503))
    assert await count(whatsapp.out.world, concern) == 0
    whatsapp.there.media = dict.fromkeys(whatsapp.there.media, VIDEO)
    await whatsapp.out.after(timedelta(minutes=1))
    assert await count(whatsapp.out.world, statement) == 1

    await whatsapp.sends(Response(status_code=500))
    for _ in range(12):
        await whatsapp.out.after(timedelta(hours=1, minutes=1))
    assert await count(whatsapp.out.world, concern) == 1


async def test_what_breaks_off_is_begun_anew(whatsapp: Whatsapp, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of it had come: nothing of that half stays."""
    put, done = MediaStore.put, 0

    async def breaks_off(self: Any, name: str, piece: bytes) -> None:
        nonlocal done
        done += 1
        if done % 2 == 0:  # also where it is tried anew before we look
            raise httpx.ReadError("broken off")
        await put(self, name, piece)

    monkeypatch.setattr(MediaStore, "put", breaks_off)
    await whatsapp.sends(VIDEO)
    assert await count(whatsapp.out.world, attachment, state="receiving") == 1
    monkeypatch.setattr(MediaStore, "put", put)
    await whatsapp.out.after(timedelta(minutes=1))

    world = whatsapp.out.world
    (came,) = await rows(world, picture)
    assert (await played(world, came["id"]))["case"][0] == VIDEO
    assert len([path for path in (world.home.parent / "media").rglob("*") if path.is_file()]) == 3


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost"])
async def test_a_store_that_is_a_machine_near_us_is_refused(address: str, twilio: Rehearsal) -> None:
    """A name that Twilio's own answer leads to, and that somebody made lead here: it hears no request."""
    twilio.media["ME" + "0" * 32] = RedirectResponse(f"https://{address}/x", 307)
    line = httpx.AsyncClient(trust_env=False, timeout=2.0)
    media = Media(line, httpx.URL(twilio.address), SID, TOKEN, {address: "/"})
    url = f"https://api.twilio.com/2010-04-01/Accounts/{SID}/Messages/MM{'0' * 32}/Media/ME{'0' * 32}"
    line.event_hooks = {"request": [_at_port(httpx.URL(twilio.address).port)]}
    with pytest.raises(Never, match="near_us"):
        async with media.bring(url, 100) as body:
            assert [each async for each in body] == []
    await line.aclose()


def _at_port(port: int | None) -> Any:
    async def hook(request: httpx.Request) -> None:
        request.url = request.url.copy_with(port=port)

    return hook
