"""How far each language is: what is missing, what is a draft, and who checked it."""

from collections.abc import Iterable
from dataclasses import dataclass

from babel.messages.catalog import Catalog, Message

from i18n import po
from i18n.extract import template
from i18n.languages import ENGLISH, LANGUAGES, OUR_OWN, Language


@dataclass(frozen=True, slots=True)
class Status:
    tag: str
    own_name: str
    messages: int
    missing: tuple[str, ...]
    checked_by: str | None

    @property
    def draft(self) -> int:
        """Translated, but by nobody a named speaker has checked (R65). Our own words are not drafts."""
        return 0 if self.checked_by or self.tag in OUR_OWN else self.messages - len(self.missing)

    def __str__(self) -> str:
        checked = f"checked by {self.checked_by}" if self.checked_by else _unchecked(self.tag)
        counts = f"{self.messages} messages, {len(self.missing)} missing, {self.draft} draft"
        return f"{self.tag:<10} {counts}, {checked}"


def words_status() -> list[Status]:
    """The state of every language but English, which is what the messages are written in."""
    found = template()
    return [_status(spoken, found) for spoken in LANGUAGES.values() if spoken != ENGLISH]


def missing(tag: str, wanted: Iterable[Message]) -> list[str]:
    """The messages this language cannot say yet."""
    file = po.po_file(tag)
    words = po.read(file) if file.exists() else Catalog()
    return [_id(message) for message in wanted if message.id and not _said(words, message)]


def _status(spoken: Language, found: Catalog) -> Status:
    file = po.po_file(spoken.tag)
    return Status(
        tag=spoken.tag,
        own_name=spoken.own_name,
        messages=len(found),
        missing=tuple(missing(spoken.tag, found)),
        checked_by=po.checked_by(file) if file.exists() else None,
    )


def _said(words: Catalog, message: Message) -> bool:
    entry = words.get(message.id, message.context)
    return entry is not None and po.finished(entry)


def _id(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _unchecked(tag: str) -> str:
    return "our own words" if tag in OUR_OWN else "not checked by a speaker"
