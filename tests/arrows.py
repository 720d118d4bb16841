"""Reads who imports whom, and says which arrow goes up.

The drawing, from the top: joins, doors, verbs, stores, nouns, words. A module may import what is on its own
floor or below. And more strictly: no door imports another, i18n and accessibility import nothing of ours.
"""

import ast
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOMS = ("voice", "channels", "surveys", "i18n", "accessibility", "storage")
FLOORS = ("words", "nouns", "stores", "verbs", "doors", "joins")
JOINS = {
    "voice.app",
    "voice.public_app",
    "voice.staff_app",
    "voice.worker",
    "voice.ways",
    "voice.__main__",
    "voice.commands",
}
NOUNS = {"voice.model", "voice.errors", "voice.config", "voice.clock"}
ONE_ROOM_ONLY = {
    "aiosqlite": "storage",
    "alembic": "storage",
    "cryptography": "storage",
    "psycopg": "storage",
    "sqlalchemy": "storage",
    "sqlite3": "storage",
}


@dataclass(frozen=True, slots=True)
class Arrow:
    """One module's import of another."""

    origin: str
    target: str
    line: int

    def __str__(self) -> str:
        return f"{self.origin} (line {self.line}) imports {self.target}"


def arrows_up(top: Path) -> list[str]:
    """Every import in the rooms under `top` that the drawing does not allow, and why."""
    modules = {_name(top, path): path for room in ROOMS for path in sorted((top / room).rglob("*.py"))}
    arrows = [arrow for name, path in modules.items() for arrow in _arrows(name, path, modules.keys())]
    return [f"{arrow}: {reason}" for arrow in arrows if (reason := _objection(arrow))]


def floor(module: str) -> str | None:
    """Where a module of ours stands; None for the packages `voice` and `channels`, which only hold others."""
    room, _, rest = module.partition(".")
    fixed = {"i18n": "words", "accessibility": "words", "surveys": "nouns", "storage": "stores"}
    if room in fixed:
        return fixed[room]
    if not rest:
        return None
    if room == "channels":
        return "doors"
    start = ".".join(module.split(".")[:2])
    return "joins" if start in JOINS else "nouns" if start in NOUNS else "verbs"


def _objection(arrow: Arrow) -> str | None:
    ours, theirs = arrow.origin.split(".")[0], arrow.target.split(".")[0]
    if theirs not in ROOMS:
        room = ONE_ROOM_ONLY.get(theirs, ours)
        return None if room == ours else f"only {room} may use {theirs}"
    here, there = floor(arrow.origin), floor(arrow.target)
    if here is None:
        return f"{arrow.origin} only holds others and imports nothing of ours"
    if there is None:
        return None
    if here == "words" and ours != theirs:
        return f"{ours} imports nothing of ours"
    if FLOORS.index(there) > FLOORS.index(here):
        return f"this arrow goes up, from {here} to {there}"
    if here == there == "doors" and arrow.origin.split(".")[1] != arrow.target.split(".")[1]:
        return "doors never import one another"
    return None


def _name(top: Path, path: Path) -> str:
    parts = path.relative_to(top).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _arrows(name: str, path: Path, modules: Container[str]) -> Iterator[Arrow]:
    # Imports inside functions and under TYPE_CHECKING count: an arrow hidden is an arrow all the same.
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            for each in node.names:
                yield Arrow(name, each.name, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            start = _start(node, package)
            for each in node.names:
                whole = f"{start}.{each.name}"
                yield Arrow(name, whole if whole in modules else start, node.lineno)


def _start(node: ast.ImportFrom, package: str) -> str:
    """The module after `from`, with the dots of a relative import read out."""
    if not node.level:
        return node.module or ""
    above = package.split(".")[: len(package.split(".")) - node.level + 1]
    return ".".join([*above, *([node.module] if node.module else [])])
