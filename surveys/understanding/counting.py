"""Numbers in a text: which is an answer, which counts something else, which is no whole number of the scale."""

from collections.abc import Sequence
from dataclasses import replace

from surveys.understanding.items import Item, Sense

_NOTHING = Item(Sense.FILLER)
_ASK = Item(Sense.ASKING)
_THE = "ال"  # what is counted never has it: “٥ الاكل طيب”
_MONEY = tuple("£$€")
_PRONOUNS = ("1", "one")  # “the sad one”
_FACES = range(1, 6)
_BEFORE_ONE = ("the", "that", "this", "very", "big", "other")
_AFTER_ONE = ("is", "isnt", "was", "wasnt")
_ARTICLES = ("a", "an")  # “shaz is a 9 mick is a 3”
_SOFTENING = (Sense.YES, Sense.CERTAINLY, Sense.WISHING)


def counted(items: Sequence[Item], low: int, high: int) -> list[Item]:
    """The same line with its numbers made into answers, or into reasons to ask again."""
    line = [_as_said(items, at) for at in range(len(items))]
    line = _without_the_scale(line, low, high)
    made: list[Item] = []
    at = 0
    while at < len(line):
        if _is_beside_the_answer(line, at, high):
            length, item = 1, Item(Sense.TALK, word=line[at].word)
        else:
            length, item = _number_at(line, at, low, high)
        made.append(item)
        at += length
    return made


def _as_said(items: Sequence[Item], at: int) -> Item:
    """A `no` between two numbers mends the first (`6 no 8`); before one it denies it."""
    item = items[at]
    if item.word == "+" and not (at and items[at - 1].sense is Sense.NUMBER):
        return _NOTHING
    if item.sense is not Sense.NO:
        softens = item.value == "vague" or (item.sense in _SOFTENING and not item.word[0].isdecimal())
        return Item(Sense.FILLER, word=item.word) if softens else item
    around = {each.sense for each in items[max(at - 1, 0) : at + 2]}
    if Sense.MENDING in around:
        return _NOTHING
    between = all(any(each.sense is Sense.NUMBER for each in side) for side in (items[:at], items[at + 1 :]))
    return Item(Sense.MENDING if between else Sense.NOT, word=item.word)


def _without_the_scale(line: list[Item], low: int, high: int) -> list[Item]:
    """`out of 10 id say 8`, `from 1 to 10 its an 8`: the scale said over again is not an answer."""
    numbers = sum(item.sense is Sense.NUMBER for item in line)
    for at in range(len(line)):
        first, joint, second = ([*line[at : at + 3], _NOTHING, _NOTHING])[:3]
        if numbers > 2 and joint.sense is Sense.TO and _whole(first) in (0, 1) and _whole(second) == high:
            return [*line[:at], _NOTHING, *line[at + 3 :]]
        before = line[at - 1] if at else _NOTHING
        if numbers > 1 and first.sense is Sense.OUT_OF and _whole(joint) == high and before.sense is not Sense.NUMBER:
            return [*line[:at], _NOTHING, *line[at + 2 :]]
        if numbers > 1 and first.word == "out of" and before.sense is not Sense.NUMBER:
            told = at + 2 if joint.sense is Sense.FILLER else at + 1  # “the best ive had out of the six”
            if told < len(line) and line[told].sense is Sense.NUMBER:
                return [
                    *line[:at],
                    *(Item(Sense.TALK, word=item.word) for item in line[at : told + 1]),
                    *line[told + 1 :],
                ]
    return line


def _number_at(line: list[Item], at: int, low: int, high: int) -> tuple[int, Item]:
    item = line[at]
    if item.sense is Sense.ORDINAL:
        value = str(high) if _is_the_last_face(line, at) else item.value
        return 1, _answer(Item(Sense.NUMBER, value, item.word), low, high)
    before = line[at - 1] if at else _NOTHING
    after = line[at + 1] if at + 1 < len(line) else _NOTHING
    if before.word in _MONEY or _is_a_pronoun(item, before, after, high):
        return 1, Item(Sense.TALK if before.word in _MONEY else Sense.FILLER, word=item.word)
    if item.sense is Sense.CERTAINLY:
        return 1, _share(Item(Sense.NUMBER, item.word[:3], item.word), high)
    if item.sense is not Sense.NUMBER:
        return 1, item
    joint, other, last = ([*line[at + 1 : at + 4], _NOTHING, _NOTHING, _NOTHING])[:3]
    if joint.sense is Sense.OUT_OF and other.sense is Sense.NUMBER:
        fits = _whole(other) == high and last.sense not in (Sense.OUT_OF, Sense.TO)
        return 3, replace(_answer(item, low, high), strong=True) if fits else _ASK
    if joint.sense in (Sense.TO, Sense.OR) and other.sense is Sense.NUMBER:
        same = _whole(item) == _whole(other)
        return 3, _answer(item, low, high) if same else _ASK
    if counts_something(line, at) or _is_some_of_many(joint, other):
        return 1, Item(Sense.TALK, item.value, item.word)
    if joint.word == "%":
        return 2, _share(item, high)
    if joint.word == "+" and other.sense is not Sense.NUMBER:
        return 2, _ASK
    return 1, _answer(item, low, high)


def _is_a_pronoun(item: Item, before: Item, after: Item, high: int) -> bool:
    """“The sad one”, “the one with the smile”."""
    pointed = high == len(_FACES) and (before.word in _BEFORE_ONE or before.sense is Sense.TALK)
    told = before.sense in (Sense.ORDINAL, Sense.FACE)
    if item.word == "one" and after.word in _AFTER_ONE:
        return True  # “one is nice one isnt”
    return (item.word in _PRONOUNS and told) or (item.word == "one" and pointed)


def _is_the_last_face(line: Sequence[Item], at: int) -> bool:
    """“The last face”, “last one”: not “last week”."""
    after = line[at + 1] if at + 1 < len(line) else _NOTHING
    named = line[at].word.endswith(" one") or after.word in (*_PRONOUNS, "face") or after.sense is Sense.FACE
    return line[at].value == "last" and named


def counts_something(line: Sequence[Item], at: int) -> bool:
    """`two brothers`, `i have 2`."""
    said = line[at - 1] if at else _NOTHING
    if said.word in _ARTICLES:
        return False
    before = said.sense if at else Sense.BREAK
    after = line[at + 1] if at + 1 < len(line) else _NOTHING
    counted = after.sense in (Sense.TALK, Sense.ECHO) and not after.word.startswith(_THE)
    named = counted or (after.sense is Sense.OTHERS and bool(after.value))
    return before in (Sense.HAVING, Sense.AGREEING) or named


def _is_some_of_many(joint: Item, other: Item) -> bool:
    """“2 of them”."""
    return joint.sense is Sense.OUT_OF and joint.word.isalpha() and other.sense in (Sense.STARTING, Sense.OTHERS)


def _is_beside_the_answer(line: Sequence[Item], at: int, high: int) -> bool:
    """After a number in figures: “5 i get to talk first”, “2 i miss my old one”, “1 im 16”, “10 since i was 7”."""
    item, before = line[at], line[at - 1] if at else _NOTHING
    between = line[1:at]
    told = line[0].sense is Sense.NUMBER and line[0].word.isdecimal() and (_whole(line[0]) or 0) <= high
    mended = any(each.sense in (Sense.MENDING, Sense.OR, Sense.BUT) for each in between)
    if not told or mended or not any(each.sense in (Sense.STARTING, Sense.OTHERS, Sense.TALK) for each in between):
        return False
    if item.sense is Sense.ORDINAL:
        return True
    if item.sense is not Sense.NUMBER:
        return False
    led = [each.sense for each in line[max(at - 2, 0) : at]]
    bound = any(each.sense is Sense.LIMITS for each in between)  # “5 when im 16”
    large = (
        not bound and (_whole(item) or 0) > high and (before.sense is Sense.STARTING or before.sense is Sense.FILLER)
    )
    aged = led == [Sense.BECAUSE, Sense.STARTING]
    return large or aged or (item.word == "one" and before.sense is Sense.TALK)


def _answer(item: Item, low: int, high: int) -> Item:
    number = _whole(item)
    if number is None or not low <= number <= high:
        return replace(_ASK, word=item.word)
    return Item(Sense.PICK, str(number), item.word, placed=True)


def _share(item: Item, high: int) -> Item:
    """70% of a scale to 10 is 7; of other scales, or between two numbers, we ask."""
    number = _whole(item)
    if number is None or high != 10 or number % 10 or number > 100:
        return _ASK
    return Item(Sense.PICK, str(number // 10), item.word, placed=True)


def _whole(item: Item) -> int | None:
    """The number, if it is a whole one of up to three digits that does not stand for another: not -7, 7.5 or 007."""
    whole, point, part = item.value.partition(".")
    if (
        item.sense is not Sense.NUMBER
        or len(whole) > 3
        or not whole.isdecimal()
        or (len(whole) > 2 and whole[0] == "0")
    ):
        return None
    return int(whole) if not point or not part.strip("0") else None
