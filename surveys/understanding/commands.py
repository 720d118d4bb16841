"""What a child asks of us by text: a whole message, never a part of one, in any language of the catalogue."""

from enum import StrEnum
from functools import cache

from surveys.understanding.tidying import tokens_of
from surveys.understanding.tongues import Phrase, spoken_by
from surveys.wording import WordedQuestion


class Command(StrEnum):
    BACK = "back"
    SKIP = "skip"
    STOP = "stop"
    START = "start"
    HELP = "help"
    LINK = "link"
    PAUSE = "pause"
    LATER = "later"
    LANGUAGE = "language"
    NEXT = "next"
    YES = "yes"  # at the start alone


LONGEST_COMMAND = 60  # characters, with dots and emoji after the words
# These are obeyed even where an answer has the same words: nobody may be made to go on.
_ALWAYS = {Command.STOP, Command.HELP}


def command_of(
    text: str, language: str, asked: WordedQuestion | None = None, *, starting: bool = False
) -> Command | None:
    """The command this message is, or None.

    asked: the question that is open; a message that is one of its choices word for word is an answer, unless
    it says stop or help. starting: before the first question, where a yes means to begin.
    """
    if len(text) > LONGEST_COMMAND:
        return None
    said = _words(text)
    command = _commands(language).get(said)
    if command is Command.YES and not starting:
        return None
    if command in _ALWAYS or asked is None:
        return command
    return None if said in {_words(choice["words"]) for choice in asked["choices"]} else command


@cache
def _commands(language: str) -> dict[Phrase, Command]:
    return {
        phrase: Command(name)
        for spoken in reversed(spoken_by(language))
        for name, phrases in spoken.commands.items()
        for phrase in phrases
    }


def _words(text: str) -> Phrase:
    return tuple(token for token in tokens_of(text) if token.isalnum())
