"""Answers named by their place: `b`, `option 2`, `the last one`."""

from collections.abc import Sequence

from surveys.understanding.beside import tells
from surveys.understanding.clauses import JOINTS
from surveys.understanding.counting import counts_something
from surveys.understanding.items import Item, Sense
from surveys.understanding.listening import DEGREES, Listening
from surveys.understanding.tidying import tokens_of

_AFTER_A_LETTER = {
    Sense.FILLER,
    Sense.STARTING,
    Sense.LETTER,
    Sense.NOT_SURE,
    Sense.NUMBER,
    Sense.ALL,
    Sense.EXCEPT,
    Sense.NOT,
    Sense.POINTING,
    Sense.CERTAINLY,
    Sense.MANNERS,
}
_WORDS_TOO = ("a", "i", "o", "y", "n")


def placed(items: Sequence[Item], listening: Listening) -> list[Item]:
    """The same line with letters, places and numbers made into answers where they can be nothing else."""
    runs = [_run(items, at, listening) for at in range(len(items))]
    led = [bool(run) for run in (*runs[1:], [])]  # “first” of “the first two”
    return [
        made
        for at, item in enumerate(items)
        for made in runs[at] or [Item(Sense.FILLER, word=item.word) if led[at] else _placed(items, at, listening)]
    ]


def _run(items: Sequence[Item], at: int, listening: Listening) -> list[Item]:
    """“The first two”, “last 3”, where several may be chosen: the number of the two stands for all of them."""
    number, before = items[at], items[at - 1] if at else Item(Sense.FILLER)
    if not listening.question.kind.multiple or number.sense is not Sense.NUMBER or before.value not in ("1", "last"):
        return []
    count = int(number.value) if number.value.isdecimal() and len(number.value) < 3 else 0
    if before.sense is not Sense.ORDINAL or not 1 < count < len(listening.offered) or counts_something(items, at):
        return []
    chosen = listening.offered[-count:] if before.value == "last" else listening.offered[:count]
    return [Item(Sense.PICK, each, number.word, placed=True) for each in chosen]


def _placed(items: Sequence[Item], at: int, listening: Listening) -> Item:
    item = items[at]
    match item.sense:
        case Sense.LETTER if _is_a_letter(items, at, listening):
            return Item(Sense.PICK, item.value, item.word, placed=True)
        case Sense.LETTER:
            return Item(Sense.FILLER, word=item.word)
        case Sense.ORDINAL if (
            _is_a_word_of_an_answer(item, listening) or _is_named_next(items, at, listening) or _goes_on(items, at)
        ):
            return Item(Sense.TALK, word=item.word)
        case Sense.ORDINAL:
            return _at_place(item, "last" if item.value == "last" else item.value, listening)
        case Sense.NUMBER if at and items[at - 1].sense is Sense.ORDINAL:
            return Item(Sense.FILLER if item.value == "1" else Sense.ASKING, word=item.word)  # “third 1”, “last 2”
        case Sense.NUMBER if _pointed_at(items, at):
            return _at_place(item, item.value, listening)
        case Sense.NUMBER if item.word == "one" and len(items) > 1:
            return Item(Sense.FILLER, word=item.word)
        case Sense.NUMBER if (
            not listening.numbered
            or counts_something(items, at)
            or _named_before(items[:at], listening)
            or _counts_an_answer(items, at, listening)
        ):
            return Item(Sense.TALK, word=item.word)
        case Sense.NUMBER:
            return _at_place(item, item.value, listening)
    return item


def _is_a_thing(item: Item, listening: Listening) -> bool:
    """Not how often or how much, and no part of another answer: “a never” are two."""
    own = next((each for each in listening.answers if each.id == item.value), None)
    one = not listening.question.kind.multiple and item.value not in listening.negative
    return one and own is not None and bool(own.names - DEGREES)


def _named_before(items: Sequence[Item], listening: Listening) -> bool:
    """“Call me after 4”."""
    return not listening.question.kind.multiple and any(item.sense is Sense.PICK for item in items)


def _is_a_letter(items: Sequence[Item], at: int, listening: Listening) -> bool:
    """“A” is a word as well: it is the letter where nothing follows that could follow the word."""
    item = items[at]
    if item.word not in _WORDS_TOO or _pointed_at(items, at):
        return True
    if _joins_letters(items, at, listening):
        return False
    if listening.question.kind.multiple and [each.sense for each in items[at + 1 : at + 2]] == [Sense.LETTER]:
        return True  # “i have a b d every day”
    led_to = any(each.sense is Sense.FILLER and each.word.isalnum() for each in items[:at])
    for each in items[at + 1 :]:
        if led_to and each.sense is Sense.FILLER and each.word.isalnum():
            return False  # “probs a mate”
        if each.sense in JOINTS or each.sense is Sense.STARTING:
            break
        if each.sense is Sense.PICK and _has_an_article(item, each, listening):
            return False
        if each.sense is Sense.PICK and (at == 0 or each.value == item.value):
            break
        if each.sense not in _AFTER_A_LETTER:
            return at == 0 and each is items[1] and tells(each, listening, "beside")  # “a by a mile”
    return True


def _joins_letters(items: Sequence[Item], at: int, listening: Listening) -> bool:
    """“B a c”, where “a” is “and”."""
    around = [each.sense for each in (*items[max(at - 1, 0) : at], *items[at + 1 : at + 2])]
    return around == [Sense.LETTER, Sense.LETTER] and tells(items[at], listening, "between_letters")


def _has_an_article(letter: Item, picked: Item, listening: Listening) -> bool:
    """“A call”, “a dog”."""
    if any(letter.word in answer.tokens for answer in listening.answers):
        return True
    return picked.value != letter.value and (listening.question.kind.multiple or _is_a_thing(picked, listening))


def _is_named_next(items: Sequence[Item], at: int, listening: Listening) -> bool:
    """“My last worker”, “the first time”; “the 4th thing” is a place."""
    after = items[at + 1 : at + 2]
    named = any(item.sense in (Sense.TALK, Sense.ECHO, Sense.OTHERS) for item in after)
    return " " not in items[at].word and named and not any(tells(item, listening, "thing") for item in after)


def _goes_on(items: Sequence[Item], at: int) -> bool:
    """“B hopefully, first in my family”."""
    said, *between = items[:at] or [Item(Sense.FILLER)]
    lettered = said.sense is Sense.LETTER and said.word not in _WORDS_TOO
    return lettered and any(each.sense is Sense.TALK for each in between) and not _is_put_right(between)


def _is_put_right(items: Sequence[Item]) -> bool:
    return any(each.sense in (Sense.MENDING, Sense.OR, Sense.AND, Sense.NO, Sense.NOT) for each in items)


def _counts_an_answer(items: Sequence[Item], at: int, listening: Listening) -> bool:
    """“My 2 brothers”; “4 the area” is the fourth, which is the area."""
    after = items[at + 1] if at + 1 < len(items) else Item(Sense.BREAK)
    there = _at_place(items[at], items[at].value, listening)
    return after.sense is Sense.PICK and (at > 0 or after.value != there.value or after.word.endswith("s"))


def _is_a_word_of_an_answer(item: Item, listening: Listening) -> bool:
    return any(word in each.tokens for each in listening.answers for word in item.word.split())


def _pointed_at(items: Sequence[Item], at: int) -> bool:
    return at > 0 and items[at - 1].sense is Sense.POINTING


def _at_place(item: Item, place: str, listening: Listening) -> Item:
    offered = listening.offered
    if place == "last":
        return Item(Sense.PICK, offered[-1], item.word, placed=True)
    if place.isdecimal() and 1 <= int(place[:3]) <= len(offered):
        return Item(Sense.PICK, offered[int(place[:3]) - 1], item.word, placed=True)
    return Item(Sense.ASKING, word=item.word)


def letters_run_together(text: str, listening: Listening) -> list[str]:
    """`ac` as a and c: letters of this question, in their order, and nothing else in the text."""
    tokens = [token for token in tokens_of(text) if token.isalnum()]
    if len(tokens) == 1 and (run := _numbers_run_together(tokens[0], listening)):
        return run
    if len(tokens) != 1 or (_is_a_word(tokens[0], listening) and not text.isupper()):
        return []
    places = {
        phrase[0]: item.value for phrase, item in listening.vocabulary.meanings.items() if item.sense is Sense.LETTER
    }
    ordered = list(tokens[0]) == sorted(set(tokens[0]))
    return [places[letter] for letter in tokens[0]] if ordered and set(tokens[0]) <= places.keys() else []


def _numbers_run_together(token: str, listening: Listening) -> list[str]:
    """`134` as the first, the third and the fourth; two figures may be one number."""
    ordered = token.isdecimal() and len(token) > 2 and list(token) == sorted(set(token))
    if not ordered or not listening.numbered or token[0] == "0" or int(token[-1]) > len(listening.offered):
        return []
    return [listening.offered[int(place) - 1] for place in token]


def _is_a_word(token: str, listening: Listening) -> bool:
    """Nobody texts “bc” for “because” and nothing else."""
    meant = listening.vocabulary.meanings.get((token,))
    return token in listening.vocabulary.own_words or (meant is not None and meant.sense is not Sense.BECAUSE)
