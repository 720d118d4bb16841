"""One line of the lexicon, as it is written and as it is looked for.

    {person} ..3 {hits} [really|always] me     in this order; ..3 is up to three words between, [] may be missing
    {person} & {knife} within 6                in any order, all among six words
    ^ help $                                   the text's beginning, and the end of it or of a sentence

Words stand for themselves, a|b for either, beat_up for a phrase, {name} for a class of words and phrases.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voice.lexicon.finding import Found

_PART = re.compile(r"\[(?P<maybe>[^\]]+)\]|\.\.(?P<gap>\d+)|(?P<edge>\^)|(?P<one>[^\s\[\]]+)")
_WITHIN = re.compile(r"^(?P<what>.+&.+) within (?P<size>\d+)$")
FURTHEST = 12


class BadPattern(ValueError):
    """A line that means nothing: what stands there, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One step: a class (named, or made for this line), a gap, or the edge where the text begins."""

    name: str = ""
    maybe: bool = False
    gap: int = 0
    edge: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A line: its parts in order, or all within so many words."""

    line: str
    parts: tuple[Part, ...]
    within: int = 0

    @property
    def classes(self) -> frozenset[str]:
        """Every class that it names, and those made for its own words."""
        return frozenset(part.name for part in self.parts if part.name)

    @property
    def needs(self) -> frozenset[str]:
        """Classes without which it cannot be there."""
        return frozenset(part.name for part in self.parts if part.name and not part.maybe)


def parse(line: str, classes: Mapping[str, object], made: dict[str, list[str]]) -> Pattern:
    """The pattern on this line; classes made for its own words are added to `made`. Raises BadPattern."""
    if within := _WITHIN.match(line):
        size = int(within["size"])
        whats = tuple(_class_part(each.strip(), classes, made, line) for each in within["what"].split("&"))
        if not 1 < size <= 4 * FURTHEST:
            raise BadPattern(f"'{line}': within 2 to {4 * FURTHEST} words")
        return Pattern(line, whats, size)
    parts = tuple(_part(found, classes, made, line) for found in _PART.finditer(line))
    if not any(part.name and not part.maybe for part in parts):
        raise BadPattern(f"'{line}': at least one word must be there")
    return Pattern(line, parts)


def _part(found: re.Match[str], classes: Mapping[str, object], made: dict[str, list[str]], line: str) -> Part:
    if found["edge"]:
        return Part(edge=True)
    if found["gap"]:
        if int(found["gap"]) > FURTHEST:
            raise BadPattern(f"'{line}': a gap of at most {FURTHEST} words")
        return Part(gap=int(found["gap"]))
    return _class_part(found["maybe"] or found["one"], classes, made, line, maybe=bool(found["maybe"]))


def _class_part(
    what: str, classes: Mapping[str, object], made: dict[str, list[str]], line: str, *, maybe: bool = False
) -> Part:
    phrases: list[str] = []
    for one in what.split("|"):
        name = one.strip().removeprefix("{").removesuffix("}")
        if one.strip().startswith("{") and name not in classes:
            raise BadPattern(f"'{line}': there is no class of words called '{name}'")
        phrases += [f"{{{name}}}"] if one.strip().startswith("{") else [name.replace("_", " ")]
    if any(not each.strip() for each in phrases):
        raise BadPattern(f"'{line}': an alternative is empty")
    if len(phrases) == 1 and phrases[0].startswith("{"):
        return Part(phrases[0][1:-1], maybe)
    name = "=" + "|".join(phrases)  # no class is called that
    made.setdefault(name, phrases)
    return Part(name, maybe)


def ends_of(pattern: Pattern, found: Found, size: int) -> int:
    """The gaps where the pattern ends in a text of so many words; 0 when it is not there."""
    if pattern.within:
        return _all_within(pattern, found)
    return _steps(pattern.parts, found, size)[-1]


def covered(pattern: Pattern, found: Found, size: int, turns: int) -> int:
    """The words that the pattern covers, gaps left out: bit i is word i.

    No gap passes over a word that turns the sentence ("but", "then"): the gaps behind one are set in `turns`.
    """
    steps = _steps(pattern.parts, found, size, turns)
    words, behind = 0, steps[-1]
    for part, before in zip(reversed(pattern.parts), reversed(steps[:-1]), strict=True):
        here = behind if part.maybe or part.edge else 0
        if part.gap:
            here = behind
            for _ in range(part.gap):
                here |= (here & ~turns) >> 1
        for length, ends in found[part.name].items():
            starts = ((behind & ends) >> length) & before
            here |= starts
            for forward in range(length):
                words |= starts << forward
        behind = here & before
    return words


def _steps(parts: Sequence[Part], found: Found, size: int, turns: int = 0) -> list[int]:
    """How far the pattern has come after each part, as gaps."""
    everywhere = (1 << (size + 1)) - 1
    steps = [everywhere]
    for part in parts:
        before = steps[-1]
        steps.append(_step(part, before, found, turns) & everywhere if before else 0)
    return steps


def _step(part: Part, before: int, found: Found, turns: int) -> int:
    if part.edge:
        return before & 1
    after = before if part.gap or part.maybe else 0
    for _ in range(part.gap):
        after |= (after << 1) & ~turns
    for length, ends in found[part.name].items():
        after |= (before << length) & ends
    return after


def _all_within(pattern: Pattern, found: Found) -> int:
    together = -1
    for part in pattern.parts:
        spread = 0
        for ends in found[part.name].values():
            spread |= ends
        for _ in range(pattern.within - 1):
            spread |= spread << 1
        together &= spread
    return together
