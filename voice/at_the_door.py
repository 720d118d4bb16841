"""The open door: a child who has no link says something, and nobody knows who she is (R1).

It is open only where the authority has arranged it. What is said here is sealed to the worker, as a text is, who keeps
it for duty under a key of its own (voice/taken_at_door.py): the process that serves children cannot look in.
Nothing of it is counted as a child's whom the authority knows.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from storage import conversations, texts, versions
from storage.envelopes import PublicKey
from storage.locking import new_key
from storage.writes import Writes
from surveys.model import Question
from surveys.replies import Reply, ReplyState
from voice import clock, visiting
from voice.draft import Draft, GivenReply, Look, Told
from voice.errors import NothingThere
from voice.model import Level, new_id
from voice.public_services import Asked, PublicServices
from voice.visiting import Visit
from voice.working_days import concern_read_by
from voice.working_for_it import is_done, work_for

SURVEY = "open_door"
FIND = "door_find"  # its question that asks how to find her
LASTS = timedelta(days=7)  # what is not sent by then is forgotten: nobody could ask whose it was


class What(StrEnum):
    """What somebody unknown has just said."""

    SAFETY = "safety"
    REACH = "reach"
    STATEMENT = "statement"
    ADDED = "added"


async def survey_asked(services: PublicServices) -> UUID:
    """The version that is asked at the door. Raises NothingThere where the authority has not opened it."""
    if not await is_open(services):
        raise NothingThere
    async with services.store.reading() as db:
        found = await versions.newest(db, services.authority, SURVEY)
    if found is None:
        raise NothingThere
    return found[0]


async def is_open(services: PublicServices) -> bool:
    return bool((await services.arrangements()).arrangements.get("open_door"))


async def work_to_do(services: PublicServices) -> dict[str, str | int] | None:
    """What a browser may work on so as not to wait; None while no more come than can be let in at once."""
    door = services.doors.open
    came = await door.so_far(services.store, services.keys, "")
    return work_for(services.keys, came // door.free) if came >= door.free else None


async def begin(services: PublicServices, language: str, worked: str = "", look: Look | None = None) -> str:
    """Begin a visit without a link; the cookie's token. When too many come, who has not worked for it waits a little.

    Raises NothingThere, and StoreBusy when too many are waiting already: nobody is turned away for good.
    """
    version, door = await survey_asked(services), services.doors.open
    if not (worked and await is_done(services.store, services.keys, worked)):
        await door.knock(services.store, services.keys)
    token = await _begin(services, version, language, look or Look())
    await door.remember(services.store, services.keys)
    return token


async def _begin(services: PublicServices, version: UUID, language: str, look: Look) -> str:
    writes, made, key, now = Writes(services.authority), new_id(), new_key(), clock.now()
    facts = {"version": version, "language": language, "ways": ["web"], "begun": now, "expires": now + LASTS}
    conversations.begin(writes, made, key, Draft(look=look).to_bytes(), **facts)
    token = visiting.add_cookie(writes, services, made, key, 1, looks_back=False, expires=now + LASTS)
    writes.event("begin", "conversation", made, actor_kind="child")
    await services.store.write(writes)
    return token


def keep(
    writes: Writes,
    key: PublicKey,
    whose: tuple[UUID, str],
    what: What,
    said: bytes,
    read_by: datetime,
    id: UUID | None = None,
) -> None:
    """Keep what was said for the worker: `said` is JSON, blanks and all. `whose`: the conversation, its language.

    The store refuses an id that was there before.
    """
    conversation, language = whose
    head = {"v": 1, "what": what.value, "language": language, "read_by": read_by.isoformat()}
    body = json.dumps(head)[:-1].encode() + b', "said": ' + said + b"}"
    texts.take_in_body(writes, key, texts.DOOR, (id or new_id()).hex, conversation.bytes, body)


def tell_duty(
    visit: Visit, writes: Writes, question: Question, said: bytes, key: PublicKey, arrangements: Mapping[str, Any]
) -> None:
    """A safety answer, told at once; a changed answer is told again (R59)."""
    told = visit.draft.told.get(question.id)
    if told is None:
        read_by = concern_read_by(clock.now(), Level.UNSAFE, arrangements)
        told = visit.draft.told[question.id] = Told(concern=new_id(), read_by=read_by)
    keep(writes, key, whose(visit), What.SAFETY, said, told.read_by)
    writes.event("raise", "conversation", visit.kept.id, actor_kind="child", level=Level.UNSAFE.value)


def found_with(visit: Visit, asked: Asked, reach: str) -> None:
    """How to find her, said beside the safety question, answers the survey's own question: she is not asked twice.

    She sees it again before she sends. A draft without room leaves it out: duty has it already.
    """
    question = asked.survey.by_id.get(FIND)
    if question is None or not reach.strip() or says_how(visit) or visit.said_elsewhere(FIND):
        return
    before = visit.draft.replies.get(FIND)
    visit.draft.replies[FIND] = GivenReply.of(question, Reply(FIND, ReplyState.ANSWERED, (), reach), visit.number)
    if visit.draft.full:
        del visit.draft.replies[FIND]
        visit.draft.replies |= {FIND: before} if before else {}


def says_how(visit: Visit) -> bool:
    """Whether she has said in this visit how to find her."""
    reply = visit.seen.get(FIND)
    return bool(reply and reply.words)


def whose(visit: Visit) -> tuple[UUID, str]:
    return visit.kept.id, visit.kept.language
