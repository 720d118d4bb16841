"""What children asked for beside the survey: who must answer finds it, opens it, and takes it on by name (R8, R68).

A person who speaks their language: whoever works with the child, and duty. A complaint: the complaints manager and the
team's manager, and nobody who works with the child. An advocate: another organisation answers (R63), and here it is
only seen that somebody waits. "This isn't me": whoever may make the child another link.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from storage import request_records, requests, staff
from storage.children import Child
from storage.opening import open_for
from storage.reading import Reader
from storage.request_records import Request
from storage.writes import Writes
from voice import clock
from voice.access import SignedIn, Tie, hears_of_requests, may_open_request, may_see_request, need
from voice.case_record import named
from voice.errors import NothingThere
from voice.model import Purpose
from voice.relationship import day_of, tie_to, ties
from voice.staff_services import StaffServices

KEPT_IN_SIGHT = timedelta(days=28)
IN_SIGHT = 20  # of one child's and one kind
OPENS_WITH = {"person": Purpose.CASE, "complaint": Purpose.APART}


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One thing asked for, in a list. Whose it is only for somebody who may open it."""

    id: UUID
    kind: str
    name: str | None = field(repr=False)
    made: datetime
    answer_by: date | None
    taken: datetime | None
    taken_by: str | None
    aside: bool  # one of so many of the same child's that they would hide what others ask for


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """What a child asked for, open before somebody who must answer it."""

    request: Request
    child: Child
    words: str = field(repr=False)
    language: str
    taken_by: str | None
    mine: bool


async def requests_to_see(services: StaffServices, me: SignedIn) -> Sequence[RequestLine]:
    """What this person must answer, or must know that somebody waits for. Raises NotAllowed."""
    need(hears_of_requests(me))
    async with services.store.reading() as db:
        found = await request_records.requests_since(db, services.authority, clock.now() - KEPT_IN_SIGHT)
        known = await ties(db, services.authority, me, list({each.child for each in found}))
        mine = [each for each in found if each.child in known and _sees(me, known[each.child], each)]
        opens = [each.child for each in mine if _opens(me, known[each.child], each)]
        names = await named(db, services, opens)
        people = await staff.names(db, services.authority, [each.taken_by for each in mine if each.taken_by])
    return [
        RequestLine(
            each.id,
            each.kind,
            names[each.child].name if _opens(me, known[each.child], each) else None,
            each.made,
            each.answer_by,
            each.taken,
            people.get(each.taken_by) if each.taken_by else None,
            aside,
        )
        for each, aside in _set_aside(mine)
    ]


def _set_aside(found: Sequence[Request]) -> Iterator[tuple[Request, bool]]:
    """Of what one child asked and nobody has taken on, the first of each kind stand before all others."""
    seen: Counter[tuple[UUID, str]] = Counter()
    for each in found:
        seen[each.child, each.kind] += each.taken is None
        yield each, each.taken is None and seen[each.child, each.kind] > IN_SIGHT


async def open_request(services: StaffServices, me: SignedIn, request: UUID) -> OpenRequest:
    """Open what a child asked for, audited first. Raises NothingThere, NotAllowed."""
    async with services.store.reading() as db:
        found = await _find(db, services, me, request)
    writes = Writes(services.authority)
    writes.event("open", "asked_for", found.id, actor_kind="staff", actor=me.id)
    await services.store.write(writes)
    async with services.store.reading() as db:
        child = (await named(db, services, [found.child])).get(found.child)
        if child is None:
            raise NothingThere
        said = await _said(db, services, found)
        names = await staff.names(db, services.authority, [found.taken_by] if found.taken_by else [])
    by = found.taken_by
    return OpenRequest(found, child, said["words"], said["language"], names.get(by) if by else None, by == me.id)


async def _said(db: Reader, services: StaffServices, found: Request) -> dict[str, str]:
    """Raises NothingThere for words that were erased. Somebody who says "this isn't me" writes none."""
    if found.kind not in OPENS_WITH:
        return {"words": "", "language": ""}
    place, purpose = requests.place_of(services.authority, found.child, found.id), OPENS_WITH[found.kind]
    body = await open_for(db, services.provider, found.sealed, place, found.child, purpose) if found.sealed else None
    if body is None:
        raise NothingThere
    said: dict[str, str] = json.loads(body)
    return said


async def take_on(services: StaffServices, me: SignedIn, request: UUID) -> bool:
    """ "I have taken this on." Whether it is mine now: of two, the first has it. Raises NothingThere, NotAllowed."""
    async with services.store.reading() as db:
        found = await _find(db, services, me, request)
    if found.taken is None:
        writes = Writes(services.authority)
        request_records.take_on(writes, found, me.id, clock.now())
        writes.event("take_on", "asked_for", found.id, actor_kind="staff", actor=me.id)
        await services.store.write(writes)
    async with services.store.reading() as db:
        now = await request_records.find(db, services.authority, request)
    return now is not None and now.taken_by == me.id


async def _find(db: Reader, services: StaffServices, me: SignedIn, id: UUID) -> Request:
    found = await request_records.find(db, services.authority, id)
    if found is None:
        raise NothingThere
    need(_opens(me, await tie_to(db, services.authority, me, found.child), found))
    return found


def _sees(me: SignedIn, tie: Tie, found: Request) -> bool:
    return may_see_request(me, tie, found.kind, day_of(found.made))


def _opens(me: SignedIn, tie: Tie, found: Request) -> bool:
    return may_open_request(me, tie, found.kind, day_of(found.made))
