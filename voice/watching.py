"""Somebody watches or listens to what a child recorded. That they do is kept first, and the child sees it (R33, R37).

A player asks for a recording in many small pieces: ten minutes of them are one opening.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from storage import copies
from storage.reading import Glance
from storage.writes import Writes
from voice import case_statement, clock, playing, recorded
from voice.access import SignedIn, need
from voice.case_statement import Found
from voice.errors import NothingThere
from voice.playing import Playable
from voice.staff_services import StaffServices

ONE_OPENING = timedelta(minutes=10)
MOST_KEPT = 10_000


@dataclass(slots=True)
class Openings:
    """Who has which recording open, of this process. After a restart each piece counts as an opening again."""

    _since: OrderedDict[tuple[UUID, UUID], datetime] = field(default_factory=OrderedDict)

    def going_on(self, who: UUID, recording: UUID) -> bool:
        since = self._since.get((who, recording))
        return since is not None and clock.now() - since < ONE_OPENING

    def begin(self, who: UUID, recording: UUID) -> None:
        self._since[who, recording] = clock.now()
        self._since.move_to_end((who, recording))
        while len(self._since) > MOST_KEPT:
            self._since.popitem(last=False)


async def watch(
    services: StaffServices, openings: Openings, me: SignedIn, statement: UUID, recording: UUID
) -> Playable:
    """What plays this recording of this statement. Raises NothingThere, NotAllowed: one and the same to who asks."""
    return await playing.playable(*await _opened(services, openings, me, statement, recording))


async def glimpse(
    services: StaffServices, openings: Openings, me: SignedIn, statement: UUID, recording: UUID
) -> Playable:
    """One picture of it, before it plays: to see that is to have opened it. Raises NothingThere, NotAllowed."""
    return await playing.copy_of(*await _opened(services, openings, me, statement, recording), copies.POSTER)


async def take_away(services: StaffServices, me: SignedIn, statement: UUID, recording: UUID) -> Playable:
    """The original, to be kept elsewhere: every time is kept. Raises NothingThere, NotAllowed."""
    return await playing.as_it_came(*await _opened(services, Openings(), me, statement, recording, taken="original"))


async def _opened(
    services: StaffServices, openings: Openings, me: SignedIn, statement: UUID, recording: UUID, **why: str
) -> tuple[Glance, UUID, Mapping[str, Any]]:
    """What opens it, for playing.py; that it is opened is kept first."""
    async with services.store.reading() as db:
        found = await case_statement.find(db, services, me, statement)
        need(await recorded.may_be_opened(db, services, found.statement, found.opens, recording))
    if not openings.going_on(me.id, recording):
        await _keep(services, me, found, recording, **why)
        openings.begin(me.id, recording)
    async with services.store.reading() as db:
        sent = (await recorded.sent_with(db, services, found.statement, found.opens)).get(recording.hex)
    if sent is None:
        raise NothingThere
    return services.store.glancing(), services.authority, sent.said


async def _keep(services: StaffServices, me: SignedIn, found: Found, recording: UUID, **why: str) -> None:
    writes = Writes(services.authority)
    facts = {"recording": str(recording), **why}
    writes.event("open", "statement", found.statement.id, actor_kind="staff", actor=me.id, **facts)
    await services.store.write(writes)
    async with services.store.reading() as db:
        hers = await case_statement.mailbox_is_hers(db, services, found)
    await case_statement.tell_the_child(services, me, found, hers)
