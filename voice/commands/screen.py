"""`python -m voice screen`: what the lexicon says of texts, how well it does, and whether an edit of it loses any.

python -m voice screen < texts.txt
python -m voice screen --check voice/lexicon/words/en/violence.yaml
python -m voice screen --measure
python -m voice screen --why < texts.txt
python -m voice screen --learn
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from voice.lexicon import learning, loading, measuring, weighing
from voice.lexicon.loading import BadLexicon
from voice.lexicon.screening import Lexicon, joined, shipped
from voice.lexicon.weighing import Points, Urgency

LOST_IN_LEARNING = 5  # texts of a thousand: learning moves every point a little, a line that is lost is another matter
LONGEST_LINE = 400_000  # bytes; longer than any statement


def main(argv: Sequence[str]) -> int:
    """0 when done, 1 when an edit loses texts or a file needs mending, 2 for wrong usage."""
    try:
        asked = _usage().parse_args(argv)
    except SystemExit as stopped:
        return int(stopped.code or 0)
    try:
        if asked.check:
            return _check(asked.check)
        if asked.measure is not None:
            return _measure(asked.measure)
        if asked.learn:
            return _learn()
        return _screen(asked.language, why=asked.why)
    except BadLexicon as bad:
        print("\n".join(bad.problems), file=sys.stderr)
        return 1


def _screen(language: str, *, why: bool) -> int:
    lexicon = shipped()
    for line in sys.stdin.buffer:
        text = line[:LONGEST_LINE].decode("utf-8", "replace").rstrip("\r\n")
        said = lexicon.screen(text, language)
        answer: dict[str, object] = {"level": said.level.value, "reasons": list(said.reasons)}
        if said.heard_in:
            answer["heard_in"] = list(said.heard_in)  # a draft: no speaker has checked it
        if why:
            answer["why"] = lexicon.why(text, language)
        print(json.dumps(answer, ensure_ascii=False), flush=True)
    return 0


def _check(path: Path) -> int:
    """Refuse an edit that no longer finds a text of the shipped set, by its lines alone or with the points."""
    edit, alone = measuring.edited(path), measuring.edited(path, Points())
    texts = measuring.tried()
    before = joined([loading.load(each) for each in loading.files()], Points())
    lost = dict.fromkeys([*measuring.fallen(shipped(), edit, texts), *measuring.fallen(before, alone, texts)])
    for row, level in lost:
        print(
            f"{path}: would take as {level.value} what is {row.level.value} ({row.about}): {row.text}", file=sys.stderr
        )
    if lost:
        print(f"{path}: refused, {len(lost)} of {len(texts)} texts would be lost", file=sys.stderr)
        return 1
    print(f"{path}: nothing lost")
    return _table(edit, texts)


def _measure(paths: Sequence[Path]) -> int:
    texts = [row for path in paths for row in measuring.rows(path)] if paths else measuring.tried()
    return _table(shipped(), texts)


def _learn() -> int:
    """Learn the points again, and keep them unless a text of the shipped set would be lost."""
    parts = [loading.load(path) for path in loading.files()]
    learnt = learning.learn(learning.texts(parts))
    lost = measuring.fallen(shipped(), joined(parts, learnt.points), measuring.tried())
    for row, level in lost:
        print(f"would take as {level.value} what is {row.level.value} ({row.about}): {row.text}", file=sys.stderr)
    _left_out(learnt)
    if len(lost) > LOST_IN_LEARNING:
        print(f"refused, {len(lost)} texts would be lost", file=sys.stderr)
        return 1
    weighing.HOME.write_text(weighing.written(learnt.points), encoding="utf-8")
    weighing.shipped.cache_clear()
    return 0


def _left_out(learnt: learning.Learnt) -> None:
    """How the texts of each writer came out when none of hers were learnt from; `--learn` prints it."""
    print("of each writer, learnt without her: taken as none, worry, urgent")
    for writer, found in [*learnt.left_out.items(), ("all", sum(learnt.left_out.values(), Counter()))]:
        print(writer)
        for level in Urgency:
            counts = [found[level, taken] for taken in Urgency]
            print(
                f"  {level.value:<8}" + "".join(f"{count:>6} ({count / max(sum(counts), 1):.0%})" for count in counts)
            )


def _table(lexicon: Lexicon, texts: Sequence[measuring.Row]) -> int:
    print("about, found, texts")
    for each in measuring.measure(lexicon, texts):
        print(f"{each.about:<28} {each.found:>4} of {each.texts}")
        for row, level in each.missed:
            print(f"    {row.level.value}, taken as {level.value}: {row.text}")
    print("\ncategory, worrying to a person too, texts it raised")
    for reason, (right, raised) in measuring.precision(lexicon, texts).items():
        print(f"{reason:<28} {right:>4} of {raised}")
    return 0


def _usage() -> argparse.ArgumentParser:
    usage = argparse.ArgumentParser(
        prog="python -m voice screen",
        description="How urgent each line of standard input is: none, worry or urgent, with the kinds of reasons. "
        "It only raises urgency; a person reads everything.",
        epilog="example: python -m voice screen --language en < texts",
    )
    usage.add_argument("--language", default="en", metavar="TAG", help="the child's language (default: en)")
    usage.add_argument("--why", action="store_true", help="also the words and classes that counted most")
    usage.add_argument(
        "--learn", action="store_true", help="learn the points again from the texts in learnt/ and tried/"
    )
    usage.add_argument(
        "--check", type=Path, metavar="FILE", help="an edited file of the lexicon: refuse it if it loses texts"
    )
    usage.add_argument(
        "--measure",
        type=Path,
        nargs="*",
        metavar="TSV",
        help="how much is found, and what is missed (default: the shipped texts)",
    )
    return usage
