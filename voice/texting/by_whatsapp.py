"""WhatsApp lets us write freely for a day after her last message there; after that, only texts it has approved go.

What may not go by WhatsApp goes to the same number as a text (R20, R24). Which it is, is decided as it goes out: what
was put out in time may have waited. Who texts us by SMS again is answered by SMS.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from string import Formatter
from typing import Self

from i18n.catalogue import catalogue
from i18n.languages import LANGUAGES
from storage.phones import Phone
from voice import clock
from voice.errors import BadSetting
from voice.texting import asides, inviting, phrases, pictures
from voice.texting.numbers import WHATSAPP
from voice.texting.segments import plain

OPEN_FOR = timedelta(hours=24)
ON_ITS_WAY = timedelta(minutes=5)  # so that it does not arrive a moment too late
# Why WhatsApp would not carry a text that another network may: our words for a provider's numbers.
TOO_LATE, NOT_THERE, NOT_SET_UP, REFUSED = (
    "too_late_for_whatsapp",
    "not_on_whatsapp",
    "whatsapp_not_set_up",
    "refused_by_whatsapp",
)
AS_A_TEXT_INSTEAD = frozenset({TOO_LATE, NOT_THERE, NOT_SET_UP, REFUSED})

ID = re.compile(r"HX[0-9a-f]{32}")
NONE_APPROVED: Mapping[str, Mapping[str, str]] = {}
SETTING = "VOICE_TWILIO_TEMPLATES"


@dataclass(frozen=True, slots=True)
class Template:
    """One text as WhatsApp has approved it, and what stands in its gaps this time."""

    id: str
    given: Mapping[str, str] = field(repr=False)


class Templates:
    """The texts that WhatsApp has approved for this authority."""

    def __init__(self, ids: Mapping[str, Mapping[str, str]] = NONE_APPROVED) -> None:
        """`ids`: by a text's name and a language, the provider's id. Raises BadSetting."""
        self._known = [
            (id, _pattern(wording(name, tag)))
            for name, of_language in _checked(ids).items()
            for tag, id in of_language.items()
        ]

    @classmethod
    def load(cls, file: Path | None) -> Self:
        """Raises BadSetting for a file that is not such a list."""
        if file is None:
            return cls()
        try:
            return cls(json.loads(file.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            raise BadSetting(SETTING, "names a file that cannot be read, or is no JSON") from None

    def fitting(self, words: str) -> Template | None:
        """The approved text that says exactly this; None where there is none."""
        for id, pattern in self._known:
            if found := pattern.fullmatch(plain(words)):
                return Template(id, {str(gap): said for gap, said in enumerate(found.groups(), 1)})
        return None


@dataclass(frozen=True, slots=True)
class Way:
    """Where one text goes, and as which approved text where it may not go as it is."""

    to: str = field(repr=False)
    template: Template | None = None


def way(phone: Phone | None, number: str, words: str, templates: Templates) -> Way:
    """How this text goes now."""
    if phone is None or phone.whatsapp_at is None:
        return Way(number)
    if clock.now() < phone.whatsapp_at + OPEN_FOR - ON_ITS_WAY:
        return Way(f"{WHATSAPP}{number}")
    template = templates.fitting(words)
    return Way(f"{WHATSAPP}{number}", template) if template else Way(number)


def fixed() -> Iterator[tuple[str, str]]:
    """Our fixed texts, by name: what somebody can have approved."""
    for module in (phrases, inviting, pictures, asides):
        for name, value in vars(module).items():
            if name.isupper() and isinstance(value, str) and catalogue("en-simple").has(value):
                yield name.lower(), value


def wording(name: str, tag: str) -> str:
    """A fixed text in a language, with its gaps by name. Raises KeyError."""
    return plain(catalogue(tag).gettext(dict(fixed())[name]))


def as_submitted(words: str) -> str:
    """The same as WhatsApp wants it for approval: its gaps numbered in the order in which they stand."""
    gaps, said = 0, ""
    for before, name, *_ in Formatter().parse(words):
        gaps += name is not None
        said += before + (f"{{{{{gaps}}}}}" if name is not None else "")
    return said


def _pattern(words: str) -> re.Pattern[str]:
    parts = [(re.escape(before), "(.+)" if name is not None else "") for before, name, *_ in Formatter().parse(words)]
    return re.compile("".join(f"{before}{gap}" for before, gap in parts), re.DOTALL)


def _checked(ids: object) -> Mapping[str, Mapping[str, str]]:
    known = dict(fixed())
    if not isinstance(ids, dict):
        raise BadSetting(SETTING, 'must hold a list as in {"reminder": {"en": "HX…"}}')
    for name, of_language in ids.items():
        if name not in known or not isinstance(of_language, dict) or not set(of_language) <= set(LANGUAGES):
            raise BadSetting(SETTING, "names a text or a language that we do not have: see `texts --templates`")
        if not all(isinstance(id, str) and ID.fullmatch(id) for id in of_language.values()):
            raise BadSetting(SETTING, "has an id that is none: each begins with HX, and 32 digits or letters follow")
    return ids
