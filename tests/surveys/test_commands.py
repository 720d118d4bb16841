"""`python -m voice survey …`: clear, and never a traceback."""

import json
from pathlib import Path

import pytest

from surveys.commands import main
from surveys.loading import LIBRARY


def test_check_says_ready(capsys: pytest.CaptureFixture[str]) -> None:
    """A survey that may be used says so."""
    assert main(["check", str(LIBRARY / "about_me_8_11.yaml")]) == 0
    assert capsys.readouterr().out.endswith("about_me_8_11.yaml: ready\n")


@pytest.mark.parametrize("content", [b"", b"code: [", b"\xff", b"code: x"])
def test_check_says_what_to_mend(tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes) -> None:
    """A survey that may not be used says why on standard error, and nothing else."""
    file = tmp_path / "mine.yaml"
    file.write_bytes(content)

    assert main(["check", str(file)]) == 1

    said = capsys.readouterr()
    assert said.err.startswith(str(file))
    assert said.out == ""


def test_a_warning_does_not_stop_a_survey(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Words that are not translated yet are said, and fall back."""
    file = tmp_path / "mine.yaml"
    file.write_text((LIBRARY / "about_me_8_11.yaml").read_text().replace("title: About me", "title: My week"))

    assert main(["check", str(file)]) == 0
    assert "1 texts are missing in ar, the first is “My week”" in capsys.readouterr().err


def test_the_list_is_as_promised(capsys: pytest.CaptureFixture[str]) -> None:
    """Scripts rely on these keys."""
    assert main(["list", "--json"]) == 0

    listed = json.loads(capsys.readouterr().out)
    about_me = next(survey for survey in listed if survey["code"] == "about_me_8_11")
    assert about_me["title"] == "About me"
    assert about_me["ages"] == [8, 11]
    assert {"id": "safe_home", "kind": "one_of", "sms": True} in about_me["questions"]


def test_the_list_for_people_says_that_nobody_tried_it(capsys: pytest.CaptureFixture[str]) -> None:
    """R57 wherever a survey is shown to staff."""
    assert main(["list"]) == 0
    assert "About me, 8 to 11, 12 questions. Not yet tried with children" in capsys.readouterr().out


def test_the_schema_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    """For editors."""
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Survey"


@pytest.mark.parametrize("wrong", [[], ["check"], ["frob"], ["list", "--yaml"]])
def test_wrong_usage_is_two(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """As every command (contract)."""
    assert main(wrong) == 2
    assert "usage:" in capsys.readouterr().err
