"""An adult answers in sign: what it says is kept first, then it is signed, by themselves or by an interpreter.

Nothing of it reaches the child before there is a film that plays and, where somebody else signed it, a second person
has held the film against the words (docs/decisions/0048).
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from storage import case_records, interpreters, interpreting, public_keys, signed_answers, staff
from storage.case_records import Statement
from storage.children import Child
from storage.errors import StoreRefused
from storage.interpreters import Interpreter
from storage.interpreting import Given
from storage.opening import open_for
from storage.reading import Glance, Reader
from storage.signed_answers import Film
from storage.writes import Writes
from voice import case_statement, half_written, playing, telling
from voice.access import SignedIn, may_answer, need
from voice.case_record import named
from voice.case_statement import Reached, to_answer
from voice.errors import NothingThere
from voice.in_sign import films
from voice.in_sign.films import Brought
from voice.model import SIGNED_WAYS, How, Purpose, Work
from voice.playback.sniffing import Unplayable
from voice.playing import Playable
from voice.relationship import tie_to
from voice.replying import Answer, AnswerIncomplete, Promise
from voice.staff_services import StaffServices
from voice.unreadable import SIGN
from voice.watching import Openings

ABOUT = "signed_answer"


class Step(StrEnum):
    """Where an answer in sign stands."""

    TO_SIGN = "to_sign"
    SIGNING = "signing"
    TO_CHECK = "to_check"
    CHECKING = "checking"
    GOING = "going"


@dataclass(frozen=True, slots=True)
class Written:
    """What it says, as it was sealed when it was written."""

    words: str = field(repr=False)
    promises: Sequence[Promise] = field(repr=False)
    who: Mapping[str, Any]
    mailbox: str


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """An answer that is being signed, before somebody who works with the child."""

    answer: signed_answers.Answer
    statement: Statement
    child: Child
    written: Written
    films: Sequence[Film]  # the newest first
    standing: Given | None
    people: Sequence[Interpreter]
    names: Mapping[UUID, str]
    note: str = field(repr=False)  # what was not right in the newest film

    @property
    def step(self) -> Step:
        return step_of(self.films, self.standing)


def step_of(made: Sequence[Film], standing: Given | None) -> Step:
    """Where it stands, by its films and by what is in somebody's queue."""
    if not made or made[0].no_use:
        return Step.SIGNING if standing else Step.TO_SIGN
    if made[0].to_check:
        return Step.CHECKING if standing else Step.TO_CHECK
    return Step.GOING


async def begin(services: StaffServices, me: SignedIn, statement: UUID, given: Answer) -> None:
    """Keep what is to be signed. Raises NothingThere, NotAllowed, AnswerIncomplete. Twice the same is once.

    A child who cannot come back has no page to see it on: she is seen, or told.
    """
    if given.how not in SIGNED_WAYS:
        raise AnswerIncomplete("how")
    given.check()
    to = await to_answer(services, me, statement, "answer")
    if to.mailbox is None or to.reached is not Reached.HER_PAGES:
        raise AnswerIncomplete("no_code")
    child, writes = to.statement.child, Writes(services.authority)
    async with services.store.reading() as db:
        keys = await public_keys.recipients(db, services.keys, child)
        await half_written.finish(db, services, writes, me, child, statement, keys[Purpose.CASE])
    body = {
        "v": 1,
        "words": given.words,
        "promises": [{"words": each.words, "due": each.due.isoformat()} for each in given.promises],
        "who": telling.who(me, to.tie),
        "mailbox": hashlib.sha256(to.mailbox.public_key).hexdigest(),
    }
    facts = (given.how, statement, me.id)
    signed_answers.add(writes, given.id, child, json.dumps(body).encode(), keys[Purpose.CASE], *facts)
    writes.event("answer_in_sign", "statement", statement, actor_kind="staff", actor=me.id, how=given.how.value)
    try:
        await services.store.write(writes)
    except StoreRefused:
        async with services.store.reading() as db:
            kept = await signed_answers.find(db, services.authority, given.id)
        if kept is None or kept.staff != me.id:
            raise NothingThere from None


async def look_at(services: StaffServices, me: SignedIn, id: UUID) -> OnItsWay:
    """How it stands, and what it says; that it was opened is kept. Raises NothingThere, NotAllowed."""
    async with services.store.reading() as db:
        await find(db, services, me, id)
    writes = Writes(services.authority)
    writes.event("open", ABOUT, id, actor_kind="staff", actor=me.id)
    await services.store.write(writes)
    async with services.store.reading() as db:
        found, said = await find(db, services, me, id)
        made = await signed_answers.films_of(db, services.authority, id)
        standing = await standing_of(db, services, found)
        child = (await named(db, services, [found.child])).get(found.child)
        if child is None:
            raise NothingThere
        concerned = {found.staff, *(each.made_by for each in made), *(each.checked_by for each in made)}
        names = await staff.names(
            db, services.authority, [*filter(None, concerned), *([standing.staff] if standing else [])]
        )
        people = await who_signs(db, services)
        written, note = await written_in(db, services, found), await _note(db, services, found, made)
    return OnItsWay(found, said, child, written, made, standing, people, names, note)


async def stand(services: StaffServices, ids: Sequence[UUID]) -> Mapping[UUID, tuple[Step, bool]]:
    """Where each stands, and whether whoever has it is past their time. Opens nothing of it."""
    stands = {}
    async with services.store.reading() as db:
        for id in ids:
            found = await signed_answers.find(db, services.authority, id)
            if found:
                made = await signed_answers.films_of(db, services.authority, id)
                standing = await standing_of(db, services, found)
                stands[id] = step_of(made, standing), standing is not None and standing.late
    return stands


async def gone_from(services: StaffServices, me: SignedIn, id: UUID) -> UUID | None:
    """The statement that it answers, once it is on its way no more. Raises NothingThere, NotAllowed."""
    async with services.store.reading() as db:
        found = await signed_answers.find(db, services.authority, id)
        if found is None:
            raise NothingThere
        need(may_answer(me, await tie_to(db, services.authority, me, found.child)))
    return None if found.waits else found.statement


async def record(services: StaffServices, me: SignedIn, id: UUID, brought: Brought) -> None:
    """Whoever answers signs it themselves. Raises NothingThere, NotAllowed, Unplayable, StoreAway, TooManyChanges."""
    async with services.store.reading() as db:
        found, _ = await find(db, services, me, id)
        made = await signed_answers.films_of(db, services.authority, id)
        if any(each.id == brought.id for each in made):
            return  # pressed twice
        need(found.staff == me.id and step_of(made, await standing_of(db, services, found)) is Step.TO_SIGN)
        keys = await public_keys.recipients(db, services.keys, found.child)
    if len(made) >= films.MOST:
        raise Unplayable("too_much")
    brought.check()
    sealed = await films.seal(services, brought)
    writes = Writes(services.authority)
    facts = (How.SIGN_MYSELF, sealed.pieces, sealed.opens, keys[Purpose.CASE])
    signed_answers.add_film(writes, brought.id, found, me.id, *facts)
    writes.event("sign", ABOUT, id, actor_kind="staff", actor=me.id, film=str(brought.id))
    await films.write(services, writes, sealed)


async def drop(services: StaffServices, me: SignedIn, id: UUID) -> UUID:
    """It is not to go after all: of which statement. Raises NothingThere, NotAllowed."""
    async with services.store.reading() as db:
        found, _ = await find(db, services, me, id)
        need(await standing_of(db, services, found) is None)  # it is taken back from them first

    async def verb(db: Reader) -> tuple[Writes, UUID]:
        writes = Writes(services.authority)
        now, _ = await find(db, services, me, id)
        signed_answers.move(writes, now, "dropped")
        writes.event("drop", ABOUT, id, actor_kind="staff", actor=me.id)
        return writes, now.statement

    return await services.store.decide(verb)


async def watch(services: StaffServices, openings: Openings, me: SignedIn, id: UUID, film: UUID) -> Playable:
    """A film of it, for whoever opens what it answers, kept once in ten minutes. Raises NothingThere, NotAllowed."""
    return await playing.playable(*await _opened(services, openings, me, id, film))


async def _opened(
    services: StaffServices, openings: Openings, me: SignedIn, id: UUID, film: UUID, **why: str
) -> tuple[Glance, UUID, Mapping[str, Any]]:
    async with services.store.reading() as db:
        found = await signed_answers.find(db, services.authority, id)
        if found is None:
            raise NothingThere
        need((await case_statement.find(db, services, me, found.statement)).whole)
        of_it = await signed_answers.films_of(db, services.authority, id)
    wanted = next((each for each in of_it if each.id == film), None)
    if wanted is None:
        raise NothingThere
    if not openings.going_on(me.id, film):
        writes = Writes(services.authority)
        writes.event("open", ABOUT, id, actor_kind="staff", actor=me.id, film=str(film), **why)
        await services.store.write(writes)
        openings.begin(me.id, film)
    async with services.store.reading() as db:
        said = await films.said_of(db, services, found, wanted)
    return services.store.glancing(), services.authority, said


async def take_away(services: StaffServices, me: SignedIn, id: UUID, film: UUID) -> Playable:
    """The original, to be kept elsewhere. Raises NothingThere, NotAllowed."""
    return await playing.as_it_came(*await _opened(services, Openings(), me, id, film, taken="original"))


async def find(db: Reader, services: StaffServices, me: SignedIn, id: UUID) -> tuple[signed_answers.Answer, Statement]:
    """An answer on its way, for whoever answers this child. Raises NothingThere, NotAllowed."""
    found = await signed_answers.find(db, services.authority, id)
    said = await case_records.find_statement(db, services.authority, found.statement) if found else None
    if found is None or said is None:
        raise NothingThere
    need(may_answer(me, await tie_to(db, services.authority, me, found.child)))
    if not found.waits:
        raise NothingThere
    return found, said


async def who_signs(db: Reader, services: StaffServices) -> list[Interpreter]:
    return [each for each in await interpreters.every(db, services.authority) if SIGN in each.languages]


async def standing_of(db: Reader, services: StaffServices, found: signed_answers.Answer) -> Given | None:
    """What somebody has of it in their queue."""
    given = await interpreting.of_statement(db, services.authority, found.statement)
    return next((each for each in given if each.open and each.answer == found.id), None)


async def written_in(db: Reader, services: StaffServices, found: signed_answers.Answer) -> Written:
    """What it says. Raises NothingThere where it was erased, SealBroken."""
    place = signed_answers.answer_place(services.authority, found.child, found.id)
    body = (
        await open_for(db, services.provider, found.sealed, place, found.child, Purpose.CASE) if found.sealed else None
    )
    if body is None:
        raise NothingThere
    said = json.loads(body)
    promises = [Promise(each["words"], date.fromisoformat(each["due"])) for each in said["promises"]]
    return Written(said["words"], promises, said["who"], said["mailbox"])


async def _note(db: Reader, services: StaffServices, found: signed_answers.Answer, made: Sequence[Film]) -> str:
    """What somebody who checked it said is not right."""
    if not made or made[0].note is None:
        return ""
    place = signed_answers.note_place(services.authority, found.child, made[0].id)
    body = await open_for(db, services.provider, made[0].note, place, found.child, Purpose.CASE)
    return body.decode() if body else ""


def is_signing(work: Work) -> bool:
    """Whether a piece of work is of an answer, and not of what a child said."""
    return work in (Work.SIGNS, Work.CHECKS_FILM)
