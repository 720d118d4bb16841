"""The questions back, as the page asks them: is that right, did this happen, is this what you meant?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from i18n.catalogue import Catalogue
from i18n.marks import N_
from surveys.parts import Audience
from voice import saying_back
from voice.coming_back import Inside
from voice.model import new_id
from voice.saying_back import CHOICES, READ_BY, About

ADDRESS = {
    About.WEIGHING: "/mine/told",
    About.PROMISE: "/mine/promise",
    About.HEARD: "/mine/heard",
    About.TRANSLATION: "/mine/english",
}
QUESTION = {
    About.WEIGHING: N_("Is that right?"),
    About.PROMISE: N_("Did this happen?"),
    About.HEARD: N_("Do you feel listened to?"),
    About.TRANSLATION: N_("Is this what you meant?"),
}
LABELS = {
    "meant": N_("That is what I meant"),
    "right": N_("That’s right"),
    "not_quite": N_("Not quite"),
    "not_at_all": N_("Not at all"),
    "yes": N_("Yes"),
    "a_bit": N_("A bit"),
    "no": N_("No"),
    "not_sure": N_("Not sure"),
}
READER = {
    Audience.WORKER: N_("The people who work with you read your answer."),
    Audience.MANAGER: N_("A manager reads your answer. The people who work with you do not."),
}


@dataclass(frozen=True, slots=True)
class Given:
    """What she answered the last time."""

    label: str = field(repr=False)
    words: str = field(repr=False)
    when: datetime


@dataclass(frozen=True, slots=True)
class Ask:
    """One question, and what she has answered to it."""

    address: str
    question: str
    about: str = field(repr=False)  # what the adults wrote; nothing where it is about all of it
    reader: str
    choices: Sequence[tuple[str, str]]
    form_id: UUID
    given: Given | None


def ask(inside: Inside, about: About, number: int, line: Mapping[str, Any], words: Catalogue) -> Ask | None:
    """The question about this; None where there is nothing to ask yet."""
    if not saying_back.is_asked(about, line):
        return None
    choices = [(each, words.gettext(LABELS[each])) for each in CHOICES[about]]
    address = f"{ADDRESS[about]}/{number}"
    question, reader = words.gettext(QUESTION[about]), words.gettext(READER[READ_BY[about]])
    return Ask(
        address, question, _what(about, line).strip(), reader, choices, new_id(), _given(inside, about, line, words)
    )


def _what(about: About, line: Mapping[str, Any]) -> str:
    """What the adults wrote, as the page for words of her own shows it again."""
    match about:
        case About.WEIGHING:
            return str(line["means"])
        case About.PROMISE:
            return str(line.get("words", ""))
        case About.TRANSLATION:
            return "\n".join(each["english"] for each in line["lines"])
        case About.HEARD:
            return ""


def _given(inside: Inside, about: About, line: Mapping[str, Any], words: Catalogue) -> Given | None:
    which = saying_back.id_of(about, line)
    mine = [each for each in inside.backs if (each["about"], each["id"]) == (about.value, which)]
    if not mine:
        return None
    last = mine[-1]
    label = LABELS[last["chosen"]]
    return Given(words.gettext(label), last["words"].strip(), datetime.fromisoformat(last["when"]))
