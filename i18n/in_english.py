"""The English of a text that somebody was shown in another language, for who reads the answer to it."""

from collections.abc import Mapping
from functools import cache

from i18n import po


def english_of(text: str, tag: str) -> str | None:
    """None where the catalogue of this language says that text no more, or of two different ones."""
    return _english(tag).get(text)


@cache
def _english(tag: str) -> Mapping[str, str]:
    """Every translated text by its translation. Reading a catalogue takes a tenth of a second, once."""
    found: dict[str, str] = {}
    several = set()
    for message in po.read(po.po_file(tag)) if po.po_file(tag).exists() else ():
        if message.id and isinstance(message.string, str) and isinstance(message.id, str) and po.finished(message):
            first = found.setdefault(message.string, message.id)
            if _plainly(first) != _plainly(message.id):
                several.add(message.string)
    return {text: english for text, english in found.items() if text not in several}


def _plainly(text: str) -> str:
    return text.casefold().strip(" .?!")
