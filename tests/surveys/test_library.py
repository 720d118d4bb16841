"""Every survey that ships is fit to be put before a child."""

from pathlib import Path

import pytest

from accessibility.reading import reading_age
from i18n.catalogue import catalogue
from i18n.languages import LANGUAGES
from surveys.checking import WARNING, ages_of_texts, check, reading_ages, running_text
from surveys.loading import LIBRARY, SAMPLES, every_kind, library
from surveys.model import Audience, Kind, Survey
from surveys.wording import freeze, messages_of

FILES = sorted(LIBRARY.glob("*.yaml"))
SURVEYS = list(library().values())
READ_AS_WRITTEN = ("en", "en-simple")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_is_ready(file: Path) -> None:
    """No problem and no warning: the words are there in every language and can be read at that age."""
    assert check(file) == []
    assert library()[file.stem].code == file.stem


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("survey", SURVEYS, ids=lambda survey: survey.code)
def test_every_language_has_every_word(survey: Survey, tag: str) -> None:
    """No child meets a gap, or a question that changes language half way."""
    messages = [
        survey.title,
        *(text for question in survey.questions for text in messages_of(question, survey.readers)),
    ]

    assert [text for text in messages if not catalogue(tag).has(text)] == []


@pytest.mark.parametrize("tag", READ_AS_WRITTEN)
@pytest.mark.parametrize("survey", SURVEYS, ids=lambda survey: survey.code)
def test_the_youngest_can_read_it(survey: Survey, tag: str) -> None:
    """Each question as a whole reads at the youngest age asked, each line of it within the band."""
    youngest, oldest = reading_ages(survey)
    for question in freeze(survey, catalogue(tag))["questions"]:
        age = reading_age(running_text(question), tag)
        assert age is not None
        assert age <= youngest, question["id"]
        assert [text for text, alone in ages_of_texts(question) if alone > oldest] == []


@pytest.mark.parametrize("survey", SURVEYS, ids=lambda survey: survey.code)
def test_easy_read_is_never_longer(survey: Survey) -> None:
    """Easy Read that is longer than the English would be no easier."""
    english, easy = (freeze(survey, catalogue(tag))["questions"] for tag in READ_AS_WRITTEN)
    for plain, easier in zip(english, easy, strict=True):
        assert len(running_text(easier)) <= len(running_text(plain)), plain["id"]


@pytest.mark.parametrize("survey", SURVEYS, ids=lambda survey: survey.code)
def test_every_survey_asks_about_safety(survey: Survey) -> None:
    """A direct question about safety, with words in it that tell someone (R10)."""
    assert any(question.safety for question in survey.questions)


@pytest.mark.parametrize("survey", SURVEYS, ids=lambda survey: survey.code)
def test_no_survey_asks_too_much(survey: Survey) -> None:
    """Twelve questions at most (R107), and six where a child of four or five may be asked (R81)."""
    assert len(survey.questions) <= (6 if survey.ages[0] <= 5 else 12)


def test_every_kind_can_be_tried(about_me: Survey) -> None:
    """The first survey and the sample show all that a survey can do, so every page can be tried with them."""
    asked = (*about_me.questions, *every_kind().questions)

    assert {question.kind for question in asked} == set(Kind)
    assert check(SAMPLES / "every_kind.yaml") == []
    assert "every_kind" not in library()
    assert {question.audience for question in about_me.questions} == set(Audience)
    assert any(question.when for question in about_me.questions)


def test_how_my_worker_treats_me_is_not_for_my_worker(about_me: Survey) -> None:
    """R58: no question about the worker has the worker as its audience."""
    about_sam = [question for question in about_me.questions if "your social worker" in question.words]

    assert len(about_sam) == 2
    assert all(question.audience is not Audience.WORKER for question in about_sam)


def test_the_safety_question_is_as_agreed(about_me: Survey) -> None:
    """The words, the order and what raises are the ones in the agreed wording for 8 to 11."""
    question = about_me.question("safe_home")

    assert question.words == "Do you feel safe where you live?"
    assert [choice.words for choice in question.choices] == [
        "Always",
        "Mostly",
        "Not always",
        "No",
        "Not sure",
        "Don’t want to say",
    ]
    assert question.safety
    assert question.safety.raises == ("not_always", "no")


def test_a_broken_file_is_found(tmp_path: Path) -> None:
    """The check that keeps the library clean does find something."""
    hard = (
        (LIBRARY / "about_me_8_11.yaml")
        .read_text()
        .replace(
            "What do you wish could happen?",
            "Considering everything previously discussed, which alternative arrangements are preferable?",
        )
    )
    file = tmp_path / "hard.yaml"
    file.write_text(hard)

    found = check(file)

    assert [line for line in found if "reads at" in line]
    assert [line for line in found if line.startswith(WARNING) and "ar" in line]
