"""Finds the words of a survey file for the catalogues, each with its line and its place in the survey."""

from collections.abc import Generator, Iterable
from typing import IO, Any

import yaml

from i18n.marks import tidy

SHOWN_TO_CHILDREN = frozenset({"title", "words", "help", "why", "low", "high"})

Place = tuple[str, ...]
Found = tuple[int, str | None, str, list[str]]


def extract(
    file: IO[bytes], keywords: object, comment_tags: object, options: dict[str, Any]
) -> Generator[Found, None, None]:
    """An extractor as Babel calls it: line, no function, message, a note for the translator."""
    root = yaml.compose(file, yaml.BaseLoader)
    for node, place in _texts(root, ()):
        yield node.start_mark.line + 1, None, tidy(node.value), [" / ".join(place)]


def _texts(node: yaml.Node | None, place: Place) -> Iterable[tuple[yaml.ScalarNode, Place]]:
    if isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _texts(each, place + _name(each))
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(value, yaml.ScalarNode) and key.value in SHOWN_TO_CHILDREN:
                yield value, (*place, key.value)
            elif key.value not in ("licence", "trials"):
                yield from _texts(value, _inside(key.value, place))


def _inside(key: str, place: Place) -> Place:
    return place if key == "questions" else (*place, key)


def _name(node: yaml.Node) -> Place:
    """The id of a question or a choice, by which a translator finds it again."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == "id":
                return (str(value.value),)
    return ()
