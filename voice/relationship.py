"""Looks up what ties a signed-in person to children, for voice/access.py to judge."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from storage import concern_records, relationships
from storage.concern_records import Concern
from storage.reading import Reader
from voice import clock
from voice.access import SignedIn, Tie, may_see_concern


def day_of(at: datetime) -> date:
    """The day on which something happened, where the children live."""
    return at.astimezone(clock.LONDON).date()


async def ties(db: Reader, authority: UUID, me: SignedIn, children: Sequence[UUID]) -> dict[UUID, Tie]:
    """What this person is to each of these children today. A child of another authority is not among them."""
    teams = await relationships.teams_of(db, authority, children)
    found = {child: Tie(clock.today(), (), own_team=team == me.team) for child, team in teams.items()}
    for one in await relationships.of_person(db, authority, me.id, list(teams)):
        tie = found[one.child]
        found[one.child] = replace(tie, allocations=(*tie.allocations, one))
    for concern in await concern_records.open_concerns(db, authority, list(teams)):
        if sees(me, found[concern.child], concern):
            found[concern.child] = replace(found[concern.child], concern_open=True)
    return found


async def tie_to(db: Reader, authority: UUID, me: SignedIn, child: UUID) -> Tie:
    """What this person is to this child; nothing at all where there is no such child."""
    return (await ties(db, authority, me, [child])).get(child, Tie(clock.today()))


def sees(me: SignedIn, tie: Tie, concern: Concern) -> bool:
    return may_see_concern(me, tie, concern, day_of(concern.raised))
