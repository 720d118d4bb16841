"""Kinder, plainer words for what an adult writes to a child (R102). A suggestion: nothing is ever changed by it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("kinder_words.yaml")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What was written, and what could be said instead."""

    written: str = field(repr=False)
    say: str


def kinder_words(*texts: str) -> list[Suggestion]:
    """One suggestion for each word met, in the order they are met."""
    found, kinder = _words()
    met: dict[str, Suggestion] = {}
    for text in texts:
        for match in found.finditer(text):
            written = " ".join(match[0].split())
            say = kinder[written.casefold()]
            met.setdefault(written.casefold(), Suggestion(written, say))
    return list(met.values())


def read(text: str) -> Mapping[str, str]:
    """What to say for each word of a list like ours. Raises ValueError for a list that is not one."""
    lines = yaml.safe_load(text) or []
    for number, line in enumerate(lines if isinstance(lines, list) else [lines], start=1):
        if not _is_line(line):
            raise ValueError(f"entry {number} needs `say`, one text, and `for`, a list of words")
    return {word.casefold(): line["say"] for line in lines for word in line["for"]}


def _is_line(line: object) -> bool:
    if not isinstance(line, dict) or set(line) != {"for", "say"} or not isinstance(line["for"], list):
        return False
    return all(isinstance(text, str) and text.strip() for text in (line["say"], *line["for"]))


@cache
def _words() -> tuple[re.Pattern[str], Mapping[str, str]]:
    kinder = read(FILE.read_text(encoding="utf-8"))
    longest_first = sorted(kinder, key=len, reverse=True)
    each = "|".join(r"\s+".join(map(re.escape, word.split())) for word in longest_first)
    return re.compile(rf"(?<![\w’'-])(?:{each or '(?!)'})(?![\w’'-])", re.IGNORECASE), kinder
