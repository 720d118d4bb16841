"""Every decision has its own number, and says it: a number is how code and people name one."""

import re
from pathlib import Path

HOME = Path(__file__).parent.parent / "docs" / "decisions"


def test_no_two_decisions_have_one_number() -> None:
    files = sorted(HOME.glob("*.md"))
    numbers = [int(each.name[:4]) for each in files]

    assert numbers == list(range(1, len(files) + 1))
    for number, each in zip(numbers, files, strict=True):
        assert re.match(rf"# 0*{number}\. \S", each.read_text(encoding="utf-8")), each.name
