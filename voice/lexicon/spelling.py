"""What a word that nobody knows may be meant as: slips, sounds, digits for letters, letters left out or drawn out.

A reading is added to a word, never put in its place, and only where the word as it stands is none that we know.
"""

import re
from collections.abc import Collection, Iterator, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST_SLIP, SHORTEST_RUN = 5, 5
_DIGITS = str.maketrans(
    {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g"}
    | {"@": "a", "$": "s", "!": "i", "|": "l", "+": "t", "€": "e"}
)
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aeiouy]+")
_SOUNDS = (
    (re.compile("ph"), "f"),
    (re.compile("ght"), "t"),
    (re.compile("^wr"), "r"),
    (re.compile("^kn"), "n"),
    (re.compile("sch"), "sk"),
    (re.compile("ck|q"), "k"),
    (re.compile("c(?=[eiy])"), "s"),
    (re.compile("tch"), "ch"),
    (re.compile("c(?!h)"), "k"),
    (re.compile("wh"), "w"),
    (re.compile("mb$"), "m"),
    (re.compile("x"), "ks"),
    (re.compile("z"), "s"),
    (re.compile("dg"), "j"),
)


def sound(word: str) -> str:
    """How a word sounds, roughly: words that a child spells by ear share it."""
    for written, heard in _SOUNDS:
        word = written.sub(heard, word)
    word = re.sub(r"(?<=[^aeiouy])e$", "", _DOUBLED.sub(r"\1", word))
    word = _VOWELS.sub("a", word)
    return re.sub(r"(?<=.)(a?)r(?=[^a]|$)", r"\1r", word)


def bones(word: str) -> str:
    """A word without its vowels."""
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", word))


class Spelling:
    """The words of the lexicon, found again however they are written."""

    def __init__(self, words: Collection[str], leave_alone: Collection[str], short: Mapping[str, str]) -> None:
        self.words = frozenset(words)
        self.leave_alone = frozenset(leave_alone) - self.words
        self.short = short
        self._sounds: dict[str, list[str]] = {}
        self._bones: dict[str, list[str]] = {}
        self._near: dict[tuple[str, int], list[str]] = {}
        for word in sorted(self.words):
            if word.isascii() and word.isalpha():
                self._file(word)

    def _file(self, word: str) -> None:
        if len(word) > 2:
            self._sounds.setdefault(sound(word), []).append(word)
            if word[0] not in "aeiou":
                self._bones.setdefault(bones(word), []).append(word)
        if len(word) >= SHORTEST_SLIP:
            self._near.setdefault((word[0], len(word)), []).append(word)

    def knows(self, word: str) -> bool:
        """Whether it is a word, or short for some."""
        return word in self.words or word in self.leave_alone or word in self.short

    def readings(self, token: str) -> tuple[tuple[str, ...], ...]:
        """What stands at each place of a token: one place for a word, several for words run together."""
        token = token.replace("'", "")
        if (short := self.short.get(token)) is not None:
            return tuple(tuple(word.split("/")) for word in short.split())
        if self.knows(token) or not token:
            return ((token,),)
        for plainer in drawn_in(token):
            if plainer != token and self.knows(plainer):
                return self.readings(plainer)
        letters = next(iter(drawn_in(token)))
        found = tuple(dict.fromkeys(self._meant(letters)))
        if not found and (run := self._run_together(letters)):
            return run
        return ((token, *found),)

    def _meant(self, word: str) -> Iterator[str]:
        if not word.isascii() or not word.replace("*", "a").isalpha():
            return
        if "*" in word:
            yield from self._starred(word)
            return
        if not _VOWELS.search(word.rstrip("y")) and len(word) > 1:
            yield from self._bones.get(bones(word), ())
            return
        if len(word) > 2:
            yield from self._sounds.get(sound(word), ())
        yield from self._slips(word)

    def _slips(self, word: str) -> Iterator[str]:
        size = len(word)
        if not SHORTEST_SLIP - 1 <= size <= 20:
            return
        furthest = 1 if size < 8 else 2
        for first in {word[0], word[1]}:
            for length in range(max(size - furthest, SHORTEST_SLIP), size + furthest + 1):
                near = self._near.get((first, length), ())
                for meant, _, _ in process.extract(word, near, scorer=OSA.distance, score_cutoff=furthest, limit=4):
                    yield meant

    def _starred(self, word: str) -> Iterator[str]:
        """Letters hidden by stars: as many letters, or fewer."""
        pattern = re.compile(re.sub(r"\*+", "[a-z]{1,6}", word[:20]) + "$")
        if len(word.replace("*", "")) >= 2:
            yield from (each for each in self.words if each[0] == word[0] and pattern.match(each))

    def together(self, letters: str) -> str | None:
        """Letters that stood apart, as words between spaces; None when they make none."""
        if len(letters) == 3:
            return letters if letters in self.words else None
        if self.knows(letters):
            return letters
        run = self._run_together(letters)
        if run:
            return " ".join(word for (word, *_) in run)
        return letters if next(self._meant(letters), None) else None

    def _run_together(self, letters: str) -> tuple[tuple[str, ...], ...]:
        """Words written without spaces; nothing unless all of it is words of ours, the fewest that do it."""
        if not SHORTEST_RUN <= len(letters) <= 60:
            return ()
        best: list[tuple[str, ...] | None] = [()] + [None] * len(letters)
        for end in range(1, len(letters) + 1):
            for start in range(max(0, end - 14), end):
                before, word = best[start], letters[start:end]
                if before is None or not (word in self.words or word in self.short):
                    continue
                if len(word) == 1 and word not in ("i", "a", "u", "2"):
                    continue
                known = best[end]
                if known is None or len(before) + 1 < len(known):
                    best[end] = (*before, word)
        run = best[-1] or ()
        if not run or len(letters) / len(run) < 2.2:
            return ()
        return tuple(place for word in run for place in self.readings(word))


def drawn_in(token: str) -> Iterator[str]:
    """The token with letters for its digits, and what was drawn out drawn in."""
    undrawn = _DRAWN_OUT.sub(r"\1\1", token)
    mixed = any(each.isalpha() for each in token) and not token.isalpha()
    as_letters = undrawn.translate(_DIGITS) if mixed else undrawn
    if as_letters.startswith("wi") and "1" in undrawn:
        yield undrawn.replace("1", "l").translate(_DIGITS)
    yield as_letters
    yield _DRAWN_OUT.sub(r"\1", as_letters)
    yield _DOUBLED.sub(r"\1", as_letters)
    if mixed:
        yield undrawn.replace("1", "l").translate(_DIGITS)
