"""Whole messages that ask something of us, and the same words in a sentence, which do not."""

import pytest

from i18n.languages import LANGUAGES
from surveys.understanding.commands import Command, command_of
from surveys.understanding.tongues import has_tongue, tongue
from tests.surveys.understanding.texting import asked, shown

# Twilio stops texts by itself at exactly these, and lets them go on at START and UNSTOP.
TWILIO_STOPS = ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"]


@pytest.mark.parametrize("word", TWILIO_STOPS)
@pytest.mark.parametrize("tag", LANGUAGES)
def test_what_twilio_stops_at_stops_us(word: str, tag: str) -> None:
    """We may not think that a child can still be reached when nothing arrives any more."""
    assert command_of(word, tag) is Command.STOP
    assert command_of(word.lower() + " ", tag) is Command.STOP


@pytest.mark.parametrize(
    ("text", "command"),
    {
        "back": Command.BACK,
        "Skip!": Command.SKIP,
        "stop 😡": Command.STOP,
        "  STOP.  ": Command.STOP,
        "\u202estop\u202c": Command.STOP,
        "START": Command.START,
        "Help": Command.HELP,
        "help me!!": Command.HELP,
        "LINK": Command.LINK,
        "pause": Command.PAUSE,
        "Later": Command.LATER,
        "LÁTER": Command.LATER,
        "language": Command.LANGUAGE,
        "Next": Command.NEXT,
    }.items(),
)
def test_a_whole_message_is_a_command(text: str, command: Command) -> None:
    """However it is written."""
    assert command_of(text, "en") is command


IN_OTHER_LANGUAGES = {
    "ar": {"توقف": "stop", "مساعدة": "help", "تخطّي": "skip", "STOP": "stop", "لاحقًا": "later"},
    "cy": {"Stopio": "stop", "nôl": "back", "NOL": "back", "hwyrach": "later"},
    "en-simple": {"skip": "skip"},
}


@pytest.mark.parametrize(
    ("tag", "text", "command"),
    [(tag, text, command) for tag, texts in IN_OTHER_LANGUAGES.items() for text, command in texts.items()],
)
def test_in_the_childs_language_and_in_english(tag: str, text: str, command: str) -> None:
    """What is printed in English on the poster works for everyone."""
    assert command_of(text, tag) == command


@pytest.mark.parametrize(
    "text",
    [
        "stop it he said",
        "he wont stop",
        "I want to go back home",
        "help my mum",
        "later on I cried",
        "no stop",
        "the end",
        "",
        "🙂",
        "?",
    ],
)
def test_in_a_sentence_it_is_an_answer(text: str) -> None:
    """What a child tells is never taken for an order."""
    assert command_of(text, "en") is None


def test_a_choice_is_an_answer() -> None:
    """“Later” where later is one of the answers; but stop and help always count."""
    when = shown(asked("one_of", "When?", ["Now", "Later", "Next", "Stop"]))

    assert command_of("later", "en", when) is None
    assert command_of("next!", "en", when) is None
    assert command_of("skip", "en", when) is Command.SKIP
    assert command_of("stop", "en", when) is Command.STOP


def test_yes_begins_and_later_it_answers() -> None:
    """At the start alone is a yes the word that begins."""
    assert command_of("Yes", "en", starting=True) is Command.YES
    assert command_of("Yes", "en") is None
    assert command_of("نعم", "ar", starting=True) is Command.YES


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_language_has_its_file(tag: str) -> None:
    """A language of the catalogue without a file of what is texted in it is named here."""
    assert has_tongue(tag), f"surveys/understanding/tongues/{tag}.yaml is missing"


@pytest.mark.parametrize("tag", [*LANGUAGES, "cy"])
def test_every_file_has_every_heading(tag: str) -> None:
    """What English has, another language has too; where it has nothing to say it says so."""
    assert set(tongue("en").headings) - set(tongue(tag).headings) == set()
    assert {str(command) for command in Command} - set(tongue(tag).commands) == set()
    assert {str(number) for number in range(11)} - set(tongue(tag).under("numbers")) == set()


def test_a_command_means_one_thing() -> None:
    """No word stands under two commands of one language, and none changes its meaning in another."""
    for tag in (*LANGUAGES, "cy"):
        phrases = [phrase for spoken in {tag, "en"} for phrase in _phrases(spoken)]
        assert len({phrase for phrase, _ in phrases}) == len(set(phrases)), tag


def _phrases(tag: str) -> list[tuple[tuple[str, ...], str]]:
    return [(phrase, name) for name, phrases in tongue(tag).commands.items() if name != "yes" for phrase in phrases]
