"""`python -m voice understand`: one text a line, one answer a line."""

import io
import json

import pytest

from voice.commands.understand import main


def answers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], texts: bytes, *options: str
) -> list[object]:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(texts)))
    assert main(["--survey", "about_me_8_11", *options]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize(("question", "texts", "values"), [
    ("school", "7/10\n٣\n", [7, 3]),
    ("feeling", "v sad\n🙂\n", [1, 4]),
    ("on_my_side", "yh\nnah\nidk\nrather not say\n", ["yes", "no", "not_sure", "dont_want_to_say"]),
    ("safe_home", "dont always\nB\n", ["not_always", "mostly"]),
    ("find_out", "a and c\nall except b, c, e and f\n", [["talk_alone", "write"], ["talk_alone", "draw", "doing"]]),
    ("wishes", "see my nan\n5\n", ["see my nan", "5"]),
])  # fmt: skip
def test_values_are_as_promised(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], question: str, texts: str, values: list[object]
) -> None:
    """Scripts rely on them (contract)."""
    said = answers(monkeypatch, capsys, texts.encode(), "--question", question)

    assert said == [{"understood": True, "value": value} for value in values]


def test_every_line_gets_its_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Also an empty one, one that is not text, and the last without an end."""
    said = answers(monkeypatch, capsys, b"\n\xff\xfe\nbetween 6 and 7\r\n\0\n8", "--question", "school")

    assert said == [{"understood": False}] * 4 + [{"understood": True, "value": 8}]


def test_it_says_why(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """What rules read, and what was learnt to count for and against each answer."""
    (seven,) = answers(monkeypatch, capsys, b"7 not 8", "--question", "school", "--why")
    (words,) = answers(monkeypatch, capsys, b"my nan", "--question", "wishes", "--why")

    assert isinstance(seven, dict)
    assert (seven["understood"], seven["rules"]) == (False, None)
    assert {tuple(each["answer"]) for each in seven["weighed"]} == {("7",), ("8",)}
    assert all(each["signs"] for each in seven["weighed"])
    assert words == {"understood": True, "value": "my nan"}


def test_it_listens_in_other_languages(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Welsh has no pages yet, but has its words."""
    assert answers(monkeypatch, capsys, b"wyth\n", "--question", "school", "--language", "cy") == [
        {"understood": True, "value": 8}
    ]


@pytest.mark.parametrize(
    "wrong", [["nobody", "school", "en"], ["about_me_8_11", "nothing", "en"], ["about_me_8_11", "school", "xx"]]
)
def test_what_there_is_not_is_said(capsys: pytest.CaptureFixture[str], wrong: list[str]) -> None:
    """In one line, with 1."""
    survey, question, language = wrong

    assert main(["--survey", survey, "--question", question, "--language", language]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
