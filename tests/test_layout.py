"""A newcomer finds their way: the rooms are the ones on the map, and nothing is too long to read."""

import ast
import re
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

TOP = Path(__file__).parent.parent
ROOMS = {"voice", "channels", "surveys", "i18n", "accessibility", "storage"}
AROUND_THE_ROOMS = {"tests", "bench", "docs", "scripts", ".ci", ".git"}
PAPERS = {
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "Procfile",
    "README.md",
    "SECURITY.md",
    "pyproject.toml",
    "requirements.lock",
}
WRITTEN_BY_HAND = {".py", ".js", ".css", ".html", ".sh"}
BROUGHT_IN = {"node_modules", "vendor", "versions"}


def ours() -> Iterator[Path]:
    """What somebody has to read: no lists (catalogues, surveys, migrations), and nothing brought in."""
    for room in sorted(ROOMS | AROUND_THE_ROOMS - {".git"}):
        for path in sorted((TOP / room).rglob("*")):
            if path.suffix in WRITTEN_BY_HAND and not BROUGHT_IN.intersection(path.parts):
                yield path


def where(path: Path) -> str:
    return path.relative_to(TOP).as_posix()


def test_only_the_rooms_on_the_map() -> None:
    """Something new at the top is a decision, made here and in README's map."""
    ignored = [line.rstrip("/") for line in (TOP / ".gitignore").read_text().split("\n") if line[:1] not in ("", "#")]
    found = {path.name for path in TOP.iterdir() if not any(fnmatch(path.name, each) for each in ignored)}

    assert found - ROOMS - AROUND_THE_ROOMS - PAPERS == set()


def test_the_map_shows_every_room() -> None:
    """README tells what is in each room."""
    readme = (TOP / "README.md").read_text()

    assert [room for room in sorted(ROOMS) if f"`{room}/`" not in readme] == []


def test_no_file_is_too_long() -> None:
    """Three hundred lines at most: a longer file is about two things."""
    lengths = {where(path): len(path.read_text(encoding="utf-8").splitlines()) for path in ours()}

    assert {name: lines for name, lines in lengths.items() if lines > 300} == {}


def test_no_function_is_too_long() -> None:
    """Forty lines at most: a longer function does two things."""
    long = []
    for path in ours():
        if path.suffix != ".py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                long += [f"{where(path)}: {node.name} has {lines} lines"] if lines > 40 else []

    assert long == []


def test_the_lock_holds_hashes_and_names_no_host() -> None:
    """What is installed is what was looked at, wherever it is fetched from."""
    lock = (TOP / "requirements.lock").read_text()
    packages = re.split(r"\n(?=\w)", lock.split("\n", 2)[2])

    assert "://" not in lock
    assert "index-url" not in lock.split("\n", 2)[2]
    assert [package.partition(" ")[0] for package in packages if "--hash=sha256:" not in package] == []


def test_the_lock_has_what_the_project_asks_for() -> None:
    """A dependency added to pyproject.toml without `make lock` is found here, not on another machine."""
    project = tomllib.loads((TOP / "pyproject.toml").read_text())["project"]
    everything = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    asked = [re.split(r"[^a-z0-9-]", name)[0] for name in everything]
    locked = set(re.findall(r"^([a-z0-9-]+)==", (TOP / "requirements.lock").read_text(), re.MULTILINE))

    assert [name for name in asked if name not in locked] == []
