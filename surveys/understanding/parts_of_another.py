"""Where an answer is named, and what stands beside it may make another one of it."""

from collections.abc import Sequence

from rapidfuzz.distance import OSA

from surveys.understanding.answers import Answer, bag_of
from surveys.understanding.items import Item, Sense
from surveys.understanding.listening import DEGREES, Listening
from surveys.understanding.thoughts import thought

Line = Sequence[Item]

SHORT, SHORT_WORD = 3, 4


def is_part_of_another(answer: str, at: int, line: Line, listening: Listening) -> bool:
    """“Ot always”, “good andb ad”, “mums boyfriend”: what we do not know may make another answer of it."""
    said = line[at]
    own = next((each for each in listening.answers if each.id == answer), None)
    if own is None or said.placed:
        return False
    _, after = thought(at, line, listening)
    words, talk = bag_of(line, listening.nots), any(item.sense is Sense.TALK for item in (*line[:at], *after))
    others = [each for each in listening.answers if each.id != answer]
    if any(not words.isdisjoint(each.naming - own.naming) for each in others):
        return True
    before = any(item.sense is Sense.TALK for item in line[:at])
    polar = answer in (listening.yes, listening.no)
    return (talk and _shares(own, others)) or (polar and before) or _owns(said, own, line[at + 1 :])


def is_a_slip_of_another(answer: str, at: int, line: Line, listening: Listening) -> bool:
    """“Ot always”, “good andbad”: a word we do not know is nearly one of another answer, or nearly a "not"."""
    if not is_part_of_another(answer, at, line, listening):
        return False
    words = {word for each in listening.answers if each.id != answer for word in each.tokens} | listening.nots
    own = listening.vocabulary.own_words
    talk = [item.word for item in line if item.sense is Sense.TALK]
    unknown = [word for word in talk if word not in own]
    slips = any(OSA.distance(said, word) <= 1 + (len(word) > SHORT_WORD) for said in unknown for word in words)
    joined = any(len(word) >= SHORT and word in said for said in unknown for word in words)
    names = next((each.names for each in listening.answers if each.id == answer), frozenset())
    turned = not names or not names.isdisjoint(DEGREES)  # “im sometimes angry” is not “sometimes safe”
    return turned or not talk or slips or joined


def _shares(own: Answer, others: Sequence[Answer]) -> bool:
    return any(not own.naming.isdisjoint(each.bag) or not each.naming.isdisjoint(own.bag) for each in others)


def _owns(said: Item, own: Answer, after: Line) -> bool:
    plural = said.word.endswith("s") and said.word.split()[-1] not in own.tokens
    return plural and bool(after) and after[0].sense is Sense.TALK
