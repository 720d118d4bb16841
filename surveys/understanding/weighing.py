"""One answer, or none: what a line of meanings says when everything in it is taken together.

Never the opposite: an answer is taken only if every word around it is one we know to leave it as it is,
or stands apart from it (a reason, a new sentence). Everything else is asked again.
"""

from collections.abc import Sequence

from surveys.offered import DONT_WANT_TO_SAY, NOT_SURE, Kind
from surveys.understanding.answers import Listening
from surveys.understanding.clauses import Clause, Joint, clauses_in
from surveys.understanding.items import Item, Sense


class _AskAgain(Exception):
    """Something in the text stands against every answer."""


def one_answer(items: Sequence[Item], listening: Listening) -> str | None:
    """The id of the answer, or None to ask again."""
    if only_asks(items):
        return NOT_SURE
    try:
        clauses = _mended(clauses_in(items), listening)
        answers = [None if clause.joint is Joint.BECAUSE else _said_in(clause, listening) for clause in clauses]
        answer = _together({each for each in answers if each})
        if answer is None or (_soft_ones(clauses) and _against(answer, _soft_ones(clauses), listening)):
            return None
        alone = zip(clauses, answers, strict=True)
        first = next(at for at, each in enumerate(answers) if each)
        _mind_the_rest([(clause, at > first) for at, (clause, each) in enumerate(alone) if not each], answer, listening)
    except _AskAgain:
        return None
    return answer


def only_asks(items: Sequence[Item]) -> bool:
    """Nothing but question marks: the way out that every question names."""
    return any(item.sense is Sense.QUERY for item in items) and all(
        item.sense in (Sense.QUERY, Sense.BREAK) or (item.sense is Sense.FILLER and not item.word.isalnum())
        for item in items
    )


def _mended(clauses: list[Clause], listening: Listening) -> list[Clause]:
    """What stands after “no wait”; good manners with nothing after them mend nothing."""
    at = max((n for n, clause in enumerate(clauses) if clause.joint in (Joint.MENDING, Joint.POLITELY)), default=0)
    if not at or any(_has_answer(clause, listening) for clause in clauses[at:]):
        return clauses[at:]
    if clauses[at].joint is Joint.POLITELY or not any(_has_answer(clause, listening) for clause in clauses[:at]):
        return clauses
    raise _AskAgain


def _has_answer(clause: Clause, listening: Listening) -> bool:
    return _said_in(clause, listening) is not None


def _together(answers: set[str]) -> str | None:
    """One answer; beside another one “dunno” only hedges."""
    if len(answers) > 1 and DONT_WANT_TO_SAY not in answers:
        answers = answers - {NOT_SURE}
    if len(answers) > 1:
        raise _AskAgain
    return next(iter(answers), None)


def _said_in(clause: Clause, listening: Listening) -> str | None:
    """The answer in one clause; None if it is talk. Raises if it says something and takes it back."""
    picked = {item.value for item in clause.items if item.sense is Sense.PICK and not item.soft}
    picked = picked or {item.value for item in clause.items if item.sense is Sense.PICK}
    strong = {item.value for item in clause.items if item.strong}
    ways_out = _ways_out(clause)
    if clause.has(Sense.TALK, Sense.OTHERS):
        return _among_talk(clause, picked, strong, ways_out, listening)
    if clause.has(Sense.ASKING, Sense.LIMITS) and not strong:
        raise _AskAgain
    needing = {item.value for item in clause.items if item.sense is Sense.NEEDS_NOT}
    if needing:
        picked = _with_a_not(clause, picked, needing)
    elif clause.has(Sense.NOT) and picked:
        return _denied(clause, picked, listening)
    elif not picked and not ways_out:
        return _from_the_question(clause, listening)
    return _together(picked | ways_out)


def _ways_out(clause: Clause) -> set[str]:
    named = {Sense.NOT_SURE: NOT_SURE, Sense.DONT_WANT_TO_SAY: DONT_WANT_TO_SAY}
    return {named[item.sense] for item in clause.items if item.sense in named}


def _among_talk(
    clause: Clause, picked: set[str], strong: set[str], ways_out: set[str], listening: Listening
) -> str | None:
    if strong and not clause.has(Sense.NOT, Sense.ASKING):
        return _together(strong)
    only_others = not clause.has(Sense.TALK)
    if only_others and not picked and not ways_out:
        return _from_the_question(clause, listening)
    if _counts(listening):
        return next(iter(ways_out), None) if _begins_with_a_way_out(clause) else None
    if _begins_with_a_way_out(clause) and not picked:
        return next(iter(ways_out))
    if picked or clause.has(Sense.NEEDS_NOT):
        raise _AskAgain
    return None


def _begins_with_a_way_out(clause: Clause) -> bool:
    telling = [item for item in clause.items if item.sense not in (Sense.FILLER, Sense.STARTING)]
    return bool(telling) and telling[0].sense in (Sense.NOT_SURE, Sense.DONT_WANT_TO_SAY)


def _with_a_not(clause: Clause, picked: set[str], needing: set[str]) -> set[str]:
    if clause.count(Sense.NOT) != 1 or len(needing | picked) > 1:
        raise _AskAgain
    return needing


def _denied(clause: Clause, picked: set[str], listening: Listening) -> str:
    """`not always` where that is an answer, and `no i dont`; any other answer with a "not" is asked about."""
    said = _together(picked) or ""
    if said in listening.negative and listening.question.kind in (Kind.YES_NO, Kind.ONE_OF) and said == listening.no:
        return said
    first = next(item.sense for item in clause.items if item.sense in (Sense.NOT, Sense.PICK))
    if first is Sense.NOT and clause.count(Sense.NOT) == 1 and said in listening.opposite:
        return listening.opposite[said]
    raise _AskAgain


def _from_the_question(clause: Clause, listening: Listening) -> str | None:
    """`i dont feel safe`, `i do`: the question's own words, with one "not" or none."""
    nots = clause.count(Sense.NOT)
    if listening.turned or nots > 1 or listening.question.kind not in (Kind.YES_NO, Kind.ONE_OF):
        return None
    if clause.has(Sense.AGREEING, Sense.ECHO):
        return listening.no if nots else listening.yes
    if nots and clause.has(Sense.STARTING, Sense.OTHERS) and len(clause.items) == 2:
        return listening.no
    return None


def _soft_ones(clauses: list[Clause]) -> set[str]:
    return {item.value for clause in clauses for item in clause.items if item.sense is Sense.PICK and item.soft}


def _against(answer: str, shown: set[str], listening: Listening) -> bool:
    """A sad face beside a happy answer."""
    if listening.question.kind is not Kind.FACES or not answer.isdecimal():
        return False
    return any((int(answer) - 3) * (int(face) - 3) < 0 for face in shown)


def _mind_the_rest(rest: list[tuple[Clause, bool]], answer: str, listening: Listening) -> None:
    """Raises if what else is said may turn the answer round or make it smaller. (clause, whether it comes after)"""
    for clause, after in rest:
        if clause.joint is Joint.BECAUSE or answer in (NOT_SURE, DONT_WANT_TO_SAY):
            continue
        if clause.has(Sense.LIMITS) and after:
            raise _AskAgain
        if _counts(listening) or answer in listening.negative:
            continue
        if clause.has(Sense.NOT, Sense.NO, Sense.LIMITS) or (
            clause.joint is Joint.BUT and after and clause.has(Sense.TALK)
        ):
            raise _AskAgain


def _counts(listening: Listening) -> bool:
    return listening.question.kind in (Kind.SCALE, Kind.FACES)
