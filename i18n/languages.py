"""The languages a child can choose: those that are read, and British Sign Language, which is seen.

A signed language has no written words of its own. Its pages are in Easy Read, and each of their texts may have a clip.
"""

from dataclasses import dataclass
from typing import Literal

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True, slots=True)
class Language:
    tag: str
    babel: str  # the locale for plurals and dates
    html_lang: str
    direction: Direction
    own_name: str  # as its own readers call it


ENGLISH = Language("en", "en_GB", "en-GB", "ltr", "English")
EASY_READ = Language("en-simple", "en_GB", "en-GB", "ltr", "Easy Read")
ARABIC = Language("ar", "ar", "ar", "rtl", "العربية")

LANGUAGES: dict[str, Language] = {each.tag: each for each in (ENGLISH, EASY_READ, ARABIC)}

BSL = Language("bfi", "en_GB", "en-GB", "ltr", "British Sign Language")
SIGNED: dict[str, Language] = {BSL.tag: BSL}
CHOSEN: dict[str, Language] = {**LANGUAGES, **SIGNED}

# Nobody speaks these: for the demonstration and the tests (i18n/pseudo.py).
ACCENTED = Language("en-XA", "en_GB", "en-XA", "ltr", "Ƒàķé")
MIRRORED = Language("ar-XB", "en_GB", "ar-XB", "rtl", "Ƒàķé ←")
MADE_UP: dict[str, Language] = {each.tag: each for each in (ACCENTED, MIRRORED)}

# Written by the service itself, so no speaker has to check them first (R65).
OUR_OWN = frozenset({ENGLISH.tag, EASY_READ.tag})


def language(tag: str | None) -> Language:
    """The language of this tag; English for a tag we do not have."""
    return CHOSEN.get(tag or "") or MADE_UP.get(tag or "", ENGLISH)


def written(tag: str) -> str:
    """The language in which the words of this one are written."""
    return EASY_READ.tag if tag in SIGNED else tag
