"""Who signs an answer, and who checks it: chosen by whoever answers, never one and the same (R91, R92).

An interpreter is given what the answer says, sealed to a key of its own as a child's words are (docs/decisions/0039):
no name of hers, and nothing that she said. Whom she does not want is refused in the same words as for her own words.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from storage import authorities, interpreting
from storage.case_records import Statement
from storage.errors import StoreRefused
from storage.private_keys import make_pair
from storage.reading import Reader
from storage.signed_answers import Answer
from storage.statements import put_out
from storage.writes import Writes
from surveys.parts import Audience
from voice import clock
from voice.access import SignedIn, need
from voice.errors import NothingThere
from voice.in_sign import answers, films
from voice.in_sign.answers import OnItsWay, Step
from voice.interpreting.giving import NotThisPerson
from voice.interpreting.queue import ABOUT
from voice.interpreting.refusing import may_be_given
from voice.model import Level, Purpose, Work, WorkEnded, new_id
from voice.staff_services import StaffServices
from voice.unreadable import SIGN
from voice.working_days import understood_by

LONGEST_BRIEF = 2000


@dataclass(frozen=True, slots=True)
class Giving:
    """Who does it; and who checks what they make, where that is said at once."""

    id: UUID
    to: UUID
    checker: UUID | None = None
    brief: str = field(default="", repr=False)  # what the signer should know, of what the answer means


async def give(services: StaffServices, me: SignedIn, answer: UUID, given: Giving) -> None:
    """Put it into somebody's queue: to sign, or where there is a film to check. Raises NothingThere, NotAllowed,
    NotThisPerson. The same form sent twice is once.
    """
    found = await answers.look_at(services, me, answer)
    if found.standing and found.standing.id == given.id:
        return
    need(found.step in (Step.TO_SIGN, Step.TO_CHECK))
    work = Work.SIGNS if found.step is Step.TO_SIGN else Work.CHECKS_FILM
    made_by = found.films[0].made_by if work is Work.CHECKS_FILM else None
    if given.to in (given.checker, made_by):
        raise NotThisPerson
    writes = Writes(services.authority)
    async with services.store.reading() as db:
        for person in filter(None, (given.to, given.checker)):
            await _need_may(db, services, found.statement, person)
        body = {**_copy(found), "brief": given.brief[:LONGEST_BRIEF]}
        if work is Work.SIGNS:
            body["checker"] = str(given.checker) if given.checker else ""
        else:
            body["film"] = await films.said_of(db, services, found.answer, found.films[0])
        await put(db, services, writes, found.answer, body, (given.id, work, given.to, me.id))
    writes.event("give", answers.ABOUT, answer, actor_kind="staff", actor=me.id, to=str(given.to), work=work.value)
    try:
        await services.store.write(writes)
    except StoreRefused:
        raise NothingThere from None


async def take_back(services: StaffServices, me: SignedIn, work: UUID) -> UUID:
    """Somebody else should have it: of which answer. Raises NothingThere, NotAllowed."""

    async def verb(db: Reader) -> tuple[Writes, UUID]:
        writes = Writes(services.authority)
        found = await interpreting.find(db, services.authority, work)
        if found is None or found.answer is None:
            raise NothingThere
        await answers.find(db, services, me, found.answer)
        if found.open:
            interpreting.end(writes, found, WorkEnded.TAKEN_BACK)
            writes.event("take_back", ABOUT, found.id, actor_kind="staff", actor=me.id)
        return writes, found.answer

    return await services.store.decide(verb)


async def may_check(db: Reader, services: StaffServices, said: Statement, person: UUID) -> bool:
    """Whether somebody who was chosen to check may still be given it."""
    try:
        await _need_may(db, services, said, person)
    except NotThisPerson:
        return False
    return True


async def put(
    db: Reader,
    services: StaffServices,
    writes: Writes,
    found: Answer,
    body: Mapping[str, Any],
    what: tuple[UUID, Work, UUID, UUID],
) -> None:
    """One piece of work: which, what it is, whose, and by whom it was given."""
    id, work, to, by = what
    key = make_pair(writes, services.provider, Purpose.INTERPRETING, found.child, clock.now())
    arrangements = (await authorities.find(db, services.authority)).arrangements
    due = understood_by(clock.now(), Level.WORRY, arrangements)
    facts = {"statement": found.statement, "audience": Audience.WORKER.value, "work": work.value, "language": SIGN}
    people = {"staff": to, "given_by": by, "of": None, "due": due, "answer": found.id}
    interpreting.give(writes, id or new_id(), found.child, json.dumps(body).encode(), key, **facts, **people)
    put_out(writes, ABOUT, id)


def _copy(found: OnItsWay) -> dict[str, Any]:
    """What is signed. `lines` and `recordings`: of what the child said there is nothing."""
    promises = [{"words": each.words, "due": each.due.isoformat()} for each in found.written.promises]
    nothing: dict[str, Any] = {"lines": [], "recordings": {}, "depends": [], "mailbox": ""}
    return {"v": 1, **nothing, "words": found.written.words, "promises": promises, "note": found.note}


async def _need_may(db: Reader, services: StaffServices, said: Statement, person: UUID) -> None:
    """Raises NotThisPerson."""
    one = next((each for each in await answers.who_signs(db, services) if each.staff == person), None)
    if one is None or not await may_be_given(db, services, said, one):
        raise NotThisPerson
