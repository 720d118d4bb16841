"""What was told to the service and not to a file (R62): the participation officer reads it without the name.

Looking behind a name takes two people and a concern. The one who reads says why she is worried; somebody else, on duty
for the whole authority, agrees; only then is the name opened, and at once there is a concern that a person takes up.
The child was told exactly that.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from storage import authorities, concerns, public_keys, staff, unnamed_statements
from storage.errors import StoreRefused
from storage.opening import open_for
from storage.reading import Reader
from storage.unnamed_statements import Unnamed
from storage.writes import Writes
from surveys.record import ANSWERED, Record
from voice import clock
from voice.access import SignedIn, confirms_looking_behind, need, reads_unnamed
from voice.errors import NothingThere, VoiceError
from voice.model import Level, Purpose
from voice.staff_services import StaffServices
from voice.working_days import concern_read_by

MOST = 100
LONGEST = 4000


class NoReason(VoiceError):
    """Nobody looks behind a name without saying why."""


@dataclass(frozen=True, slots=True)
class Line:
    """One of them in a list: the day, and whether somebody is worried."""

    id: UUID
    sent: datetime
    asked: bool
    confirmed: bool


@dataclass(frozen=True, slots=True)
class OpenUnnamed:
    """One of them, open before somebody who may read it."""

    line: Line
    title: str
    band: str
    language: str
    around: str | None
    answers: Sequence[Record] = field(repr=False)
    why: str = field(repr=False)
    asked_by: str | None
    confirmed_by: str | None
    concern: UUID | None
    may_ask: bool
    may_confirm: bool


async def told_to_the_service(services: StaffServices, me: SignedIn) -> Sequence[Line]:
    """The newest. Whoever confirms sees only those about which somebody is worried. Raises NotAllowed."""
    need(reads_unnamed(me) or confirms_looking_behind(me))
    async with services.store.reading() as db:
        found = await unnamed_statements.newest(db, services.authority, MOST)
    return [_line(each) for each in found if reads_unnamed(me) or each.asked_by]


async def open_one(services: StaffServices, me: SignedIn, id: UUID) -> OpenUnnamed:
    """Open one, audited first, without the name. Raises NothingThere, NotAllowed."""
    async with services.store.reading() as db:
        found = await _find(db, services, me, id)
    writes = Writes(services.authority)
    writes.event("open", "statement", id, actor_kind="staff", actor=me.id, parts=["unnamed"])
    await services.store.write(writes)
    async with services.store.reading() as db:
        said = await _opened(db, services, found.sealed, id, "words")
        why = (await _opened(db, services, found.why, id, "why"))["why"] if found.why else ""
        names = await staff.names(
            db, services.authority, [each for each in (found.asked_by, found.confirmed_by) if each]
        )
    return OpenUnnamed(
        _line(found),
        said["title"],
        said["band"],
        said["language"],
        said["around"],
        said["answers"],
        why,
        names.get(found.asked_by) if found.asked_by else None,
        names.get(found.confirmed_by) if found.confirmed_by else None,
        found.concern,
        may_ask=reads_unnamed(me) and found.asked_by is None,
        may_confirm=_may_confirm(me, found),
    )


async def be_worried(services: StaffServices, me: SignedIn, id: UUID, why: str) -> None:
    """ "I am worried about this child": the first of two people. Raises NoReason, NothingThere, NotAllowed."""
    need(reads_unnamed(me))
    if not why.strip() or len(why) > LONGEST:
        raise NoReason
    async with services.store.reading() as db:
        found = await _find(db, services, me, id)
        keys = await public_keys.recipients(db, services.keys, None)
    if found.asked_by is None:
        writes = Writes(services.authority)
        body = json.dumps({"v": 1, "why": why}).encode()
        unnamed_statements.ask_whose(writes, id, body, keys[Purpose.PARTICIPATION], me.id)
        writes.event("ask_whose", "statement", id, actor_kind="staff", actor=me.id)
        await services.store.write(writes)


async def look_behind(services: StaffServices, me: SignedIn, id: UUID) -> UUID:
    """The second person: open the name and raise the concern, in one write; the concern. Raises as above."""
    made = uuid5(id, "concern")  # the same for two who confirm at once: one of them raises it

    async def verb(db: Reader) -> tuple[Writes, None]:
        writes = Writes(services.authority)
        found = await _find(db, services, me, id)
        if found.concern:
            return writes, None
        need(_may_confirm(me, found))
        child = UUID((await _opened(db, services, found.behind, id, "behind"))["child"])
        keys = await public_keys.recipients(db, services.keys, child)
        why = await _opened(db, services, found.why, id, "why")
        said = await _opened(db, services, found.sealed, id, "words")
        arrangements = (await authorities.find(db, services.authority)).arrangements
        read_by = concern_read_by(clock.now(), Level.URGENT, arrangements)
        concerns.raise_concern(writes, made, child, None, f"unnamed {id}", Level.URGENT, read_by)
        for body in ({"v": 1, "note": why["why"]}, *({"v": 1, "answer": each} for each in _answered(said))):
            concerns.add_words(writes, made, child, "raised", json.dumps(body).encode(), [keys[Purpose.APART]])
        unnamed_statements.confirm(writes, id, me.id, made)
        writes.event("look_behind", "statement", id, actor_kind="staff", actor=me.id, concern=str(made))
        return writes, None

    try:
        await services.store.decide(verb)
    except StoreRefused:
        async with services.store.reading() as db:
            if (await _find(db, services, me, id)).concern != made:
                raise
    return made


def _answered(said: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [each for each in said["answers"] if each["state"] == ANSWERED]


def _may_confirm(me: SignedIn, found: Unnamed) -> bool:
    """Never the same person twice, and never without a reason that was written down."""
    return confirms_looking_behind(me) and found.asked_by not in (None, me.id) and found.concern is None


async def _find(db: Reader, services: StaffServices, me: SignedIn, id: UUID) -> Unnamed:
    found = await unnamed_statements.find(db, services.authority, id)
    if found is None:
        raise NothingThere
    need(reads_unnamed(me) or (confirms_looking_behind(me) and found.asked_by is not None))
    return found


async def _opened(db: Reader, services: StaffServices, sealed: bytes | None, id: UUID, what: str) -> dict[str, Any]:
    places = {
        "words": unnamed_statements.words_place,
        "behind": unnamed_statements.behind_place,
        "why": unnamed_statements.why_place,
    }
    place = places[what](services.authority, id)
    body = await open_for(db, services.provider, sealed, place, None, Purpose.PARTICIPATION) if sealed else None
    if body is None:
        raise NothingThere
    opened: dict[str, Any] = json.loads(body)
    return opened


def _line(found: Unnamed) -> Line:
    return Line(found.id, found.sent, found.asked_by is not None, found.concern is not None)
