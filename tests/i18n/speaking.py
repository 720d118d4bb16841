"""Catalogues made for a test, without a file."""

import gettext
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from i18n.catalogue import Catalogue
from i18n.languages import language

HEADER = """msgid ""
msgstr ""
"Language: {locale}\\n"
"Plural-Forms: nplurals={n}; plural={rule};\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Generated-By: somebody\\n"
{extra}
"""
ARABIC_RULE = "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)"


def a_catalogue(tag: str, messages: Iterable[str], checked_by: str | None = None) -> Catalogue:
    """A catalogue that says each message with its tag in front; placeholders stay."""
    words = Catalog(language(tag).babel)
    for message in messages:
        words.add(message, f"{tag}: {message}")
    made = BytesIO()
    write_mo(made, words)
    made.seek(0)
    return Catalogue(language(tag), gettext.GNUTranslations(made), checked_by)


def a_po_file(folder: Path, entries: str, *, checked_by: str | None = None) -> Path:
    """An Arabic messages.po as a translator saves it."""
    extra = f'"X-Checked-By: {checked_by}\\n"\n' if checked_by is not None else ""
    file = folder / "messages.po"
    file.write_text(HEADER.format(locale="ar", n=6, rule=ARABIC_RULE, extra=extra) + entries, encoding="utf-8")
    return file
