"""What the children's pages say beside a survey's questions, for whoever signs it or looks what is missing."""

from collections.abc import Sequence
from functools import cache

from i18n import po

PLACES = ("channels/web/", "voice/help_lines.py")
NEVER_SIGNED = ("channels/web/design.py", "channels/web/templates/design.html")


@cache
def page_words(tag: str) -> tuple[tuple[str, str], ...]:
    """Each message with how this language says it; where it has no word of its own, the message itself."""
    found: dict[str, str] = {}
    for message in po.read(po.po_file(tag)):
        places = [file for file, _ in message.locations if file not in NEVER_SIGNED]
        if message.id and any(file.startswith(PLACES) for file in places):
            ids, said = _forms(message.id), _forms(message.string) if po.finished(message) else ()
            found |= dict(zip(ids, said or ids, strict=False))
    return tuple(found.items())


def _forms(words: str | Sequence[str] | None) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words or ())
