"""kill -9 between any two steps of a worker that takes a child's text: she is heard once, and answered once."""

import asyncio
import random
import signal
import sys
from dataclasses import replace
from datetime import date, timedelta

import pytest

from channels.sms.app import routes
from channels.sms.twilio import Twilio
from channels.web.app import public
from storage.media import open_media
from storage.tables import attachment, concern, inbound_message, message, picture, statement
from tests.safety.serving import TOP
from tests.sms import dying
from tests.sms.phone import ACCOUNT, OURS, SID, TOKEN, Phone
from tests.sms.rehearsal import Rehearsal
from tests.sms.sending import twilio
from tests.sms.talking import is_hers
from tests.web.looking import count, rows
from tests.world import World
from voice import clock, setting_up
from voice.delivering import LEASE, Deliveries
from voice.staff_services import StaffServices
from voice.texting.numbers import contact_of

__all__ = ["twilio"]

VIDEO = b"a biscuit tin behind the shed " * 10_000
LAST = 40  # more steps than there are


class Telephone:
    """One child of many, who has come to the safety question by text."""

    def __init__(self, world: World, there: Rehearsal, number: int) -> None:
        self.world, self.there, self.number = world, there, number
        self.phone = Phone(public(world.public, *routes(ACCOUNT)), f"+4477009002{number:02d}")
        self.twilio = Twilio(SID, TOKEN, OURS, there.address)
        self.worker = Deliveries(world.staff, dying.ways(self.twilio))

    async def to_the_safety_question(self) -> None:
        self.child = await setting_up.add_child(self.world.staff, f"C{self.number}", date(2017, 5, 3), self.world.east)
        await is_hers(self.world, self.child, self.phone.number)
        for words in ("START", "yes", "A", "4", "9"):
            await self.phone.text(words)
            await dying.quiet(self.worker)
        await self.later(timedelta(seconds=10))
        self.before = len(self.there.sent)

    async def says_she_is_not_safe(self) -> None:
        """In words, and with a video, by one text."""
        sid, name = f"MM{self.number:032x}", f"ME{self.number:032x}"
        self.there.media[name] = VIDEO
        url = f"https://api.twilio.com/2010-04-01/Accounts/{SID}/Messages/{sid}/Media/{name}"
        more = {"MessageSid": sid, "MediaUrl0": url, "MediaContentType0": "video/mp4"}
        assert (await self.phone.text("D", **more)).status_code == 200

    async def killed_at(self, step: int) -> bool:
        """Whether a worker of another process came so far, and was killed there."""
        database = self.world.staff.store.engine.url.render_as_string(hide_password=False)
        command = ["-m", "tests.sms.dying", str(self.world.home), database, self.there.address]
        run = await asyncio.create_subprocess_exec(
            sys.executable, *command, clock.now().isoformat(), str(step), cwd=TOP
        )
        code = await run.wait()
        assert code in (dying.ENDED, -signal.SIGKILL)
        return code == -signal.SIGKILL

    async def later(self, wait: timedelta) -> None:
        clock.move(wait)
        await self.worker.return_expired()
        await dying.quiet(self.worker)

    async def heard_once(self) -> None:
        """Told once, kept once, answered once, deleted at Twilio; nothing is left to do."""
        world = self.world
        assert await count(world, concern, child=self.child) == 2  # her answer, and that a video came with it
        assert await count(world, statement, child=self.child) == 1
        (came,) = await rows(world, picture, child=self.child)
        assert (came["state"], came["sealed"]) == ("kept", None)
        assert [row["state"] for row in await rows(world, attachment, id=came["id"])] == ["received"]
        contact = contact_of(world.staff.keys, self.phone.number)
        assert await count(world, inbound_message, contact=contact, state="waiting") == 0
        said = [sent.body for sent in self.there.sent[self.before :] if sent.to == self.phone.number]
        kept = [row for row in await rows(world, message, contact=contact) if row["state"] != "cancelled"]
        assert [each[:22] for each in said] == ["Thank you for telling ", "How can we talk to you"]
        assert {row["state"] for row in kept} == {"sent"}
        assert self.there.media == {}


async def telephone(world: World, there: Rehearsal, number: int) -> Telephone:
    made = Telephone(replace(world, staff=_with_media(world)), there, number)
    await made.to_the_safety_question()
    await made.says_she_is_not_safe()
    return made


def _with_media(world: World) -> StaffServices:
    return replace(world.staff, media=open_media(f"file:{world.home / 'media'}"))


async def survives(world: World, there: Rehearsal, step: int) -> bool:
    """Whether it was killed at this step. Whoever takes over finishes it, once the lease has run out."""
    one = await telephone(world, there, step)
    killed = await one.killed_at(step)
    for _ in range(4):
        await one.later(LEASE + timedelta(minutes=2))
    await one.heard_once()
    await one.twilio.close()
    return killed


async def test_she_is_heard_once_wherever_it_was_killed(each_world: World, twilio: Rehearsal) -> None:
    """A few places, other ones in each release's tests; every one in the thorough test."""
    for step in random.Random(4).sample(range(2, 24), 2):
        assert await survives(each_world, twilio, step)


@pytest.mark.thorough
async def test_she_is_heard_once_wherever_at_all(each_world: World, twilio: Rehearsal) -> None:
    """Before every single step, until there are no more."""
    step = 1
    while await survives(each_world, twilio, step):
        step += 1
        assert step < LAST
    assert step > 20
