"""What the lexicon says of a text: how urgent, and which kinds of reasons, never which words.

It only raises. A text in which it finds nothing is read by a person all the same (R13).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from voice.lexicon import loading, patterns
from voice.lexicon.folding import Folding
from voice.lexicon.model import LexiconFile
from voice.lexicon.patterns import BadPattern, Pattern
from voice.lexicon.spelling import Spelling
from voice.lexicon.text import Ends, Phrases, Stems, places

TURNS = "turns"  # the class of words behind which a saying does not reach


class Urgency(StrEnum):
    """How soon a person has to look; NONE is no opinion."""

    NONE = "none"
    WORRY = "worry"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Screened:
    """What was found: kinds of reasons, in the lexicon's order."""

    level: Urgency
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    category: str
    level: str
    pattern: Pattern


class Lexicon:
    """All the files together, ready to be looked things up in."""

    def __init__(self, parts: Iterable[LexiconFile], leave_alone: Iterable[str]) -> None:
        parts = tuple(parts)
        classes = {name: words for part in parts for name, words in part.classes.items()}
        made: dict[str, list[str]] = {}

        def parsed(lines: Iterable[str]) -> tuple[Pattern, ...]:
            return tuple(patterns.parse(line, classes, made) for line in lines)

        self._lines = tuple(
            _Line(category.name, level, pattern)
            for part in parts
            for category in part.categories
            for level in ("urgent", "worry", "hint")
            for pattern in parsed(getattr(category, level))
        )
        self._by_need = _by_need(line.pattern for line in self._lines)
        self._idioms = parsed(line for part in parts for line in part.idioms)
        self._negations = parsed(line for part in parts for line in part.negations)
        self._idioms_by_need, self._negations_by_need = _by_need(self._idioms), _by_need(self._negations)
        self._phrases = Phrases(loading.resolve({**classes, **made}))
        self._stems = Stems(self._phrases.stems())
        short = {key: words for part in parts for key, words in part.short.items()}
        pictures = {key: words for part in parts for key, words in part.pictures.items()}
        self._spelling = Spelling(frozenset(self._phrases.words()), tuple(leave_alone), short)
        self._folding = Folding(pictures)

    def screen(self, text: str, language: str = "en") -> Screened:
        """How urgent the text is, and why.

        A "not" or a "nobody" is believed only from a child whose language is English: what a signer, or a child new
        to English, writes can have its own order (R90).
        """
        read = places(text, self._folding, self._spelling)
        found = self._phrases.found_in(read, self._stems)
        harmless = [self._idioms[at] for at in _likely(self._idioms_by_need, found)]
        if believes_negations(language):
            harmless += [self._negations[at] for at in _likely(self._negations_by_need, found)]
        covered = _covered(harmless, found, len(read))
        if covered:
            read = [() if covered >> number & 1 else place for number, place in enumerate(read)]
            found = self._phrases.found_in(read, self._stems)
        return self._weighed(found, len(read))

    def _weighed(self, found: Mapping[str, Ends], size: int) -> Screened:
        likely = (self._lines[at] for at in _likely(self._by_need, found))
        hits = [line for line in likely if patterns.ends_of(line.pattern, found, size)]
        urgent = [line.category for line in hits if line.level == "urgent"]
        worry = [line.category for line in hits if line.level == "worry"]
        hints = [line.category for line in hits if line.level == "hint"]
        if urgent:
            return Screened(Urgency.URGENT, tuple(dict.fromkeys(urgent + worry)))
        if worry or len(hints) > 1:
            return Screened(Urgency.WORRY, tuple(dict.fromkeys(worry or hints)))
        return Screened(Urgency.NONE, ())


def believes_negations(language: str) -> bool:
    """Whether "nobody hits me" may be taken as it stands."""
    return language in ("en", "en-simple")


Needs = Mapping[str, tuple[tuple[int, frozenset[str]], ...]]


def _by_need(lines: Iterable[Pattern]) -> Needs:
    """Each line by the class it needs that the fewest others need: most texts hold few of these."""
    needs = [line.needs for line in lines]
    often = Counter(name for each in needs for name in each)
    found: dict[str, list[tuple[int, frozenset[str]]]] = {}
    for at, each in enumerate(needs):
        found.setdefault(min(each, key=lambda name: (often[name], name)), []).append((at, each))
    return {name: tuple(lines) for name, lines in found.items()}


def _likely(by_need: Needs, found: Mapping[str, Ends]) -> list[int]:
    """The lines, in their order, all of whose classes are in the text."""
    there = found.keys()
    return sorted(at for name in there & by_need.keys() for at, needs in by_need[name] if needs <= there)


def _covered(harmless: Iterable[Pattern], found: Mapping[str, Ends], size: int) -> int:
    words, turns = 0, 0
    for ends in found.get(TURNS, {}).values():
        turns |= ends
    for pattern in harmless:
        words |= patterns.covered(pattern, found, size, turns)
    return words


@cache
def shipped() -> Lexicon:
    """The lexicon that comes with the service, read when the first text is screened. Raises BadLexicon."""
    return joined(loading.load(path) for path in loading.files())


def joined(parts: Iterable[LexiconFile]) -> Lexicon:
    """The lexicon of these files. Raises BadLexicon."""
    try:
        return Lexicon(parts, loading.leave_alone())
    except BadPattern as bad:
        raise loading.BadLexicon([str(bad)]) from None


def screen(text: str, language: str = "en") -> Screened:
    """What the shipped lexicon says of a text."""
    return shipped().screen(text, language)
