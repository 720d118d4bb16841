"""What the lexicon says of a text: how urgent, and which kinds of reasons, never which words.

It only raises. A text in which it finds nothing is read by a person all the same (R13).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_

from voice.lexicon import loading, patterns, weighing
from voice.lexicon.finding import Phrases, Standing
from voice.lexicon.folding import Folding
from voice.lexicon.model import LexiconFile
from voice.lexicon.patterns import BadPattern, Pattern
from voice.lexicon.spelling import Spelling
from voice.lexicon.text import Places, Reader
from voice.lexicon.weighing import Points, Urgency

TOGETHER = "words_together"  # the reason where no line speaks, and the words weigh enough
TURNS = "turns"  # the class of words behind which a saying does not reach


@dataclass(frozen=True, slots=True)
class Screened:
    """What was found: kinds of reasons, in the lexicon's order."""

    level: Urgency
    reasons: tuple[str, ...]
    heard_in: tuple[str, ...] = ()  # languages, where a line of one that no speaker has checked yet spoke


ENGLISH = "en"  # whose slips and sounds we know; words of other languages are found as they are spelt
# So much of a text is English as it is spelt where hers is another language; and less where it is another, however
# badly a child spells: of disclosures spelled by ear half the words are ours.
MOSTLY, ANOTHER = 2 / 3, 1 / 3
SHORTEST = 3  # words; in fewer a slip and another language look alike, and a longer text may hold English in one part
RAISING = ("urgent", "worry", "hint")


@dataclass(frozen=True, slots=True)
class _Line:
    category: str
    level: str  # one of RAISING, or "idiom" or "negation", which take words out
    pattern: Pattern
    language: str


@dataclass(frozen=True, slots=True)
class _Heard:
    """A text as it was heard: its places, where classes end, what its lines are about, what was taken out."""

    read: Places
    gaps: Mapping[str, int]
    lines: Mapping[str, list[_Line]]
    lowered: frozenset[str]

    def signs(self) -> Iterator[frozenset[str]]:
        """What is weighed together in each stretch: its words, and what the lines made of the text."""
        spoken = {f"({line.category} {line.level})" for lines in self.lines.values() for line in lines}
        return (signs | spoken | self.lowered for signs in weighing.windows(self.read, self.gaps))


class Lexicon:
    """All the files together, ready to be looked things up in."""

    def __init__(self, parts: Iterable[LexiconFile], leave_alone: Iterable[str], points: Points) -> None:
        parts = sorted(parts, key=lambda part: part.language != ENGLISH)
        self._points = points
        classes = _once(parts)
        made: dict[str, list[str]] = {}
        self._lines = tuple(
            _Line(category, level, patterns.parse(line, classes, made), part.language)
            for part in parts
            for category, level, lines in _written(part)
            for line in lines
        )
        self._at = {
            level: sum(1 << number for number, line in enumerate(self._lines) if line.level == level)
            for level in (*RAISING, "idiom", "negation")
        }
        needs = [line.pattern.needs for line in self._lines]
        resolved = loading.resolve({**classes, **made})
        self._phrases = Phrases(resolved, needs)
        short = {key: words for part in parts for key, words in part.short.items()}
        pictures = {key: words for part in parts for key, words in part.pictures.items()}
        self._english = {name for part in parts if part.language == ENGLISH for name in part.classes}
        made_for = {name for line in self._lines if line.language == ENGLISH for name in line.pattern.classes}
        spelt = {word for name in self._english | made_for for phrase in resolved[name] for word in phrase.split()}
        spelling = Spelling([word for word in spelt if not word.endswith("*")], tuple(leave_alone), short)
        self._reader = Reader(Folding(pictures), spelling, self._phrases.words() | points.words)

    def screen(self, text: str, language: str = "en") -> Screened:
        """How urgent the text is, and why.

        A "not" or a "nobody" is believed only from a child whose language is English: what a signer, or a child new
        to English, writes can have its own order (R90).
        """
        heard = self._heard(text, language)
        together = self._together(heard.signs())
        if together is not Urgency.NONE and not self._is_english(text, language):
            together = Urgency.NONE
        return self._weighed(heard.lines, together)

    def _is_english(self, text: str, language: str) -> bool:
        """Whether points, which know English alone, may speak of it; lines may of any."""
        share, words = self._reader.english(text)
        if not believes_negations(language):
            return share >= MOSTLY
        return share >= ANOTHER or not SHORTEST <= words <= weighing.WIDEST

    def why(self, text: str, language: str = "en") -> dict[str, float]:
        """What counted most in the stretch that weighed most: words of the text, for whoever tries the lexicon."""
        return self._points.strongest(max(self.signs(text, language), key=self._points.sum))

    def signs(self, text: str, language: str = "en") -> list[frozenset[str]]:
        """What is weighed together in each stretch of the text."""
        return list(self._heard(text, language).signs())

    def _heard(self, text: str, language: str) -> _Heard:
        """The text without what means no harm, the lines that stand in it, and whether anything was taken out."""
        read = self._reader.places(text)
        standing = self._phrases.standing_in(read)
        denied = self._at["negation"] if believes_negations(language) else 0
        groups = {"(harmless)": self._at["idiom"], "(denied)": denied}
        covered = {sign: self._covered(standing, lines, len(read)) for sign, lines in groups.items()}
        if words := reduce(or_, covered.values()):
            read = [() if words >> number & 1 else place for number, place in enumerate(read)]
            standing = self._phrases.standing_in(read)
        lowered = frozenset(sign for sign, there in covered.items() if there)
        gaps = {name: bits for name, bits in standing.found.gaps().items() if name in self._english}
        return _Heard(read, gaps, self._lines_in(standing, len(read)), lowered)

    def _covered(self, standing: Standing, harmless: int, size: int) -> int:
        """The words that mean no harm, as bits."""
        words = 0
        for number in standing.lines(harmless):
            turns = reduce(or_, standing.found[TURNS].values(), 0)
            words |= patterns.covered(self._lines[number].pattern, standing.found, size, turns)
        return words

    def _lines_in(self, standing: Standing, size: int) -> dict[str, list[_Line]]:
        """By level, the lines that stand in the text."""
        return {
            level: [
                line
                for line in map(self._lines.__getitem__, standing.lines(self._at[level]))
                if patterns.ends_of(line.pattern, standing.found, size)
            ]
            for level in RAISING
        }

    def _weighed(self, lines: Mapping[str, list[_Line]], together: Urgency) -> Screened:
        urgent, worry, hints = (lines[level] for level in RAISING)
        if urgent or together is Urgency.URGENT:
            return _said(Urgency.URGENT, urgent + worry or hints)
        if worry or together is Urgency.WORRY:
            return _said(Urgency.WORRY, worry or hints)
        return Screened(Urgency.NONE, ())

    def _together(self, signs: Iterable[frozenset[str]]) -> Urgency:
        """What the stretch of the text that weighs most comes to."""
        levels = {self._points.level(self._points.sum(each)) for each in signs}
        return next(level for level in reversed(Urgency) if level in levels)


def _said(level: Urgency, lines: Iterable[_Line]) -> Screened:
    reasons = tuple(dict.fromkeys(line.category for line in lines)) or (TOGETHER,)
    return Screened(level, reasons, tuple(dict.fromkeys(line.language for line in lines if line.language != ENGLISH)))


def _once(parts: Iterable[LexiconFile]) -> dict[str, tuple[str, ...]]:
    """The classes of all files together. Raises BadPattern for a name that two files give: one would be lost unseen."""
    classes: dict[str, tuple[str, ...]] = {}
    for part in parts:
        if twice := sorted(classes.keys() & part.classes.keys()):
            raise BadPattern(f"class '{twice[0]}' stands in two files; give one of them another name")
        classes.update(part.classes)
    return classes


def _written(part: LexiconFile) -> Iterator[tuple[str, str, Iterable[str]]]:
    """Every group of lines of a file: what it is about, what it does, the lines."""
    for category in part.categories:
        yield from ((category.name, level, getattr(category, level)) for level in RAISING)
    yield "", "idiom", part.idioms
    yield "", "negation", part.negations


def believes_negations(language: str) -> bool:
    """Whether "nobody hits me" may be taken as it stands."""
    return language in ("en", "en-simple")


@cache
def shipped() -> Lexicon:
    """The lexicon that comes with the service, read when the first text is screened. Raises BadLexicon."""
    return joined(loading.load(path) for path in loading.files())


def joined(parts: Iterable[LexiconFile], points: Points | None = None) -> Lexicon:
    """The lexicon of these files. Raises BadLexicon."""
    try:
        return Lexicon(parts, loading.leave_alone(), weighing.shipped() if points is None else points)
    except BadPattern as bad:
        raise loading.BadLexicon([str(bad)]) from None


def screen(text: str, language: str = "en") -> Screened:
    """What the shipped lexicon says of a text."""
    return shipped().screen(text, language)
