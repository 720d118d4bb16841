"""Texts as children send them, put to the question they answer."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from i18n.catalogue import catalogue
from surveys.files import plain
from surveys.question import Question
from surveys.understanding.understand import understand
from surveys.wording import WordedQuestion, freeze, words_of
from tests.surveys.making import a_survey, raw_question

ASK = "ASK"
NONE = "NONE"  # of several, not one
TEXTS = Path(__file__).parent / "texts.yaml"


def asked(
    kind: str, words: str = "How are things?", choices: list[str] | dict[str, str] | None = None, **more: Any
) -> Question:
    """A question of this kind; each choice's id is its words in small letters, unless it is given."""
    raw = raw_question(id="q", kind=kind, words=words, **more)
    if choices:
        named = choices if isinstance(choices, dict) else {id_of(each): each for each in choices}
        raw["choices"] = [{"id": each, "words": written} for each, written in named.items()]
    return Question.model_validate(raw)


def id_of(words: str) -> str:
    return "".join(each if each.isalnum() and each.isascii() else "_" for each in words.lower() if each not in ",’'")[
        :40
    ]


@cache
def shown(question: Question, language: str = "en") -> WordedQuestion:
    return words_of(freeze(a_survey(question.model_dump(exclude_none=True)), catalogue(language)), question.id)


def answer_to(question: Question, text: str, language: str = "en") -> str:
    """The chosen ids with a space between them, NONE or ASK."""
    reply = understand(question, shown(question, language), text, language)
    return (" ".join(reply.chosen) or NONE) if reply else ASK


@dataclass(frozen=True, slots=True)
class Told:
    """One question of the list, and what each text means to it."""

    question: Question
    language: str
    meant: dict[str, str]  # by text

    def wrong(self) -> dict[str, str]:
        """The texts that are not taken as they are meant, with what they are taken for."""
        taken = {text: answer_to(self.question, text, self.language) for text in self.meant}
        return {text: answer for text, answer in taken.items() if answer != self.meant[text]}


def told(file: Path = TEXTS) -> list[Told]:
    """Every question of a list."""
    node = yaml.compose(file.read_text(encoding="utf-8"), yaml.BaseLoader)
    assert node is not None
    rows: Any = plain(node)
    return [
        Told(
            asked(row["kind"], row["asked"], row.get("choices"), **row.get("more", {})),
            row.get("language", "en"),
            {text: meant for meant, texts in row["means"].items() for text in texts},
        )
        for row in rows
    ]
