"""The frozen words of one survey version in one language: what a child was really shown (R19).

A wording is plain JSON, named by its SHA-256. A question is in one language from top to bottom: if
one of its words is missing in the wanted language, the whole question comes in the next one, and
says so in `html_lang`. A safety question is vital (R65).
"""

import hashlib
import json
from collections.abc import Callable
from typing import TypedDict

from babel.lists import format_list

from i18n.catalogue import Catalogue, catalogue
from i18n.languages import EASY_READ, ENGLISH
from i18n.marks import N_
from surveys.model import Survey
from surveys.parts import Choice, Readers
from surveys.question import Question
from surveys.who_reads import safety_note, who_reads

QUOTED = N_("“{words}”")


class WordedChoice(TypedDict):
    id: str
    words: str
    picture: str | None


class WordedQuestion(TypedDict):
    id: str
    kind: str
    audience: str
    audience_words: str
    words: str
    help: str | None
    why: str | None
    low: str | None
    high: str | None
    safety_note: str | None
    sms: str | None
    picture: str | None
    choices: list[WordedChoice]
    rows: list[WordedChoice]
    language: str
    html_lang: str
    direction: str


class Wording(TypedDict):
    survey: str
    version: int
    language: str
    html_lang: str
    direction: str
    checked_by: str | None
    title: str
    title_language: str
    questions: list[WordedQuestion]


def freeze(survey: Survey, words: Catalogue) -> Wording:
    """Every word of the survey as this catalogue says it today."""
    title = words.said(survey.title)
    return {
        "survey": survey.code,
        "version": survey.version,
        "language": words.tag,
        "html_lang": words.language.html_lang,
        "direction": words.language.direction,
        "checked_by": words.checked_by,
        "title": title.text,
        "title_language": title.language.tag,
        "questions": [_worded(question, survey.readers, words) for question in survey.questions],
    }


def digest(wording: Wording) -> str:
    """The wording's name: SHA-256 of its JSON with sorted keys and no spaces."""
    canonical = json.dumps(wording, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def words_of(wording: Wording, question_id: str) -> WordedQuestion:
    """The words of one question; KeyError if the survey does not ask it."""
    for question in wording["questions"]:
        if question["id"] == question_id:
            return question
    raise KeyError(question_id)


def rows_of(shown: WordedQuestion) -> list[WordedChoice]:
    """The rows of a question; none in a wording that was frozen before there were any."""
    return shown.get("rows", [])


def texts_of(shown: WordedQuestion) -> list[str]:
    """Every text a child sees with this question. Numbers are no words."""
    beside = [shown[name] for name in ("words", "help", "why", "low", "high", "safety_note", "audience_words")]
    chosen = [each["words"] for each in (*shown["choices"], *rows_of(shown)) if not each["words"].isdigit()]
    return [text for text in [*beside, *chosen] if text]


def messages_of(question: Question, readers: Readers) -> list[str]:
    """Every message a catalogue needs to give this question in its language."""
    written = [question.words, question.help, question.why, question.low, question.high]
    sms = [question.sms.words] if question.sms else []
    note = [safety_note(readers), QUOTED] if question.safety else []
    choices = [each.words for each in (*question.choices, *question.rows) if not each.words.isdigit()]
    return [text for text in written if text] + sms + note + choices + [who_reads(question, readers)]


def _worded(question: Question, readers: Readers, words: Catalogue) -> WordedQuestion:
    given = _given_in(question, readers, words)
    say = given.gettext
    return {
        "id": question.id,
        "kind": question.kind.value,
        "audience": question.audience.value,
        "audience_words": say(who_reads(question, readers)),
        "words": say(question.words),
        "help": _maybe(say, question.help),
        "why": _maybe(say, question.why),
        "low": _maybe(say, question.low),
        "high": _maybe(say, question.high),
        "safety_note": _safety_note(question, readers, given),
        "sms": _maybe(say, question.sms.words if question.sms else None),
        "picture": question.picture,
        "choices": [_choice(choice, say) for choice in question.choices],
        "rows": [_choice(row, say) for row in question.rows],
        "language": given.tag,
        "html_lang": given.language.html_lang,
        "direction": given.language.direction,
    }


def _given_in(question: Question, readers: Readers, words: Catalogue) -> Catalogue:
    """The first language, from the wanted one down to English, that has every word of the question."""
    needed = messages_of(question, readers)
    for candidate in (words, catalogue(EASY_READ.tag)):
        allowed = candidate.live or question.safety is None
        if allowed and all(candidate.has(message) for message in needed):
            return candidate
    return catalogue(ENGLISH.tag)


def _safety_note(question: Question, readers: Readers, words: Catalogue) -> str | None:
    """The sentence above the choices that says which of them tells someone at once (R59)."""
    if question.safety is None:
        return None
    raising = [choice.words for choice in question.choices if choice.id in question.safety.raises]
    quoted = [words.gettext(QUOTED).format(words=words.gettext(each)) for each in raising]
    listed = format_list(quoted, style="or", locale=words.language.babel)
    return words.gettext(safety_note(readers)).format(choices=listed)


def _choice(choice: Choice, say: Callable[[str], str]) -> WordedChoice:
    return {"id": choice.id, "words": say(choice.words), "picture": choice.picture}


def _maybe(say: Callable[[str], str], words: str | None) -> str | None:
    return say(words) if words else None
