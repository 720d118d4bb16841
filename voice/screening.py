"""What a child has sent is looked through once, by the lexicon, for what cannot wait (R13).

Never before Send (R59). It only raises: a text in which nothing is found is read by a person all the same, and a person
decides about what is found (R14). What is urgent raises a concern; a worry does not: it stands in most of what children
say, and a concern for each would hide the urgent ones and keep her own worker out (decision 22). Words for the advocate
alone are not looked through, since nobody here may learn what is in them (R63); nor are those that go to no reader.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from storage import concerns
from storage.envelopes import PublicKey
from storage.writes import Writes
from surveys.model import Audience, Question
from surveys.progress import path
from surveys.record import as_shown
from surveys.replies import Reply
from surveys.wording import words_of
from voice import clock
from voice.draft import Told, level
from voice.lexicon.screening import Screened, screen
from voice.lexicon.weighing import Urgency
from voice.model import Level, new_id
from voice.public_services import Asked
from voice.visiting import Visit
from voice.working_days import concern_read_by

SOURCE = "words"
LOOKED_THROUGH = (Audience.WORKER, Audience.MANAGER)


def cannot_wait(words: str, language: str) -> bool:
    """Whether words by themselves are urgent."""
    return screen(words, language).level is Urgency.URGENT


def worries(texts: Iterable[str | None], language: str) -> bool:
    """Whether there is so much as a worry in any of these."""
    return any(screen(each, language).level is not Urgency.NONE for each in texts if each)


def tell_what_cannot_wait(
    visit: Visit, writes: Writes, asked: Asked, statement: UUID, key: PublicKey, arrangements: Mapping[str, Any]
) -> None:
    """One concern for the whole statement, with the answers it is about, apart from everyone who works with her."""
    language, replies = visit.kept.language, visit.draft.as_replies()
    found = [
        (question, replies[question.id], heard)
        for question in path(asked.survey, replies)
        if question.id in replies and question.audience in LOOKED_THROUGH
        for words in [_words(replies[question.id])]
        if words
        for heard in [screen(words, language)]
        if heard.level is Urgency.URGENT
    ]
    if not found:
        return
    made, due = new_id(), concern_read_by(clock.now(), Level.URGENT, arrangements)
    concerns.raise_concern(writes, made, visit.child, visit.kept.id, SOURCE, Level.URGENT, due, statement=statement)
    for question, reply, heard in found:
        body = _body(asked, visit, question, reply, heard)
        kind = "raised" if question is found[0][0] else "child_said"
        concerns.add_words(writes, made, visit.child, kind, body, [key])
    writes.event("raise", "concern", made, actor_kind="child", level=Level.URGENT.value)
    # Her receipt says it, as it does of a safety answer: that it is read by Monday is not what happens.
    for question, _, _ in found:
        visit.draft.told.setdefault(question.id, Told(concern=made, read_by=due, followed_up=True))


def _words(reply: Reply) -> str:
    return "\n".join(filter(None, [reply.words or "", *(part.words for part in reply.parts)]))


def _body(asked: Asked, visit: Visit, question: Question, reply: Reply, heard: Screened) -> bytes:
    """The answer as she gave it, what kind of thing was found in it, and who was near."""
    shown = words_of(asked.wording(visit.kept.language), question.id)
    draft = visit.draft
    said = {"answer": as_shown(question, shown, reply), "around": draft.around, "helper": draft.helper}
    return json.dumps({"v": 1, "reasons": heard.reasons, **said}).encode() + level([draft.around, draft.helper])
