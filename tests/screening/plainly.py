"""The lexicon read slowly and plainly: every line at every place of the text, no index, no bits."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from voice.lexicon import loading, patterns
from voice.lexicon.folding import Folding
from voice.lexicon.model import LexiconFile
from voice.lexicon.patterns import Part, Pattern
from voice.lexicon.spelling import Spelling
from voice.lexicon.text import Reader

Place = frozenset[str]


class Plainly:
    """The files of the lexicon, and what they say of a text."""

    def __init__(self, parts: Sequence[LexiconFile]) -> None:
        self._parts = sorted(parts, key=lambda part: part.language != "en")
        self._made: dict[str, list[str]] = {}
        self._named = {name: words for part in parts for name, words in part.classes.items()}
        self._patterns = {line: patterns.parse(line, self._named, self._made) for line in self._lines()}

    def _lines(self) -> Iterator[str]:
        for part in self._parts:
            for category in part.categories:
                yield from (*category.urgent, *category.worry, *category.hint)
            yield from (*part.idioms, *part.negations)

    @cached_property
    def _classes(self) -> Mapping[str, list[list[str]]]:
        resolved = loading.resolve({**self._named, **self._made})
        return {name: [phrase.split() for phrase in phrases] for name, phrases in resolved.items()}

    @staticmethod
    def _words(parts: Sequence[LexiconFile]) -> frozenset[str]:
        """Every word of these files."""
        plain = Plainly(parts)
        return frozenset(word for phrases in plain._classes.values() for phrase in phrases for word in phrase)

    @cached_property
    def _reader(self) -> Reader:
        words = self._words(self._parts)
        short = {key: said for part in self._parts for key, said in part.short.items()}
        pictures = {key: said for part in self._parts for key, said in part.pictures.items()}
        english = self._words([part for part in self._parts if part.language == "en"])
        whole = [word for word in english if not word.endswith("*")]
        return Reader(Folding(pictures), Spelling(whole, tuple(loading.leave_alone()), short), words)

    def screen(self, text: str, language: str) -> tuple[str, tuple[str, ...]]:
        """The level and the reasons."""
        read = [frozenset(place) for place in self._reader.places(text)]
        harmless = [line for part in self._parts for line in part.idioms]
        if language in ("en", "en-simple"):
            harmless += [line for part in self._parts for line in part.negations]
        here = _Here(self._classes, read)
        covered = {place for line in harmless for place in here.covered(self._patterns[line])}
        here = _Here(self._classes, [frozenset() if at in covered else place for at, place in enumerate(read)])
        urgent, worry = (
            [
                category.name
                for part in self._parts
                for category in part.categories
                for line in getattr(category, level)
                if here.holds(self._patterns[line])
            ]
            for level in ("urgent", "worry")
        )
        if urgent:
            return "urgent", tuple(dict.fromkeys(urgent + worry))
        return ("worry", tuple(dict.fromkeys(worry))) if worry else ("none", ())


class _Here:
    """One text, with the classes that stand in it."""

    def __init__(self, classes: Mapping[str, list[list[str]]], text: list[Place]) -> None:
        self._classes, self._text = classes, text
        self._said = frozenset(word for place in text for word in place)
        self._spans: dict[str, list[tuple[int, int]]] = {}

    def spans(self, name: str) -> list[tuple[int, int]]:
        """From where to where a phrase of the class stands."""
        if name not in self._spans:
            self._spans[name] = [
                (start, start + len(phrase))
                for phrase in self._classes.get(name, ())
                if self._said.issuperset(phrase)
                for start in range(len(self._text) - len(phrase) + 1)
                if all(word in self._text[start + at] for at, word in enumerate(phrase))
            ]
        return self._spans[name]

    def holds(self, pattern: Pattern) -> bool:
        """Whether the line is there."""
        if not all(self.spans(name) for name in pattern.needs):
            return False
        if pattern.within:
            return self._all_within(pattern)
        return any(True for start in range(len(self._text) + 1) for _ in self._ways(pattern.parts, start, set()))

    def _all_within(self, pattern: Pattern) -> bool:
        """Whether each part ends within so many gaps of one gap."""
        ends = [{end for _, end in self.spans(part.name)} for part in pattern.parts]
        last = len(self._text) + pattern.within
        return any(all(any(at - pattern.within < end <= at for end in each) for each in ends) for at in range(last))

    def covered(self, pattern: Pattern) -> set[int]:
        """Every place that one way of reading the line takes, gaps left out."""
        if not all(self.spans(name) for name in pattern.needs):
            return set()
        turns = {end for _, end in self.spans("turns")}
        starts = range(len(self._text) + 1)
        return {place for start in starts for way in self._ways(pattern.parts, start, turns) for place in way}

    def _ways(self, parts: Sequence[Part], at: int, turns: set[int]) -> Iterator[frozenset[int]]:
        """Each way in which these parts follow one another from this gap: the places it takes."""
        if not parts:
            yield frozenset()
            return
        for to, taken in self._first(parts[0], at, turns):
            for rest in self._ways(parts[1:], to, turns):
                yield taken | rest

    def _first(self, part: Part, at: int, turns: set[int]) -> Iterator[tuple[int, frozenset[int]]]:
        if part.edge:
            yield from ((at, frozenset[int]()) for _ in range(at == 0))
            return
        if part.gap or part.maybe:
            yield at, frozenset()
        for to in range(at + 1, min(at + part.gap, len(self._text)) + 1):
            if to in turns:
                break
            yield to, frozenset()
        yield from ((end, frozenset(range(start, end))) for start, end in self.spans(part.name) if start == at)
