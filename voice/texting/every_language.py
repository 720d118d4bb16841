"""Commands in every language we know: whoever is asked in English may say STOP in the words of her own."""

from surveys.understanding.commands import Command, command_of
from surveys.wording import WordedQuestion

KNOWN = ("en", "cy", "ar")


def command_in(
    text: str, language: str, asked: WordedQuestion | None = None, *, starting: bool = False
) -> Command | None:
    """As `command_of`, her own language first; whatever is a choice of the question is an answer in every language."""
    found = (command_of(text, tag, asked, starting=starting) for tag in dict.fromkeys((language, *KNOWN)))
    return next((each for each in found if each), None)
