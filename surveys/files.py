"""A survey file as text, with the line every part of it stands on.

Everything in it is words: `no` stays "no" and `3` stays "3" until the model asks for something else.
(YAML by itself reads a choice called `no` as False.) Repeated keys, which YAML drops in silence, and
aliases, which can swell a small file to gigabytes, are refused.
"""

from pathlib import Path

import yaml

BIGGEST = 256 * 1024
Loc = tuple[int | str, ...]


class SurveyError(ValueError):
    """A survey file that cannot be used: every problem as one line a person can act on."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class _Words(yaml.BaseLoader):
    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError(f"{self.get_mark()}: write it out instead of using an alias")
        return super().compose_node(parent, index)


def read(path: Path) -> yaml.Node:
    """The file's parts with their lines; SurveyError if it is no YAML, or none of a survey's kind."""
    try:
        if path.stat().st_size > BIGGEST:
            raise SurveyError([f"{path}: larger than {BIGGEST // 1024} KB"])
        node = yaml.compose(path.read_text(encoding="utf-8"), _Words)
    except OSError as broken:
        raise SurveyError([f"{path}: cannot be read ({broken.strerror})"]) from None
    except UnicodeDecodeError:
        raise SurveyError([f"{path}: is not UTF-8 text"]) from None
    except RecursionError:
        raise SurveyError([f"{path}: is nested too deeply"]) from None
    except yaml.YAMLError as broken:
        raise SurveyError([f"{path}: is not YAML: {' '.join(str(broken).split())}"]) from None
    if not isinstance(node, yaml.MappingNode):
        raise SurveyError([f"{path}: a survey starts with 'code:', 'version:', 'title:'"])
    return node


def plain(node: yaml.Node) -> object:
    """Dictionaries, lists and text; ValueError with its line for a key that stands twice."""
    if isinstance(node, yaml.SequenceNode):
        return [plain(each) for each in node.value]
    if not isinstance(node, yaml.MappingNode):
        return node.value
    made: dict[str, object] = {}
    for key, value in node.value:
        name = str(key.value)
        if name in made:
            raise ValueError(f"line {_line(key)}: '{name}' stands here twice")
        made[name] = plain(value)
    return made


def line_of(node: yaml.Node, loc: Loc) -> int:
    """The line of the part a model's error points at, or of the nearest part around it."""
    at = node
    for step in loc:
        found = _child(at, step)
        if found is None:
            break
        at = found
    return _line(at)


def _child(node: yaml.Node, step: int | str) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        child: yaml.Node = node.value[step]
        return child
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    return None


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1 if node.start_mark else 1
