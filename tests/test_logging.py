"""No child's word in any log, whoever logs it: our own lines, a library's, an exception nobody caught."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from voice.logging import ALLOWED, last_words, only_allowed, our_frames, without_values

TOP = Path(__file__).parent.parent
WORDS = "my nan hit me"
SAY_IT = f"""
import logging, sys
from voice import logging as ours
from storage.codes import read_code
ours.set_up("public")
words = "{WORDS}"
ours.log("answer kept", count=3, words=words, path="/c/token", step=words * 20, error=dict(words=words))
try:
    raise ValueError(words)
except ValueError as failed:
    ours.warn("not kept", failed, text=words)
logging.getLogger("uvicorn.error").error("Exception in %s", words)
logging.getLogger("asyncio").error(words, exc_info=ValueError(words))
logging.getLogger("uvicorn.access").info("GET /c/token")
read_code(3)
"""


@pytest.fixture(scope="module")
def said() -> subprocess.CompletedProcess[str]:
    """What a process says that tries to say too much, and then breaks on words in our own code."""
    return subprocess.run([sys.executable, "-c", SAY_IT], cwd=TOP, capture_output=True, text=True, check=False)


def lines(said: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in said.stderr.splitlines() if line.startswith("{")]


def test_no_word_is_said(said: subprocess.CompletedProcess[str]) -> None:
    """Neither what was said, nor the way in, by any of the ways a log could take."""
    assert WORDS not in said.stdout + said.stderr
    assert "/c/" not in said.stdout + said.stderr


def test_what_may_be_said_is(said: subprocess.CompletedProcess[str]) -> None:
    """Enough is left to find out what happened: event, count, kind of exception, which library."""
    kept, not_kept, *libraries = lines(said)

    assert (kept["event"], kept["count"], kept["process"], kept["level"]) == ("answer kept", 3, "public", "info")
    assert set(kept) <= ALLOWED
    assert (not_kept["error"], not_kept["level"]) == ("ValueError", "warning")
    assert [line["library"] for line in libraries] == ["uvicorn.error", "asyncio"]
    assert libraries[1]["error"] == "ValueError"


def test_what_nobody_caught_is_said_without_its_words(said: subprocess.CompletedProcess[str]) -> None:
    """The end of a process names the exception's type and our own lines, and no traceback."""
    assert said.returncode == 1
    assert "stopped: " in said.stderr
    assert "storage/codes.py" in said.stderr
    assert "Traceback" not in said.stderr


def test_only_keys_on_the_list() -> None:
    """A key that is not on the list is dropped, and so is a value that is not short and plain."""
    given = {
        "event": "e",
        "count": 1,
        "words": WORDS,
        "step": "x" * 81,
        "frames": ["a"],
        "status": {"a": 1},
        "method": b"x",
    }

    assert only_allowed(None, "", given) == {"event": "e", "count": 1, "frames": ["a"]}


def test_frames_are_our_own() -> None:
    """Where an exception passed through our code; a library's files and lines say nothing to whoever mends ours."""
    with pytest.raises(ValueError, match="Expecting") as failed:
        json.loads("{")

    assert our_frames(failed.tb) == []
    assert without_values(None, "", {"exc_info": failed.value}) == {"error": "JSONDecodeError", "frames": []}


def test_a_log_that_cannot_be_written_stops_nothing() -> None:
    """Its disk is full, or whoever read it is gone: children are served all the same."""
    goes_on = "from voice import logging as ours; ours.set_up('public'); ours.warn('told'); print('went on')"
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", goes_on], cwd=TOP, stdout=subprocess.PIPE, stderr=full, text=True, check=False
        )

    assert done.stdout == "went on\n"


def test_the_end_of_several_things_at_once_names_each(capsys: pytest.CaptureFixture[str]) -> None:
    """A group of exceptions says which they were, and nothing that they say."""
    last_words(BaseExceptionGroup, BaseExceptionGroup(WORDS, [ValueError(WORDS), OSError(WORDS)]), None)

    assert capsys.readouterr().err == "stopped: BaseExceptionGroup\nstopped: ValueError\nstopped: OSError\n"


def test_every_event_is_written_by_hand() -> None:
    """What is logged is a sentence of ours: no call builds one, and none passes a key that is not on the list."""
    wrong = []
    for room in ("voice", "storage", "channels", "surveys", "i18n", "accessibility"):
        for path in sorted((TOP / room).rglob("*.py")):
            for call in _calls(ast.parse(path.read_text(encoding="utf-8"))):
                literal = call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
                allowed = {each.arg for each in call.keywords} <= ALLOWED
                wrong += [] if literal and allowed else [f"{path.relative_to(TOP)}:{call.lineno}"]

    assert wrong == []


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    """The calls of our own `log` and `warn`, however they were imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            owner = node.func.value if isinstance(node.func, ast.Attribute) else None
            ours = owner is None or (isinstance(owner, ast.Name) and owner.id == "logging")
            if name in ("log", "warn") and ours:
                yield node


@pytest.mark.parametrize(
    "value", [{"words": WORDS}, [[WORDS]], [1, WORDS], (WORDS,), WORDS.encode(), object(), {WORDS}, WORDS * 20]
)
def test_what_is_not_plain_is_dropped(value: object) -> None:
    """Also under a key that is on the list."""
    assert only_allowed(None, "", {"event": "kept", "step": value, "frames": value}) == {"event": "kept"}
