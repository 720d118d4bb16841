"""A text as places, each with every word that may be meant there; what a phrase or a class covers, as bits.

Bit i stands for the gap before word i. A phrase that ends there sets the bit; following one part by another is a
shift and an "and", so that no pattern can take longer than its length times the text's.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from voice.lexicon.folding import STOP, Folding, fold, spaced_out, tokens
from voice.lexicon.spelling import Spelling

Places = list[tuple[str, ...]]
END = ("$",)  # what stands at the end of a sentence and of the text
Ends = dict[int, int]  # length of a phrase: the gaps where one of that length ends


def places(text: str, folding: Folding, spelling: Spelling) -> Places:
    """What may be meant at each place of the text; and a "$" at each end."""
    found: Places = []
    for token in _stops_that_end(tokens(fold(_closed_up(text, spelling), folding))):
        found += (END,) if token == STOP else spelling.readings(token)
    return [*found, END]


def _stops_that_end(found: Sequence[str]) -> list[str]:
    """Stops between sentences alone: not at the edges, not twice, and none where every word has its own."""
    words = [token for token in found if token != STOP]
    if 2 * (len(found) - len(words)) > len(words) > 0 and _alternate(found):
        return words
    kept: list[str] = []
    for token in found:
        if token != STOP or (kept and kept[-1] != STOP):
            kept.append(token)
    return kept[:-1] if kept and kept[-1] == STOP else kept


def _alternate(found: Sequence[str]) -> bool:
    runs = " ".join(found).split(STOP)
    return len(runs) > 3 and sum(len(run.split()) for run in runs) < 2 * len(runs)


def _closed_up(text: str, spelling: Spelling) -> str:
    made, at = [], 0
    for start, end, letters in spaced_out(text.casefold()):
        together = spelling.together(letters)
        if together:
            made += [text[at:start], " ", together, " "]
            at = end
    return "".join([*made, text[at:]]) if made else text


# By the first word, then the second (empty where there is none): each phrase with the class it stands in.
_Homes = dict[str, dict[str, list[tuple[tuple[str, ...], str]]]]


class Phrases:
    """Every phrase of the lexicon by its first two words, so that only those whose words are there are looked for."""

    def __init__(self, classes: Mapping[str, Iterable[str]]) -> None:
        self._by_first: _Homes = {}
        self._stems: _Homes = {}
        for name, phrases in classes.items():
            for phrase in phrases:
                words = tuple(phrase.split())
                home = self._stems if words[0].endswith("*") else self._by_first
                second = words[1] if len(words) > 1 else ""
                home.setdefault(words[0].rstrip("*"), {}).setdefault(second, []).append((words, name))

    def words(self) -> Iterator[str]:
        """Every whole word that stands in a phrase."""
        yield from (word for words in self._all() for word in words if not word.endswith("*"))

    def stems(self) -> set[str]:
        """Every beginning of a word that stands in a phrase."""
        found = {stem + "*" for stem in self._stems}
        return found | {word for words in self._all() for word in words if word.endswith("*")}

    def _all(self) -> Iterator[tuple[str, ...]]:
        for entries in (self._by_first, self._stems):
            for seconds in entries.values():
                for phrases in seconds.values():
                    yield from (words for words, _ in phrases)

    def found_in(self, text: Places, stems: "Stems") -> dict[str, Ends]:
        """Where each class ends in this text."""
        at = _where(text, stems)
        found: dict[str, Ends] = {}
        for word, bits in at.items():
            for words, name in self._beginning_with(word, at):
                ends = bits << 1
                for following in words[1:]:
                    ends = (ends & at.get(following, 0)) << 1
                    if not ends:
                        break
                if ends:
                    mine = found.setdefault(name, {})
                    mine[len(words)] = mine.get(len(words), 0) | ends
        return found

    def _beginning_with(self, word: str, at: Mapping[str, int]) -> Iterator[tuple[tuple[str, ...], str]]:
        """The phrases that begin with this word and whose second word is in the text too."""
        home = self._stems if word.endswith("*") else self._by_first
        seconds = home.get(word.rstrip("*"), {})
        yield from seconds.get("", ())
        for second in seconds.keys() & at.keys():
            yield from seconds[second]


class Stems:
    """Beginnings of words, for languages whose words end in many ways."""

    def __init__(self, stems: Iterable[str]) -> None:
        self._stems = frozenset(each.rstrip("*") for each in stems)
        self._longest = max(map(len, self._stems), default=0)

    def of(self, word: str) -> Iterator[str]:
        """Those that this word begins with, starred."""
        for length in range(1, min(len(word), self._longest) + 1):
            if word[:length] in self._stems:
                yield word[:length] + "*"


def _where(text: Sequence[tuple[str, ...]], stems: Stems) -> dict[str, int]:
    at: dict[str, list[int]] = {}
    for number, readings in enumerate(text):
        for word in readings:
            at.setdefault(word, []).append(number)
    bits = {word: _bits(numbers, len(text)) for word, numbers in at.items()}
    for word in list(bits):
        for stem in stems.of(word):
            bits[stem] = bits.get(stem, 0) | bits[word]
    return bits


def _bits(numbers: Iterable[int], size: int) -> int:
    made = bytearray(size // 8 + 1)
    for number in numbers:
        made[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(made, "little")
