"""A question as question.html shows it."""

from typing import Any

from channels.web.filling import Filled
from i18n.languages import language
from surveys.kinds import people
from surveys.model import Question
from surveys.offered import Kind
from surveys.replies import typed_into
from surveys.wording import WordedQuestion, rows_of, texts_of

EVERYTHING = "audio/*,video/*,image/*"
ACCEPTS = {Kind.SOUND: "audio/*", Kind.VIDEO: "video/*", Kind.PHOTO: "image/*"}  # what the telephone offers to choose
SHOWN = ("words", "help", "why", "low", "high", "safety_note", "audience_words")


def signed_together(question: Question, words: WordedQuestion) -> list[str]:
    """What is signed all or not at all: what she chooses between, and about safety what it sets off too (R59)."""
    if question.safety:
        return texts_of(words)
    return [each["words"] for each in words["choices"] if not each["words"].isdigit()]


def as_asked(question: Question, words: WordedQuestion, filled: Filled, spoken: str) -> dict[str, Any]:
    """Its words, its choices and what stands in its fields. Words in another language than the page's say so."""
    other = words["html_lang"] != language(spoken).html_lang
    return {
        "kind": question.kind.value,
        "multiple": question.multiple,
        "add_words": question.add_words,
        "choices": [{**c, "label": c["words"], "chosen": c["id"] in filled.chosen} for c in words["choices"]],
        "rows": rows_of(words),
        "signed_together": signed_together(question, words),
        "fields": filled.fields,
        "most_lines": people.MOST,
        "lines": filled.lines,
        "keeps": bool(typed_into(question)) and question.safety is None,
        "text": filled.text,
        "accepts": ACCEPTS.get(question.kind, EVERYTHING) if question.takes_recordings else "",
        "words_alone": False,
        "recorded": None,
        "picture": question.picture,
        "lang": words["html_lang"] if other else None,
        "dir": words["direction"] if other else None,
        **{name: value for name, value in words.items() if name in SHOWN},
    }
