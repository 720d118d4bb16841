"""One clear answer beside words we do not know: `minging so no`, `bang on 6`, `Sue my foster carer`.

Only asked when a text could not be taken as a whole. What we do not know may turn an answer round, so this
takes one only from a short text in which nothing speaks for another: no "not", "but", "or", "if" or question,
nobody else's words, nothing good beside a no and nothing bad beside a yes.
"""

from collections.abc import Collection, Sequence

from surveys.offered import Kind
from surveys.understanding.items import Item, Sense
from surveys.understanding.listening import DEGREES, Listening
from surveys.understanding.stems import stem

MOST_UNKNOWN = 4
_ALONG = {Sense.TALK, Sense.FILLER, Sense.STARTING, Sense.BREAK, Sense.ECHO, Sense.MANNERS, Sense.AND}
_BEFORE_SO = {Sense.NOT, Sense.BUT, Sense.BECAUSE, Sense.NUMBER}  # “they tried 2 but i left so no”
_AROUND_A_NUMBER = _ALONG | {Sense.HAVING, Sense.TO, Sense.STRONGER}
LETTERS_THAT_ARE_WORDS = "aiounyr"
_NO_WORDS = {Sense.BREAK, Sense.FILLER, Sense.STARTING}
BAD, GOOD, SO = "bad", "good", "so"
_DOUBTFUL = ("reporting", "narrowing")


def clear_answer(items: Sequence[Item], listening: Listening) -> str | None:
    """The one answer that is clear although not every word is; None to ask again."""
    unknown = [item for item in items if item.sense is Sense.TALK]
    if not items or len(unknown) > MOST_UNKNOWN or any(tells(item, listening, *_DOUBTFUL) for item in items):
        return None
    match listening.question.kind:
        case Kind.YES_NO:
            return _yes_or_no(items, listening)
        case Kind.SCALE | Kind.FACES:
            return _number(items, listening)
        case Kind.ONE_OF:
            return _lettered(items) or _named_twice(items) or _thing(items, listening)
    return None


def _the_only(items: Sequence[Item], along: Collection[Sense] = _ALONG) -> tuple[int, Item] | None:
    """Where the one answer stands, said once or again, if nothing else speaks for or against it."""
    picks = [(at, item) for at, item in enumerate(items) if item.sense is Sense.PICK]
    calm = all(item.sense in along for item in items if item.sense is not Sense.PICK)
    return picks[0] if calm and len({item.value for _, item in picks}) == 1 else None


def _lettered(items: Sequence[Item]) -> str | None:
    """“E pls i like getting post”: a text that begins with a letter that is no word."""
    said = items[0]
    found = _the_only(items)
    letter = said.placed and len(said.word) == 1 and said.word.isalpha() and said.word not in LETTERS_THAT_ARE_WORDS
    return said.value if letter and found is not None else None


def _named_twice(items: Sequence[Item]) -> str | None:
    """“Help w school cos im behind”: two words of the one answer, and none of another."""
    found = _the_only([item for item in items if not _is_pronoun(item)], _ALONG | {Sense.BECAUSE, Sense.WISHING})
    said = {item.word for item in items if item.sense is Sense.PICK and not item.placed}
    return found[1].value if found is not None and len(said) > 1 else None


def _yes_or_no(items: Sequence[Item], listening: Listening) -> str | None:
    if listening.turned or any(tells(item, listening, "wondering") for item in items):
        return None
    if _says_no_in_the_end(items, listening):
        return "no"
    begins_with_yes = items[0].sense is Sense.PICK and items[0].value == "yes"  # “yes i have lots of friends”
    found = _the_only(items, _ALONG | {Sense.HAVING} if begins_with_yes else _ALONG)
    if found is None or found[1].soft or tuple(found[1].word.split()) in listening.never:
        return None
    at, said = found
    if any(tells(item, listening, unlike(said.value, listening)) for item in items):
        return None
    first, last = _nothing_but(items[:at]), _nothing_but(items[at + 1 :])
    if first and not last:
        again = at + 1 < len(items) and items[at + 1].sense is Sense.PICK  # “noo never seen it”
        return None if not again and tells(said, listening, "determining") else said.value
    return said.value if last and not first and _belongs(items[:at], said.value, listening) else None


def _nothing_but(items: Sequence[Item]) -> bool:
    return all(item.sense in _NO_WORDS for item in items)


def _says_no_in_the_end(items: Sequence[Item], listening: Listening) -> bool:
    """“No one bothers me so no”: a "not" before a no that follows from it leaves it a no; “not bad so no” may not."""
    *before, last = [item for item in items if item.sense is not Sense.BREAK] or [Item(Sense.FILLER)]
    so = bool(before) and tells(before[-1], listening, SO) and not any(item.sense is Sense.PICK for item in before)
    calm = all(item.sense in _ALONG | _BEFORE_SO or item.value == "any" for item in before)
    plain = last.sense is Sense.PICK and last.value == "no" and not last.soft
    denied = any(item.sense is Sense.NOT for item in before)
    other = unlike("yes" if denied else "no", listening)
    against = any(tells(item, listening, other) for item in before)
    return so and calm and plain and len(before) > 1 and not against


def unlike(answer: str, listening: Listening) -> str:
    """Words that do not go with this answer: bad ones with a yes, but good ones where something bad is asked about."""
    return BAD if (answer == "yes") is not asks_about(BAD, listening) else GOOD


def asks_about(colour: str, listening: Listening) -> bool:
    return any(stem(word) in listening.asked for word in listening.colours.get(colour, ()))


def _belongs(before: Sequence[Item], answer: str, listening: Listening) -> bool:
    """At the end a yes may only ask for assent (“its clapped yeah”): it counts after “so”, or after a word like it."""
    if any(tells(item, listening, SO) for item in before):
        return True
    like = GOOD if unlike(answer, listening) == BAD else BAD
    if any(tells(item, listening, like) for item in before):
        return asks_about(GOOD, listening) is not asks_about(BAD, listening)
    return answer == "no" and not any(item.sense is Sense.STARTING for item in before)


def _number(items: Sequence[Item], listening: Listening) -> str | None:
    """Not “year 6” or “room 2”: the word before it is none we do not know."""
    found = _the_only(_without_nobody(items), _AROUND_A_NUMBER)
    if found is None:
        return None
    placed = [(at, item) for at, item in enumerate(items) if item.placed and item.value == found[1].value]
    if not placed:
        return None
    at, said = placed[-1]
    before = items[at - 1] if at else Item(Sense.BREAK)
    counts = before.sense in (Sense.TALK, Sense.ECHO) or tells(before, listening, "counting")
    return None if counts else said.value


def _without_nobody(items: Sequence[Item]) -> Sequence[Item]:
    """“2 no one listens”: a number first, then who does not."""
    first = items[0].placed
    return [item for item in items if not (first and item.sense is Sense.NOT and item.value == "nobody")]


def _thing(items: Sequence[Item], listening: Listening) -> str | None:
    """Somebody, a place or a way to reach somebody; not how something is, which a word may turn round."""
    found = _the_only([item for item in items if not _is_pronoun(item)])
    if found is None or found[1].placed or any(tells(item, listening, BAD) for item in items):
        return None
    if found[1].word.endswith("s") and any(item.sense is Sense.TALK for item in items[items.index(found[1]) + 1 :]):
        return None  # “mums boyfriend”
    names = next((each.names for each in listening.answers if each.id == found[1].value), frozenset())
    return found[1].value if names and names.isdisjoint(DEGREES) and not found[1].soft else None


def without_the_other(items: Sequence[Item]) -> list[Item]:
    """“Home, not school”, “not mum, just dad”: what it is not goes. “Home... no school” may put it right: asked."""
    for at, item in enumerate(items):
        denied = items[at + 1 : at + 2]
        if item.sense is not Sense.NOT or item.value or not denied or denied[0].sense is not Sense.PICK:
            continue
        before, after = items[:at], items[at + 2 :]
        told = [each for each in (*before, *after) if each.sense is Sense.PICK]
        beside = (*before, *_own_thought(after))
        calm = not any(each.sense in (Sense.NOT, Sense.OR, Sense.QUERY, Sense.MENDING) for each in beside)
        parted = (_ends_a_thought(before) and not after) or (not _names_one(before) and _only_begins(after))
        parted |= _not_the_other(before, after)
        if calm and parted and len(told) == 1 and told[0].value != denied[0].value:
            return [*before, *after]
    return list(items)


def _own_thought(after: Sequence[Item]) -> Sequence[Item]:
    """Nothing of “text me dont ring i wont pick up” after the “i”."""
    return () if after and after[0].sense is Sense.STARTING else after


def _not_the_other(before: Sequence[Item], after: Sequence[Item]) -> bool:
    """“Text not a call”: said in one breath, a “not” puts nothing right."""
    plain = all(each.sense in (Sense.PICK, Sense.FILLER, Sense.STARTING) for each in before)
    ends = not after or after[0].sense in (Sense.STARTING, Sense.BECAUSE, Sense.BREAK)
    return plain and bool(before) and before[-1].sense is Sense.PICK and not before[-1].placed and ends


def _names_one(items: Sequence[Item]) -> bool:
    return any(item.sense is Sense.PICK for item in items)


def _ends_a_thought(before: Sequence[Item]) -> bool:
    return _names_one(before) and before[-1].sense is Sense.BREAK


def _only_begins(after: Sequence[Item]) -> bool:
    """Breaks, then “just” or “only”."""
    telling = [item for item in after if item.sense not in (Sense.BREAK, Sense.BUT)]
    return bool(telling) and telling[0].sense is Sense.FILLER and telling[0].value == "only"


def _is_pronoun(item: Item) -> bool:
    return item.sense is Sense.OTHERS and not item.value


def tells(item: Item, listening: Listening, *headings: str) -> bool:
    """Whether one of its words stands under one of these headings."""
    return any(word in listening.colours.get(heading, ()) for heading in headings for word in item.word.split())
