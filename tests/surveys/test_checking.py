"""What stops a survey before a child meets it."""

from pathlib import Path

import pytest

from surveys.checking import check
from surveys.loading import LIBRARY


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("Text A always,", "Text A always, " + "or say it " * 12, "by text, 160 at most"),
        ("Text A always,", "Text “A” always,", "a plain text message has no “ ”"),
        (
            "help: Safe means that you feel OK and looked after.",
            "help: Safety encompasses emotional wellbeing.",
            "'safe_home' in en: “Safety encompasses",
        ),
        (
            "why: If you are not listened to, their manager can help to change that.",
            "why: If you are not listened to, their manager can organise another worker.",
            "'worker_listens' in en: reads at",
        ),
    ],
)
def test_what_a_child_could_not_use_is_found(tmp_path: Path, before: str, after: str, says: str) -> None:
    """Too long or unsendable for a text, too hard as a whole, too hard in one line."""
    file = tmp_path / "mine.yaml"
    text = (LIBRARY / "about_me_8_11.yaml").read_text()
    assert before in text
    file.write_text(text.replace(before, after))

    assert [line for line in check(file) if says in line]
