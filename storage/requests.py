"""What children ask for beside the survey: an advocate, a person, a complaint."""

from datetime import date
from uuid import UUID

from storage.envelopes import Context, PublicKey
from storage.statements import add_envelope, put_out
from storage.tables import asked_for
from storage.writes import Writes
from voice import clock


def place_of(authority: UUID, child: UUID, request: UUID) -> Context:
    return Context(authority, child, "asked_for", request)


def add_wordless(
    writes: Writes,
    id: UUID,
    child: UUID | None,
    conversation: UUID | None,
    kind: str,
    answer_by: date | None,
    *,
    quietly: bool = False,
) -> None:
    """A button that says everything: "this isn't me", "stop asking me"."""
    facts = {"child": child, "conversation": conversation, "answer_by": answer_by}
    writes.insert(asked_for, id=id, kind=kind, made=clock.now(), **facts)
    if not quietly:
        put_out(writes, f"asked_for.{kind}", id)


def add(
    writes: Writes,
    id: UUID,
    child: UUID,
    conversation: UUID,
    kind: str,
    body: bytes,
    key: PublicKey,
    answer_by: date,
    *,
    quietly: bool = False,
) -> None:
    """`quietly`: it is kept and shown, and nobody is called for it."""
    made = add_envelope(writes, f"asked_for.{kind}", body, [key], place_of(writes.authority, child, id))
    writes.insert(
        asked_for,
        id=id,
        child=child,
        conversation=conversation,
        kind=kind,
        envelope=made,
        key=key.id,
        made=clock.now(),
        answer_by=answer_by,
    )
    if not quietly:
        put_out(writes, f"asked_for.{kind}", id)
