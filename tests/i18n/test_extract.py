"""Every word is found where it is written, and no translation is lost by looking again."""

from pathlib import Path

import pytest

from i18n import po
from i18n.compile import compile_all
from i18n.extract import main, template, update
from i18n.languages import ARABIC, LANGUAGES
from i18n.status import words_status
from tests.i18n.speaking import a_po_file

SURVEY = """\
code: small
title: Small
licence: {name: Not for children}
questions:
  - id: drink
    words: >
      What do you
      like?
    tally: {serves: Not for children}
    sms: {words: Text A or B}
    choices:
      - {id: tea, words: Tea}
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A small project with words in each kind of file, and some that are none of ours."""
    files = {
        "surveys/library/small.yaml": SURVEY,
        "surveys/words.py": 'A = N_("Happy")\n',
        "channels/web/templates/page.html": (
            '<p>{{ _("Hello") }}</p>{{ vital("We tell someone") }}'
            "{% trans n=n %}\n  One\n  day{% pluralize %}{{ n }} days{% endtrans %}"
        ),
        "channels/web/page.py": '# For translators: a month\nA = pgettext("month", "May")\n',
        ".venv/lib/other.py": '_("Not ours")\n',
        "tests/test_words.py": '_("Not ours either")\n',
    }
    for name, text in files.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path


def test_words_are_found_in_code_pages_and_surveys(house: Path) -> None:
    """And nothing that no child or worker reads."""
    found = {message.id for message in template(house) if message.id}

    assert found == {
        "Hello",
        "We tell someone",
        ("One day", "%(n)s days"),
        "Happy",
        "May",
        "Small",
        "What do you like?",
        "Text A or B",
        "Tea",
    }


def test_a_translator_is_told_where_a_word_stands(house: Path) -> None:
    """The line in the survey, and which question and choice it is."""
    tea = template(house).get("Tea")

    assert tea
    assert tea.locations == [("surveys/library/small.yaml", 12)]
    assert tea.auto_comments == ["drink / choices / tea / words"]
    may = template(house).get("May", "month")
    assert may
    assert may.auto_comments == ["a month"]


def test_looking_again_keeps_what_is_translated(house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Translations, who checked them, and words asked no longer all stay; the second time changes nothing."""
    monkeypatch.setattr(po, "LOCALES", tmp_path)
    (tmp_path / "ar").mkdir()
    old = '\nmsgid "Tea"\nmsgstr "شاي"\n\nmsgid "Coffee"\nmsgstr "قهوة"\n'
    file = a_po_file(tmp_path / "ar", old, checked_by="Huda Salim")

    update(ARABIC, template(house))
    once = file.read_text()
    update(ARABIC, template(house))

    assert file.read_text() == once
    assert po.checked_by(file) == "Huda Salim"
    assert '#~ msgid "Coffee"' in once
    words = po.read(file)
    assert {message.id: message.string for message in words if message.id}["Tea"] == "شاي"
    assert words.get("Happy")
    assert "EMAIL" not in once
    assert "FULL NAME" not in once


def test_a_new_language_starts_with_every_word(house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its file is made with the right plural rule and nobody's name."""
    monkeypatch.setattr(po, "LOCALES", tmp_path)

    update(ARABIC, template(house))

    file = po.po_file("ar")
    assert po.read(file).num_plurals == 6
    assert po.checked_by(file) is None


def test_wrong_usage_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """A mistyped option writes no file."""
    before = {tag: po.po_file(tag).read_bytes() for tag in LANGUAGES if po.po_file(tag).exists()}

    assert main(["--frob"]) == 2

    assert before == {tag: po.po_file(tag).read_bytes() for tag in before}
    assert "python -m i18n.extract" in capsys.readouterr().err


def test_the_files_can_be_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each messages.po gets its messages.mo beside it."""
    for tag in ("ar", "en-simple"):
        (tmp_path / tag).mkdir()
        (tmp_path / tag / "messages.po").write_bytes(po.po_file(tag).read_bytes())
    monkeypatch.setattr(po, "LOCALES", tmp_path)

    assert sorted(file.parent.name for file in compile_all()) == ["ar", "en-simple"]


def test_the_status_counts_drafts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What no speaker has checked is a draft, and says so; our own words are not."""
    state = {status.tag: status for status in words_status()}

    assert "not checked by a speaker" in str(state["ar"])
    assert state["ar"].draft == state["ar"].messages - len(state["ar"].missing) > 0
    assert state["en-simple"].draft == 0

    monkeypatch.setattr(po, "LOCALES", tmp_path)
    (tmp_path / "ar").mkdir()
    a_po_file(tmp_path / "ar", '\nmsgid "Never"\nmsgstr "أبدًا"\n', checked_by="Huda Salim")
    state = {status.tag: status for status in words_status()}

    assert str(state["ar"]).endswith("0 draft, checked by Huda Salim")
    assert "Never" not in state["ar"].missing
    assert "Happy" in state["ar"].missing
    assert len(state["en-simple"].missing) == state["en-simple"].messages
