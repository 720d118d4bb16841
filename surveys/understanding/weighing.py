"""One answer, or none: what a line of meanings says when everything in it is taken together.

Never the opposite: an answer is taken only if every word around it is one we know to leave it as it is,
or stands apart from it (a reason, a new sentence). Everything else is asked again.
"""

from collections.abc import Sequence
from itertools import pairwise

from surveys.offered import DONT_WANT_TO_SAY, NOT_SURE, Kind
from surveys.understanding.ahead import said_first_or_last
from surveys.understanding.answers import bag_of
from surveys.understanding.beside import BAD, GOOD, asks_about, clear_answer, tells, unlike
from surveys.understanding.clauses import Clause, Joint, clauses_in
from surveys.understanding.items import Item, Sense
from surveys.understanding.listening import Listening
from surveys.understanding.saying import AskAgain, said_in, together

COUNTED = (Kind.SCALE, Kind.FACES)


def one_answer(items: Sequence[Item], listening: Listening) -> str | None:
    """The id of the answer, or None to ask again."""
    if asks_back(items, listening):
        return None
    if but_somebody(items):
        return None
    if _only_pleads(items, listening):
        return "yes"
    if two_numbers(items, listening):
        return clear_answer(items, listening)
    if not items or (whole := _as_a_whole(items, listening)):
        return whole if items else None
    answer = clear_answer(items, listening) or said_first_or_last(items, listening)
    reason = next((at for at, item in enumerate(items) if item.sense is Sense.BECAUSE), len(items))
    said = Clause(Joint.NONE, tuple(items[:reason]))
    return None if answer and is_doubtful(said, answer, listening) else answer


def _only_pleads(items: Sequence[Item], listening: Listening) -> bool:
    """“Please”, where the question is whether somebody would like something."""
    asked = listening.question.kind is Kind.YES_NO and listening.wishes
    said = all(item.sense in (Sense.FILLER, Sense.BREAK) for item in items)
    return asked and said and any(tells(item, listening, "pleading") for item in items)


def asks_back(items: Sequence[Item], listening: Listening) -> bool:
    """“Can i have two?”."""
    first, last = next(iter(items), Item(Sense.FILLER)), next(reversed(items), Item(Sense.FILLER))
    return last.sense is Sense.QUERY and first.word.partition(" ")[0] in listening.colours.get("asking", ())


def but_somebody(items: Sequence[Item]) -> bool:
    """“Nobody asked but bev did”."""
    return items[0].value == "nobody" and items[0].sense is Sense.NOT and _has(items, Sense.BUT) if items else False


def two_numbers(items: Sequence[Item], listening: Listening) -> bool:
    """“3, no actually 2”, “6 yesterday, today 3”: which of them counts, only the child knows."""
    dated = any(
        item.word.isdecimal() and item.sense is Sense.TALK and after.word in listening.colours.get("when", ())
        for item, after in pairwise(items)
    )
    placed = {item.value for item in items if item.sense is Sense.PICK and item.placed}
    return listening.question.kind in COUNTED and len(placed) + dated > 1


def _as_a_whole(items: Sequence[Item], listening: Listening) -> str | None:
    if only_asks(items) or only_perhaps(items):
        return NOT_SURE
    try:
        clauses = _mended(clauses_in(items), listening)
        answers = [None if clause.joint is Joint.BECAUSE else said_in(clause, listening) for clause in clauses]
        if _feels_two_things(items):
            return None
        if NOT_SURE in answers and listening.question.kind is Kind.YES_NO and _has(items, Sense.QUERY):
            return NOT_SURE  # “i think so?? not sure tho”
        answer = _without_a_polite_no(answers, listening) or together({each for each in answers if each})
        if answer is None or _against(answer, clauses, listening):
            return None
        first = next(at for at, each in enumerate(answers) if each)
        for at, (clause, each) in enumerate(zip(clauses, answers, strict=True)):
            if at >= first and is_doubtful(clause, answer, listening):
                return None
            if each is None and _stands_against(clause, answer, listening, after=at > first):
                return None
            if each is None and at < first and _may_be_one_answer(clause, clauses[at + 1], listening):
                return None
    except AskAgain:
        return None
    return answer


def _has(items: Sequence[Item], sense: Sense) -> bool:
    return any(item.sense is sense for item in items)


def only_asks(items: Sequence[Item]) -> bool:
    """Nothing but question marks: the way out that every question names."""
    marks = (Sense.QUERY, Sense.BREAK)
    signs = (item.sense is Sense.FILLER and not item.word.isalnum() for item in items)
    return any(item.sense is Sense.QUERY for item in items) and all(
        item.sense in marks or sign for item, sign in zip(items, signs, strict=True)
    )


def only_perhaps(items: Sequence[Item]) -> bool:
    """“Maybe” and nothing else."""
    return any(item.sense is Sense.PERHAPS for item in items) and all(
        item.sense in (Sense.PERHAPS, Sense.FILLER, Sense.QUERY, Sense.BREAK) for item in items
    )


def _feels_two_things(items: Sequence[Item]) -> bool:
    """A face in words beside a feeling that is none of the faces; beside a number it is only talk."""
    told = [item for item in items if item.sense is Sense.PICK and not item.soft and not item.placed]
    reason = next((at for at, item in enumerate(items) if item.sense is Sense.BECAUSE), len(items))
    return bool(told) and any(item.sense is Sense.DESCRIBING for item in items[:reason])


def _mended(clauses: list[Clause], listening: Listening) -> list[Clause]:
    """What stands after “no wait”; good manners with nothing after them mend nothing."""
    mending = (Joint.MENDING, Joint.POLITELY)
    at = max((n for n, clause in enumerate(clauses) if clause.joint in mending), default=0)
    if not at or any(said_in(clause, listening) for clause in clauses[at:]):
        return clauses[at:]
    if clauses[at].joint is Joint.POLITELY or not any(said_in(clause, listening) for clause in clauses[:at]):
        return clauses
    raise AskAgain


def _without_a_polite_no(answers: Sequence[str | None], listening: Listening) -> str | None:
    """`no, not always`: the first no only leads to the other answer, which says "not" as well."""
    said = [each for each in answers if each]
    if (
        len(said) == 2
        and said[0] == listening.no != said[1]
        and said[1] in listening.negative - {NOT_SURE, DONT_WANT_TO_SAY}
    ):
        return said[1]
    return None


def _against(answer: str, clauses: list[Clause], listening: Listening) -> bool:
    """A sad face beside a happy answer."""
    if listening.question.kind is not Kind.FACES or not answer.isdecimal():
        return False
    shown = [item.value for clause in clauses for item in clause.items if item.sense is Sense.PICK and item.soft]
    return any((int(answer) - 3) * (int(face) - 3) < 0 for face in shown)


def _stands_against(clause: Clause, answer: str, listening: Listening, *, after: bool) -> bool:
    """Whether what else is said may turn the answer round or make it smaller."""
    if clause.joint is Joint.BECAUSE or answer in (NOT_SURE, DONT_WANT_TO_SAY):
        return False
    if clause.has(Sense.LIMITS) and after:
        return not _only_more_so(clause, listening)
    if (
        _only_not(clause, after=after)
        or _may_be_one_answer(clause, clause, listening)
        or _names_another(clause, answer, listening)
    ):
        return True
    if listening.question.kind in COUNTED:
        other = any(item.sense is Sense.PICK and item.value != answer and not item.soft for item in clause.items)
        no_answer = any(item.sense is Sense.ASKING and item.word[-1:].isdecimal() for item in clause.items)
        return other or (no_answer and not clause.has(Sense.TALK))
    if answer in listening.negative:
        return False
    but = clause.joint is Joint.BUT and after and clause.has(Sense.TALK)
    return but or clause.has(Sense.NOT, Sense.NO, Sense.LIMITS, Sense.ASKING)


def is_doubtful(clause: Clause, answer: str, listening: Listening) -> bool:
    """“Yeah its so safe, only had my window smashed twice”, “no its nice”, “yes mum says”, “yes only with nan”."""
    at = max((n for n, item in enumerate(clause.items) if item.sense is Sense.PICK), default=-1)
    telling = [item for item in clause.items[at + 1 :] if item.word.isalnum() or item.value or " " in item.word]
    polar = listening.question.kind is Kind.YES_NO and answer in ("yes", "no")
    if not telling or not polar or listening.turned or clause.joint is Joint.BECAUSE:
        return False
    asked = asks_about(GOOD, listening) or asks_about(BAD, listening)
    denied = clause.has(Sense.NOT, Sense.NO) or tuple(clause.items[at].word.split()) in listening.never
    own = [item for item in telling if item.value != "manners"]
    own = own[1:] if answer == "no" and at >= 0 and own and " " not in own[0].word else own  # “no like”
    against = asked and not denied and _speaks_against(own, answer, listening)
    much = answer == "no" and Sense.WISHING in listening.senses  # “as much as you want”: “no only at xmas”
    only = tells(telling[0], listening, "smaller") and not much  # “no only my brother”
    unsure = any(item.sense is Sense.NOT_SURE for item in telling[:2])  # “no i dont know how”
    wonders = not unsure and any(tells(item, listening, "wondering") for item in telling[:3])  # “no what meeting”
    agrees = answer == "no" and not denied and tells(telling[-1], listening, "asking")  # “no dad does”
    hearsay = answer == "yes" and tells(telling[-1], listening, "hearsay")
    return bool(against or only or wonders or agrees or hearsay) or _is_done_to(telling, answer, listening)


def _speaks_against(own: Sequence[Item], answer: str, listening: Listening) -> bool:
    """“Yes its scary”, “no its nice”; “no they keep kicking off and banging” began with what it means."""
    bad = unlike(answer, listening)
    told = [tells(item, listening, bad) for item in own if tells(item, listening, GOOD, BAD)]
    return told[0] if told and answer == "no" else any(told)


def _is_done_to(telling: Sequence[Item], answer: str, listening: Listening) -> bool:
    """“Yes dad wakes me” to “do you feel safe?”, “no he pinches me” to “are you bullied?”: only the child knows."""
    wary = unlike(answer, listening) == BAD and asks_about(GOOD if answer == "yes" else BAD, listening)
    at = max((n for n, item in enumerate(telling) if tells(item, listening, "undergone")), default=0)
    nobody = any(item.sense is Sense.NOT and item.value == "nobody" for item in telling[:at])  # “nah no one touches me”
    done = not nobody and any(item.sense is Sense.TALK for item in telling[:at])
    good = any(tells(item, listening, GOOD) for item in telling)
    return wary and done and not good


def _only_not(clause: Clause, *, after: bool) -> bool:
    """“Happy. Not!”, “its not erm... 5”; but “3. i dont like it” is 3."""
    along = (Sense.NOT, Sense.FILLER) if after else (Sense.NOT, Sense.FILLER, Sense.STARTING)
    return clause.has(Sense.NOT) and all(item.sense in along for item in clause.items)


def _may_be_one_answer(clause: Clause, joined: Clause, listening: Listening) -> bool:
    """“Good and bda”: a slip in an answer of two halves leaves the other half, which is another answer."""
    one_of = listening.question.kind is Kind.ONE_OF
    return one_of and joined.joint in (Joint.AND, Joint.OR) and clause.has(Sense.TALK)


def _names_another(clause: Clause, answer: str, listening: Listening) -> bool:
    """“No, bu someone can speak for me” where both “no” and that are answers."""
    words = bag_of(clause.items, listening.nots)
    own = {word for each in listening.answers if each.id == answer for word in each.naming}
    others = {word for each in listening.answers if each.id != answer for word in each.naming}
    return not words.isdisjoint(others - own)


def _only_more_so(clause: Clause, listening: Listening) -> bool:
    """“Yes, lots”."""
    limits = [item.value for item in clause.items if item.sense is Sense.LIMITS]
    return listening.question.kind is Kind.YES_NO and limits == ["often"]
