"""Answers named by their place: `b`, `option 2`, `the last one`."""

from collections.abc import Sequence

from surveys.understanding.answers import Listening
from surveys.understanding.items import Item, Sense
from surveys.understanding.tidying import tokens_of

_ALONG = {
    Sense.FILLER,
    Sense.STARTING,
    Sense.BREAK,
    Sense.QUERY,
    Sense.LETTER,
    Sense.POINTING,
    Sense.AND,
    Sense.OR,
    Sense.BECAUSE,
    Sense.BUT,
    Sense.MENDING,
    Sense.EXCEPT,
    Sense.ALL,
    Sense.NOT,
    Sense.NOT_SURE,
    Sense.ORDINAL,
    Sense.NUMBER,
    Sense.YES,
    Sense.BOTH,
}


def placed(items: Sequence[Item], listening: Listening) -> list[Item]:
    """The same line with letters, places and numbers made into answers where they can be nothing else."""
    return [_placed(items, at, listening) for at in range(len(items))]


def _placed(items: Sequence[Item], at: int, listening: Listening) -> Item:
    item = items[at]
    match item.sense:
        case Sense.LETTER:
            return (
                Item(Sense.PICK, item.value, item.word)
                if _is_a_letter(items, at)
                else Item(Sense.FILLER, word=item.word)
            )
        case Sense.ORDINAL:
            return _at_place(item, "last" if item.value == "last" else item.value, listening)
        case Sense.NUMBER if _pointed_at(items, at) or (listening.numbered and item.word != "one"):
            return _at_place(item, item.value, listening)
        case Sense.NUMBER:
            return Item(Sense.FILLER if item.word == "one" else Sense.TALK, word=item.word)
    return item


def _is_a_letter(items: Sequence[Item], at: int) -> bool:
    """“A” is a word as well: it is the letter where what follows could not follow the word."""
    if items[at].word not in ("a", "i", "o", "y", "n"):
        return True
    if _pointed_at(items, at):
        return True
    after = items[at + 1].sense if at + 1 < len(items) else Sense.BREAK
    return after in _ALONG


def _pointed_at(items: Sequence[Item], at: int) -> bool:
    return at > 0 and items[at - 1].sense is Sense.POINTING


def _at_place(item: Item, place: str, listening: Listening) -> Item:
    offered = listening.offered
    if place == "last":
        return Item(Sense.PICK, offered[-1], item.word)
    if place.isdecimal() and 1 <= int(place[:3]) <= len(offered):
        return Item(Sense.PICK, offered[int(place[:3]) - 1], item.word)
    return Item(Sense.ASKING, word=item.word)


def letters_run_together(text: str, listening: Listening) -> list[str]:
    """`ac` as a and c: letters of this question, in their order, and nothing else in the text."""
    tokens = [token for token in tokens_of(text) if token.isalnum()]
    if len(tokens) != 1 or tokens[0] in listening.vocabulary.own_words or (tokens[0],) in listening.vocabulary.meanings:
        return []
    places = {
        phrase[0]: item.value for phrase, item in listening.vocabulary.meanings.items() if item.sense is Sense.LETTER
    }
    ordered = list(tokens[0]) == sorted(set(tokens[0]))
    return [places[letter] for letter in tokens[0]] if ordered and set(tokens[0]) <= places.keys() else []
