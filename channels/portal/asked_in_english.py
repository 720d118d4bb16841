"""What a child was asked in another language, and what she chose between, in English beside it."""

from i18n.in_english import english_of
from i18n.languages import ENGLISH
from surveys.record import Record, ShownChoice, ShownPart


def in_english(record: Record) -> Record | None:
    """The same answer with our words in English, and hers as they are; None where it was asked in English."""
    tag = record["language"]
    asked = english_of(record["asked"], tag) if not record["html_lang"].startswith("en") else None
    if asked is None:
        return None
    ours: Record = {
        **record,
        "asked": asked,
        "low": _said(record["low"], tag),
        "high": _said(record["high"], tag),
        "choices": [_choice(each, tag) for each in record["choices"]],
        "parts": [_part(each, tag) for each in record.get("parts", [])],
        "language": ENGLISH.tag,
        "html_lang": ENGLISH.html_lang,
        "direction": ENGLISH.direction,
    }
    return ours


def _said(text: str | None, tag: str) -> str | None:
    return (english_of(text, tag) or text) if text else text


def _choice(each: ShownChoice, tag: str) -> ShownChoice:
    return {**each, "words": english_of(each["words"], tag) or each["words"]}


def _part(each: ShownPart, tag: str) -> ShownPart:
    return {**each, "words": english_of(each["words"], tag) or each["words"]}
