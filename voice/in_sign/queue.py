"""An interpreter's queue, where it is an answer: what to sign, and what somebody else signed to be checked (R91)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from storage import case_records, interpreting, public_keys, signed_answers
from storage.errors import StoreRefused
from storage.interpreting import Given
from storage.reading import Reader
from storage.signed_answers import Answer, Film
from storage.writes import Writes
from voice import playing, raising
from voice.access import SignedIn, need
from voice.errors import NothingThere, VoiceError
from voice.in_sign import answers, captions, films, giving
from voice.in_sign.films import Brought
from voice.interpreting import queue
from voice.model import How, Level, Purpose, Work, WorkEnded, new_id
from voice.playback.sniffing import Unplayable
from voice.playing import Playable
from voice.raising import Raised
from voice.replying import Promise
from voice.staff_services import StaffServices
from voice.watching import Openings

LONGEST_NOTE = 2000


class CheckIncomplete(VoiceError):
    """Something is missing in what a checker said (which: verdict, again_note)."""

    def __init__(self, missing: str) -> None:
        super().__init__(missing)
        self.missing = missing


@dataclass(frozen=True, slots=True)
class ToSign:
    """A piece of work, open before the one person it was given to."""

    given: Given
    words: str = field(repr=False)
    promises: Sequence[Promise] = field(repr=False)
    brief: str = field(repr=False)
    note: str = field(repr=False)  # what was not right in the film before
    captions: str = field(default="", repr=False)  # of a film that is to be checked, as they were drafted


async def open_item(services: StaffServices, me: SignedIn, work: UUID) -> ToSign:
    """Open it, which is kept first. Raises NothingThere, NotAllowed."""
    async with services.store.reading() as db:
        found, _ = await _find(db, services, me, work)
    writes = Writes(services.authority)
    if found.opened is None:
        interpreting.begin(writes, found)
    writes.event("open", queue.ABOUT, found.id, actor_kind="staff", actor=me.id, answer=str(found.answer))
    await services.store.write(writes)
    async with services.store.reading() as db:
        body = await queue.opened(db, services, found)
        promises = [Promise(each["words"], date.fromisoformat(each["due"])) for each in body["promises"]]
        drafted = captions.drafted(body["words"], promises, await _lasts(db, services, body)) if "film" in body else ""
    return ToSign(found, body["words"], promises, body["brief"], body["note"], drafted)


async def hand_in(services: StaffServices, me: SignedIn, work: UUID, brought: Brought) -> None:
    """The film of it; whoever was chosen to check it has it from then on.

    Raises NothingThere, NotAllowed, Unplayable, StoreAway, TooManyChanges. The same a second time is quietly the first.
    """
    if await _was_mine(services, me, work):
        return
    async with services.store.reading() as db:
        found, answer = await _find(db, services, me, work, Work.SIGNS)
        body = await queue.opened(db, services, found)
        keys = await public_keys.recipients(db, services.keys, found.child)
        made = await signed_answers.films_of(db, services.authority, answer.id)
    if len(made) >= films.MOST:
        raise Unplayable("too_much")
    brought.check()
    sealed = await films.seal(services, brought)
    writes = Writes(services.authority)
    facts = (How.SEND_FOR_SIGNING, sealed.pieces, sealed.opens, keys[Purpose.CASE])
    signed_answers.add_film(writes, brought.id, answer, me.id, *facts)
    interpreting.end(writes, found, WorkEnded.DONE)
    writes.event("sign", answers.ABOUT, answer.id, actor_kind="staff", actor=me.id, film=str(brought.id))
    await _on_to_be_checked(services, writes, found, answer, body, sealed)
    try:
        await films.write(services, writes, sealed)
    except StoreRefused:
        if not await _was_mine(services, me, work):
            raise NothingThere from None


async def _on_to_be_checked(
    services: StaffServices, writes: Writes, found: Given, answer: Answer, body: dict[str, Any], sealed: films.Sealed
) -> None:
    """Where whoever should check it may not any more, somebody chooses again: the answer's page says so."""
    if not body["checker"]:
        return
    checker = UUID(body["checker"])
    async with services.store.reading() as db:
        said = await case_records.find_statement(db, services.authority, found.statement)
        if said is None or not await giving.may_check(db, services, said, checker):
            return
        copy = {**body, "checker": "", "film": json.loads(sealed.opens)}
        await giving.put(db, services, writes, answer, copy, (new_id(), Work.CHECKS_FILM, checker, found.given_by))


async def watch(services: StaffServices, openings: Openings, me: SignedIn, work: UUID) -> Playable:
    """What plays the film that is to be checked; kept once in ten minutes. Raises NothingThere, NotAllowed."""
    async with services.store.reading() as db:
        found, answer = await _find(db, services, me, work, Work.CHECKS_FILM)
        said = (await queue.opened(db, services, found))["film"]
    film = UUID(said["id"])
    if not openings.going_on(me.id, film):
        writes = Writes(services.authority)
        facts = {"answer": str(answer.id), "film": str(film)}
        writes.event("open", queue.ABOUT, found.id, actor_kind="staff", actor=me.id, **facts)
        await services.store.write(writes)
        openings.begin(me.id, film)
    return await playing.playable(services.store.glancing(), services.authority, said)


async def _lasts(db: Reader, services: StaffServices, body: dict[str, Any]) -> int | None:
    return await captions.lasts(db, services, UUID(body["film"]["id"]), body["film"])


async def check(services: StaffServices, me: SignedIn, work: UUID, verdict: str, note: str, written: str = "") -> None:
    """It says what the words say, or it has to be signed again, and why. `written`: the captions, put right.

    Raises NothingThere, NotAllowed, CheckIncomplete, BadCaptions, TooManyChanges. The same a second time is quietly the
    first.
    """
    if await _was_mine(services, me, work):
        return None
    async with services.store.reading() as db:
        found, _ = await _find(db, services, me, work, Work.CHECKS_FILM)
        keys = await public_keys.recipients(db, services.keys, found.child)
    if verdict not in ("right", "again"):
        raise CheckIncomplete("verdict")
    if verdict == "again" and not note.strip():
        raise CheckIncomplete("again_note")
    if len(note) > LONGEST_NOTE:
        raise CheckIncomplete("too_long")
    told = note if verdict == "again" else captions.checked(written)

    async def verb(db: Reader) -> tuple[Writes, None]:
        writes = Writes(services.authority)
        given, answer = await _find(db, services, me, work, Work.CHECKS_FILM)
        film = await _newest(db, services, answer)
        need(film.made_by != me.id)
        kept = None
        if told:
            kept = signed_answers.add_note(writes, film.id, given.child, told.encode(), keys[Purpose.CASE])
        signed_answers.judge(writes, film, verdict, me.id, kept)
        interpreting.end(writes, given, WorkEnded.DONE)
        facts = {"film": str(film.id), "verdict": verdict}
        writes.event("check", answers.ABOUT, answer.id, actor_kind="staff", actor=me.id, **facts)
        return writes, None

    return await services.store.decide(verb)


async def tell_duty(services: StaffServices, me: SignedIn, work: UUID, form: UUID, words: str) -> None:
    """What somebody answers a child can worry too (R60). Raises NothingThere, NotAllowed."""
    async with services.store.reading() as db:
        found, _ = await _find(db, services, me, work)
    await raising.write_concern(
        services, me, found.child, Raised(form, Level.URGENT, words, "not_sure"), found.statement
    )


async def _find(
    db: Reader, services: StaffServices, me: SignedIn, work: UUID, wanted: Work | None = None
) -> tuple[Given, Answer]:
    """Raises NothingThere, NotAllowed."""
    found = await queue.find(db, services, me, work)
    answer = await signed_answers.find(db, services.authority, found.answer) if found.answer else None
    if answer is None or not answer.waits:
        raise NothingThere
    need(wanted is None or found.work is wanted)
    return found, answer


async def _newest(db: Reader, services: StaffServices, answer: Answer) -> Film:
    made = await signed_answers.films_of(db, services.authority, answer.id)
    if not made or not made[0].to_check:
        raise NothingThere
    return made[0]


async def _was_mine(services: StaffServices, me: SignedIn, work: UUID) -> bool:
    """Whether this person has done this work already."""
    async with services.store.reading() as db:
        found = await interpreting.find(db, services.authority, work)
    return found is not None and found.staff == me.id and found.how_ended is WorkEnded.DONE
