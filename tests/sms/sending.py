"""The worker, as far as it sends: with Twilio's own library, to Twilio rehearsed on this machine."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from channels.sms.errors import named
from channels.sms.twilio import Twilio
from storage import texts
from storage.tables import message, outbox
from storage.texts import BEGUN
from storage.writes import Writes
from tests.sms.phone import AMARAS, OURS, SID, TOKEN, Phone
from tests.sms.rehearsal import Rehearsal, rehearsed
from tests.web.looking import rows
from tests.world import World
from voice import clock
from voice.delivering import Deliveries
from voice.texting.going_out import GoingOut, Redacting
from voice.texting.hearing import Hearing
from voice.texting.numbers import contact_of
from voice.texting.statuses import Statuses

WORDS = "Hello. There are some questions here for you."


@pytest.fixture
async def twilio() -> AsyncIterator[Rehearsal]:
    async with rehearsed() as there:
        yield there


class Out:
    """The worker, as far as it sends."""

    def __init__(self, world: World, there: Rehearsal) -> None:
        self.world = world
        self.line = httpx.AsyncClient(timeout=0.3, trust_env=False)
        self.provider = Twilio(SID, TOKEN, OURS, there.address, self.line)
        ways: dict[str, Any] = {"text": GoingOut(self.provider), "redact": Redacting(self.provider)}
        ways |= {BEGUN: ways["text"], "status": Statuses(named), "turn": Hearing()}
        self.deliveries = Deliveries(world.staff, ways)

    async def put_out(self, words: str = WORDS, kind: str = "answer") -> None:
        keys, writes = self.world.staff.keys, Writes(self.world.staff.authority)
        texts.put_out(writes, keys.delivery, contact_of(keys, AMARAS), AMARAS, words, kind)
        await self.world.staff.store.write(writes)

    async def go(self) -> None:
        while await self.deliveries.round():
            pass

    async def after(self, wait: timedelta) -> None:
        clock.move(wait)
        await self.go()

    async def state(self) -> tuple[str, str | None]:
        (found,) = await rows(self.world, message)
        return found["state"], found["error_code"]

    async def delivery(self) -> dict[str, Any]:
        return (await rows(self.world, outbox, kind="text"))[0]


@pytest.fixture
async def out(world: World, twilio: Rehearsal, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Out]:
    monkeypatch.setattr("channels.sms.twilio.PATIENCE", 0.3)
    made = Out(world, twilio)
    yield made
    await made.line.aclose()


async def told(
    amara: Phone, twilio: Rehearsal, status: str, code: str = "", sid: str | None = None, *, of: int = -1
) -> None:
    """Twilio tells what became of a text it took: the last, or another."""
    sent = twilio.sent[of]
    fields = {"MessageSid": sid or sent.sid, "AccountSid": SID, "MessageStatus": status, "To": sent.to}
    path = sent.callback.removeprefix("http://voice.test")
    assert (await amara.post(path, fields | ({"ErrorCode": code} if code else {}))).status_code == 200
