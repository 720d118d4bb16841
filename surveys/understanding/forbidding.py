"""Where no answer is taken on points alone, however many there are: what may mean the opposite, or two things."""

from collections.abc import Sequence

from surveys.offered import ALWAYS_OFFERED, Kind
from surveys.understanding.ahead import agrees_in_the_end
from surveys.understanding.answers import Answer, bag_of
from surveys.understanding.beside import BAD, GOOD, asks_about, tells
from surveys.understanding.clauses import JOINTS
from surveys.understanding.items import Item, Sense
from surveys.understanding.listening import Listening
from surveys.understanding.signs import Take, polarities
from surveys.understanding.weighing import COUNTED, asks_back, but_somebody

Line = Sequence[Item]

_NEVER_BESIDE = {Sense.NOT, Sense.NO, Sense.ASKING, Sense.LIMITS}
_NOTHING_MORE = {Sense.FILLER, Sense.BREAK, Sense.STARTING}


def jests(line: Line, listening: Listening) -> bool:
    """“Over the moon that shes late again 🙃” is taken for nothing, whoever read it."""
    return any(tells(item, listening, "jesting") for item in line)


def forbidden(take: Take, line: Line, listening: Listening) -> bool:
    """Whether a question back, a "not", a second answer or a bad word beside a yes stands against it."""
    if asks_back(line, listening) or but_somebody(line) or _ends_in_not(line):
        return True
    if take.chosen and set(take.chosen) <= set(ALWAYS_OFFERED):
        return False
    if listening.question.kind.multiple:
        return any(item.sense is Sense.OR for item in line) or _begins_with_not(line)
    (answer,) = take.chosen
    at = next((at for at, item in enumerate(line) if item.sense is Sense.PICK and item.value == answer), None)
    if _two_answers(answer, line, listening) or _is_against(answer, at, line, listening):
        return True
    if at is None:
        return not _is_meant(answer, line, listening)
    return _denied(answer, at, line, listening) or _is_part_of_another(answer, at, line, listening)


def _ends_in_not(line: Line) -> bool:
    """“5! not”."""
    telling = [item.sense for item in line if item.sense not in _NOTHING_MORE]
    return len(telling) > 1 and telling[-1] is Sense.NOT


def _begins_with_not(line: Line) -> bool:
    telling = (item.sense for item in line if item.sense in (Sense.NOT, Sense.EXCEPT, Sense.PICK, Sense.NONE))
    return next(telling, None) in (Sense.NOT, Sense.EXCEPT)


def _two_answers(answer: str, line: Line, listening: Listening) -> bool:
    """Two numbers or faces, a yes and a no, or any two with an “or” between them."""
    others = [item for item in line if item.sense is Sense.PICK and item.value != answer]
    hard = [item for item in others if not item.soft]
    both = answer in ("yes", "no") and any(item.value in ("yes", "no") for item in hard)
    parted = any(item.sense in (Sense.OR, Sense.MENDING) for item in line)
    counted = listening.question.kind in COUNTED and bool(hard or (others and not _is_hard(answer, line)))
    return counted or both or any(item.placed for item in hard) or (bool(hard) and parted)


def _is_hard(answer: str, line: Line) -> bool:
    return any(item.sense is Sense.PICK and item.value == answer and not item.soft for item in line)


def _is_against(answer: str, at: int | None, line: Line, listening: Listening) -> bool:
    """Words that nobody means it by, a day of it or “it was” after a no, “no peas”."""
    if listening.question.kind is not Kind.YES_NO:
        return False
    if "against" in polarities(line, listening, answer):
        return True
    good_or_bad = asks_about(GOOD, listening) or asks_about(BAD, listening)
    if good_or_bad and any(tells(item, listening, "narrowing") for item in line):
        return True
    if at is None:
        return False
    if answer == "yes" and at and line[at - 1].sense is Sense.TALK:
        return True  # “ot sure”, “its zonked yeah”
    after = line[at + 1 :]
    determined = bool(after) and after[0].sense is Sense.TALK and tells(line[at], listening, "determining")
    return determined or (answer == "no" and agrees_in_the_end(after))


def _is_meant(answer: str, line: Line, listening: Listening) -> bool:
    """A yes or a no without the word: in the question's own words, of nobody where it asks whether anyone did."""
    if any(item.sense in (Sense.WISHING, Sense.LIMITS, Sense.ASKING) for item in line) or listening.turned:
        return False
    if listening.question.kind in COUNTED or answer != "no":
        return not any(item.sense in _NEVER_BESIDE for item in line)
    if any(item.sense is Sense.NOT and item.value == "nobody" for item in line):
        return bool(listening.senses & {Sense.OTHERS, Sense.ASKING})
    having = Sense.HAVING in listening.senses
    own = (Sense.ECHO, Sense.AGREEING, *((Sense.HAVING,) if having else ()))
    return any(item.sense in own for item in line)


def _denied(answer: str, at: int, line: Line, listening: Listening) -> bool:
    """A "not" or an “if” in the same thought; “0 nobody cares” denies no 0."""
    if answer in listening.negative:
        return listening.turned
    start = max((n for n in range(at) if line[n].sense in JOINTS), default=-1) + 1
    end = next((n for n in range(at + 1, len(line)) if line[n].sense in JOINTS), len(line))
    after = line[at + 1 : end] if line[at].placed and listening.question.kind in COUNTED else ()
    told = any(item.sense not in (Sense.NOT, Sense.NO, Sense.FILLER) for item in after)
    return any(item.sense in _NEVER_BESIDE for item in line[start : at if told else end])


def _is_part_of_another(answer: str, at: int, line: Line, listening: Listening) -> bool:
    """“Ot always”, “good andb ad”, “mums boyfriend”: what we do not know may make another answer of it."""
    said = line[at]
    own = next((each for each in listening.answers if each.id == answer), None)
    if own is None or said.placed:
        return False
    words, talk = bag_of(line, listening.nots), any(item.sense is Sense.TALK for item in line)
    others = [each for each in listening.answers if each.id != answer]
    if any(not words.isdisjoint(each.naming - own.naming) for each in others):
        return True
    before = any(item.sense is Sense.TALK for item in line[:at])
    polar = answer in (listening.yes, listening.no)
    return (talk and _shares(own, others)) or (polar and before) or _owns(said, own, line[at + 1 :])


def _shares(own: Answer, others: Sequence[Answer]) -> bool:
    return any(not own.naming.isdisjoint(each.bag) or not each.naming.isdisjoint(own.bag) for each in others)


def _owns(said: Item, own: Answer, after: Line) -> bool:
    plural = said.word.endswith("s") and said.word not in own.tokens
    return plural and bool(after) and after[0].sense is Sense.TALK
