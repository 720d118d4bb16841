"""How well the lexicon finds what people found: the texts it was tried on, and what each edit of it would lose."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from voice.lexicon import loading
from voice.lexicon.loading import BadLexicon
from voice.lexicon.screening import Lexicon, joined
from voice.lexicon.weighing import Points, Urgency

TRIED = Path(__file__).parent / "tried"
LEVELS = {"urgent": Urgency.URGENT, "worry": Urgency.WORRY, "harmless": Urgency.NONE, "none": Urgency.NONE}
_ORDER = list(Urgency)


@dataclass(frozen=True, slots=True)
class Row:
    """An invented text, how urgent a person found it, and what it is about."""

    about: str
    level: Urgency
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Measured:
    """Of so many texts about one thing, those found; and those that were not, with what they were taken for."""

    about: str
    found: int
    texts: int
    missed: tuple[tuple[Row, Urgency], ...]


def rows(path: Path) -> list[Row]:
    """The texts of one file, whose name is their language. Raises BadLexicon."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise BadLexicon([f"{path}: cannot be read"]) from None
    return list(_rows(path, lines))


def _rows(path: Path, lines: Iterable[str]) -> Iterator[Row]:
    about = path.stem
    for number, line in enumerate(lines, 1):
        if line.startswith("#"):
            about = line[1:].strip()
        elif line.strip():
            level, tab, text = line.partition("\t")
            if level not in LEVELS or not tab:
                raise BadLexicon([f"{path}, line {number}: starts with urgent, worry or harmless, then a tab"])
            yield Row(about, LEVELS[level], text, path.stem)


def tried() -> list[Row]:
    """Every text that the lexicon was tried on."""
    return [row for path in sorted(TRIED.glob("*.tsv")) for row in rows(path)]


def found(lexicon: Lexicon, row: Row) -> tuple[bool, Urgency]:
    """Whether a text is found: urgent as urgent, a worry as either, what is harmless not at all; and its level."""
    level = lexicon.screen(row.text, row.language).level
    if row.level is Urgency.NONE:
        return level is Urgency.NONE, level
    return _ORDER.index(level) >= _ORDER.index(row.level), level


def measure(lexicon: Lexicon, texts: Iterable[Row]) -> list[Measured]:
    """What is found and what is missed, by what the texts are about."""
    about: dict[str, list[tuple[Row, bool, Urgency]]] = {}
    for row in texts:
        about.setdefault(row.about, []).append((row, *found(lexicon, row)))
    return [
        Measured(
            name, sum(well for _, well, _ in each), len(each), tuple((row, at) for row, well, at in each if not well)
        )
        for name, each in about.items()
    ]


def precision(lexicon: Lexicon, texts: Iterable[Row]) -> dict[str, tuple[int, int]]:
    """For each category: of the texts it raised, how many a person found worrying too."""
    right, raised = Counter[str](), Counter[str]()
    for row in texts:
        for reason in lexicon.screen(row.text, row.language).reasons:
            raised[reason] += 1
            right[reason] += row.level is not Urgency.NONE
    return {reason: (right[reason], count) for reason, count in sorted(raised.items())}


def edited(path: Path, points: Points | None = None) -> Lexicon:
    """The lexicon with this file in the place of the shipped one of the same language and name, or beside them."""
    edit = loading.load(path)
    shipped = {each: loading.load(each) for each in loading.files()}
    kept = [part for each, part in shipped.items() if not (each.name == path.name and part.language == edit.language)]
    return joined([*kept, edit], points)


def fallen(before: Lexicon, after: Lexicon, texts: Iterable[Row]) -> list[tuple[Row, Urgency]]:
    """The worrying texts that were found before and are not any more, with what they would be taken for."""
    return [
        (row, level)
        for row in texts
        if row.level is not Urgency.NONE and found(before, row)[0]
        for well, level in [found(after, row)]
        if not well
    ]
