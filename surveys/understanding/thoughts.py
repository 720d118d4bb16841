"""What stands before and after an answer in its own thought."""

from collections.abc import Sequence

from surveys.offered import Kind
from surveys.understanding.beside import SO, tells
from surveys.understanding.clauses import JOINTS, STARTERS
from surveys.understanding.items import Item, Sense
from surveys.understanding.listening import Listening

Line = Sequence[Item]


def thought(at: int, line: Line, listening: Listening) -> tuple[Line, Line]:
    """What stands before and after an item in its own thought; “b its always late” are two, “yes i dont” is one."""
    ends = JOINTS if listening.question.kind is Kind.YES_NO else JOINTS | STARTERS
    start = max((n for n in range(at) if line[n].sense in JOINTS or _follows(line, n, listening)), default=-1) + 1
    end = next((n for n in range(at + 1, len(line)) if line[n].sense in ends), len(line))
    return line[start:at], line[at + 1 : end]


def _follows(line: Line, at: int, listening: Listening) -> bool:
    """“Dont care so 3”; “not really so 3” is one thought."""
    told = any(item.sense in (Sense.TALK, Sense.ECHO, Sense.DESCRIBING, Sense.ASKING) for item in line[:at])
    return told and tells(line[at], listening, SO)
