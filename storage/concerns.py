"""Concerns as the intake raises them and adults take them up. What was said is sealed; when and how urgent is not."""

from datetime import datetime
from typing import Any
from uuid import UUID

from storage.envelopes import Context, PublicKey
from storage.statements import add_envelope, put_out
from storage.tables import concern, concern_step
from storage.writes import Writes, new_revision
from voice import clock
from voice.model import ConcernState, Level, new_id

BY_HAND = "by hand"
BY_MATCH = "words matched"  # duty put the words into her record: those who work with her read them there


def step_place(authority: UUID, child: UUID, step: UUID) -> Context:
    return Context(authority, child, "concern.step", step)


def raise_concern(
    writes: Writes,
    id: UUID,
    child: UUID,
    conversation: UUID | None,
    source: str,
    level: Level,
    read_by: datetime,
    statement: UUID | None = None,
) -> None:
    """A child may not be safe: somebody must read this by then."""
    writes.insert(
        concern,
        id=id,
        child=child,
        conversation=conversation,
        statement=statement,
        source=source,
        level=level.value,
        state=ConcernState.NEW.value,
        revision=new_revision(),
        climbed=0,
        raised=clock.now(),
        read_by=read_by,
    )
    put_out(writes, "concern", id)


def add_words(
    writes: Writes,
    concern_id: UUID,
    child: UUID,
    kind: str,
    body: bytes,
    recipients: list[PublicKey],
    staff: UUID | None = None,
) -> None:
    """What the child, or an adult who raises it, said about it, for those who may read it."""
    step = new_id()
    made = add_envelope(writes, "concern.step", body, recipients, step_place(writes.authority, child, step))
    add_step(writes, step, concern_id, kind, staff=staff, envelope=made, key=recipients[0].id)


def add_step(writes: Writes, id: UUID, concern_id: UUID, kind: str, **facts: Any) -> None:
    writes.insert(concern_step, id=id, concern=concern_id, kind=kind, at=clock.now(), **facts)
