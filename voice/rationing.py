"""Asking is rationed: one invitation in 28 days across all surveys unless the child starts, and none after "stop asking
me" (R107). What else she was asked is in sight of whoever invites.

A link that was stopped, or that somebody closed with "this isn't me", asked nobody. Nothing here keeps a child from
speaking: she begins by her own code, by an open link or by text whenever she likes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from storage import asked_before
from storage.asked_before import Before
from storage.reading import Reader
from voice import clock
from voice.access import SignedIn, may_answer, need
from voice.errors import VoiceError
from voice.relationship import tie_to
from voice.staff_services import StaffServices

BETWEEN = timedelta(days=28)
IN_SIGHT = timedelta(days=183)


class Why(StrEnum):
    """Why a child is not asked now."""

    STOPPED = "asked_to_stop"
    LATELY = "asked_lately"


class MayNotAsk(VoiceError):
    """This child is not to be asked now (why)."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Standing:
    """What she was asked in half a year, newest first, and since when she is not to be asked."""

    asked: Sequence[Before]
    stopped: datetime | None

    @property
    def next_from(self) -> date | None:
        """The day from which she may be asked again; None where that is today."""
        counted = [each.made for each in self.asked if each.reached_her and not each.she_began]
        free = max(counted) + BETWEEN if counted else clock.now()
        return free.astimezone(clock.LONDON).date() if free > clock.now() else None


async def standing(db: Reader, authority: UUID, child: UUID) -> Standing:
    asked = await asked_before.asked_since(db, authority, child, clock.now() - IN_SIGHT)
    return Standing(asked, await asked_before.stopped(db, authority, child))


async def standing_of(services: StaffServices, me: SignedIn, child: UUID) -> Standing:
    """The same for whoever may ask her. Raises NothingThere, NotAllowed."""
    async with services.store.reading() as db:
        need(may_answer(me, await tie_to(db, services.authority, me, child)))
        return await standing(db, services.authority, child)


async def need_may_ask(db: Reader, authority: UUID, child: UUID, *, she_asked: bool = False) -> None:
    """Raises MayNotAsk. That she asked for it ends the waiting, never her own "stop": only she takes that back."""
    now = await standing(db, authority, child)
    if now.stopped:
        raise MayNotAsk(Why.STOPPED)
    if now.next_from and not she_asked:
        raise MayNotAsk(Why.LATELY)
