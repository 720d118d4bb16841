"""A child gives an answer. Whoever opens one file to understand the service should open this one.

The answer is kept the moment it is given, sealed, in one write. An answer that says a child is not safe does not
wait for Send: in that same write it is sealed to those who must read it and the concern is raised (R59). No other
answer is read or screened before the child sends.
"""

from collections.abc import Callable

from storage.envelopes import PublicKey
from storage.writes import Writes
from surveys.model import Question
from surveys.progress import question_number
from surveys.replies import NotAnAnswer, Reply, ReplyState
from voice import safeguarding, visiting
from voice.draft import GivenReply
from voice.errors import SaidElsewhere
from voice.model import Purpose
from voice.public_services import Asked, PublicServices
from voice.visiting import Visit
from voice.walking import Step, step_after

Keep = Callable[[Visit, Writes], Step]


async def record_answer(services: PublicServices, visit: Visit, question: Question, reply: Reply) -> Step:
    """Keep one answer, raise the concern if it is one, and say what comes next.

    Raises NotAnAnswer when the draft has no room left, SaidElsewhere, AlreadySent, TooManyChanges.
    """
    step = await visiting.change(services, visit, await keeping(services, visit, question, reply))
    if is_worrying(question, reply):
        # Kept first, then slowed: whoever presses it a hundred times wears nobody out, and the first is told at once.
        await services.doors.safety.rest(services.store, services.keys, str(visit.kept.id))
    return step


async def keeping(services: PublicServices, visit: Visit, question: Question, reply: Reply) -> Keep:
    """The same, for a caller who has more to write in the same transaction: a text is answered where it is handled."""
    asked = await services.asked(visit.kept.version)
    raises = is_worrying(question, reply)
    keys = await safeguarding.readers(services, visit) if question.safety else {}
    arrangements = (await services.arrangements()).arrangements

    def verb(mine: Visit, writes: Writes) -> Step:
        visiting.not_sent(mine)
        if mine.said_elsewhere(question.id):
            raise SaidElsewhere
        # Taking a worrying answer back is told too: it can be a sign that somebody pressed for it.
        tells = raises or question.id in mine.draft.told
        again = question.id in mine.draft.told and mine.draft.as_replies().get(question.id) == reply
        mine.draft.half.pop(question.id, None)
        mine.draft.replies[question.id] = GivenReply.of(question, reply, mine.number)
        if reply.takes_room and mine.draft.full:
            raise NotAnAnswer("too_long")
        if tells and not again:  # pressed twice, it would look like a child repeating themselves
            _tell_someone(mine, writes, asked, question, reply, keys[Purpose.APART], arrangements)
        return step_after(asked.survey, mine, question)

    return verb


def is_worrying(question: Question, reply: Reply) -> bool:
    """Whether this tells someone straight away: a choice of which the survey says so, or words in place of a choice.

    A page takes no words there; by text a child may write what she likes, and a person must read it.
    """
    if question.safety is None:
        return False
    return not set(question.safety.raises).isdisjoint(reply.chosen) or bool(reply.words and not reply.chosen)


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


def skip(question: Question) -> Reply:
    """Not answering is an answer that is kept too (R17)."""
    return Reply(question.id, ReplyState.SKIPPED)
