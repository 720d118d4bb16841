"""The words of one language, and what is said when a word is missing or nobody has checked it.

A missing word falls back to Easy Read and then to English: a child never meets a message id or a
gap. The few texts on which a child's safety hangs are live in a language only when a named speaker
has checked them; until then they come in Easy Read (R65).
"""

import gettext
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from i18n import po
from i18n.languages import EASY_READ, ENGLISH, MADE_UP, OUR_OWN, Language, language
from i18n.pseudo import Pseudo


@dataclass(frozen=True, slots=True)
class Said:
    """A text and the language it really is in, for its `lang` and `dir` on the page."""

    text: str
    language: Language


class _Silent(gettext.NullTranslations):
    """Says nothing where the catalogue has no word, so that a gap can be told from a translation."""

    def gettext(self, message: str) -> str:
        return ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return ""

    def pgettext(self, context: str, message: str) -> str:
        return ""

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return ""


class Catalogue:
    """One language's words. Make it with `catalogue(tag)`."""

    def __init__(self, spoken: Language, words: gettext.NullTranslations, checked_by: str | None) -> None:
        words.add_fallback(_Silent())
        self.language = spoken
        self.checked_by = checked_by  # the speaker who checked it; None for a draft
        self._words = words
        self._next = _fallback(spoken)

    @property
    def tag(self) -> str:
        return self.language.tag

    @property
    def live(self) -> bool:
        """Whether the vital texts may be given in this language (R65)."""
        return self.tag in OUR_OWN or self.checked_by is not None

    def has(self, message: str) -> bool:
        return self.tag == ENGLISH.tag or bool(message and self._words.gettext(message))

    def said(self, message: str) -> Said:
        """The text, and which language of the fallbacks it was found in."""
        if not message or self._next is None:
            return Said(message, self.language)
        text = self._words.gettext(message)
        return Said(text, self.language) if text else self._next.said(message)

    def vital(self, message: str) -> Said:
        """One of R65's texts: in this language if a named speaker checked it, else in Easy Read."""
        return self.said(message) if self.live else catalogue(EASY_READ.tag).said(message)

    def gettext(self, message: str) -> str:
        return self.said(message).text

    def ngettext(self, one: str, many: str, n: int) -> str:
        if self._next is None:
            return one if n == 1 else many
        return self._words.ngettext(one, many, n) or self._next.ngettext(one, many, n)

    def pgettext(self, context: str, message: str) -> str:
        if self._next is None:
            return message
        return self._words.pgettext(context, message) or self._next.pgettext(context, message)

    def npgettext(self, context: str, one: str, many: str, n: int) -> str:
        if self._next is None:
            return one if n == 1 else many
        return self._words.npgettext(context, one, many, n) or self._next.npgettext(context, one, many, n)


@cache
def catalogue(tag: str) -> Catalogue:
    """The catalogue of a language we have; English for any other tag."""
    spoken = language(tag)
    if spoken.tag in MADE_UP:
        return Catalogue(spoken, Pseudo(), "nobody: it is no language")
    file = po.po_file(spoken.tag)
    if not file.exists():
        return Catalogue(spoken, gettext.NullTranslations(), None)
    return Catalogue(spoken, _read(file), po.checked_by(file))


def _read(file: Path) -> gettext.NullTranslations:
    """From the compiled file if it is up to date, else from the words themselves."""
    mo = file.with_suffix(".mo")
    fresh = mo.exists() and mo.stat().st_mtime >= file.stat().st_mtime
    return gettext.GNUTranslations(BytesIO(mo.read_bytes() if fresh else po.compiled(file)))


def _fallback(spoken: Language) -> Catalogue | None:
    if spoken.tag == ENGLISH.tag:
        return None
    return catalogue(ENGLISH.tag if spoken.tag == EASY_READ.tag else EASY_READ.tag)
