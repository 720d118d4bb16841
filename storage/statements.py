"""Statements and their parts: put in by the intake, which can never read them back."""

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from storage.envelopes import Context, PublicKey, seal
from storage.tables import envelope, outbox, statement, statement_part
from storage.writes import Writes
from voice import clock
from voice.model import new_id

ON_RECEIPT = "receipt"  # the way of what she answers about the sending itself: it adds nothing to what she said


def part_place(authority: UUID, child: UUID, audience: str, statement_id: UUID) -> Context:
    return Context(authority, child, f"part.{audience}", statement_id)


def add_envelope(writes: Writes, kind: str, body: bytes, recipients: Sequence[PublicKey], place: Context) -> UUID:
    """Seal a body and keep it; the envelope's id."""
    sealed, made = seal(body, recipients, place), new_id()
    writes.insert(envelope, id=made, kind=kind, sealed=sealed, sha256=hashlib.sha256(sealed).digest(), made=clock.now())
    return made


def add_statement(writes: Writes, **facts: Any) -> None:
    """Keep one statement that nobody in this process can open again."""
    writes.insert(statement, **facts)


def add_part(writes: Writes, statement_id: UUID, child: UUID, audience: str, body: bytes, recipient: PublicKey) -> None:
    """One audience's part of a statement, sealed to that audience's key alone (R58)."""
    place = part_place(writes.authority, child, audience, statement_id)
    made = add_envelope(writes, f"part.{audience}", body, [recipient], place)
    writes.insert(
        statement_part,
        id=new_id(),
        statement=statement_id,
        audience=audience,
        envelope=made,
        key=recipient.id,
    )


def put_out(writes: Writes, kind: str, subject: UUID) -> None:
    """A delivery for the worker: what kind and about which record, never what it says."""
    now = clock.now()
    writes.insert(
        outbox, id=new_id(), kind=kind, subject=subject, not_before=now, attempts=0, state="waiting", made=now
    )
