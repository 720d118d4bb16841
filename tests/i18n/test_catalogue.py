"""Words are always found, safety is never left to an unchecked translation, and plurals are right."""

import gettext
import os
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from i18n import po
from i18n.catalogue import Catalogue, catalogue
from i18n.languages import LANGUAGES, OUR_OWN, language
from tests.i18n.speaking import a_catalogue, a_po_file

SAFE = "Do you feel safe where you live?"


def test_an_unchecked_language_gives_vital_words_in_easy_read() -> None:
    """R65: an Arabic draft exists, and still Amara gets Easy Read, marked as what it is."""
    arabic = catalogue("ar")

    assert arabic.has(SAFE)
    assert arabic.checked_by is None
    assert arabic.vital(SAFE).language.tag == "en-simple"
    assert arabic.vital(SAFE).text == SAFE
    assert arabic.gettext(SAFE) != SAFE


def test_a_checked_language_gives_vital_words_itself() -> None:
    """A named speaker has checked them."""
    said = a_catalogue("ar", [SAFE], checked_by="Huda Salim").vital(SAFE)

    assert (said.text, said.language.direction) == (f"ar: {SAFE}", "rtl")


def test_a_blank_name_checks_nothing(tmp_path: Path) -> None:
    """The header as it stands in a new file names nobody."""
    assert po.checked_by(a_po_file(tmp_path, "", checked_by="")) is None
    assert po.checked_by(a_po_file(tmp_path, "", checked_by="  ")) is None
    assert po.checked_by(a_po_file(tmp_path, "")) is None
    assert po.checked_by(a_po_file(tmp_path, "", checked_by="Huda Salim")) == "Huda Salim"


def test_a_name_below_the_header_checks_nothing(tmp_path: Path) -> None:
    """Only the header counts, not a message that looks like one."""
    entry = '\nmsgid "x"\nmsgstr ""\n"X-Checked-By: Nobody\\n"\n'

    assert po.checked_by(a_po_file(tmp_path, entry)) is None


@pytest.mark.parametrize("tag", sorted(OUR_OWN))
def test_our_own_words_are_live(tag: str) -> None:
    """English and Easy Read need no translator."""
    assert catalogue(tag).vital(SAFE).language.tag == tag


def test_a_missing_word_falls_back_step_by_step() -> None:
    """Arabic, then Easy Read, then English; never a gap."""
    arabic = a_catalogue("ar", ["About me"])

    assert arabic.said("About me").language.tag == "ar"
    assert arabic.said("Happy").language.tag == "en-simple"
    assert arabic.said("Nobody has translated this").language.tag == "en"
    assert arabic.gettext("Nobody has translated this") == "Nobody has translated this"
    assert arabic.gettext("") == ""
    assert not arabic.has("")


def test_an_unknown_tag_is_english() -> None:
    """Whatever stands in ?lang=, there is a page."""
    for tag in ("", "xx", "../../etc/passwd", "AR", "en-simple\0"):
        assert catalogue(tag).tag == "en"
    assert language(None).tag == "en"


ARABIC_DAYS = """
msgid "%(n)s day"
msgid_plural "%(n)s days"
msgstr[0] "لا أيام"
msgstr[1] "يوم واحد"
msgstr[2] "يومان"
msgstr[3] "%(n)s أيام"
msgstr[4] "%(n)s يومًا"
msgstr[5] "%(n)s يوم"
"""


@pytest.mark.parametrize(
    ("n", "words"), [(0, "لا أيام"), (1, "يوم واحد"), (2, "يومان"), (7, "7 أيام"), (11, "11 يومًا"), (100, "100 يوم")]
)
def test_arabic_counts_in_six_ways(tmp_path: Path, n: int, words: str) -> None:
    """None, one, two, a few, many and hundreds each have their own form."""
    said = _from(a_po_file(tmp_path, ARABIC_DAYS)).ngettext("%(n)s day", "%(n)s days", n)

    assert said % {"n": n} == words


def test_a_plural_with_a_form_missing_falls_back_whole(tmp_path: Path) -> None:
    """Half a translation would show English in the middle of Arabic on some days."""
    arabic = _from(a_po_file(tmp_path, ARABIC_DAYS.replace('"يومان"', '""')))

    assert arabic.ngettext("%(n)s day", "%(n)s days", 2) == "%(n)s days"
    assert arabic.ngettext("%(n)s day", "%(n)s days", 1) == "%(n)s day"


def test_a_fuzzy_word_is_not_said(tmp_path: Path) -> None:
    """A guess that no person has looked at stays out."""
    arabic = _from(a_po_file(tmp_path, '\n#, fuzzy\nmsgid "Never"\nmsgstr "دائمًا"\n'))

    assert arabic.said("Never").language.tag == "en-simple"


def test_the_same_word_may_mean_two_things(tmp_path: Path) -> None:
    """A context keeps them apart."""
    arabic = _from(a_po_file(tmp_path, '\nmsgctxt "colour"\nmsgid "Light"\nmsgstr "فاتح"\n'))

    assert arabic.pgettext("colour", "Light") == "فاتح"
    assert arabic.pgettext("weight", "Light") == "Light"
    assert arabic.npgettext("colour", "one", "many", 2) == "many"


def test_a_stale_compiled_file_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words that were mended are the words that are shown, also when nobody compiled them."""
    monkeypatch.setattr(po, "LOCALES", tmp_path)
    (tmp_path / "ar").mkdir()
    file = a_po_file(tmp_path / "ar", '\nmsgid "Never"\nmsgstr "أبدًا"\n')
    older = file.with_suffix(".mo")
    older.write_bytes(b"from before the words were mended")
    mended = file.stat().st_mtime

    os.utime(older, (mended - 10, mended - 10))
    assert catalogue.__wrapped__("ar").gettext("Never") == "أبدًا"

    os.utime(older, (mended + 10, mended + 10))
    with pytest.raises(OSError, match="Bad magic number"):
        catalogue.__wrapped__("ar")


@pytest.mark.parametrize("tag", [tag for tag in LANGUAGES if tag != "en"])
def test_the_shipped_file_is_sound(tag: str) -> None:
    """It parses, in the plural rule of its language, and holds only placeholders that its English has."""
    words = po.read(po.po_file(tag))
    wrong = [message.id for message in words if message.id and po.finished(message) and message.check()]

    assert words.locale is not None
    assert words.num_plurals == {"ar": 6}.get(tag, 2)
    assert wrong == []
    assert [message.id for message in words if message.id and not _same_braces(message)] == []


def _same_braces(message: Message) -> bool:
    """{names} that Babel does not check: a missing one would hide a name, a new one would break the page."""
    if isinstance(message.id, str) and isinstance(message.string, str) and message.string:
        return _braces(message.id) == _braces(message.string)
    return True


def _braces(text: str) -> set[str]:
    return {part.split("}")[0] for part in text.split("{")[1:]}


def _from(file: Path) -> Catalogue:
    return Catalogue(language("ar"), gettext.GNUTranslations(BytesIO(po.compiled(file))), po.checked_by(file))
