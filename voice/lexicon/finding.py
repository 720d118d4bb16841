"""Which phrases of the lexicon stand in a text, and which of its lines may: asked of the text's few words alone.

A text is asked nothing of lines whose words it does not hold. Each phrase carries, as bits, the lines that it is one of
the needs of: the first need of a line stands in the first of these numbers, its second in the second, and a line is
likely where every number has its bit.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from voice.lexicon.text import Places

Ends = dict[int, int]  # length of a phrase: the gaps where one of that length ends, as bits


@dataclass(frozen=True, slots=True)
class _Phrase:
    """How many words, the classes it stands in, and the lines that need one of them, by which need it is."""

    length: int
    classes: tuple[str, ...]  # a set of each would be a megabyte or two
    named: tuple[str, ...]  # those of the classes that a person has named
    needed: tuple[tuple[int, int], ...]


class Found(dict[str, Ends]):
    """Where each class ends in one text; gathered when it is asked for, since few are."""

    def __init__(self, there: Sequence[tuple[_Phrase, int]]) -> None:
        super().__init__()
        self._there = there

    def __missing__(self, name: str) -> Ends:
        ends: Ends = {}
        self[name] = ends
        for phrase, bits in self._there:
            if name in phrase.classes:
                ends[phrase.length] = ends.get(phrase.length, 0) | bits
        return ends

    def gaps(self) -> dict[str, int]:
        """For each class that has a name, the gaps where one of its phrases ends."""
        gaps: dict[str, int] = {}
        for phrase, bits in self._there:
            for name in phrase.named:
                gaps[name] = gaps.get(name, 0) | bits
        return gaps


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in one text: where each class ends, and the likely lines."""

    found: Found
    likely: int

    def lines(self, among: int) -> Iterator[int]:
        """The numbers of those likely lines, in their order."""
        left = self.likely & among
        while left:
            lowest = left & -left
            yield lowest.bit_length() - 1
            left ^= lowest


class Phrases:
    """Every phrase of every class, and what each line needs."""

    def __init__(self, classes: Mapping[str, Iterable[str]], needs: Sequence[frozenset[str]]) -> None:
        slots, self._without = _slots(needs)
        homes: dict[tuple[str, ...], list[str]] = {}
        for name, phrases in classes.items():
            for phrase in phrases:
                homes.setdefault(tuple(phrase.split()), []).append(name)
        shared = cache(lambda length, names: _Phrase(length, *_needed(names, slots)))
        self._alone: dict[str, _Phrase] = {}
        self._longer: dict[str, dict[str, list[tuple[tuple[str, ...], _Phrase]]]] = {}
        for words, names in homes.items():
            self._file(words, shared(len(words), tuple(dict.fromkeys(names))))

    def _file(self, words: Sequence[str], phrase: _Phrase) -> None:
        if len(words) == 1:
            self._alone[words[0]] = phrase
        else:
            self._longer.setdefault(words[0], {}).setdefault(words[1], []).append((tuple(words[2:]), phrase))

    def words(self) -> frozenset[str]:
        """Every word that stands in a phrase; beginnings of words end in a star."""
        found = {*self._alone, *self._longer}
        for seconds in self._longer.values():
            found.update(seconds, *(rest for phrases in seconds.values() for rest, _ in phrases))
        return frozenset(found)

    def standing_in(self, text: Places) -> Standing:
        """What stands in this text."""
        there = list(self._in(_where(text)))
        needed = list(self._without)
        for phrase, _ in there:
            for slot, lines in phrase.needed:
                needed[slot] |= lines
        likely = -1
        for lines in needed:
            likely &= lines
        return Standing(Found(there), likely)

    def _in(self, at: Mapping[str, int]) -> Iterator[tuple[_Phrase, int]]:
        """Each phrase whose words stand there in its order, with the gaps where it ends."""
        for word, bits in at.items():
            if alone := self._alone.get(word):
                yield alone, bits << 1
            for second in self._longer.get(word, {}).keys() & at.keys():
                two = (bits << 1 & at[second]) << 1
                for rest, phrase in self._longer[word][second] if two else ():
                    ends = two
                    for following in rest:
                        ends = (ends & at.get(following, 0)) << 1
                    if ends:
                        yield phrase, ends


def _slots(needs: Sequence[frozenset[str]]) -> tuple[Mapping[str, Mapping[int, int]], Sequence[int]]:
    """For each class, the lines whose first, second … need it is; and the lines that have no such need.

    What few lines need comes first.
    """
    often = Counter(name for each in needs for name in each)
    slots: dict[str, dict[int, int]] = {}
    without = [(1 << len(needs)) - 1] * max(map(len, needs), default=0)
    for line, each in enumerate(needs):
        for slot, name in enumerate(sorted(each, key=lambda name: (often[name], name))):
            mine = slots.setdefault(name, {})
            mine[slot] = mine.get(slot, 0) | 1 << line
            without[slot] ^= 1 << line
    return slots, without


def _needed(
    names: tuple[str, ...], slots: Mapping[str, Mapping[int, int]]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[int, int], ...]]:
    """What phrases in the same classes share: these, those with names, and the lines that need one of them."""
    needed: dict[int, int] = {}
    for name in names:
        for slot, lines in slots.get(name, {}).items():
            needed[slot] = needed[slot] | lines if slot in needed else lines  # the same number where it is one class's
    return names, tuple(name for name in names if not name.startswith("=")), tuple(needed.items())


def _where(text: Places) -> dict[str, int]:
    """The places of each word, as bits."""
    at: dict[str, list[int]] = {}
    for number, words in enumerate(text):
        for word in words:
            at.setdefault(word, []).append(number)
    return {word: _bits(numbers, len(text)) for word, numbers in at.items()}


def _bits(numbers: Sequence[int], size: int) -> int:
    if len(numbers) == 1:
        return 1 << numbers[0]
    made = bytearray(size // 8 + 1)
    for number in numbers:
        made[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(made, "little")
