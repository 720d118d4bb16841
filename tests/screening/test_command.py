"""A duty manager tries the lexicon, edits it, and is stopped where the edit would lose a child (R13)."""

import io
import json
import sys
from pathlib import Path

import pytest

from voice.commands import screen
from voice.lexicon import loading


def answers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], given: bytes, *words: str
) -> list[dict[str, object]]:
    """What the command prints for these lines."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    assert screen.main(list(words)) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_line_for_a_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Each text has its own answer, the empty and the broken too."""
    found = answers(monkeypatch, capsys, b"i want to die\n\n\xff\xfe\nwe had chips\n")

    assert [each["level"] for each in found] == ["urgent", "none", "none", "none"]


def test_wrong_usage_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """An option that is not there ends with 2, and says so."""
    assert screen.main(["--nothing"]) == 2
    assert "--nothing" in capsys.readouterr().err


def test_an_edit_that_loses_a_child_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The rows that would fall are shown, and the answer is no."""
    edit = tmp_path / "plain.yaml"
    lines = (loading.HOME / "en" / "plain.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
    edit.write_text("".join(line for line in lines if "{plain_hits}" not in line), encoding="utf-8")

    assert screen.main(["--check", str(edit)]) == 1
    said = capsys.readouterr().err
    assert "my dad hits me" in said
    assert "refused" in said


def test_an_edit_that_loses_nobody_is_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A new saying of this year's children goes in."""
    edit = tmp_path / "local.yaml"
    edit.write_text(
        "language: en\nversion: 1\ncategories:\n- name: local_words\n  urgent: ['gone to the quarry']\n",
        encoding="utf-8",
    )

    assert screen.main(["--check", str(edit)]) == 0
    assert "nothing lost" in capsys.readouterr().out


def test_why_names_what_counted_most(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever tries the lexicon sees which words of the text weighed, and which way."""
    (found,) = answers(monkeypatch, capsys, b"he only does it where the uniform covers", "--why")

    assert found["level"] == "urgent"
    assert isinstance(found["why"], dict)
    assert all(isinstance(points, float) for points in found["why"].values())
    assert "he" in " ".join(found["why"])


BROKEN = {
    "a class that another file has": (
        "language: en\nversion: 1\nclasses: {family: 'mum'}\n",
        "'family' stands in two files",
    ),
    "not YAML": ("language: [", "is not YAML"),
    "no language": ("version: 1\n", "language"),
    "a class that is not there": (
        "language: en\nversion: 1\ncategories:\n- {name: a_b, urgent: ['{nobody_home} hits']}\n",
        "there is no class of words called 'nobody_home'",
    ),
    "a line with nothing in it": (
        "language: en\nversion: 1\ncategories:\n- {name: a_b, urgent: ['..3']}\n",
        "at least one word",
    ),
    "a gap without end": (
        "language: en\nversion: 1\ncategories:\n- {name: a_b, urgent: ['he ..99 hits']}\n",
        "a gap of at most",
    ),
    "a class that names itself": ("language: en\nversion: 1\nclasses: {a: '{b}', b: '{a}'}\n", "names itself"),
    "the same key twice": ("language: en\nlanguage: en\nversion: 1\n", "stands here twice"),
    "an alias": ("language: &a en\nversion: *a\n", "alias"),
    "a key that is not known": ("language: en\nversion: 1\nurgents: []\n", "urgents"),
}


@pytest.mark.parametrize(("text", "said"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_says_what_to_mend(
    text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line a person can act on, never a traceback."""
    path = tmp_path / "edit.yaml"
    path.write_text(text, encoding="utf-8")

    assert screen.main(["--check", str(path)]) == 1
    assert said in capsys.readouterr().err
