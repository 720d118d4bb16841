"""The lexicon from its files: found, checked, joined. What is wrong is said by file and line, as for a survey."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from voice.lexicon.folding import folded_line
from voice.lexicon.model import LexiconFile
from voice.lexicon.patterns import BadPattern

HOME = Path(__file__).parent / "words"
BIGGEST = 512 * 1024


class BadLexicon(ValueError):
    """A file that cannot be used: every problem as one line a person can act on."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


def files(home: Path = HOME) -> list[Path]:
    """Every file of the lexicon."""
    return sorted(home.rglob("*.yaml"))


def load(path: Path) -> LexiconFile:
    """One file. Raises BadLexicon."""
    try:
        if path.stat().st_size > BIGGEST:
            raise BadLexicon([f"{path}: larger than {BIGGEST // 1024} KB"])
        text = path.read_text(encoding="utf-8")
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, _Words)):
            raise BadLexicon([f"{path}: holds an alias (*); write it out, a small file can swell"])
        raw = yaml.load(text, _Words)  # noqa: S506 - a loader that makes text alone
    except OSError as broken:
        raise BadLexicon([f"{path}: cannot be read ({broken.strerror})"]) from None
    except UnicodeDecodeError:
        raise BadLexicon([f"{path}: is not UTF-8 text"]) from None
    except (yaml.YAMLError, RecursionError) as broken:
        raise BadLexicon([f"{path}: is not YAML: {' '.join(str(broken).split())}"]) from None
    return _checked(path, raw)


def _checked(path: Path, raw: Any) -> LexiconFile:
    if not isinstance(raw, dict):
        raise BadLexicon([f"{path}: a file of the lexicon starts with 'language:' and 'version:'"])
    try:
        return LexiconFile.model_validate(_split(raw))
    except ValidationError as broken:
        raise BadLexicon(f"{path}: {_where(raw, each['loc'])}: {each['msg']}" for each in broken.errors()) from None


def _split(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Classes are written as words between commas; words are written as in a book, and read in plain letters."""
    classes = raw.get("classes") or {}
    if isinstance(classes, dict):
        classes = {
            name: [each.strip() for each in words.split(",") if each.strip()] if isinstance(words, str) else words
            for name, words in classes.items()
        }
    made = {**raw, "classes": classes}
    return made if raw.get("language") == "en" else {key: _plainly(value) for key, value in made.items()}


def _plainly(what: Any) -> Any:
    """What stands in lists, which is lines and words, in plain letters."""
    if isinstance(what, dict):
        return {key: _plainly(value) for key, value in what.items()}
    if isinstance(what, list):
        return [folded_line(each) if isinstance(each, str) else _plainly(each) for each in what]
    return what


def _where(raw: Mapping[str, Any], loc: tuple[int | str, ...]) -> str:
    if len(loc) > 1 and loc[0] == "categories":
        try:
            return f"category '{raw['categories'][loc[1]]['name']}', {' '.join(map(str, loc[2:]))}"
        except (KeyError, TypeError, IndexError):
            return f"category {loc[1]}"
    return " ".join(map(str, loc))


@cache
def leave_alone() -> frozenset[str]:
    """Words that look like a slip of one of ours and are none."""
    return frozenset((HOME / "leave_alone.txt").read_text(encoding="utf-8").split())


def resolve(classes: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """The classes with the classes that they name put in their place. Raises BadPattern."""
    done: dict[str, tuple[str, ...]] = {}

    def phrases(name: str, above: tuple[str, ...]) -> tuple[str, ...]:
        if name in done:
            return done[name]
        if name in above or name not in classes:
            why = "names itself" if name in above else "is not there"
            raise BadPattern(f"class '{name}' {why}")
        found: list[str] = []
        for each in classes[name]:
            found += phrases(each[1:-1], (*above, name)) if each.startswith("{") else [each]
        done[name] = tuple(dict.fromkeys(found))
        return done[name]

    for name in classes:
        phrases(name, ())
    return done


class _Words(yaml.CSafeLoader):
    """Everything is text; a key that stands twice is refused."""


def _text(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> str:
    return str(node.value)


def _once(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    names = [key.value for key, _ in node.value]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise yaml.YAMLError(f"line {node.start_mark.line + 1}: '{twice}' stands here twice")
    return loader.construct_mapping(node, deep=True)


for _tag in ("bool", "int", "float", "null", "timestamp"):
    _Words.add_constructor(f"tag:yaml.org,2002:{_tag}", _text)
_Words.add_constructor("tag:yaml.org,2002:map", _once)
