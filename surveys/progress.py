"""Which questions are asked, in which order. Branching is decided here and nowhere else.

A question is asked or not only because of answers to earlier questions that are themselves asked,
so the way already walked never changes by walking on.
"""

from collections.abc import Callable, Container, Iterable, Mapping

from surveys.model import Survey
from surveys.offered import DONT_WANT_TO_SAY
from surveys.parts import Condition, When
from surveys.question import Question
from surveys.replies import Reply, ReplyState

Replies = Mapping[str, Reply]


def path(survey: Survey, replies: Replies, *, safety_last: bool = False) -> tuple[Question, ...]:
    """The questions this child is asked, given the answers so far.

    safety_last: someone is with the child, so safety comes at the end (R69). No question may depend
    on a safety question, so putting them last changes no branch.
    """
    asked: dict[str, Question] = {}
    for question in survey.questions:
        if question.when is None or _holds(question.when, {name: replies[name] for name in asked if name in replies}):
            asked[question.id] = question
    if safety_last:
        return tuple(sorted(asked.values(), key=lambda question: question.safety is not None))
    return tuple(asked.values())


def may_come(survey: Survey, replies: Replies, elsewhere: Container[str] = ()) -> tuple[Question, ...]:
    """The questions that are not on the way yet, and that an answer still to come could put there.

    elsewhere: questions answered where these replies cannot see it; nothing more comes of them here.
    """
    asked = {question.id for question in path(survey, replies)}
    known = {name: replies[name] for name in asked if name in replies}
    unsaid = {each for each in asked if each not in replies and each not in elsewhere}
    found = []
    for question in survey.questions:
        if question.id not in asked and question.when and _may_hold(question.when, known, unsaid):
            found.append(question)
            unsaid.add(question.id)
    return tuple(found)


def next_unanswered(survey: Survey, replies: Replies, *, safety_last: bool = False) -> Question | None:
    """The first question on the way with neither an answer nor a skip; None when all are done."""
    walked = path(survey, replies, safety_last=safety_last)
    return next((question for question in walked if question.id not in replies), None)


def following(survey: Survey, replies: Replies, question: Question, *, safety_last: bool = False) -> Question | None:
    """The question after this one on the way, answered or not; None at the end."""
    return _neighbour(path(survey, replies, safety_last=safety_last), question, +1)


def before(survey: Survey, replies: Replies, question: Question, *, safety_last: bool = False) -> Question | None:
    """The question a Back link leads to; None at the first."""
    return _neighbour(path(survey, replies, safety_last=safety_last), question, -1)


def question_number(survey: Survey, question: Question | str) -> int:
    """The number in the address. It belongs to the question, so no branch can move it."""
    wanted = question if isinstance(question, str) else question.id
    return [each.id for each in survey.questions].index(wanted) + 1


def question_at(survey: Survey, number: int) -> Question | None:
    return survey.questions[number - 1] if 1 <= number <= len(survey.questions) else None


def place(survey: Survey, replies: Replies, question: Question, *, safety_last: bool = False) -> tuple[int, int]:
    """ "Question 3 of 11" on this child's way; ValueError for a question that is not on it.

    What may still come is counted: who was promised eleven and is asked a twelfth has been tricked, and who is asked
    one fewer has been spared.
    """
    walked = [each.id for each in path(survey, replies, safety_last=safety_last)]
    return walked.index(question.id) + 1, len(walked) + len(may_come(survey, replies))


def is_on_path(survey: Survey, replies: Replies, question: Question) -> bool:
    """Whether this child is asked this question."""
    return any(each.id == question.id for each in path(survey, replies))


def dropped(survey: Survey, replies: Replies) -> tuple[str, ...]:
    """Answers no longer on the way, because an earlier answer was changed. They are not sent."""
    walked = {question.id for question in path(survey, replies)}
    return tuple(question for question in replies if question not in walked)


def _neighbour(walked: tuple[Question, ...], question: Question, step: int) -> Question | None:
    ids = [each.id for each in walked]
    wanted = ids.index(question.id) + step if question.id in ids else -1
    return walked[wanted] if 0 <= wanted < len(walked) else None


def _holds(when: When, known: Replies) -> bool:
    some = not when.any or any(_true(condition, known) for condition in when.any)
    return some and all(_true(condition, known) for condition in when.all)


def _may_hold(when: When, known: Replies, unsaid: Container[str]) -> bool:
    """Whether this can come true once what is not said yet has been."""

    def may(condition: Condition) -> bool:
        return condition.question in unsaid or _true(condition, known)

    return (not when.any or any(map(may, when.any))) and all(map(may, when.all))


def _true(condition: Condition, known: Replies) -> bool:
    reply = known.get(condition.question)
    if reply is None or reply.state is ReplyState.SKIPPED:
        return False
    return _COMPARE[condition.op](condition.values, reply)


def _said_something(reply: Reply) -> bool:
    """A child who did not want to say is not asked more because of it, unless the survey says so."""
    return reply.chosen != (DONT_WANT_TO_SAY,)


def _chose_any(values: Iterable[str], reply: Reply) -> bool:
    return not reply.picked.isdisjoint(values)


_COMPARE: dict[str, Callable[[tuple[str, ...], Reply], bool]] = {
    "is": _chose_any,
    "any_of": _chose_any,
    "is_not": lambda values, reply: bool(reply.picked) and _said_something(reply) and not _chose_any(values, reply),
    "answered": lambda _, reply: _said_something(reply),
}
