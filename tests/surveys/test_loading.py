"""A survey file is an outsider's text: whatever is in it, the answer is a survey or a clear complaint."""

from pathlib import Path

import pytest

from surveys.files import SurveyError
from surveys.loading import LIBRARY, load, schema

GOOD = """\
code: small
version: 1
title: Small
ages: [8, 11]
theme: younger
licence: {name: MIT, holder: Us, free_to_use: yes}
questions:
  - id: drink
    kind: one_of
    audience: worker
    words: >
      What do you
      like to drink?
    choices:
      - {id: no, words: No}
      - {id: 3, words: Three}
"""


def _complaint(tmp_path: Path, text: str | bytes) -> str:
    file = tmp_path / "survey.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(SurveyError) as complaint:
        load(file)
    return str(complaint.value)


def test_what_is_written_is_words(tmp_path: Path) -> None:
    """YAML reads `no` as False and `3` as a number; a choice that is called so stays a word."""
    file = tmp_path / "survey.yaml"
    file.write_text(GOOD)

    question = load(file).questions[0]

    assert question.choice_ids[:2] == ("no", "3")
    assert question.choices[0].words == "No"
    assert question.words == "What do you like to drink?"


def test_a_complaint_names_the_line_and_the_question(tmp_path: Path) -> None:
    """Whoever wrote the file finds the place at once, and what was probably meant."""
    complaint = _complaint(tmp_path, GOOD.replace("    audience: worker", "    audiense: worker"))

    assert "survey.yaml, line 10, question 'drink': 'audiense' is not known here" in complaint
    assert "did you mean 'audience'?" in complaint
    assert "'audience' is missing" in complaint


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "a survey starts with"),
        ("just words", "a survey starts with"),
        ("- a\n- b", "a survey starts with"),
        ("code: [", "is not YAML"),
        (b"code: \xff\xfe", "not UTF-8"),
        (GOOD + "code: again\n", "line 17: 'code' stands here twice"),
        (GOOD + "other: &a [x]\nmore: *a\n", "instead of using an alias"),
        (GOOD + "title2: !!python/object/apply:os.system [true]\n", "'title2' is not known here"),
        ("[" * 50_000, "nested too deeply"),
        ("code: " + "x" * 300_000, "larger than 256 KB"),
        (GOOD.replace("choices:", "choices: many\n    other:"), "'choices': Input should be a valid"),
        (GOOD.replace("questions:", "questions: {a: b}\nother:"), "'questions': Input should be a valid"),
        (GOOD.replace("free_to_use: yes", "free_to_use: no"), "need the authority's own licence"),
        (GOOD.replace("version: 1", "version: 0"), "'version': Input should be greater"),
        (GOOD.replace("kind: one_of", "kind: {a: b}"), "'kind'"),
        (GOOD.replace("- id: drink", "- {}\n  - id: drink"), "question 1: 'id' is missing"),
        (GOOD.replace("- id: drink", "- \n  - id: drink"), "line 8, question 1: 'questions': Input should be a valid"),
        ("? {a: b}\n: c\n", "missing"),
    ],
)
def test_a_hostile_file_gets_a_clear_complaint(tmp_path: Path, text: str | bytes, says: str) -> None:
    """No traceback, no object made, no memory filled."""
    assert says in _complaint(tmp_path, text)


def test_no_file_is_a_complaint_too(tmp_path: Path) -> None:
    """A wrong name is told as one."""
    with pytest.raises(SurveyError, match=r"nothing\.yaml: cannot be read \(No such file"):
        load(tmp_path / "nothing.yaml")


def test_words_that_are_not_free_need_a_licence(tmp_path: Path) -> None:
    """An authority with its own licence loads what others may not (R15)."""
    file = tmp_path / "survey.yaml"
    file.write_text(GOOD.replace("free_to_use: yes", "free_to_use: no"))

    assert load(file, licences={"small"}).code == "small"


def test_the_schema_describes_a_survey() -> None:
    """An editor that knows JSON Schema can help to write one."""
    assert {"code", "questions", "licence"} <= set(schema()["required"])
    assert LIBRARY.is_dir()


def test_a_shared_question_keeps_its_words(tmp_path: Path) -> None:
    """A survey may say when it is asked, and nothing else: otherwise answers could not be set side by side."""
    file = tmp_path / "mine.yaml"
    text = (LIBRARY / "just_say_hi_8_11.yaml").read_text()

    file.write_text(text.replace("- use: feeling", '- {use: feeling, words: "How do you feel?"}'))
    with pytest.raises(SurveyError, match="a shared question keeps its words"):
        load(file)
    file.write_text(text.replace("- use: feeling", "- use: felling"))
    with pytest.raises(SurveyError, match="there is no shared question 'felling'"):
        load(file)
