"""What takes an answer back after it was given: a "not" in the end, or the question's own word with a "not"."""

from collections.abc import Sequence
from itertools import pairwise

from surveys.offered import ALWAYS_OFFERED, Kind
from surveys.understanding.items import Item, Sense
from surveys.understanding.listening import Listening
from surveys.understanding.weighing import COUNTED

Line = Sequence[Item]

SHORT = 3
NOTHING_MORE = {Sense.FILLER, Sense.BREAK, Sense.STARTING}


def unsaid(chosen: tuple[str, ...], line: Line, listening: Listening) -> bool:
    """“Mum i dont trust” to “who do you trust most?”; “2 or 3 dont know”."""
    if listening.question.kind in COUNTED and ends_in_not(line, listening):
        return True
    if listening.question.kind in COUNTED and set(chosen) <= set(ALWAYS_OFFERED):
        return any(item.sense is Sense.ASKING and not item.word for item in line)
    if listening.question.kind is not Kind.ONE_OF or set(chosen) <= listening.negative:
        return False
    line = [item for item in line if item.sense is not Sense.FILLER]
    picked = any(item.sense is Sense.PICK for item in line)
    return picked and any(item.sense is Sense.NOT and after.sense is Sense.ECHO for item, after in pairwise(line))


def ends_in_not(line: Line, listening: Listening) -> bool:
    """“5! not”."""
    telling = [item for item in line if item.sense not in NOTHING_MORE]
    if len(telling) < 2 or telling[-1].sense is not Sense.NOT:
        return False
    if listening.question.kind in COUNTED and telling[0].placed and goes_on_long(line[line.index(telling[-1]) :]):
        return False
    if listening.question.kind in COUNTED and line[line.index(telling[-1]) - 1].sense is Sense.OTHERS:
        return False  # “0 they dont”
    spoken = [item for item in line if item.word[:1].isalnum()]
    if listening.question.kind in COUNTED and telling[0].placed and len(telling) > SHORT and spoken[-1] != telling[-1]:
        return False  # “10 cant live without it”
    twice = telling[-1].value == "nobody" and any(item.sense in (Sense.NOT, Sense.TALK) for item in telling[:-1])
    return not twice  # “1 aint got none”, “nobody gets told nothing”


def goes_on_long(after: Line) -> bool:
    """“1 dont want to go”: not “5 not” or “5 not really”."""
    words = [item for item in after if item.sense in (Sense.FILLER, Sense.STARTING) and item.word[:1].isalnum()]
    return sum(len(item.word.split()) for item in words) > 1
