"""`python -m voice survey …`: check a survey, list those that come with the service, print the schema.

python -m voice survey check surveys/library/about_me_8_11.yaml
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from surveys.checking import WARNING, check
from surveys.loading import library, schema
from surveys.model import Survey


def main(argv: Sequence[str]) -> int:
    """0 when done, 1 when a survey needs mending, 2 for wrong usage."""
    try:
        asked = _usage().parse_args(argv)
    except SystemExit as stopped:
        return int(stopped.code or 0)
    match asked.what:
        case "check":
            return _check(asked.file)
        case "list":
            return _list(as_json=asked.json)
        case _:
            return _print_json(schema())


def described(survey: Survey) -> dict[str, Any]:
    """A survey as `list --json` shows it (contract)."""
    return {
        "code": survey.code,
        "version": survey.version,
        "title": survey.title,
        "ages": list(survey.ages),
        "tried": survey.tried,
        "questions": [
            {"id": each.id, "kind": each.kind.value, "sms": each.sms is not None} for each in survey.questions
        ],
    }


def _check(path: Path) -> int:
    found = check(path)
    problems = [line for line in found if not line.startswith(WARNING)]
    for line in found:
        print(line, file=sys.stderr)
    if not problems:
        print(f"{path}: ready")
    return 1 if problems else 0


def _list(*, as_json: bool) -> int:
    if as_json:
        return _print_json([described(survey) for survey in library().values()])
    for survey in library().values():
        low, high = survey.ages
        asked = f"{survey.title}, {low} to {high}, {len(survey.questions)} questions"
        print(f"{survey.code}  {asked}. {survey.tried}")
    return 0


def _print_json(what: object) -> int:
    print(json.dumps(what, ensure_ascii=False, indent=2))
    return 0


def _usage() -> argparse.ArgumentParser:
    usage = argparse.ArgumentParser(
        prog="python -m voice survey",
        description="Surveys as files.",
        epilog="example: python -m voice survey check surveys/library/about_me_8_11.yaml",
    )
    what = usage.add_subparsers(dest="what", required=True, metavar="check | list | schema")
    what.add_parser("check", help="say what to mend in a survey file").add_argument("file", type=Path)
    listing = what.add_parser("list", help="the surveys that come with the service")
    listing.add_argument("--json", action="store_true")
    what.add_parser("schema", help="the JSON Schema of a survey file")
    return usage
