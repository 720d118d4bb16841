"""The answers that a text may give, each with the signs that speak for taking it and against it.

A sign says what stands where: what sort of thing comes before, after and next to the words that name the answer, in the
same thought or in another, and which words. Nothing here decides; `points.py` says what each counts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from surveys.offered import DONT_WANT_TO_SAY, NOT_SURE, Kind
from surveys.understanding.beside import BAD, GOOD, LETTERS_THAT_ARE_WORDS, asks_about, tells, unlike
from surveys.understanding.clauses import JOINTS
from surveys.understanding.items import Item, Sense
from surveys.understanding.listening import Listening
from surveys.understanding.stems import stem

Line = Sequence[Item]
Places = list[int]  # where in the line an answer is named

MANY, LONG, LONGEST = 4, 6, 12
_OUT = {Sense.NOT_SURE: NOT_SURE, Sense.PERHAPS: NOT_SURE, Sense.DONT_WANT_TO_SAY: DONT_WANT_TO_SAY}
_NOT_PLAIN = {Sense.PICK, Sense.NOT, Sense.NO, Sense.LIMITS, Sense.BUT, Sense.OTHERS, Sense.ASKING, Sense.QUERY}
_OWN_WORDS = (Sense.ECHO, Sense.AGREEING, Sense.HAVING, Sense.WISHING)


@dataclass(frozen=True, slots=True)
class Take:
    """What a text may be taken for."""

    chosen: tuple[str, ...]
    signs: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Named:
    """An answer, how and where it is named, and what it is weighed together with."""

    chosen: tuple[str, ...]
    how: str
    at: Places
    group: str

    @property
    def value(self) -> str:
        return self.chosen[0] if len(self.chosen) == 1 else ""


def takes(line: Line, listening: Listening) -> list[Take]:
    """Every answer that something in the text names."""
    named = _several(line, listening) if listening.question.kind.multiple else _one(line, listening)
    return [Take(each.chosen, frozenset(_signs(line, each, listening))) for each in named]


def _one(line: Line, listening: Listening) -> Iterator[_Named]:
    found: dict[str, tuple[str, Places]] = {}
    for at, item in enumerate(line):
        if value := _value(item, listening):
            found.setdefault(value, (_how(item), []))[1].append(at)
    for value, (how, at_all) in (_in_the_questions_words(line, listening) | found).items():
        yield _Named((value,), how, at_all, _group(value, listening))


def _value(item: Item, listening: Listening) -> str | None:
    """The answer that an item names; “5 teacher nice” may count no teachers."""
    if item.sense is Sense.PICK:
        return item.value
    if item.sense is Sense.TALK and item.value in listening.question.choice_ids:
        return item.value
    return _OUT.get(item.sense)


def _how(item: Item) -> str:
    if item.sense is Sense.PICK:
        return "placed" if item.placed else "soft" if item.soft else "worded"
    return "counting" if item.sense is Sense.TALK else item.sense.value


def _in_the_questions_words(line: Line, listening: Listening) -> dict[str, tuple[str, Places]]:
    """“I dont feel safe”: a yes or a no that nobody says outright."""
    if listening.question.kind is not Kind.YES_NO:
        return {}
    if coloured := _coloured(line, listening):
        return coloured
    if nots := [at for at, item in enumerate(line) if item.sense is Sense.NOT]:
        return {"no": ("denied", nots)}
    own = [at for at, item in enumerate(line) if item.sense in _OWN_WORDS]
    return {"yes": ("agreed", own)} if own else {}


def _coloured(line: Line, listening: Listening) -> dict[str, tuple[str, Places]]:
    """“Its banging”, “hate it”, where the question is whether something pleases."""
    if listening.asked.isdisjoint(stem(word) for word in listening.colours.get("pleasing", ())):
        return {}
    if any(item.sense in _NOT_PLAIN for item in line):
        return {}
    good = [at for at, item in enumerate(line) if tells(item, listening, GOOD)]
    bad = [at for at, item in enumerate(line) if tells(item, listening, BAD)]
    if bool(good) is bool(bad):
        return {}
    return {"yes": ("coloured", good)} if good else {"no": ("coloured", bad)}


def is_coloured(answer: str, line: Line, listening: Listening) -> bool:
    """Whether nothing but its words of praise or blame says this."""
    return listening.question.kind is Kind.YES_NO and answer in _coloured(line, listening)


def _group(value: str, listening: Listening) -> str:
    if value in (NOT_SURE, DONT_WANT_TO_SAY):
        return "out"
    kind = listening.question.kind
    return f"{kind.value} {value}" if kind is Kind.YES_NO else kind.value


def _several(line: Line, listening: Listening) -> Iterator[_Named]:
    """All that is picked, none, everything, or a way out."""
    picked = {item.value for item in line if item.sense is Sense.PICK}
    chosen = tuple(each for each in listening.question.choice_ids if each in picked)
    named = [("picked", chosen, {Sense.PICK}), ("none", (), {Sense.NONE}), ("all", listening.offered, {Sense.ALL})]
    if any(tells(item, listening, "whichever") for item in line):
        named.append(("denied", (), {Sense.NOT}))
    named += [("out", (value,), {sense}) for sense, value in _OUT.items()]
    for how, ids, senses in named:
        if at := [n for n, item in enumerate(line) if item.sense in senses]:
            yield _Named(ids, how, at, f"some {how}")


def _signs(line: Line, named: _Named, listening: Listening) -> Iterator[str]:
    around = list(_around(line, named, listening))
    yield from around
    yield from (f"{named.group}: {sign}" for sign in around)
    yield from _words(line, named)
    yield named.group
    yield f"length {min(sum(item.sense is not Sense.BREAK for item in line), LONGEST) // 2}"
    yield from (f"has {item.word}" for item in line if len(item.word) == 1 and not item.word.isalnum())
    if len(named.chosen) > 1:
        yield f"{named.group}: number {min(len(named.chosen), MANY)}"
    if listening.turned:
        yield "turned"
    if listening.wishes:
        yield f"{named.group}: wishes"


def _around(line: Line, named: _Named, listening: Listening) -> Iterator[str]:
    """What sort of thing stands where."""
    first, last = named.at[0], named.at[-1]
    labels = [_label(item, line[first]) for item in line]
    yield f"how {named.how}"
    yield f"said {min(len(named.at), MANY)}"
    yield from _side("before", line[:first], labels[:first], named.value, listening)
    yield from _side("after", line[last + 1 :], labels[last + 1 :], named.value, listening, line[last])
    yield from (f"between {label}" for label in labels[first:last])
    yield f"prev {labels[first - 1] if first else 'start'}"
    yield f"next {labels[last + 1] if last + 1 < len(line) else 'end'}"
    yield from (f"within {labels[at]}" for at in _thought(line, first) if at != first)


def _side(
    side: str, items: Line, labels: Sequence[str], value: str, listening: Listening, said: Item | None = None
) -> Iterator[str]:
    denied = said is not None and said.sense is Sense.NOT  # “i dont feel safe”
    told = {*labels, *polarities(items, listening, value, denied=denied)}
    told |= {name for name, words in listening.colours.items() if any(_has(item, words) for item in items)}
    yield from (f"{side} {each}" for each in told)
    yield f"{side} unknown {min(labels.count(Sense.TALK), MANY)}"
    yield f"{side} all {min(len(items) - labels.count(Sense.BREAK), LONG)}"


def _has(item: Item, words: frozenset[str]) -> bool:
    return not words.isdisjoint(item.word.split())


def _label(item: Item, said: Item) -> str:
    """What sort of thing an item is beside the one that names the answer."""
    match item.sense:
        case Sense.PICK if item.value == said.value:
            return "same"
        case Sense.PICK:
            return "other soft" if item.soft else "other placed" if item.placed else "other"
        case Sense.FILLER if not item.word.isalnum() and " " not in item.word:
            return "sign"
        case Sense.FILLER if item.value:
            return item.value
        case Sense.LIMITS | Sense.NOT | Sense.OTHERS | Sense.MENDING if item.value:
            return f"{item.sense.value} {item.value}"
    return item.sense.value


def polarities(items: Line, listening: Listening, value: str, *, denied: bool = False) -> Iterator[str]:
    """“Against” for what nobody means a yes (or a no) beside, else “along”; a "not" before it turns it round."""
    if value not in ("yes", "no") or not (asks_about(GOOD, listening) or asks_about(BAD, listening)):
        return
    bad = unlike(value, listening)
    told = list[str]()
    for item in items:
        denied = item.sense is Sense.NOT or (denied and item.sense not in JOINTS)
        if tells(item, listening, bad):
            told.append("along" if denied else "against")
        elif tells(item, listening, GOOD if bad == BAD else BAD):
            told.append("against" if denied else "along")
    # “No they keep kicking off and banging on my door”: what comes first says how the rest is meant; not beside a yes.
    yield from told[:1] if value == "no" else told


def _thought(line: Line, at: int) -> range:
    start = max((n for n in range(at) if line[n].sense in JOINTS), default=-1) + 1
    return range(start, next((n for n in range(at + 1, len(line)) if line[n].sense in JOINTS), len(line)))


def _words(line: Line, named: _Named) -> Iterator[str]:
    """Which words: before, after, first, last, and those that name the answer."""
    first, last = named.at[0], named.at[-1]
    yield from (f"{stem(word)} …" for item in line[:first] for word in item.word.split())
    yield from (f"… {stem(word)}" for item in line[last + 1 :] for word in item.word.split())
    said = line[first].word
    for sign in (f"by {said}", f"^ {line[0].word}"):
        yield sign
        yield f"{named.group}: {sign}"
    yield f"$ {line[-1].word}"
    if said.isdecimal():
        yield "by digits"
    elif len(said) == 1 and said.isalpha():
        yield "by a letter that is a word" if said in LETTERS_THAT_ARE_WORDS else "by a letter"
