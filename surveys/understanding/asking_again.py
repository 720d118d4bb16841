"""How a question is asked once more, more simply, after a text we could not understand (R21)."""

from string import ascii_uppercase

from i18n.catalogue import catalogue
from i18n.marks import N_
from surveys.offered import ALWAYS_OFFERED, Kind
from surveys.wording import WordedChoice, WordedQuestion

ONE_TEXT, ONE_TEXT_OTHER_SCRIPTS = 160, 70  # characters of one message, as telephone networks count them

SORRY = N_("Sorry, we did not understand.")
HEARD = N_("We keep what you said.")  # in place of it where a person has been told
FACES = N_("Text one number from 1 (very sad) to 5 (very happy), or ? for not sure")
SCALE = N_("Text one number from 0 to 10, or ? for not sure. 0 is {low}. 10 is {high}")
YES_NO = N_("Text YES or NO, or ? for not sure")
ONE_OF = N_("Text one letter, or ? for not sure: {choices}")
ONE_LETTER = N_("Text one letter from A to {last}, or ? for not sure")
SOME_OF = N_("Text one or more letters, or ? for not sure: {choices}")
SOME_LETTERS = N_("Text one or more letters from A to {last}, or ? for not sure")


def ask_again(shown: WordedQuestion, begins: str = SORRY) -> str:
    """The shorter wording, in the language of the question; with the choices in it if one text has room for them.

    Who was just told that a person reads her words is not told that we did not understand them.
    """
    say = catalogue(shown["language"]).gettext
    offered = [choice for choice in shown["choices"] if choice["id"] not in ALWAYS_OFFERED]
    match shown["kind"]:
        case Kind.FACES:
            wordings = [say(FACES)]
        case Kind.SCALE:
            wordings = [say(SCALE).format(low=shown["low"], high=shown["high"])]
        case Kind.YES_NO:
            wordings = [say(YES_NO)]
        case Kind.ONE_OF:
            wordings = _with_letters(say(ONE_OF), say(ONE_LETTER), offered)
        case Kind.SOME_OF | Kind.FEELINGS:
            wordings = _with_letters(say(SOME_OF), say(SOME_LETTERS), offered)
        case _:
            return say(begins)
    texts = [f"{say(begins)} {each}".replace("’", "'") for each in wordings]
    return next((text for text in texts if _fits(text)), texts[-1])


def _with_letters(with_choices: str, without: str, offered: list[WordedChoice]) -> list[str]:
    lettered = [f"{letter} {choice['words']}" for letter, choice in zip(ascii_uppercase, offered, strict=False)]
    last = ascii_uppercase[len(offered) - 1]
    return [with_choices.format(choices=", ".join(lettered)), without.format(last=last)]


def _fits(text: str) -> bool:
    return len(text) <= (ONE_TEXT if text.isascii() else ONE_TEXT_OTHER_SCRIPTS)
