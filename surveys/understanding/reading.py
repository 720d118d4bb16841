"""A text as a line of meanings: the longest phrases that the vocabulary knows, one after another."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from surveys.understanding.items import Item, Sense
from surveys.understanding.slips import mended, sounds_like
from surveys.understanding.stems import stem
from surveys.understanding.tidying import LINE, tokens_of, unglued
from surveys.understanding.vocabulary import LONGEST, Vocabulary

_SKIPPED = {",", "-", '"', "(", ")", "[", "]", "~", "^", "#", "|", "{", "}", "\\", "<", ">", "=", "°"}
_AND = "و"  # written together with the word after it
_SHORTEST_JOINED = 3
_GIVES_WAY = (Sense.OTHERS, Sense.FILLER)  # “eat”, where eating is an answer
_BREAKS = {".", "!", ";", ":", LINE, ","}


def items_in(text: str, vocabulary: Vocabulary, question: Collection[str] = ()) -> list[Item]:
    """Every meaning in the text, in order; `question`: the stems of the words that were asked."""
    tokens = [part for token in tokens_of(text) for part in _parts(token, vocabulary)]
    return list(_spotted([_spelt(each, vocabulary) for each in tokens], vocabulary, question))


def _parts(token: str, vocabulary: Vocabulary) -> list[str]:
    if token in vocabulary.words or token in vocabulary.short_for:
        return [token]
    if token[0] == _AND and len(token) > _SHORTEST_JOINED and _is_known(token[1:], vocabulary):
        return [_AND, token[1:]]
    parts = unglued(token)
    return (
        parts if all(part.isdecimal() or part in vocabulary.words for part in parts) and "am" not in parts else [token]
    )


def _is_known(token: str, vocabulary: Vocabulary) -> bool:
    return token in vocabulary.words or stem(token) in vocabulary.stems


def _spelt(token: str, vocabulary: Vocabulary) -> str:
    if (token,) in vocabulary.meanings or (token not in vocabulary.short_for and stem(token) in vocabulary.stems):
        return token
    whole = vocabulary.short_for.get(token) or mended(
        token, vocabulary.words, vocabulary.spellings, vocabulary.own_words
    )
    whole = vocabulary.short_for.get(whole, whole)
    unknown = whole == token and token.isalpha() and token not in vocabulary.own_words
    return sounds_like(token, vocabulary.sounds) if unknown else whole


def _spotted(tokens: Sequence[str], vocabulary: Vocabulary, question: Collection[str]) -> Iterator[Item]:
    at = 0
    while at < len(tokens):
        length, item = _longest(tokens, at, vocabulary)
        if length == 1 and (item is None or item.sense in _GIVES_WAY):
            stemmed = vocabulary.stems.get(stem(tokens[at]))
            item = replace(stemmed, word=tokens[at]) if stemmed else item
        yield item if item and item.sense is not Sense.OTHERS else _single(tokens[at], item, question)
        at += length


def _longest(tokens: Sequence[str], at: int, vocabulary: Vocabulary) -> tuple[int, Item | None]:
    """The longest phrase that starts here, commas and such inside it left out."""
    found: tuple[int, Item | None] = (1, None)
    phrase: tuple[str, ...] = ()
    for end in range(at, min(len(tokens), at + LONGEST + 4)):
        if tokens[end] in _SKIPPED and phrase and (*phrase, tokens[end]) not in vocabulary.meanings:
            continue
        phrase += (tokens[end],)
        if len(phrase) > LONGEST:
            break
        if item := vocabulary.meanings.get(phrase):
            found = (end - at + 1, item)
    return found


def _single(token: str, item: Item | None, question: Collection[str]) -> Item:
    if not token.isdecimal() and stem(token) in question:
        return Item(Sense.ECHO, word=token)
    if item:
        return item
    if token.isdecimal() or (token[:1] in "-0123456789" and len(token) > 1 and token[-1].isdecimal()):
        return Item(Sense.NUMBER, token, token)
    if set(token) == {"?"}:
        return Item(Sense.QUERY, word=token)
    if token in _BREAKS:
        return Item(Sense.BREAK, word=token)
    return Item(Sense.TALK if token.isalnum() else Sense.FILLER, word=token)
