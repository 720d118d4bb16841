"""Brings every catalogue up to date with the words in the code, the pages and the surveys.

    python -m i18n.extract                      each messages.po, keeping what is translated
    python -m i18n.extract --template FILE.pot  also the template, for a translators' tool

The template is not committed: it can be made from the words themselves at any time.
"""

import sys
from functools import partial
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from i18n import po
from i18n.languages import ENGLISH, LANGUAGES, Language

ROOT = Path(__file__).parent.parent
ROOMS = frozenset({"voice", "channels", "storage", "surveys", "i18n", "accessibility"})
PAGES = {"trimmed": "true", "silent": "false"}
METHODS = {
    "**.py": "python",
    "**/templates/**.html": "jinja2.ext:babel_extract",
    "**/templates/**.txt": "jinja2.ext:babel_extract",
    "surveys/library/*.yaml": "i18n.survey_words:extract",
    "surveys/core.yaml": "i18n.survey_words:extract",
    "surveys/samples/*.yaml": "i18n.survey_words:extract",
}
OPTIONS = {pattern: PAGES for pattern, method in METHODS.items() if method.startswith("jinja2")}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "N_": None,
    "vital": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def template(root: Path = ROOT) -> Catalog:
    """Every message below this directory, with the files it stands in and notes for the translator."""
    found = Catalog(project="voice", version="1", charset="utf-8", fuzzy=False)
    messages = extract_from_dir(
        root,
        METHODS.items(),
        OPTIONS,
        KEYWORDS,
        comment_tags=("For translators:",),
        strip_comment_tags=True,
        directory_filter=partial(_is_ours, root),
    )
    for file, line, message, notes, context in messages:
        found.add(message, locations=[(file, line)], auto_comments=notes, context=context)
    return found


def update(spoken: Language, found: Catalog) -> None:
    """Add what is new, keep what is translated, and set aside what is asked no longer."""
    file = po.po_file(spoken.tag)
    words = po.read(file) if file.exists() else _first(spoken)
    words.update(found, no_fuzzy_matching=True, update_creation_date=False)
    words.obsolete = {key: message for key, message in words.obsolete.items() if po.finished(message)}
    po.write(file, words)


def main(argv: list[str]) -> int:
    found = template()
    if argv[:1] == ["--template"] and len(argv) == 2:
        with Path(argv[1]).open("wb") as made:
            write_po(made, found, width=po.WIDTH)
    elif argv:
        print(__doc__, file=sys.stderr)
        return 2
    for spoken in LANGUAGES.values():
        if spoken != ENGLISH:
            update(spoken, found)
    return 0


def _first(spoken: Language) -> Catalog:
    po.po_file(spoken.tag).parent.mkdir(parents=True, exist_ok=True)
    return Catalog(spoken.babel, project="voice", version="1", header_comment=f"# {spoken.tag}", fuzzy=False)


def _is_ours(root: Path, directory: str) -> bool:
    return Path(directory).resolve() == root or bool(ROOMS & set(Path(directory).relative_to(root).parts[:1]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
