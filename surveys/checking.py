"""Is this survey fit to be put before children? Problems stop it, warnings are for a person to weigh."""

from collections.abc import Iterator
from pathlib import Path

from accessibility.reading import reading_age
from i18n.catalogue import catalogue
from i18n.languages import ENGLISH, LANGUAGES, OUR_OWN
from surveys.files import SurveyError
from surveys.loading import load
from surveys.model import Survey
from surveys.wording import WordedQuestion, freeze, messages_of

WARNING = "warning: "
LONGEST_SMS = 160
READS_ALONE = 7
GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)


def check(path: Path) -> list[str]:
    """What to mend in this file; lines that start with `WARNING` do not stop it."""
    try:
        survey = load(path)
    except SurveyError as broken:
        return list(broken.problems)
    return [*_sms_problems(survey), *_hard_to_read(survey), *_words_missing(survey)]


def running_text(question: WordedQuestion) -> str:
    """What a child reads in sentences. One-word choices would make any text look easy."""
    shown = (question["words"], question["help"], question["why"])
    return "\n".join(text for text in (*shown, question["safety_note"], question["audience_words"]) if text)


def ages_of_texts(question: WordedQuestion) -> Iterator[tuple[str, float]]:
    """Each text of a question with its reading age, for the languages that can be measured."""
    for text in running_text(question).split("\n"):
        age = reading_age(text, question["language"])
        if age is not None:
            yield text, age


def reading_ages(survey: Survey) -> tuple[int, int]:
    """What the whole of a question, and what any one text, may ask of a reader. Under seven somebody reads it aloud."""
    youngest, oldest = survey.ages
    return max(youngest, READS_ALONE), max(oldest, READS_ALONE + 1)


def _hard_to_read(survey: Survey) -> Iterator[str]:
    """The youngest must be able to read the whole of a question, the oldest any one text of it.

    A formula is unsteady on a single line, so a line has more room than the question it stands in.
    """
    youngest, oldest = reading_ages(survey)
    for tag in sorted(OUR_OWN):
        for question in freeze(survey, catalogue(tag))["questions"]:
            name = f"question '{question['id']}' in {tag}"
            age = reading_age(running_text(question), question["language"])
            if age is not None and age > youngest:
                yield f"{name}: reads at {age}, the youngest asked are {youngest}"
            for text, alone in ages_of_texts(question):
                if alone > oldest:
                    yield f"{name}: “{text}” reads at {alone}, the oldest asked are {oldest}"


def _sms_problems(survey: Survey) -> Iterator[str]:
    for question in survey.questions:
        short = question.sms.words if question.sms else ""
        if len(short) > LONGEST_SMS:
            yield f"question '{question.id}': {len(short)} characters by text, {LONGEST_SMS} at most (R20)"
        if strange := sorted(set(short) - GSM_7):
            yield f"question '{question.id}': a plain text message has no {' '.join(strange)} (R20)"


def _words_missing(survey: Survey) -> Iterator[str]:
    for tag in LANGUAGES:
        missing = [text for text in _messages(survey) if not catalogue(tag).has(text)]
        if missing and tag != ENGLISH.tag:
            yield f"{WARNING}{len(missing)} texts are missing in {tag}, the first is “{missing[0]}”"


def _messages(survey: Survey) -> list[str]:
    found = [survey.title, *(text for question in survey.questions for text in messages_of(question, survey.readers))]
    return list(dict.fromkeys(found))
