"""The catalogues' files: read, written and compiled in one place.

Babel drops every header it does not know, so who checked a language (`X-Checked-By`, R65) is read
from the file itself and put back whenever the file is written.
"""

import re
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

LOCALES = Path(__file__).parent / "locales"
WIDTH = 100

_CHECKED_BY = re.compile(r'^"X-Checked-By:[ ]*(.*?)[ ]*\\n"$', re.MULTILINE)
_PLACEHOLDER = re.compile(r'^"[^"]*(?:ADDRESS|YEAR-MO-DA|LL@li\.org)[^"]*\\n"\n', re.MULTILINE)
_LAST_HEADER = re.compile(r'^"Generated-By: .*\\n"$', re.MULTILINE)


def po_file(tag: str) -> Path:
    return LOCALES / tag / "messages.po"


def read(po: Path) -> Catalog:
    """The catalogue in this file; PoFileError for one that is broken."""
    with po.open("rb") as written:
        return read_po(written, abort_invalid=True)


def checked_by(po: Path) -> str | None:
    """The named speaker who checked this language; None while it is a draft."""
    head = po.read_text(encoding="utf-8").split("\n\n", 1)[0]
    found = _CHECKED_BY.search(head)
    return (found.group(1) or None) if found else None


def write(po: Path, words: Catalog) -> None:
    """Write the catalogue in a fixed order, so that a change of words is all a reviewer sees."""
    checked = (po.exists() and checked_by(po)) or ""
    made = BytesIO()
    write_po(made, words, width=WIDTH, include_lineno=False, sort_by_file=True)
    text = _PLACEHOLDER.sub("", made.getvalue().decode())
    text = _LAST_HEADER.sub(lambda _: f'"X-Checked-By: {checked}\\n"', text, count=1)
    po.write_text(text, encoding="utf-8")


def compiled(po: Path) -> bytes:
    """The catalogue as gettext reads it, without anything half done.

    Babel fills a missing plural form with the English one; here the whole message falls back, so
    that a sentence is never in two languages.
    """
    words = read(po)
    for message in words:
        if message.id and not finished(message):
            message.flags.add("fuzzy")
    made = BytesIO()
    write_mo(made, words)
    return made.getvalue()


def finished(message: Message) -> bool:
    """Translated in all its forms, and looked at since its English last changed (not fuzzy)."""
    forms = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return not message.fuzzy and all(forms)
