"""Says at once, when a child sends, that somebody has to be found who understands it (R60).

What a child says in a language whose worrying words nobody has checked, or draws, is read by no lexicon and perhaps by
nobody on the case. That must not be found out when somebody happens to open it.
"""

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from storage import not_understood
from storage.writes import Writes
from surveys.model import Audience
from surveys.progress import path
from surveys.replies import Reply
from voice import clock
from voice.model import Because, Level
from voice.public_services import Asked
from voice.visiting import Visit
from voice.working_days import understood_by

LEXICON_CHECKED = frozenset({"en", "en-simple"})
LAST_LATIN = 0x24F  # of the letters with marks; those that follow are asked by name
SIGN = "bfi"  # British Sign Language
WRITTEN_IN_ENGLISH = LEXICON_CHECKED | {SIGN}  # nobody writes BSL: who signs and types, types English
NONE: Mapping[str, str] = {}
OTHER = "other"  # of a recording whose kind nobody knows
READ_HERE = (Audience.WORKER, Audience.MANAGER)  # who opens the other parts reads them elsewhere, or counts them


def open_tasks(visit: Visit, writes: Writes, asked: Asked, statement: UUID, arrangements: Mapping[str, Any]) -> None:
    """One task for each part of the statement that may wait for somebody who understands it."""
    replies = visit.draft.as_replies()
    level = Level.UNSAFE if visit.draft.told else Level.WORRY
    due = understood_by(clock.now(), level, arrangements)
    for audience in READ_HERE:
        given = [replies.get(each.id) for each in path(asked.survey, replies) if each.audience is audience]
        because = because_of([each for each in given if each], visit.kept.language, _kinds(visit))
        if because:
            not_understood.open_task(writes, statement, audience, visit.kept.language, because, level, due)


def because_of(replies: list[Reply], language: str, kinds: Mapping[str, str] = NONE) -> Because | None:
    """Why these answers cannot be read by whoever opens them; None where they can. Choices are in every language.

    `kinds`: what each recording is, as her phone said.
    """
    recorded = {kinds.get(part.recording) or OTHER for reply in replies for part in reply.parts if part.recording}
    because = because_of_recorded(recorded, language)
    if because in (Because.SIGNED, Because.SPOKEN):
        return because
    drawn = Because.DRAWN if any(part.drawing for reply in replies for part in reply.parts) else None
    return because_of_words(_typed(replies), language) or because or drawn


def because_of_recorded(kinds: Collection[str], language: str) -> Because | None:
    """The same of recordings alone: a picture has to be looked at, everything else heard or watched."""
    recorded = {kind[:5] for kind in kinds if kind}
    if recorded - {"image"}:
        return Because.SIGNED if language == SIGN else Because.SPOKEN
    return Because.DRAWN if recorded else None


def because_of_words(typed: Sequence[str], language: str) -> Because | None:
    unread = any(typed) if language not in WRITTEN_IN_ENGLISH else any(map(_other_script, typed))
    return Because.LANGUAGE if unread else None


def _typed(replies: list[Reply]) -> list[str]:
    return [reply.words or "" for reply in replies] + [part.words for reply in replies for part in reply.parts]


def _other_script(words: str) -> bool:
    """Whether there are letters in it that no English word has, whatever language she was asked in."""
    if words.isascii():
        return False
    folded = unicodedata.normalize("NFKC", words)
    letters = (each for each in folded if each.isalpha() and ord(each) > LAST_LATIN)
    return any("LATIN" not in unicodedata.name(each, "") for each in letters)


def _kinds(visit: Visit) -> dict[str, str]:
    return {id: recording.kind for id, recording in visit.draft.recordings.items()}
