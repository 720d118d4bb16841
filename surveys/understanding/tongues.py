"""What children text in one language, from its file in `tongues/`: another language is another file."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from i18n.languages import BSL, EASY_READ, ENGLISH
from surveys.files import plain as plain_node
from surveys.files import read
from surveys.understanding.tidying import tokens_of

FILES = Path(__file__).parent / "tongues"
SPOKEN_LIKE = {EASY_READ.tag: ENGLISH.tag, BSL.tag: ENGLISH.tag}  # who signs writes English, as does Easy Read

Phrase = tuple[str, ...]
Meanings = dict[str, list[Phrase]]  # "" for what has one meaning, else a number, a level or a name


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language's phrases: by heading, and under it by meaning."""

    tag: str
    headings: dict[str, Meanings]
    letters: tuple[str, ...]
    own_words: frozenset[str]
    commands: dict[str, list[Phrase]]
    short_for: dict[str, str]  # a spelling, and the word it is short for

    def under(self, heading: str) -> Meanings:
        return self.headings.get(heading, {})


def has_tongue(tag: str) -> bool:
    return _file(tag).is_file()


@cache
def tongue(tag: str) -> Tongue:
    """What is texted in this language; English for a language without a file."""
    spoken = tag if has_tongue(tag) else ENGLISH.tag
    raw: Any = plain_node(read(_file(spoken)))
    letters, own_words, commands = raw.pop("letters"), raw.pop("words_of_their_own", []), raw.pop("commands", {})
    short_for = {short: word for word, spellings in raw.pop("short_for", {}).items() for short in spellings}
    return Tongue(
        spoken,
        {heading: _meanings(written, short_for) for heading, written in raw.items()},
        tuple(plain for letter in letters for plain in tokens_of(letter)),
        frozenset(token for word in own_words for token in tokens_of(word)),
        {name: _phrases(written, {}) for name, written in commands.items()},
        short_for,
    )


def spoken_by(*tags: str) -> list[Tongue]:
    """The languages in which an answer may come, the child's own first, and English always."""
    return [tongue(tag) for tag in dict.fromkeys([*(SPOKEN_LIKE.get(tag, tag) for tag in tags), ENGLISH.tag])]


def _file(tag: str) -> Path:
    tag = SPOKEN_LIKE.get(tag, tag)
    return FILES / f"{tag}.yaml" if tag.isalnum() else FILES / "none"


def _meanings(written: Any, short_for: dict[str, str]) -> Meanings:
    by_meaning = written if isinstance(written, dict) else {"": written}
    return {meaning: _phrases(phrases, short_for) for meaning, phrases in by_meaning.items()}


def _phrases(written: list[str], short_for: dict[str, str]) -> list[Phrase]:
    phrases = (tuple(short_for.get(token, token) for token in tokens_of(each)) for each in written)
    return list(dict.fromkeys(phrase for phrase in phrases if phrase))
