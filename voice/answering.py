"""A child gives an answer. Whoever opens one file to understand the service should open this one.

The answer is kept the moment it is given, sealed, in one write. An answer that says a child is not safe does not
wait for Send: in that same write it is sealed to those who must read it and the concern is raised (R59). No other
answer is read or screened before the child sends.
"""

from dataclasses import dataclass
from enum import StrEnum

from storage.envelopes import PublicKey
from storage.writes import Writes
from surveys.model import Question, Survey
from surveys.progress import following, is_on_path, next_unanswered, question_number
from surveys.replies import NotAnAnswer, Reply, ReplyState
from voice import safeguarding, visiting
from voice.draft import Draft, GivenReply
from voice.errors import AlreadySent
from voice.model import Purpose
from voice.public_services import Asked, PublicServices
from voice.visiting import Visit


class Where(StrEnum):
    """What a child sees next."""

    QUESTION = "question"
    SAFE = "safe"
    CHECK = "check"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Step:
    """Where to go from here."""

    where: Where
    number: int = 0


async def record_answer(services: PublicServices, visit: Visit, question: Question, reply: Reply) -> Step:
    """Keep one answer, raise the concern if it is one, and say what comes next.

    Raises NotAnAnswer when the draft has no room left, TooManyChanges.
    """
    asked = await services.asked(visit.kept.version)
    raises = is_worrying(question, reply)
    keys = await safeguarding.readers(services, visit) if raises else {}
    arrangements = (await services.arrangements()).arrangements

    def verb(mine: Visit, writes: Writes) -> Step:
        if mine.sent:
            raise AlreadySent
        again = question.id in mine.draft.told and mine.draft.as_replies().get(question.id) == reply
        mine.draft.replies[question.id] = GivenReply.of(question, reply, mine.number)
        if reply.words and mine.draft.full:
            raise NotAnAnswer("too_long")
        if raises and not again:  # pressed twice, it would look like a child repeating themselves
            _tell_someone(mine, writes, asked, question, reply, keys[Purpose.APART], arrangements)
        return step_after(asked.survey, mine.draft, question)

    return await visiting.change(services, visit, verb)


def is_worrying(question: Question, reply: Reply) -> bool:
    """Whether the survey says that this choice tells someone straight away."""
    return question.safety is not None and not set(question.safety.raises).isdisjoint(reply.chosen)


def _tell_someone(
    visit: Visit,
    writes: Writes,
    asked: Asked,
    question: Question,
    reply: Reply,
    key: PublicKey,
    arrangements: object,
) -> None:
    body = safeguarding.answer_as_given(asked, visit.kept.language, question, reply, visit.draft)
    safeguarding.tell_duty(visit, writes, question, question_number(asked.survey, question), body, key, arrangements)  # type: ignore[arg-type]


def step_after(survey: Survey, draft: Draft, question: Question) -> Step:
    """The next page after this question: what is safe for now, the next question, or the check."""
    if question.id in draft.told and not draft.told[question.id].followed_up:
        return Step(Where.SAFE)
    replies = draft.as_replies()
    if is_on_path(survey, replies, question):
        found = following(survey, replies, question, safety_last=draft.safety_last)
    else:
        found = next_unanswered(survey, replies, safety_last=draft.safety_last)
    return Step(Where.QUESTION, question_number(survey, found)) if found else Step(Where.CHECK)


def go_on(survey: Survey, visit: Visit) -> Step:
    """Where a visit goes on: what is due about safety, the next question without an answer, or the check."""
    if visit.sent:
        return Step(Where.SENT)
    if any(not told.followed_up for told in visit.told.values()):
        return Step(Where.SAFE)
    found = next_unanswered(survey, visit.draft.as_replies(), safety_last=visit.draft.safety_last)
    return Step(Where.QUESTION, question_number(survey, found)) if found else Step(Where.CHECK)


def skip(question: Question) -> Reply:
    """Not answering is an answer that is kept too (R17)."""
    return Reply(question.id, ReplyState.SKIPPED)
