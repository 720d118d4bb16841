"""Which of several numbers or faces stands: `was a 9 when i came but now its 4`, `8, would be 9 but the wifi`.

What was, what might have been and what it is not are taken out of the line where one answer is left and nobody
else is spoken of. Which day counts (“6 yesterday, 3 today”), only the child knows.
"""

from collections.abc import Sequence

from surveys.understanding.beside import tells
from surveys.understanding.items import Item, Sense
from surveys.understanding.listening import Listening

_ENDS = {Sense.BREAK, Sense.BUT, Sense.MENDING, Sense.QUERY}
_ALONG = {Sense.FILLER, Sense.STARTING, Sense.STRONGER}
_SAYING = {"say", "put", "give", "go", "rate", "pick", "choose"}


def standing(items: Sequence[Item], listening: Listening) -> list[Item]:
    """The same line with the one answer that is left, or as it was."""
    line = list(items)
    for apart in (_denied, _supposed, _past):
        line = _without(line, apart(line, listening))
    return line


def _without(line: list[Item], spans: Sequence[range]) -> list[Item]:
    gone = {at for span in spans for at in span}
    left = [item for at, item in enumerate(line) if at not in gone]
    while left and left[0].sense in _ENDS:
        left = left[1:]
    others = any(item.sense is Sense.OTHERS and item.value for item in left)
    return left if spans and not others and len({item.value for item in left if _is_hard(item)}) == 1 else line


def _is_hard(item: Item) -> bool:
    return item.sense is Sense.PICK and not item.soft


def _is_told(item: Item) -> bool:
    """A number, also one that seems to count something."""
    return _is_hard(item) or (item.sense is Sense.TALK and item.value.isdecimal())


def _denied(line: Sequence[Item], listening: Listening) -> list[range]:
    """“The sad one, not the very sad one”."""
    found = []
    for at, item in enumerate(line):
        end = next((n for n in range(at + 1, len(line)) if line[n].sense not in _ALONG), at)
        if item.sense is Sense.NOT and not item.value and _is_hard(line[end]) and not line[end].placed:
            found.append(range(at, end + 1))
    return found


def _supposed(line: Sequence[Item], listening: Listening) -> list[range]:
    """“Would be 10 if she let us have the dog”."""
    found = []
    for at, item in enumerate(line):
        if not tells(item, listening, "supposing") or not _SAYING.isdisjoint(item.word.split()):
            continue
        told = next((n for n in range(at + 1, len(line)) if line[n].sense not in _ALONG), at)
        if told > at and _is_told(line[told]):
            found.append(range(at, _end(line, told)))
    return found


def _past(line: Sequence[Item], listening: Listening) -> list[range]:
    """“Used to be a 5 but now its 8”: where a word for now, or a “but no”, stands outside of what was."""
    told = [n for n, item in enumerate(line) if _is_told(item)]
    spans = {at: range(_start(line, at), _end(line, at)) for at in told}
    was = {at for at in told if _was(line, at, spans[at], listening)}
    outside = [item for at, item in enumerate(line) if not any(at in spans[each] for each in was)]
    now = any(tells(item, listening, "present") or item.sense in (Sense.MENDING, Sense.NO) for item in outside)
    return [spans[at] for at in told if at in was] if now and was != set(told) else []


def _was(line: Sequence[Item], at: int, span: range, listening: Listening) -> bool:
    before = any(tells(line[n], listening, "past") for n in span if n != at)
    return before or any(line[n].sense is Sense.LIMITS for n in span if n > at)


def _start(line: Sequence[Item], at: int) -> int:
    return max((n + 1 for n in range(at) if line[n].sense in _ENDS or _is_told(line[n])), default=0)


def _end(line: Sequence[Item], at: int) -> int:
    return next((n for n in range(at + 1, len(line)) if line[n].sense in _ENDS or _is_told(line[n])), len(line))
