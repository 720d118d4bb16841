"""Several answers at once: `a and c`, `all`, `everything except b`."""

from collections.abc import Sequence
from itertools import pairwise

from surveys.offered import DONT_WANT_TO_SAY, NOT_SURE
from surveys.understanding.ahead import letters_in_the_end, named_among_talk
from surveys.understanding.beside import BAD, tells
from surveys.understanding.items import Item, Sense
from surveys.understanding.listening import Listening
from surveys.understanding.weighing import only_asks

_STANDS_AGAINST = (Sense.TALK, Sense.OTHERS, Sense.LIMITS, Sense.ASKING, Sense.OR, Sense.NO)


def some_answers(items: Sequence[Item], listening: Listening) -> tuple[str, ...] | None:
    """The ids in the order they are offered, or None to ask again."""
    if only_asks(items):
        return (NOT_SURE,)
    if ticked := _one_by_one(items, listening):
        return tuple(each for each in listening.question.choice_ids if each in ticked)
    said = _without_a_no(_before_a_reason(_after_what_is_left_out(_after_mending(items))))
    if _tells_what_there_is(said, listening) or _goes_on(items):
        return None
    if any(item.sense in _STANDS_AGAINST for item in said):
        return _among_talk(items, said, listening)
    if ways_out := _ways_out(said):
        return ways_out
    if _none(said):
        return ()
    taken = letters_in_the_end(said, listening) or _taken(said, listening)
    return tuple(each for each in listening.question.choice_ids if each in taken) or None


def _one_by_one(items: Sequence[Item], listening: Listening) -> set[str]:
    """“Swimming yes cinema no park yes”: every one that is offered, with its own yes or no."""
    telling = [item for item in items if item.sense not in (Sense.BREAK, Sense.FILLER, Sense.AND)]
    answers, told = telling[::2], telling[1::2]
    plain = all(item.sense is Sense.PICK for item in answers) and all(
        item.sense in (Sense.YES, Sense.NO) for item in told
    )
    every = {item.value for item in answers} == set(listening.offered)
    if not plain or not every or not len(answers) == len(told) == len(listening.offered):
        return set()
    return {item.value for item, said in zip(answers, told, strict=True) if said.sense is Sense.YES}


def _among_talk(items: Sequence[Item], said: Sequence[Item], listening: Listening) -> tuple[str, ...] | None:
    """The answers that follow from what is said, that it begins with, or that it says are none."""
    if _none_first(said, listening):
        return ()
    if _all_first(said, listening):
        return listening.offered
    taken = letters_in_the_end(items, listening) or named_among_talk(said, listening)
    return tuple(each for each in listening.question.choice_ids if each in taken) or None


def _none_first(said: Sequence[Item], listening: Listening) -> bool:
    """“None i sleep fine”: but “none of my friends come” is no answer."""
    return said[0].sense is Sense.NONE and said[0].value == "plain" and _parted(said[1:], listening)


def _all_first(said: Sequence[Item], listening: Listening) -> bool:
    """“All 4 im always hungry”: but “all my friends” are something else."""
    return said[0].sense is Sense.ALL and " " in said[0].word and _parted(said[1:], listening)


def _parted(after: Sequence[Item], listening: Listening) -> bool:
    """A new thought that names no answer, turns nothing and has no bad word in it."""
    along = (Sense.TALK, Sense.FILLER, Sense.STARTING, Sense.BREAK, Sense.HAVING, Sense.ECHO)
    calm = all(item.sense in along or item.soft or item.value in ("always", "often") for item in after)
    begins = bool(after) and after[0].sense in (Sense.BREAK, Sense.STARTING)
    return begins and calm and not any(tells(item, listening, BAD, "wondering", "reporting") for item in after)


def _tells_what_there_is(said: Sequence[Item], listening: Listening) -> bool:
    """“I have food, need papers” to a question that asks what is needed."""
    has = any(item.sense is Sense.HAVING for item in said) and Sense.HAVING not in listening.senses
    return has and any(item.sense is Sense.PICK for item in said)


def _none(said: Sequence[Item]) -> bool:
    """“None of them”, and nothing else."""
    along = (Sense.NONE, Sense.FILLER, Sense.STARTING, Sense.BREAK, Sense.HAVING, Sense.WISHING)
    return any(item.sense is Sense.NONE for item in said) and all(item.sense in along for item in said)


def _without_a_no(items: Sequence[Item]) -> Sequence[Item]:
    """“Nope none of them”."""
    telling = [item for item in items if item.sense is not Sense.BREAK]
    leads = [item.sense for item in telling[:2]] == [Sense.NO, Sense.NONE]
    return telling[1:] if leads else items


def _after_mending(items: Sequence[Item]) -> Sequence[Item]:
    at = max((n for n, item in enumerate(items) if item.sense is Sense.MENDING), default=-1)
    after = items[at + 1 :]
    answers = (Sense.PICK, Sense.ALL, Sense.NOT_SURE)
    return after if any(item.sense in answers for item in after) else items


def _before_a_reason(items: Sequence[Item]) -> Sequence[Item]:
    """What is said before a reason, and what has a reason of its own: “sleep cos i wake up and school cos of tests”."""
    reasons = [n for n, item in enumerate(items) if item.sense is Sense.BECAUSE]
    if not reasons:
        return items
    own = [items[n - 2 : n] for n in reasons[1:] if items[n - 1].sense is Sense.PICK and _joins(items[n - 2])]
    return [*items[: reasons[0]], *(item for pair in own for item in pair)]


def _after_what_is_left_out(items: Sequence[Item]) -> Sequence[Item]:
    """“All but not gaming im banned”, “everything except buses i know every bus”: what follows is why."""
    everything = next((at for at, item in enumerate(items) if item.sense is Sense.ALL), len(items))
    out = next((at for at in range(everything, len(items)) if items[at].sense in (Sense.EXCEPT, Sense.BUT)), len(items))
    named = next((at for at in range(out, len(items)) if items[at].sense is Sense.PICK), len(items))
    after = items[named + 1 :]
    begins = bool(after) and after[0].sense in (Sense.STARTING, Sense.BREAK)
    others = any(
        item.sense in (Sense.PICK, Sense.NOT, Sense.EXCEPT) and item.value != items[named].value for item in after
    )
    return items[: named + 1] if begins and not others else items


def _goes_on(items: Sequence[Item]) -> bool:
    """“Food cos there is none and sleep”: the last may be a reason as well."""
    reason = next((n for n, item in enumerate(items) if item.sense is Sense.BECAUSE), len(items))
    return len(items) > reason + 2 and items[-1].sense is Sense.PICK and _joins(items[-2])


def _joins(item: Item) -> bool:
    return item.sense in (Sense.AND, Sense.BREAK)


def _ways_out(said: Sequence[Item]) -> tuple[str, ...]:
    """“Not sure” beside nothing else; beside an answer it only hedges."""
    if any(item.sense in (Sense.PICK, Sense.ALL, Sense.BOTH) for item in said):
        return ()
    named = {Sense.NOT_SURE: NOT_SURE, Sense.DONT_WANT_TO_SAY: DONT_WANT_TO_SAY}
    found = {named[item.sense] for item in said if item.sense in named}
    return tuple(found) if len(found) == 1 else ()


def _taken(said: Sequence[Item], listening: Listening) -> set[str]:
    """What is left when what comes after “except” or “not” is taken away. Empty if nothing makes sense."""
    taken, removed, removing = set[str](), set[str](), False
    everything = set(listening.offered)
    for at, item in enumerate(said):
        if removed and _turns_back(said, at):
            removing = False
        if item.sense is Sense.ALL and _next(said, at) is Sense.PICK:
            continue  # “all mixed up”
        if item.sense is Sense.ALL or (item.sense is Sense.BOTH and len(everything) == 2):
            taken |= everything
        elif item.sense in (Sense.EXCEPT, Sense.NOT, Sense.BUT):
            removing = True
        elif item.sense is Sense.PICK and (places := _range_to(said, at, listening)):
            taken |= places
        elif item.sense is Sense.PICK:
            (removed if removing else taken).add(item.value)
    picked = {item.value for item in said if item.sense is Sense.PICK} - removed
    impossible = (
        _not_only(said)
        or (removing and not removed)
        or (removed & picked)
        or any(item.sense is Sense.NONE for item in said)
    )
    return set() if impossible else taken - removed


def _turns_back(said: Sequence[Item], at: int) -> bool:
    """“Not health, just school”; “dont like art. like sport”."""
    begins = at > 0 and said[at - 1].sense is Sense.BREAK and said[at - 1].word != ","
    return _says(said[at], "only") or (begins and (_says(said[at], "liking") or said[at].sense is Sense.WISHING))


def _not_only(said: Sequence[Item]) -> bool:
    """“All, not just b” leaves nothing out."""
    return any(
        _says(after, "only") for item, after in pairwise(said) if item.sense in (Sense.NOT, Sense.EXCEPT, Sense.BUT)
    )


def _says(item: Item, what: str) -> bool:
    return item.sense is Sense.FILLER and item.value == what


def _next(said: Sequence[Item], at: int) -> Sense | None:
    return said[at + 1].sense if at + 1 < len(said) else None


def _range_to(said: Sequence[Item], at: int, listening: Listening) -> set[str]:
    """Every answer from the one before to this one: `a-c`."""
    first, dash, last = said[max(at - 2, 0) : at + 1] if at > 1 else (said[at],) * 3
    if dash.word != "-" or not (first.placed and last.placed):
        return set()
    places = sorted(listening.offered.index(each.value) for each in (first, last))
    return set(listening.offered[places[0] : places[1] + 1])
