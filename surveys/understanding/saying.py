"""What one clause says: an answer, nothing, or something that only asking again can clear up."""

from collections.abc import Sequence

from surveys.offered import DONT_WANT_TO_SAY, NOT_SURE, Kind
from surveys.understanding.answers import NOT, Answer, bag_of
from surveys.understanding.clauses import Clause
from surveys.understanding.items import Item, Sense
from surveys.understanding.listening import Listening
from surveys.understanding.stems import stem

_UNKNOWN = (Sense.TALK, Sense.OTHERS)
_NO_MATTER = {
    Sense.FILLER,
    Sense.STARTING,
    Sense.ECHO,
    Sense.BREAK,
    Sense.QUERY,
    Sense.HAVING,
    Sense.WISHING,
    Sense.AGREEING,
    Sense.POINTING,
}
_LEADING = {Sense.FILLER, Sense.STARTING}
_POLAR = (Kind.YES_NO, Kind.ONE_OF)
_COUNTED = (Kind.SCALE, Kind.FACES)


class AskAgain(Exception):
    """Something in the text stands against every answer."""


def together(answers: set[str]) -> str | None:
    """The one answer; beside another one “dunno” only hedges."""
    if len(answers) > 1 and DONT_WANT_TO_SAY not in answers:
        answers = answers - {NOT_SURE}
    if len(answers) > 1:
        raise AskAgain
    return next(iter(answers), None)


def said_in(clause: Clause, listening: Listening) -> str | None:
    """The answer in one clause; None if it is talk. AskAgain if it says something and takes it back."""
    if (whole := _in_the_answers_words(clause, listening)) is not None:
        return whole
    picked, ways_out = _picked(clause, listening), _ways_out(clause)
    if clause.has(*_UNKNOWN):
        return _among_talk(clause, picked, ways_out, listening)
    if _made_smaller(clause, yes_no=listening.question.kind is Kind.YES_NO):
        if picked:
            raise AskAgain
        return together(ways_out)
    if clause.has(Sense.NOT) and picked:
        return _denied(clause, picked, listening)
    if not picked and not ways_out:
        return _from_the_question(clause, listening)
    return together(picked | ways_out)


def _in_the_answers_words(clause: Clause, listening: Listening) -> str | None:
    """An answer's own words in any order, or enough of them to be no other answer's; every "not" of it and no more."""
    known = frozenset(word for each in listening.answers for word in each.bag)
    items = [item for item in clause.items if not item.placed and item.sense is not Sense.LETTER]
    said, telling = bag_of(items, listening.nots), bag_of(_telling(items), listening.nots)
    if len(items) < len(clause.items) or not said & known or not telling <= known:
        return None
    exact = {each.id for each in listening.answers if each.bag == said & known}
    found = exact or {each.id for each in listening.answers if telling <= each.bag and _is_part_of(said, each)}
    named = {item.value for item in items if item.sense is Sense.PICK and not item.soft}
    if not exact and NOT not in said and len(named) == 1 and named != found:
        return None  # “once a month” is “monthly”, and no part of “less than once a month”
    return found.pop() if len(found) == 1 else None


def _telling(items: list[Item]) -> list[Item]:
    return [item for item in items if item.sense not in _NO_MATTER]


def _is_part_of(said: frozenset[str], answer: Answer) -> bool:
    """Enough of the answer to be no other one; with a "not" if it has one and only then."""
    part = said & answer.bag
    enough = len(part) > 2 or (NOT in part and len(part) > 1) or not part.isdisjoint(answer.naming)
    return (NOT in said) == (NOT in answer.bag) and enough


def _picked(clause: Clause, listening: Listening) -> set[str]:
    hard = [item.value for item in clause.items if item.sense is Sense.PICK and not item.soft]
    if len(hard) > 1 and hard[0] == listening.no and hard[1] in listening.negative:
        return set(hard[1:])  # `no not always`: the first no only leads to the other
    return set(hard) or {item.value for item in clause.items if item.sense is Sense.PICK}


def _ways_out(clause: Clause) -> set[str]:
    named = {Sense.NOT_SURE: NOT_SURE, Sense.DONT_WANT_TO_SAY: DONT_WANT_TO_SAY}
    return {named[item.sense] for item in clause.items if item.sense in named}


def _made_smaller(clause: Clause, *, yes_no: bool) -> bool:
    """“Kind of b” is b; “kind of safe” is less than safe."""
    picks = [item for item in clause.items if item.sense is Sense.PICK]
    placed = bool(picks) and all(item.placed for item in picks)
    limits = [item for item in clause.items if item.sense is Sense.LIMITS and not (placed and item.value == "vague")]
    strong = any(item.strong for item in clause.items)
    if yes_no and [item.value for item in limits] == ["often"] and all(item.value == "yes" for item in picks):
        return False  # “yeah loads”
    return bool(limits) or (clause.has(Sense.ASKING) and not strong)


def _among_talk(clause: Clause, picked: set[str], ways_out: set[str], listening: Listening) -> str | None:
    strong = {item.value for item in clause.items if item.strong}
    if strong and not clause.has(Sense.NOT, Sense.ASKING):
        return together(strong)
    if not clause.has(Sense.TALK) and not picked and not ways_out:
        return _from_the_question(clause, listening)
    if _begins_with_a_way_out(clause) and not picked:
        return next(iter(ways_out))
    if _begins_with_no_and_not(clause, listening):
        return listening.no
    if picked and listening.question.kind not in _COUNTED:
        raise AskAgain
    return None


def _begins_with_no_and_not(clause: Clause, listening: Listening) -> bool:
    """“No not any more”: whatever follows, it is a no twice over."""
    telling = [item for item in clause.items if item.sense not in _LEADING]
    picks = [item for item in telling if item.sense is Sense.PICK]
    starts = [item.sense for item in telling[:2]] == [Sense.PICK, Sense.NOT]
    return starts and len(picks) == 1 and picks[0].value == listening.no and not _is_never(picks[0], listening)


def _is_never(item: Item, listening: Listening) -> bool:
    return tuple(item.word.split()) in listening.never


def _begins_with_a_way_out(clause: Clause) -> bool:
    telling = [item for item in clause.items if item.sense not in _LEADING]
    return bool(telling) and telling[0].sense in (Sense.NOT_SURE, Sense.DONT_WANT_TO_SAY)


def _denied(clause: Clause, picked: set[str], listening: Listening) -> str:
    """`not always` where that is an answer, and `no i dont`; any other answer with a "not" is asked about."""
    said = together(picked) or ""
    order = [item for item in clause.items if item.sense in (Sense.NOT, Sense.PICK)]
    nots = [item for item in order if item.sense is Sense.NOT]
    if said in listening.negative and all(item.value == "no" for item in nots):
        return said
    first_no = order[0].sense is Sense.PICK and not _is_never(order[0], listening)
    if said == listening.no and first_no and len(nots) == 1:
        return said
    first = order[0].sense is Sense.NOT and len(nots) == 1 and not any(item.placed for item in order)
    if first and said in listening.opposite:
        return listening.opposite[said]
    raise AskAgain


def _from_the_question(clause: Clause, listening: Listening) -> str | None:
    """`i dont feel safe`, `i do`: the question's own words, with one "not" or none."""
    nots = [item for item in clause.items if item.sense is Sense.NOT]
    wishes = clause.has(Sense.WISHING) and not listening.wishes
    nobody = any(item.value == "nobody" for item in nots)
    if (
        listening.turned
        or wishes
        or len(nots) > 1
        or _only_names(clause, listening)
        or listening.question.kind not in _POLAR
    ):
        return None
    if was_before(clause.items, listening):
        raise AskAgain
    subject = _has_a_subject(clause)
    having = clause.has(Sense.HAVING) and Sense.HAVING in listening.senses
    if nots and clause.has(Sense.HAVING) and clause.has(Sense.ECHO) and Sense.HAVING not in listening.senses:
        return None  # “i havent got a dad”
    if nots:
        told = clause.has(Sense.ECHO) or (not nobody and (having or clause.has(Sense.AGREEING)))
        return listening.no if told or (not nobody and _nothing_else(clause, subject)) else None
    if having and all(item.sense is Sense.HAVING for item in clause.items):
        return listening.yes
    if clause.has(Sense.AGREEING) or (clause.has(Sense.ECHO, Sense.WISHING) and subject):
        return listening.yes
    return None


def was_before(items: Sequence[Item], listening: Listening) -> bool:
    """“I was” to a question about now."""
    past = listening.colours.get("was", frozenset())
    said = [item for item in items if item.sense is Sense.AGREEING]
    now = listening.asked.isdisjoint(stem(word) for word in (*past, *listening.colours.get("has", ())))
    return now and bool(said) and all(not past.isdisjoint(item.word.split()) for item in said)


def _only_names(clause: Clause, listening: Listening) -> bool:
    """“My brother is 9”: the question's word names who is spoken of, and says nothing of them."""
    owning = listening.colours.get("owning", frozenset())
    pairs = zip((Item(Sense.BREAK), *clause.items), clause.items, strict=False)
    echoes = [before.word in owning for before, item in pairs if item.sense is Sense.ECHO]
    says = clause.has(Sense.AGREEING, Sense.NOT, Sense.WISHING, Sense.HAVING)
    return bool(echoes) and all(echoes) and not says


def _has_a_subject(clause: Clause) -> bool:
    """Somebody stands before what is said of them."""
    telling = [item.sense for item in clause.items if item.sense is not Sense.FILLER]
    return telling[:1] in ([Sense.STARTING], [Sense.OTHERS])


def _nothing_else(clause: Clause, subject: bool) -> bool:
    telling = [item for item in clause.items if not _is_sign(item)]
    only = all(item.sense in (Sense.STARTING, Sense.OTHERS, Sense.NOT) for item in telling)
    return subject and only and telling[-1].sense is Sense.NOT  # “i wasnt there” is something else


def _is_sign(item: Item) -> bool:
    return item.sense is Sense.FILLER and not item.word.isalnum()
