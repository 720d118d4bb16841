"""Amara on WhatsApp: what comes beside her words, and who can play it afterwards."""

import base64
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import Response

from storage import attachments
from storage.media import open_media
from storage.pictures import FETCH, FORGET, MANY, MOVE
from storage.segments import opened, place_of
from storage.tables import attachment, envelope
from tests.sms.phone import SID, Phone
from tests.sms.rehearsal import Rehearsal
from tests.sms.sending import Out
from tests.sms.talking import is_hers
from tests.web.looking import openers, rows
from tests.world import World
from voice import clock
from voice.texting import unknown_pictures, wrong_record
from voice.texting.fetching import Fetching, Forgetting, many
from voice.texting.matching import EMPTY

SECRET = b"a biscuit tin behind the shed "
VIDEO = SECRET * 20_000  # three pieces


class Whatsapp:
    """Amara's telephone on a network, and the worker."""

    def __init__(self, out: Out, phone: Phone, there: Rehearsal) -> None:
        self.out, self.phone, self.there, self.many = out, phone, there, 0
        out.deliveries._ways = {
            **out.deliveries._ways,
            FETCH: Fetching(out.provider),
            FORGET: Forgetting(out.provider),
            MANY: many,
            MOVE: unknown_pictures.moving,
            EMPTY: wrong_record.empty,
        }

    def comes(self, media: bytes | Response, words: str = "", kind: str = "video/mp4", **more: str) -> dict[str, str]:
        """A text with one thing in it, as Twilio brings it."""
        self.many += 1
        name = f"ME{self.many:032x}"
        self.there.media[name] = media
        fields = {"From": f"whatsapp:{self.phone.number}", "To": "whatsapp:+447700900100", "NumMedia": "1"}
        sid = f"MM{self.many:032x}"
        url = f"https://api.twilio.com/2010-04-01/Accounts/{SID}/Messages/{sid}/Media/{name}"
        fields |= {"MessageSid": sid, "MediaUrl0": url, "MediaContentType0": kind}
        return self.phone.fields(words, **{**fields, **more})

    async def sends(self, *given: Any, **more: Any) -> list[str]:
        """It comes, and the worker does all there is to do now; what she is told."""
        before = len(self.there.sent)
        assert (await self.phone.post("/sms/inbound", self.comes(*given, **more))).status_code == 200
        await self.out.go()
        await self.out.after(timedelta(seconds=6))  # no further part of a long answer has come
        return [sent.body for sent in self.there.sent[before:]]

    async def text(self, *words: str) -> list[str]:
        before = len(self.there.sent)
        for each in words:
            assert (await self.phone.text(each, From=f"whatsapp:{self.phone.number}")).status_code == 200
            await self.out.go()
            clock.move(timedelta(seconds=6))
            await self.out.go()
        return [sent.body for sent in self.there.sent[before:]]


@pytest.fixture
async def whatsapp(
    world: World, amara: Phone, twilio: Rehearsal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Whatsapp]:
    monkeypatch.setattr("channels.sms.twilio.PATIENCE", 0.5)
    await is_hers(world, world.amara)
    out = Out(replace(world, staff=replace(world.staff, media=open_media(f"file:{tmp_path / 'media'}"))), twilio)
    yield Whatsapp(out, amara, twilio)
    await out.line.aclose()


async def played(world: World, id: Any) -> dict[str, tuple[bytes, dict[str, Any]]]:
    """Who can play it, by the purpose of the key, and what they hear."""
    (found,) = await rows(world, attachment, id=id)
    (sealed,) = await rows(world, envelope, id=found["manifest"])
    place = attachments.attachment_place(world.staff.authority, world.amara, id)
    media, heard = world.staff.media, {}
    assert media
    for (purpose, _), body in (await openers(world, sealed["sealed"], place)).items():
        said = json.loads(body)
        there = await attachments.pieces(world.staff.store.glancing(), world.staff.authority, id)
        key, where = base64.b64decode(said["key"]), place_of(world.staff.authority, id)
        heard[purpose] = (b"".join([each async for each in opened(there, media.get, key, where)]), said)
    return heard
