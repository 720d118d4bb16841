"""When a child may not be safe: the concern is raised at once, in the words the child gave (R10, R11, R59, R67, R68).

Until the child has said that it is not about someone whose job is to look after or help them, a concern stays apart
from everyone allocated: duty and the team's manager read it. The machine raises; a person decides.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, Literal
from uuid import UUID

from storage import concerns, public_keys
from storage.envelopes import PublicKey
from storage.writes import Writes
from surveys.model import Question
from surveys.record import as_shown
from surveys.replies import Reply
from surveys.wording import words_of
from voice import at_the_door, clock, visiting
from voice.draft import Draft, Told, level
from voice.model import Level, Purpose, new_id
from voice.public_services import Asked, PublicServices
from voice.visiting import Visit
from voice.working_days import concern_read_by

AboutStaff = Literal["yes", "no", "not_sure"]


async def readers(services: PublicServices, visit: Visit) -> dict[Purpose, PublicKey]:
    """The keys this child's words can be sealed to, their signatures checked.

    What somebody says whom nobody knows goes to the worker, who keeps it under a key of its own for duty.
    """
    if not visit.known:
        return dict.fromkeys((Purpose.APART, Purpose.CASE), services.keys.delivery)
    return await readers_of(services, visit.child)


async def readers_of(services: PublicServices, child: UUID) -> dict[Purpose, PublicKey]:
    return await public_keys.recipients(services.store.glancing(), services.keys, child)


def answer_as_given(asked: Asked, language: str, question: Question, reply: Reply, draft: Draft) -> bytes:
    """The safety answer as the child saw and gave it, with who was near."""
    shown = words_of(asked.wording(language), question.id)
    record = as_shown(question, shown, reply)
    said = {"v": 1, "answer": record, "around": draft.around, "helper": draft.helper}
    return json.dumps(said).encode() + level([draft.around, draft.helper])


def tell_duty(
    visit: Visit,
    writes: Writes,
    question: Question,
    number: int,
    body: bytes,
    key: PublicKey,
    arrangements: Mapping[str, Any],
) -> None:
    """Raise the concern, once; a changed answer to the same question is added to it."""
    if not visit.known:
        at_the_door.tell_duty(visit, writes, question, body, key, arrangements)
        return
    child = visit.child
    told = visit.draft.told.get(question.id)
    if told is None:
        read_by = concern_read_by(clock.now(), Level.UNSAFE, arrangements)
        told = visit.draft.told[question.id] = Told(concern=new_id(), read_by=read_by)
        concerns.raise_concern(writes, told.concern, child, visit.kept.id, f"question {number}", Level.UNSAFE, read_by)
        writes.event("raise", "concern", told.concern, actor_kind="child", level=Level.UNSAFE.value)
        concerns.add_words(writes, told.concern, child, "raised", body, [key])
    else:
        concerns.add_words(writes, told.concern, child, "child_said", body, [key])


async def follow_up(
    services: PublicServices,
    visit: Visit,
    reach: str,
    must_not_know: str,
    about_staff: AboutStaff | Literal[""],
) -> None:
    """How to reach the child safely and who must not know, kept at once (R67). An empty answer is an answer.

    Only a plain no to "is it about someone whose job is to help you?" lets the allocated people see it (R68).
    """
    await visiting.change(services, visit, await following_up(services, visit, reach, must_not_know, about_staff))


async def following_up(
    services: PublicServices,
    visit: Visit,
    reach: str,
    must_not_know: str,
    about_staff: AboutStaff | Literal[""],
    *,
    done: bool = True,
) -> Callable[[Visit, Writes], None]:
    """The same, for a caller who has more to write in the same transaction. Not `done`: there is still more to ask."""
    keys = await readers(services, visit)
    asked = await services.asked(visit.kept.version)

    def verb(mine: Visit, writes: Writes) -> None:
        for question_id, told in mine.told.items():
            if not told.followed_up:
                _add_follow_up(mine, writes, asked, question_id, told, (reach, must_not_know, about_staff), keys)
                told.followed_up, told.about_staff = done, about_staff

    return verb


def _add_follow_up(
    visit: Visit,
    writes: Writes,
    asked: Asked,
    question_id: str,
    told: Told,
    said: tuple[str, str, str],
    keys: Mapping[Purpose, PublicKey],
) -> None:
    question = asked.survey.question(question_id)
    reply = visit.draft.as_replies()[question_id]
    answer = json.loads(answer_as_given(asked, visit.kept.language, question, reply, visit.draft))
    shared = said[2] == "no"
    recipients = [keys[Purpose.APART]] + ([keys[Purpose.CASE]] if shared else [])
    body = {**answer, "reach": said[0], "must_not_know": said[1], "about_staff": said[2]}
    sealed = json.dumps(body).encode() + level([visit.draft.around, visit.draft.helper, said[2]])
    if not visit.known:
        whose = at_the_door.whose(visit)
        at_the_door.keep(writes, keys[Purpose.APART], whose, at_the_door.What.REACH, sealed, told.read_by)
        at_the_door.found_with(visit, asked, said[0])
        return
    concerns.add_words(writes, told.concern, visit.child, "child_said", sealed, recipients)
    if shared:
        concerns.add_step(writes, new_id(), told.concern, "shared")
    writes.event("follow_up", "concern", told.concern, actor_kind="child", shared=shared)
