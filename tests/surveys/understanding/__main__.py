"""How many texts of a list are taken as they are meant: `python -m tests.surveys.understanding FILE…`."""

import sys
from pathlib import Path

from tests.surveys.understanding.texting import TEXTS, told


def main(files: list[str]) -> int:
    for file in [Path(name) for name in files] or [TEXTS]:
        rows = told(file)
        wrong = [(row, text, taken) for row in rows for text, taken in row.wrong().items()]
        count = sum(len(row.meant) for row in rows)
        for row, text, taken in wrong:
            sys.stdout.write(
                f"{row.question.kind} {row.language} {text!r}: meant {row.meant[text]}, taken for {taken}\n"
            )
        sys.stdout.write(f"{file.name}: {count - len(wrong)} of {count}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
