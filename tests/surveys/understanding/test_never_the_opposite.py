"""What no text may do, whatever is in it: mean the opposite, or something that was not offered."""

import random
import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n.catalogue import catalogue
from i18n.languages import LANGUAGES
from surveys.loading import library
from surveys.offered import ALWAYS_OFFERED, Kind
from surveys.question import Question
from surveys.understanding.items import Sense
from surveys.understanding.tongues import tongue
from surveys.understanding.understand import understand
from surveys.understanding.vocabulary import HEADINGS
from surveys.wording import freeze, words_of
from tests.surveys.understanding.texting import ASK, NONE, Told, answer_to, asked, shown, told

ENGLISH = [row for row in told() if row.language == "en"]
CLOSED = [asked(kind) for kind in HEADINGS]
DENIALS = ["not {}", "i dont think {}", "its not {}", "isnt {}", "not really {}", "no not {}", "never {}", "{} not"]
FILLERS = [
    "{} tbh",
    "um {}",
    "{} lol",
    "hi {}",
    "i reckon {}",
    "{} 🙂🙂",
    "{}!!!",
    "well, {}",
    "{} please",
    "honestly {}",
]
UNDENIED = {*ALWAYS_OFFERED, ASK, "no"}


def in_words(row: Told) -> Iterator[tuple[str, str]]:
    """The short texts that name an answer which does not itself say no or not."""
    for text, meant in row.meant.items():
        says_not = any(part in meant.split("_") for part in ("not", "dont", "never", "nobody", "less", "t"))
        mends = any(word in text for word in ("actually", "sorry", "oops", "wait", "mean", "no "))
        if meant not in UNDENIED and not says_not and not mends and len(text.split()) < 4:
            yield text, meant


@pytest.mark.parametrize("denial", DENIALS)
def test_a_text_and_its_denial_never_mean_the_same(denial: str) -> None:
    """“Not always” is never always. Where a denial repeats a not, it may say the same with more force."""
    same = [
        (denied, meant)
        for row in ENGLISH
        for text, meant in in_words(row)
        if row.question.kind is not Kind.SOME_OF and row.question.kind is not Kind.FEELINGS
        if answer_to(row.question, denied := denial.format(text)) == meant
    ]

    assert same == []


@pytest.mark.parametrize("filler", FILLERS)
def test_talking_along_never_turns_an_answer_round(filler: str) -> None:
    """With “um” or “tbh” beside it a text means what it meant, or is asked about."""
    turned = [
        (said, meant, taken)
        for row in ENGLISH
        for text, meant in row.meant.items()
        if meant != ASK and not text.endswith("?") and text.strip()
        if (taken := answer_to(row.question, said := filler.format(text))) not in (meant, ASK)
    ]

    assert [each for each in turned if not _only_a_face(*each)] == []


def _only_a_face(said: str, meant: str, taken: str) -> bool:
    """A smile put beside a way out may be all that is left of it on the question about faces."""
    return "🙂" in said and meant in ALWAYS_OFFERED and taken == "4"


@pytest.mark.parametrize(
    ("words", "colour", "turned"),
    [
        ("Do you like it?", "bad", "yes"),
        ("Do you like it?", "good", "no"),
        ("Are you being bullied?", "good", "yes"),
        ("Are you being bullied?", "bad", "no"),
    ],
)
def test_a_yes_or_no_at_the_end_is_never_taken_against_what_is_said(words: str, colour: str, turned: str) -> None:
    """“Its minging yeah” only looks for assent: it is no yes to “do you like it?”."""
    question = asked("yes_no", words)
    told = [phrase[0] for phrase in tongue("en").under(Sense.COLOURS)[colour]]
    said = {"yes": ["its zonked {} yeah", "zonked {} yes"], "no": ["its zonked {} no", "zonked {} so no"]}[turned]
    texts = [each.format(word) for each in said for word in told]

    assert [text for text in texts if answer_to(question, text) == turned] == []


AT_HOME = ["Always safe", "Sometimes safe", "Never safe"]


@pytest.mark.parametrize("often", ["always", "sometimes", "never"])
def test_how_often_is_no_answer_without_what(often: str) -> None:
    """“Always scared” is never “always safe”, whatever is said after it."""
    question = asked("one_of", "How do you feel at home?", AT_HOME)
    bad = sorted(phrase[0] for phrase in tongue("en").under(Sense.COLOURS)["bad"] if phrase[0] != "unsafe")
    texts = [
        each.format(often, word) for word in bad for each in ("{} {}", "im {} {} with my sister", "{} {}. so yeah")
    ]

    assert [text for text in texts if answer_to(question, text) != ASK] == []


@pytest.mark.parametrize(
    ("words", "said", "colour"),
    [("Do you feel safe?", "yes", "bad"), ("Do you feel safe?", "no", "good"), ("Does anyone hurt you?", "no", "bad")],
)
def test_a_yes_or_no_said_first_is_never_taken_against_what_follows(words: str, said: str, colour: str) -> None:
    """“Yes he hits” to “do you feel safe?” and “no he hits” to “does anyone hurt you?” are asked again."""
    question = asked("yes_no", words)
    told = sorted(phrase[0] for phrase in tongue("en").under(Sense.COLOURS)[colour])
    texts = [each.format(said, word) for word in told for each in ("{} he {} rick", "{}!! zonked {}", "{} its {} here")]

    assert [text for text in texts if answer_to(question, text) == said] == []


@pytest.mark.parametrize("code", library())
@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_answer_of_every_survey_is_itself(code: str, tag: str) -> None:
    """A child who types an answer as it was shown to her has chosen it, in every survey and language."""
    survey = library()[code]
    frozen = freeze(survey, catalogue(tag))
    wrong = []
    for question in survey.questions:
        if question.kind not in HEADINGS:
            continue
        worded = words_of(frozen, question.id)
        for choice in worded["choices"]:
            reply = understand(question, worded, choice["words"], tag)
            if reply is None or reply.chosen != (choice["id"],):
                wrong.append((question.id, choice["words"], reply and reply.chosen))

    assert wrong == []


@pytest.mark.parametrize("code", library())
def test_a_slip_is_never_another_answer(code: str) -> None:
    """One letter left out, doubled or changed with the next: the same answer, or asked about."""
    by_chance = random.Random(code)
    survey = library()[code]
    frozen = freeze(survey, catalogue("en"))
    wrong = []
    for question in survey.questions:
        if question.kind not in (Kind.ONE_OF, Kind.YES_NO):
            continue
        worded = words_of(frozen, question.id)
        for choice in worded["choices"]:
            for slip in _slips(choice["words"], by_chance):
                if "no" in slip.lower().split() and "not" in choice["words"].lower().split():
                    continue  # a slip that makes another word of it
                reply = understand(question, worded, slip, "en")
                if reply is not None and reply.chosen != (choice["id"],):
                    wrong.append((question.id, choice["words"], slip, reply.chosen))

    assert wrong == []


def _slips(words: str, by_chance: random.Random) -> Iterator[str]:
    for _ in range(12):
        at = by_chance.randrange(len(words))
        yield words[:at] + words[at + 1 :] if len(words) > 4 else words
        yield words[: at + 1] + words[at:]
        yield words[:at] + words[at + 1 : at + 2] + words[at : at + 1] + words[at + 2 :]


HOSTILE = {
    "20,000 characters": "7 " * 10_000,
    "one long word": "y" * 20_000,
    "letters drawn out for ever": "ye" + "s" * 1_900,
    "NUL": "\0",
    "NUL within": "7\0",
    "half an emoji": "7\ud83d",
    "bidi": "\u202e7\u202c \u2066yes\u2069",
    "marks of both directions": "نعم yes \u200f7\u200e لا",
    "a family": "👩‍👩‍👧‍👦",
    "a flag": "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "stacked marks": "7" + "\u0301" * 1_900,
    "private use": "\ue000\U0010ffff\ufffe",
    "brackets": "(" * 1_900,
    "points": "7." * 900,
    "slashes": "7/" * 900,
    "commas": "a," * 900,
    "nots": "not " * 450,
    "joined": "\u200d" * 1_900,
    "emoticons": ":'(" * 600,
    "digits": "9" * 1_900,
    "superscripts": "¹⁰",
    "surrogates written out": "\\ud83d",
    "markup": "<b>7</b> ' OR 1=1 -- {{7*7}} %s",
    "spaces": " \t\r\n\u3000\u2028" * 300,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("question", CLOSED, ids=lambda question: question.kind.value)
def test_hostile_texts_are_survived(question: Question, text: str) -> None:
    """They are an answer that was offered, or asked about."""
    answer = answer_to(question, text)

    assert answer in (ASK, NONE) or set(answer.split()) <= set(question.choice_ids)


_SAID = "7 10 11 -3 not no yes always never a b ? 😢 and or but because my mum happy sad / . , all except tea if ٧ لا"
PIECES = re.split(" ", _SAID)


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join)))
@settings(max_examples=150)
def test_nothing_is_taken_that_was_not_offered(text: str) -> None:
    """Never outside of the scale, never two where one is asked for."""
    for question in CLOSED:
        reply = understand(question, shown(question), text)
        if reply is not None:
            assert set(reply.chosen) <= set(question.choice_ids)
            assert question.multiple or len(reply.chosen) == 1
            assert len(reply.chosen) < 2 or not set(reply.chosen) & set(ALWAYS_OFFERED)
