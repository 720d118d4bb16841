"""`python -m voice understand`: what the SMS channel would take as the answer, one text a line.

printf 'a solid 8\nbetween 6 and 7\n' | python -m voice understand --survey about_me_8_11 --question school

--why: what rules alone read, and each answer that the text may give with the signs that count most for and against it.
"""

import argparse
import json
import sys
from collections.abc import Sequence

from i18n.catalogue import catalogue
from i18n.languages import ENGLISH, LANGUAGES
from surveys.loading import library
from surveys.model import Survey
from surveys.offered import Kind
from surveys.question import Question
from surveys.replies import Reply
from surveys.understanding.deciding import Weighed
from surveys.understanding.points import shipped
from surveys.understanding.tongues import has_tongue
from surveys.understanding.understand import understand, why
from surveys.wording import freeze, words_of
from voice.commands.asking import usage

COUNTED = (Kind.FACES, Kind.SCALE)


def main(argv: Sequence[str]) -> int:
    """0 when every line is answered for, 1 when there is no such question or language."""
    asked = _usage().parse_args(argv)
    survey = library().get(asked.survey)
    if survey is None or asked.question not in survey.by_id:
        return _refuse(f"there is no question {asked.question!r} in a survey {asked.survey!r}")
    if asked.language not in LANGUAGES and not has_tongue(asked.language):
        return _refuse(f"there is no language {asked.language!r}; use {', '.join(LANGUAGES)}")
    _answer_each_line(survey, survey.question(asked.question), asked.language, reasons=asked.why)
    return 0


def value_of(question: Question, reply: Reply) -> object:
    """The answer as scripts read it (contract): a number, an id, a list of ids, or words."""
    if not question.kind.closed:
        return reply.words
    if question.multiple:
        return list(reply.chosen)
    (chosen,) = reply.chosen
    return int(chosen) if question.kind in COUNTED and chosen.isdecimal() else chosen


def _answer_each_line(survey: Survey, question: Question, language: str, *, reasons: bool) -> None:
    shown = words_of(freeze(survey, catalogue(language)), question.id)
    for line in sys.stdin.buffer:
        text = line.decode(errors="replace").rstrip("\r\n")
        reply = understand(question, shown, text, language)
        said: dict[str, object] = {"understood": reply is not None}
        if reply:
            said["value"] = value_of(question, reply)
        if reasons and (reading := why(question, shown, text, language)):
            said["rules"] = None if reading.ruled is None else list(reading.ruled)
            said["weighed"] = [_weighed(each) for each in reading.weighed]
        print(json.dumps(said, ensure_ascii=False), flush=True)


def _weighed(each: Weighed) -> dict[str, object]:
    """An answer, what speaks for and against it together, and the signs of that."""
    return {"answer": list(each.take.chosen), "points": each.sum, "signs": shipped().strongest(each.take.signs)}


def _refuse(reason: str) -> int:
    print(f"voice: {reason}", file=sys.stderr)
    return 1


def _usage() -> argparse.ArgumentParser:
    parser = usage(
        "understand",
        "What a text message would be taken to answer: one text a line, one JSON object a line.",
        "understand --survey about_me_8_11 --question school",
    )
    parser.add_argument("--survey", required=True, metavar="CODE")
    parser.add_argument("--question", required=True, metavar="ID")
    parser.add_argument("--why", action="store_true", help="say what speaks for and against each answer")
    parser.add_argument("--language", default=ENGLISH.tag, metavar="TAG")
    return parser
