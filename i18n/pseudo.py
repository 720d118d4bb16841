"""Two languages that nobody speaks, for the demonstration and the tests: they show what was forgotten.

In `en-XA` every letter of a catalogue's words is another letter, and the words are longer, as many languages are: plain
letters on a page did not come through the catalogue, and what is cut off would be cut off in Polish. `ar-XB` is the
same from right to left.
"""

import gettext
import re

_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_OTHER = "àƀçđéƒĝĥíĵķĺɱñóƥƣŕšŧúṽŵẋýžÀƁÇĐÉƑĜĤÍĴĶĹṀÑÓƤƢŔŠŦÚṼŴẊÝŽ"
_LETTERS = str.maketrans(_PLAIN, _OTHER)
_VOWELS = re.compile("[àéíóú]")
_PLACE = re.compile(r"(%\(\w+\)[a-z]|%%|\{\w*\})")


class Pseudo(gettext.NullTranslations):
    """Says every message, each in letters of its own."""

    def gettext(self, message: str) -> str:
        return said(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return said(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return said(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self.ngettext(msgid1, msgid2, n)


def said(message: str) -> str:
    """Other letters, every vowel twice; the places for names and days stay as they are."""
    parts = _PLACE.split(message)
    return "".join(part if at % 2 else _longer(part.translate(_LETTERS)) for at, part in enumerate(parts))


def _longer(words: str) -> str:
    return _VOWELS.sub(lambda vowel: vowel[0] * 2, words)
