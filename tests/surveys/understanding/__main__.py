"""How many texts of a list are taken as they are meant: `python -m tests.surveys.understanding FILE…`.

--learn: learns from every list anew what speaks for an answer and against it, and tells how well each set that was
written to judge by is taken when it is left out of the learning.
"""

import sys
from pathlib import Path

from surveys.understanding import points
from tests.surveys.understanding import learning
from tests.surveys.understanding.texting import ASK, NONE, TEXTS, told


def main(arguments: list[str]) -> int:
    """0 when every list was counted, or everything was learnt."""
    return _learn() if arguments == ["--learn"] else _count([Path(name) for name in arguments] or [TEXTS])


def _count(files: list[Path]) -> int:
    for file in files:
        rows = told(file)
        wrong = [(row, text, taken) for row in rows for text, taken in row.wrong().items()]
        count = sum(len(row.meant) for row in rows)
        for row, text, taken in wrong:
            _say(f"{row.question.kind} {row.language} {text!r}: meant {row.meant[text]}, taken for {taken}")
        _say(f"{file.name}: {count - len(wrong)} of {count}")
    return 0


def _learn() -> int:
    texts = learning.texts()
    for name, found in learning.left_out(texts).items():
        taken = [(text, chosen) for text, chosen in found.wrong if chosen is not None]
        for text, chosen in found.wrong:
            said = ASK if chosen is None else " ".join(chosen) or NONE
            _say(f"{text.row.question.kind} {text.row.language} {text.words!r}: meant {text.meant}, taken for {said}")
        _say(f"{name}, left out: {found.right} of {found.of}, {found.ruled} by rules alone; {len(taken)} taken wrongly")
    points.HOME.write_text(points.written(learning.learn(texts)), encoding="utf-8")
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
