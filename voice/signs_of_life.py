"""Whether what happens by itself still happens. Where it does not, adults must not wait to be told of anything.

The portal asks at every page and shows a red bar; `/readyz` asks; and the worker, while all is well, calls an address
whose owner rings somebody when the calls stop: a dead man's switch, which needs nothing of ours to work.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx

from storage import heartbeats, notices, outbox, staff_phones
from storage.attachments import DELIVERY
from storage.outbox import Standing
from storage.writes import Writes
from voice import clock
from voice.access import SignedIn, need
from voice.logging import warn
from voice.model import Role
from voice.staff_services import StaffServices

WORKER = "worker"
TELLING = "telling"  # seen for as long as nothing waits of which people should have heard and nobody did
TOO_LONG = timedelta(minutes=2)
PATIENCE = 10.0  # seconds for the dead man's switch to answer


@dataclass(frozen=True, slots=True)
class Trouble:
    """Since when nothing was carried on: the worker was last seen then, the oldest delivery was due then, or nobody
    could be told of something then, by any way.
    """

    since: datetime


async def beat(services: StaffServices) -> None:
    """A sign of life of the worker; and of what tells people, which the portal has no right to look up for itself."""
    async with services.store.reading() as db:
        unheard = await notices.nobody_heard(db, services.authority)
    writes = Writes(services.authority)
    for name in (WORKER,) if unheard else (WORKER, TELLING):
        heartbeats.beat(writes, name, clock.now())
    await services.store.write(writes)


async def trouble(services: StaffServices) -> Trouble | None:
    """None while the worker is alive and nothing is late."""
    before = clock.now() - TOO_LONG
    async with services.store.reading() as db:
        seen = await heartbeats.silent_since(db, services.authority, WORKER)
        late = await outbox.late_since(db, services.authority, before)
        told = await heartbeats.last_beat(db, services.authority, TELLING)
    silent = seen if seen is None or seen < before else None
    deaf = told if told and told < before else None
    since = [each for each in (silent, late, deaf) if each is not None]
    return Trouble(min(since)) if since else None


async def no_copies(services: StaffServices) -> bool:
    """Recordings wait to be made to play, and where the worker runs there is no ffmpeg that could."""
    async with services.store.reading() as db:
        return await outbox.has_no_way(db, services.authority, DELIVERY)


def sees_deliveries(me: SignedIn) -> bool:
    """Whoever looks after the service, or must know that an alert did not go out. No delivery says whose it is."""
    return Role.ADMINISTRATOR in me.roles or me.on_duty or me.manages


async def not_delivered(services: StaffServices, me: SignedIn) -> list[Standing]:
    """What was given up, is held or waits, by kind and reason: no words, no names, no record. Raises NotAllowed."""
    need(sees_deliveries(me))
    async with services.store.reading() as db:
        return list(await outbox.standing(db, services.authority))


async def given_up(services: StaffServices, me: SignedIn) -> int:
    """How many deliveries will not be tried again. Raises NotAllowed."""
    return sum(line.count for line in await not_delivered(services, me) if line.state == "dead")


async def silent_telephones(services: StaffServices, me: SignedIn) -> list[tuple[str, datetime]]:
    """Members of staff whose telephone texted STOP: no text reaches them until it is undone. Raises NotAllowed."""
    need(sees_deliveries(me))
    async with services.store.reading() as db:
        return await staff_phones.stopped(db, services.authority)


class DeadMansSwitch:
    """Calls an address while all is well, and is silent otherwise."""

    def __init__(self, address: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._address = address
        self._transport = transport

    async def press(self, services: StaffServices) -> bool:
        """Whether it was called and answered. The address is a secret, and so is every error that quotes it."""
        if await trouble(services):
            return False
        try:
            async with httpx.AsyncClient(transport=self._transport, timeout=PATIENCE, trust_env=False) as client:
                (await client.get(self._address)).raise_for_status()
        except (httpx.HTTPError, httpx.InvalidURL) as failed:
            warn("the alarm's address did not answer", failed)
            return False
        return True
