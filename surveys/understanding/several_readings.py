"""Where several may be chosen: what leaves it open which of them a text chooses."""

from collections.abc import Sequence

from surveys.understanding.beside import BAD, tells
from surveys.understanding.items import Item, Sense
from surveys.understanding.listening import Listening
from surveys.understanding.signs import Take
from surveys.understanding.thoughts import thought

Line = Sequence[Item]


def has_several_readings(take: Take, line: Line, listening: Listening) -> bool:
    """“A or b”, “none of my friends”."""
    parted = any(item.sense is Sense.OR for item in line)
    none = not take.chosen and any(item.sense in (Sense.PICK, Sense.OTHERS) for item in line)
    return (
        parted
        or none
        or _begins_with_not(line, take)
        or _leaves_one_out(line, listening)
        or _loses_a_letter(line)
        or _none_of_something(take, line, listening)
    )


def _begins_with_not(line: Line, take: Take) -> bool:
    """“Not school”; “not worried about any of them” is none."""
    telling = (item.sense for item in line if item.sense in (Sense.NOT, Sense.EXCEPT, Sense.PICK, Sense.NONE))
    return bool(take.chosen) and next(telling, None) in (Sense.NOT, Sense.EXCEPT)


def _leaves_one_out(line: Line, listening: Listening) -> bool:
    """“Cooker and wifi, bed sorted already”, “my carer. mum can not come”."""
    picks = [at for at, item in enumerate(line) if item.sense is Sense.PICK and not item.soft]
    after = {at: thought(at, line, listening)[1] for at in picks}
    nots = (Sense.NOT, Sense.EXCEPT)
    out = any(item.sense in nots and item.value != "nobody" for each in after.values() for item in each)
    out |= any(line[at + 1].sense is Sense.NO for at in picks if at + 1 < len(line))  # “mum yes, school no”
    but = next((at for at, item in enumerate(line) if item.sense in (Sense.BUT, Sense.EXCEPT)), len(line))
    out |= any(item.sense is Sense.OTHERS for item in line[but:]) and any(at > but for at in picks)  # “but he wants c”
    has = any(tells(item, listening, "settled") for each in after.values() for item in each)
    return len({line[at].value for at in picks}) > 1 and (out or (has and Sense.HAVING not in listening.senses))


def _none_of_something(take: Take, line: Line, listening: Listening) -> bool:
    """“None of my homies sleep”, “nothing works”."""
    at = next((at for at, item in enumerate(line) if item.sense is Sense.NONE), None)
    if take.chosen or at is None:
        return False
    next_to, owned = line[at + 1 : at + 2], any(tells(item, listening, "owning") for item in line[at + 1 : at + 3])
    sad = any(tells(item, listening, BAD) for item in line) and not any(item.sense is Sense.NOT for item in line)
    if sad:
        return True  # “none im scared”
    helps = line[at].value == "plain" and any(tells(item, listening, "helping") for item in next_to)
    open_to = listening.wishes or tells(line[at], listening, "persons")  # “nobody worries about me”
    unlike = (Sense.TALK, Sense.ECHO) if open_to else (Sense.TALK,)  # “nothing worries me”
    return owned or (not helps and any(item.sense in unlike for item in next_to))


def _loses_a_letter(line: Line) -> bool:
    """“A, d & h” where there is no h."""
    lettered = any(item.placed and len(item.word) == 1 for item in line)
    return lettered and any(item.sense is Sense.TALK and len(item.word) == 1 and item.word.isalpha() for item in line)
