"""How old a reader has to be to read a text with ease, as far as a formula can tell.

The Flesch–Kincaid grade (Kincaid, Fishburne, Rogers and Chissom, 1975, "Derivation of new
readability formulas", Naval Technical Training Command report 8-75) plus five years, the age at
which a grade starts. It counts words and syllables and knows nothing of meaning: a low figure does
not show that a child understands, a high one shows that she will struggle. Only children can tell.
"""

import re

LANGUAGES_MEASURED = frozenset({"en", "en-simple"})  # the formula was made from English alone
YEARS_BEFORE_GRADE_0 = 5.0

_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?:]+(?=\s|$)|\n+")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(
    r"(?:(?<=[^aeiouyl])e|(?<=[aeiouy]l)e|(?<=[^aeioutdl])ed|(?<=[aeiouyl]l)ed|(?<=[^aeiouscxzgh])es)$"
)
_INNER_SILENT = re.compile(r"(?<=som|saf|hom|car)e(?=[^aeiour]|on)|(?<=ev)e(?=r[a-z])")
_TWO_SOUNDS = re.compile(r"i[ao](?!u)|[^ctgx]ious|[^qg]ua|eo(?!p)|iet|scie|creat|oe[mt]|[aeiou].ea$|[aeiouy]ing$")
_ONE_SOUND = re.compile(r"[ct]ia|[cstg]io(?!u)")


def reading_age(text: str, language: str) -> float | None:
    """Age in years; None for a language nobody made a formula for, and for a text without words."""
    if language not in LANGUAGES_MEASURED:
        return None
    words = _WORD.findall(text)
    if not words:
        return None
    sentences = sum(1 for part in _SENTENCE_END.split(text) if _WORD.search(part))
    return round(_grade(len(words), sentences, sum(map(syllables, words))) + YEARS_BEFORE_GRADE_0, 1)


def syllables(word: str) -> int:
    """Syllables of an English word by its spelling: right for most words a child reads."""
    letters = re.sub(r"[’'].*|[^a-z’']", "", word.lower())
    spoken = _INNER_SILENT.sub("", _SILENT.sub("", letters))
    extra = len(_TWO_SOUNDS.findall(spoken)) - len(_ONE_SOUND.findall(spoken))
    return max(1, len(_VOWELS.findall(spoken)) + extra)


def _grade(words: int, sentences: int, spoken: int) -> float:
    return 0.39 * words / sentences + 11.8 * spoken / words - 15.59
