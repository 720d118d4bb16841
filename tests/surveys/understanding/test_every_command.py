"""Every command in every language she may answer in: a whole message is one, her sentence with that word is none."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from i18n.languages import LANGUAGES
from surveys.understanding.commands import Command
from voice.texting.every_language import KNOWN, command_in
from voice.texting.phrases import HEARD_TOO

MADE_UP = yaml.safe_load(Path(__file__).with_name("commands.yaml").read_text(encoding="utf-8"))
COMMANDS = [each for each in Command if each is not Command.YES]
# As telephones write them: in capitals, with a dot, an emoji, a mark of direction or an empty line around.
ROUND = ("{}", " {}  ", "{}.", "{}!!", "{} 🙏", "\u200f{}\u200e", "\n{}\n")


def texts(what: str) -> Iterator[tuple[str, str, str]]:
    for tag, commands in MADE_UP.items():
        for name, said in commands.items():
            yield from ((tag, name, each) for each in said[what])


def test_every_language_has_every_command() -> None:
    """A language in which a child may answer, without texts made up for it here, is named."""
    wanted = {*LANGUAGES, *HEARD_TOO, *KNOWN} - {"bfi"}

    assert wanted - set(MADE_UP) == set()
    for tag, commands in MADE_UP.items():
        assert {str(each) for each in COMMANDS} == set(commands), tag
        assert all(said["says"] and len(said["neighbours"]) > 1 for said in commands.values()), tag


@pytest.mark.parametrize(("tag", "name", "said"), list(texts("says")))
def test_a_whole_message_is_the_command(tag: str, name: str, said: str) -> None:
    """Also where she is asked in another language than her own, and however it is written."""
    for language in MADE_UP:
        found = {shape: command_in(shape.format(said), language) for shape in ROUND}
        assert {shape: each for shape, each in found.items() if each != name} == {}, language
    assert command_in(said.upper(), tag) == name


@pytest.mark.parametrize(("tag", "name", "said"), list(texts("neighbours")))
def test_her_sentence_is_hers(tag: str, name: str, said: str) -> None:
    """What she tells is never taken for an order, whatever language she is asked in, before it begins or after."""
    for language in MADE_UP:
        for starting in (False, True):
            found = {shape: command_in(shape.format(said), language, starting=starting) for shape in ROUND}
            assert {each for each in found.values() if each} == set(), language


@pytest.mark.parametrize(("tag", "name", "said"), list(texts("says")))
def test_two_in_one_message_are_none(tag: str, name: str, said: str) -> None:
    """A command beside her own words is her words: nothing she says is lost to it."""
    assert command_in(f"{said} he hit me", tag) is None
    assert command_in(f"he hit me {said}", tag) is None
