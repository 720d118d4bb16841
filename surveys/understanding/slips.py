"""Slips of spelling and letters drawn out, mended only where nothing else can have been meant.

A word that means the opposite is often one letter away. So a common word is never a slip of another one,
two words equally near are neither, and a beginning or an end that turns a meaning round is not a slip.
"""

import re
from collections.abc import Collection, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST, SHORTEST_KNOWN, LONG, LONG_KNOWN = 4, 5, 7, 8
SHORTEST_SOUND = 3
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_ENDLESS = re.compile(r"(.)\1+$")
_TWICE = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aeiouyw]")
_BY_EAR = [
    (re.compile(written), heard)
    for written, heard in (
        ("ph", "f"),
        ("sch", "sk"),
        ("c(?=[eiy])", "s"),
        ("ck?|q", "k"),
        ("z", "s"),
        (r"(.)\1+", r"\1"),
    )
]
_TURNS_ROUND = re.compile(r"^(?:un|in|im|ir|dis|mis|non|not)|(?:nt|less)$")


def mended(word: str, known: Collection[str], spellings: Collection[str], own_words: Collection[str]) -> str:
    """The known word that this one is a slip of, or the word itself. Of other spellings only the exact ones count."""
    if word in spellings or not word.isalpha():
        return word
    for shorter in _with_fewer_letters(word):
        if shorter in spellings:
            return shorter
    drawn_in = _DRAWN_OUT.sub(r"\1", word)
    if drawn_in in own_words or word in own_words or not SHORTEST <= len(drawn_in) <= 20:
        return word
    return _nearest(drawn_in, known) or word


def sound(word: str) -> str:
    """What is left of a word when it is written by ear: `froot` and `fruit` sound alike. Nothing for a short word."""
    for written, heard in _BY_EAR:
        word = written.sub(heard, word)
    left = word[:1] + _VOWELS.sub("", word[1:])
    return left if len(word) >= SHORTEST and len(left) >= SHORTEST_SOUND else ""


def sounds_like(word: str, sounds: Mapping[str, str]) -> str:
    """The one of these words that sounds like it, or the word itself."""
    found = sounds.get(sound(word), word)
    return found if bool(_TURNS_ROUND.search(word)) == bool(_TURNS_ROUND.search(found)) else word


def _with_fewer_letters(word: str) -> list[str]:
    """`yesss` as `yess` and `yes`; a letter that belongs twice (`happyyy`) stays twice."""
    if not _TWICE.search(word):
        return []
    return [
        _DRAWN_OUT.sub(r"\1\1", word),
        _DRAWN_OUT.sub(r"\1", word),
        *([_ENDLESS.sub(r"\1", word)] if len(word) >= SHORTEST else []),
    ]


def _nearest(word: str, known: Collection[str]) -> str | None:
    most = 1 if len(word) < LONG else 2
    near = process.extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=None)
    likely = [(found, steps) for found, steps, _ in near if _is_a_slip(word, found, int(steps))]
    if not likely or (len(likely) > 1 and likely[0][1] == likely[1][1]):
        return None
    return likely[0][0]


def _is_a_slip(word: str, found: str, steps: int) -> bool:
    two_changed_places = len(found) == SHORTEST and sorted(word) == sorted(found)
    return (
        (len(found) >= SHORTEST_KNOWN or two_changed_places)
        and (steps == 1 or len(found) >= LONG_KNOWN)
        and found[0] == word[0]
        and bool(_TURNS_ROUND.search(word)) == bool(_TURNS_ROUND.search(found))
    )
