"""A worker that mails and texts, and Morgan's telephone, confirmed by the code that was texted to it."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import httpx
import pyotp

from channels.sms.app import routes
from channels.sms.errors import named
from channels.sms.twilio import Twilio
from channels.web.app import public
from storage import tables
from storage.texts import TO_STAFF
from tests.portal.looking import rows
from tests.sms.phone import ACCOUNT, OURS, SID, TOKEN, Phone
from tests.sms.rehearsal import Rehearsal
from tests.telling.post_office import PostOffice
from tests.world import World
from voice import climbing, clock, signing_in, telling_staff
from voice.access import SignedIn
from voice.delivering import Deliveries
from voice.model import Role
from voice.staff_services import StaffServices
from voice.telling_by_text import ByText
from voice.texting import own_number
from voice.texting.going_out import GoingOut, Redacting
from voice.texting.hearing import Hearing
from voice.texting.statuses import Statuses

MORGANS = "+447700900301"
PASSWORD = "a long enough password"


class Telling:
    """The worker, as far as it tells staff; and Morgan, whose telephone is in Morgan's hand."""

    def __init__(self, world: World, services: StaffServices, twilio: Rehearsal, office: PostOffice) -> None:
        self.world, self.twilio, self.office = world, twilio, office
        self.line = httpx.AsyncClient(timeout=0.3, trust_env=False)
        self.deliveries = self.another(services)
        self.phone = Phone(public(world.public, *routes(ACCOUNT)), MORGANS)
        self.morgan = SignedIn(world.people["morgan"], "Morgan", "Bell", None, frozenset({Role.DUTY}))
        self.secret = ""

    def another(self, services: StaffServices) -> Deliveries:
        """A worker's deliveries: one more may run beside it."""
        provider = Twilio(SID, TOKEN, OURS, self.twilio.address, self.line)
        ways: dict[str, Any] = {"concern": climbing.concern_raised, "status": Statuses(named), "turn": Hearing()}
        ways |= {"text": GoingOut(provider), TO_STAFF: ByText(provider), "redact": Redacting(provider)}
        ways["notice.email"] = partial(telling_staff.by_email, self.office.server())
        return Deliveries(services, ways)

    async def go(self) -> None:
        while await self.deliveries.round():
            pass

    async def code(self) -> str:
        """The one-time code of this half minute."""
        if not self.secret:
            await signing_in.set_password(self.world.staff, self.morgan.id, PASSWORD)
            self.secret = await signing_in.set_one_time_code(self.world.staff, self.morgan.id)
        return pyotp.TOTP(self.secret).at(clock.now())

    async def gives(self, number: str = MORGANS) -> str:
        """Morgan gives a number; the code that arrives there."""
        await own_number.give(self.world.staff, self.morgan, number, PASSWORD, await self.code())
        await self.go()
        found = re.match(r"\d{6}", self.twilio.sent[-1].body)
        assert found
        return found[0]

    async def confirms(self) -> None:
        """Morgan's telephone is Morgan's; what was texted for that is forgotten here."""
        await own_number.confirm(self.world.staff, self.morgan, await self.gives())
        self.twilio.sent.clear()

    async def said_of_it(self, status: str, code: str = "") -> None:
        """Twilio tells what became of the last text."""
        last = self.twilio.sent[-1]
        fields = {"MessageSid": last.sid, "AccountSid": SID, "MessageStatus": status, "To": last.to}
        path = last.callback.removeprefix("http://voice.test")
        await self.phone.post(path, fields | ({"ErrorCode": code} if code else {}))
        await self.go()

    @property
    def texted(self) -> list[str]:
        return [each.body for each in self.twilio.sent]

    @property
    def mailed(self) -> list[str]:
        return [str(each["To"]) for each in self.office.arrived]

    async def notices(self) -> list[tuple[str, str]]:
        """How Morgan was told."""
        found = [row for row in await rows(self.world, tables.notice) if row["staff"] == self.morgan.id]
        states = {row["subject"]: row["state"] for row in await rows(self.world, tables.outbox)}
        return sorted((row["way"], states[row["id"]]) for row in found)


@asynccontextmanager
async def telling(
    world: World, services: StaffServices, twilio: Rehearsal, office: PostOffice
) -> AsyncIterator[Telling]:
    made = Telling(world, services, twilio, office)
    yield made
    await made.line.aclose()
