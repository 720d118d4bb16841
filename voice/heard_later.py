"""What a child says after Send is looked through like what she sent, for what cannot wait or nobody can read yet.

She may tell the worst of it only once somebody has answered (R13, R60). It only raises, as at Send.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from storage import concerns, not_understood
from storage.envelopes import PublicKey
from storage.writes import Writes
from surveys.parts import Audience
from voice import clock, screening, unreadable
from voice.draft import level
from voice.lexicon.screening import screen
from voice.lexicon.weighing import Urgency
from voice.model import Level, new_id
from voice.working_days import concern_read_by, understood_by


@dataclass(frozen=True, slots=True)
class Later:
    """Her words, and how they stand to what was there: `what`, one of the few that her page offers.

    `statement`: they stand beside this. `id`: what is kept of them. `told`: duty hears of them already.
    `recorded`: what her phone says that it is, where she recorded it.
    """

    id: UUID
    conversation: UUID
    statement: UUID | None
    audience: Audience
    what: str = field(repr=False)
    words: str = field(repr=False)
    answer: Mapping[str, Any] | None = field(default=None, repr=False)
    told: bool = False
    recorded: str = ""


def hear(
    writes: Writes, child: UUID, language: str, later: Later, apart: PublicKey, arrangements: Mapping[str, Any]
) -> None:
    """One concern where it cannot wait, one task where nobody may be able to read it."""
    if later.audience not in screening.LOOKED_THROUGH or not (later.words.strip() or later.recorded):
        return
    because = unreadable.because_of_recorded({later.recorded}, language)
    because = because or unreadable.because_of_words([later.words.strip()], language)
    if because:
        hurry = Level.UNSAFE if later.told else Level.WORRY
        due = understood_by(clock.now(), hurry, arrangements)
        not_understood.open_task(writes, later.id, later.audience, language, because, hurry, due)
    heard = screen(later.words, language)
    if heard.level is Urgency.URGENT and not later.told:
        _tell(writes, child, later, heard.reasons, apart, arrangements)


def _tell(
    writes: Writes,
    child: UUID,
    later: Later,
    reasons: tuple[str, ...],
    apart: PublicKey,
    arrangements: Mapping[str, Any],
) -> None:
    made = new_id()
    due = concern_read_by(clock.now(), Level.URGENT, arrangements)
    at = f"added {later.id}"
    concerns.raise_concern(writes, made, child, later.conversation, at, Level.URGENT, due, statement=later.statement)
    said = {"answer": later.answer, "added": {"what": later.what, "words": later.words}, "audience": later.audience}
    body = json.dumps({"v": 1, "reasons": reasons, **said}).encode() + level([later.what])
    concerns.add_words(writes, made, child, "raised", body, [apart])
    writes.event("raise", "concern", made, actor_kind="child", level=Level.URGENT.value)
