"""`python -m voice words status`: how far each language is, and who checked it."""

from collections.abc import Sequence

from i18n.status import words_status
from voice.commands.asking import usage


def main(argv: Sequence[str]) -> int:
    parser = usage("words", "How far each language is: missing, draft, checked by whom.", "words status")
    parser.add_argument("what", choices=["status"])
    parser.parse_args(argv)
    for each in words_status():
        print(each)
    return 0
