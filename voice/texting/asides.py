"""What is asked by text beside a survey: to begin, who is near, after a safety answer, before and after it is sent.

They are questions like a survey's own, so that an answer to them is read in the same way, in every language. The
answers go where the web puts them; nothing here is counted or published.
"""

from enum import StrEnum
from functools import cache

from i18n.catalogue import catalogue
from i18n.marks import N_
from surveys.model import Survey
from surveys.wording import WordedQuestion, Wording, freeze, words_of

PROMISE = N_(
    "Hi. You choose what to say and can stop any time. A person reads it, not just a computer. If you are not safe we "
    "must tell someone who can help."
)
READY = N_(
    "Texts stay on this phone until you delete them. STOP ends texts but does not delete what you said. Ready? Text "
    "YES. Not a good time? Text LATER"
)
AROUND = N_(
    "Who is with you right now? Text A just me, B a grown-up I live with, C someone helping me, D friends, brothers or "
    "sisters, or ? to not say"
)
REACH = N_("How can we talk to you safely? Is there anyone who must not know? Text it here, or SKIP")
ABOUT = N_("Is this about someone whose job is to look after you or help you? Text YES, NO or ? for not sure")
PARENTS = N_(
    "Is there any part you don't want your mum, dad or carers to know? Text A they can know, B ask me first, C please "
    "don't tell them"
)
SEND = N_("That was the last question. Text YES to send what you said, or BACK to change something")
SEEN = N_("Did anyone see what you texted, or tell you what to put? Text YES, NO or ? to not say")

WRONG = N_("Text here what is wrong, or NEXT to go on with the questions")


class At(StrEnum):
    """Where a conversation stands when no question of the survey is open."""

    READY = "at_ready"
    AROUND = "at_around"
    REACH = "at_reach"
    ABOUT = "at_about"
    PARENTS = "at_parents"
    SEND = "at_send"
    SEEN = "at_seen"
    LANGUAGE = "at_language"
    HELP = "at_help"


SAID = "said_by_text"  # words that answer no question: how they stand in the child's record


def _ask(at: At, kind: str, words: str, *choices: tuple[str, str]) -> dict[str, object]:
    offered = {"choices": [{"id": id, "words": said} for id, said in choices]} if choices else {}
    return {"id": at.value, "kind": kind, "audience": "worker", "words": words, "sms": {"words": words}, **offered}


ASIDES = Survey.model_validate(
    {
        "code": "by_text",
        "version": 1,
        "title": "By text",
        "ages": (8, 25),
        "theme": "younger",
        "licence": {"name": "MIT", "holder": "The authors of this project", "free_to_use": True},
        "questions": [
            _ask(At.READY, "yes_no", READY),
            _ask(
                At.AROUND,
                "one_of",
                AROUND,
                ("just_me", N_("Just me")),
                ("adult_at_home", N_("A grown-up I live with")),
                ("helper", N_("Someone who is helping me")),
                ("friends_siblings", N_("Friends, brothers or sisters")),
            ),
            _ask(At.REACH, "long_words", REACH),
            _ask(At.ABOUT, "yes_no", ABOUT),
            _ask(
                At.PARENTS,
                "one_of",
                PARENTS,
                ("fine", N_("They can know")),
                ("ask_first", N_("Ask me first")),
                ("please_dont", N_("Please don’t tell them")),
            ),
            _ask(At.SEND, "yes_no", SEND),
            _ask(At.SEEN, "yes_no", SEEN),
            _ask(At.HELP, "long_words", WRONG),
            {"id": SAID, "kind": "long_words", "audience": "worker", "words": N_("Said by text, without a question")},
        ],
    }
)
ALONGSIDE = frozenset(At)
VITAL = (At.READY, At.REACH, At.ABOUT, At.HELP)


@cache
def _wording(tag: str) -> Wording:
    return freeze(ASIDES, catalogue(tag))


def words_at(at: At | str, language: str) -> WordedQuestion:
    """The words in which this is asked; those on which safety hangs only where a speaker has checked them (R65)."""
    words = catalogue(language)
    return words_of(_wording(language if words.live or at not in VITAL else "en-simple"), str(at))
