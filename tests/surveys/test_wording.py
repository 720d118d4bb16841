"""What was shown is frozen: the same words have the same name, other words another (R19)."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from i18n.catalogue import catalogue
from i18n.languages import LANGUAGES
from surveys.model import Survey
from surveys.wording import Wording, digest, freeze, messages_of, words_of
from tests.i18n.speaking import a_catalogue
from tests.surveys.making import a_survey, raw_question

SAFETY = "safe_home"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_freezing_twice_gives_the_same_name(about_me: Survey, tag: str) -> None:
    """The name of a wording depends on its words and on nothing else."""
    once, again = freeze(about_me, catalogue(tag)), freeze(about_me, catalogue(tag))

    assert digest(once) == digest(again) == digest(json.loads(json.dumps(once)))
    assert re.fullmatch("[0-9a-f]{64}", digest(once))


def test_the_order_of_keys_is_no_wording(about_me: Survey) -> None:
    """A database may give the keys back in another order."""
    frozen = freeze(about_me, catalogue("en"))
    turned: Wording = dict(reversed(frozen.items()))  # type: ignore[assignment]

    assert digest(turned) == digest(frozen)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_any_other_word_is_another_wording(about_me: Survey, tag: str) -> None:
    """Every single text, id, picture and language tag that is frozen changes the name."""
    frozen = freeze(about_me, catalogue(tag))
    names = {digest(frozen)}

    for changed in _each_changed(frozen):
        names.add(digest(changed))

    assert len(names) == 1 + sum(1 for _ in _each_changed(frozen))


def _each_changed(frozen: Any) -> Iterator[Any]:
    """The wording with one of its texts made longer, for every text."""
    for at in _texts(frozen, ()):
        changed = json.loads(json.dumps(frozen))
        *way, last = at
        place = changed
        for step in way:
            place = place[step]
        place[last] += "."
        yield changed


def _texts(part: Any, at: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    match part:
        case str():
            yield at
        case dict():
            for key, value in part.items():
                yield from _texts(value, (*at, key))
        case list():
            for number, value in enumerate(part):
                yield from _texts(value, (*at, number))


def test_english_is_the_survey_itself(about_me: Survey) -> None:
    """Nothing is lost between the file and the page."""
    frozen = freeze(about_me, catalogue("en"))

    for question in about_me.questions:
        shown = words_of(frozen, question.id)
        assert (shown["words"], shown["help"], shown["why"]) == (question.words, question.help, question.why)
        assert (shown["low"], shown["high"]) == (question.low, question.high)
        assert [choice["id"] for choice in shown["choices"]] == list(question.choice_ids)
    with pytest.raises(KeyError):
        words_of(frozen, "never_asked")


def test_the_note_names_the_choices_that_tell(about_me: Survey) -> None:
    """R59: above the choices stands which of them tells someone at once."""
    note = words_of(freeze(about_me, catalogue("en")), SAFETY)["safety_note"]

    assert note
    assert note.startswith("If you choose “Not always” or “No”, we tell someone straight away.")
    assert "{" not in note
    assert words_of(freeze(about_me, catalogue("en")), "feeling")["safety_note"] is None


def test_a_draft_language_shows_safety_in_easy_read(about_me: Survey) -> None:
    """R65: nobody has checked the Arabic, so the safety question and its answers come in Easy Read."""
    frozen = freeze(about_me, catalogue("ar"))
    shown = words_of(frozen, SAFETY)

    assert frozen["checked_by"] is None
    assert (shown["language"], shown["html_lang"], shown["direction"]) == ("en-simple", "en-GB", "ltr")
    assert shown["choices"][1]["words"] == "Most of the time"
    assert words_of(frozen, "feeling")["html_lang"] == "ar"
    assert words_of(frozen, "feeling")["direction"] == "rtl"


def test_a_checked_language_shows_safety_itself(about_me: Survey) -> None:
    """Once a named speaker has checked it, Amara reads the safety question in her own language."""
    frozen = freeze(about_me, a_catalogue("ar", _all_words(about_me), checked_by="Huda Salim"))

    assert words_of(frozen, SAFETY)["language"] == "ar"
    assert frozen["checked_by"] == "Huda Salim"


def test_a_question_is_never_in_two_languages() -> None:
    """One missing choice and the whole question comes in the next language, and says so."""
    survey = a_survey(raw_question(kind="one_of"), raw_question(id="other", words="And now?"))
    arabic = a_catalogue("ar", _all_words(survey) - {"Milk"})

    frozen = freeze(survey, arabic)

    assert {question["id"]: question["language"] for question in frozen["questions"]} == {
        "here": "en",
        "other": "ar",
    }


def _all_words(survey: Survey) -> set[str]:
    return {survey.title, *(text for question in survey.questions for text in messages_of(question, survey.readers))}
