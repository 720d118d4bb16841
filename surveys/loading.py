"""Surveys from their files, and the JSON Schema an editor can check them with."""

from collections.abc import Collection
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from surveys.files import SurveyError, line_of, plain, read
from surveys.model import Survey
from surveys.question import Question

LIBRARY = Path(__file__).parent / "library"
CORE = (LIBRARY / "about_me_8_11.yaml", LIBRARY.parent / "core.yaml")  # what the first survey asks is shared too
SAMPLES = Path(__file__).parent / "samples"


def load(path: Path, licences: Collection[str] = ()) -> Survey:
    """The survey in this file; SurveyError says which line and question to mend, and how.

    licences: codes of surveys whose words the authority has its own licence for (R15).
    """
    node = read(path)
    try:
        survey = Survey.model_validate(_with_core(plain(node)))
    except ValidationError as broken:
        raise SurveyError([_problem(path, node, error) for error in broken.errors()]) from None
    except ValueError as broken:
        raise SurveyError([f"{path}, {broken}"]) from None
    if not survey.licence.free_to_use and survey.code not in licences:
        raise SurveyError([f"{path}: {survey.licence.holder}'s words need the authority's own licence"])
    return survey


@cache
def core() -> dict[str, Any]:
    """The questions that surveys share (R16): asked anywhere, they are asked in the same words."""
    shared: dict[str, Any] = {}
    for path in CORE:
        found: Any = plain(read(path))
        shared |= {question["id"]: question for question in found["questions"]}
    return shared


def _with_core(survey: Any) -> Any:
    """The survey with each `use: name` replaced by that question. Raises ValueError for one that nobody shares."""
    if not isinstance(survey, dict) or not isinstance(survey.get("questions"), list):
        return survey  # for its own clear error
    return survey | {"questions": [_shared(question) for question in survey["questions"]]}


def _shared(question: Any) -> Any:
    if not isinstance(question, dict) or "use" not in question:
        return question
    name = question["use"]
    if set(question) - {"use", "when"}:
        raise ValueError(f"question '{name}': a shared question keeps its words, only 'when' can stand beside 'use'")
    if name not in core():
        raise ValueError(f"there is no shared question '{name}'")
    own = {key: value for key, value in core()[name].items() if key != "when"}
    return own | ({"when": question["when"]} if "when" in question else {})


@cache
def library() -> dict[str, Survey]:
    """Every survey that comes with the service, by its code."""
    surveys = [load(path) for path in sorted(LIBRARY.glob("*.yaml"))]
    return {survey.code: survey for survey in surveys}


@cache
def every_kind() -> Survey:
    """The sample of all kinds that can be tried, which is never put before a child."""
    return load(SAMPLES / "every_kind.yaml")


@cache
def have_a_go() -> Survey:
    """What a child tries the kinds of question with, before anything counts. Nothing of it is ever kept."""
    return load(SAMPLES / "have_a_go.yaml")


def schema() -> dict[str, Any]:
    """The JSON Schema of a survey file."""
    return Survey.model_json_schema()


def _problem(path: Path, node: yaml.Node, error: ErrorDetails) -> str:
    loc = error["loc"]
    return f"{path}, line {line_of(node, loc)}{_which(node, loc)}: {_what(error)}"


def _which(node: yaml.Node, loc: tuple[int | str, ...]) -> str:
    if len(loc) < 2 or loc[0] != "questions":
        return ""
    raw: Any = plain(node)
    question = raw["questions"][loc[1]]
    name = question.get("id") or question.get("use") if isinstance(question, dict) else None
    return f", question '{name}'" if name else f", question {int(loc[1]) + 1}"


def _what(error: ErrorDetails) -> str:
    field = next((part for part in reversed(error["loc"]) if isinstance(part, str)), "survey")
    match error["type"]:
        case "missing":
            return f"'{field}' is missing"
        case "extra_forbidden":
            return f"'{field}' is not known here{_did_you_mean(field)}"
        case "value_error":
            return str(error["ctx"]["error"])
        case _:
            return f"'{field}': {error['msg']}"


def _did_you_mean(field: str) -> str:
    close = get_close_matches(field, [*Question.model_fields, *Survey.model_fields], 1)
    return f": did you mean '{close[0]}'?" if close else ""
