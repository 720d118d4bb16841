"""Small surveys for tests, and forms as a browser or a hostile program would send them."""

from typing import Any

from starlette.datastructures import FormData, UploadFile

from surveys.model import Question, Survey

LICENCE = {"name": "MIT", "holder": "Test", "free_to_use": True}
ROWS = [{"id": each, "words": each.title()} for each in ("teacher", "nurse")]


def a_question(**changes: Any) -> Question:
    return Question.model_validate(raw_question(**changes))


def a_survey(*questions: dict[str, Any], **changes: Any) -> Survey:
    return Survey.model_validate(raw_survey(*questions, **changes))


def raw_question(**changes: Any) -> dict[str, Any]:
    raw = {"id": "here", "kind": "yes_no", "words": "Do you like it here?", "audience": "worker", **changes}
    if raw["kind"] in ("one_of", "some_of") and "choices" not in raw:
        raw["choices"] = [{"id": each, "words": each.title()} for each in ("tea", "milk", "water")]
    if raw["kind"] == "helpers" and "rows" not in raw:
        raw["rows"] = ROWS
    if raw["kind"] == "scale":
        raw = {"low": "Bad", "high": "Good", **raw}
    return raw


def raw_survey(*questions: dict[str, Any], **changes: Any) -> dict[str, Any]:
    asked = list(questions) or [raw_question()]
    fixed = {"code": "small", "version": 1, "title": "Small", "ages": [8, 11], "theme": "younger"}
    return {**fixed, "licence": LICENCE, "questions": asked, **changes}


def form(*choices: str, words: str | None = None) -> FormData:
    pairs: list[tuple[str, str | UploadFile]] = [("choice", choice) for choice in choices]
    return FormData(pairs + ([("words", words)] if words is not None else []))
