"""What adults add to a child's record: that they opened it, answers, promises, half-written words."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.envelopes import Context, PublicKey, seal
from storage.reading import Reader
from storage.statements import add_envelope
from storage.tables import action, reading, reply, staff_draft, weighing
from storage.writes import Writes, new_revision
from voice import clock
from voice.model import How, PromiseState, Purpose, Role, Stopped, new_id


def reply_place(authority: UUID, child: UUID, id: UUID) -> Context:
    return Context(authority, child, "reply", id)


def promise_place(authority: UUID, child: UUID, id: UUID) -> Context:
    return Context(authority, child, "action", id)


def weighing_place(authority: UUID, child: UUID, id: UUID) -> Context:
    return Context(authority, child, "weighing", id)


def withheld_place(authority: UUID, child: UUID, id: UUID) -> Context:
    return Context(authority, child, "withheld", id)


def draft_place(authority: UUID, child: UUID, staff: UUID, subject: UUID) -> Context:
    return Context(authority, child, f"staff_draft.{staff.hex}", subject)


def add_reading(writes: Writes, statement: UUID, staff: UUID, reads_as: Role, at: datetime, *, allocated: bool) -> None:
    facts = {"reads_as": reads_as.value, "allocated": allocated, "at": at}
    writes.insert(reading, id=new_id(), statement=statement, staff=staff, **facts)


def add_reply(
    writes: Writes, id: UUID, child: UUID, body: bytes, key: PublicKey, how: How, on_day: date | None, **facts: Any
) -> None:
    """One answer. The id comes with the form, so that a second press is refused by the key of the table."""
    made = add_envelope(writes, "reply", body, [key], reply_place(writes.authority, child, id))
    writes.insert(reply, id=id, how=how.value, on_day=on_day, envelope=made, made=clock.now(), **facts)


def add_promise(writes: Writes, id: UUID, child: UUID, body: bytes, key: PublicKey, **facts: Any) -> None:
    made = add_envelope(writes, "action", body, [key], promise_place(writes.authority, child, id))
    state = {"state": PromiseState.OPEN.value, "revision": new_revision()}
    writes.insert(action, id=id, envelope=made, made=clock.now(), **state, **facts)


def settle_promise(writes: Writes, id: UUID, seen: int, state: PromiseState, stopped_by: Stopped | None) -> None:
    writes.claim(action, id, seen=seen, becomes=new_revision())
    stopped = stopped_by.value if stopped_by else None
    writes.update(action, id, state=state.value, stopped_by=stopped, changed=clock.now())


def move_promise(writes: Writes, id: UUID, seen: int, due: date) -> None:
    """Not yet: it stays open, until another day."""
    writes.claim(action, id, seen=seen, becomes=new_revision())
    writes.update(action, id, due=due, changed=clock.now())


def hand_on_promise(writes: Writes, id: UUID, owner: UUID) -> None:
    """Somebody else sees to it from now on."""
    writes.update(action, id, owner=owner)


def add_weighing(
    writes: Writes,
    id: UUID,
    child: UUID,
    body: bytes,
    keys: Mapping[Purpose, PublicKey],
    withheld: bytes | None,
    **facts: Any,
) -> None:
    """What an adult thinks a child is telling us; and why she is not shown it, for the team's manager too.

    The id comes with the form, as an answer's does.
    """
    made = add_envelope(writes, "weighing", body, [keys[Purpose.CASE]], weighing_place(writes.authority, child, id))
    why = None
    if withheld is not None:
        place = withheld_place(writes.authority, child, id)
        why = add_envelope(writes, "withheld", withheld, [keys[Purpose.CASE], keys[Purpose.APART]], place)
    writes.insert(weighing, id=id, envelope=made, withheld=why, made=clock.now(), **facts)


def keep_draft(writes: Writes, staff: UUID, child: UUID, subject: UUID, body: bytes, key: PublicKey) -> None:
    """Half-written words of an adult, sealed to the child's key: they are about the child."""
    words = seal(body, [key], draft_place(writes.authority, child, staff, subject))
    writes.put(staff_draft, {"staff": staff, "subject": subject}, id=new_id(), words=words, saved=clock.now())


def drop_draft(writes: Writes, staff: UUID, subject: UUID) -> None:
    writes.delete(staff_draft, staff=staff, subject=subject)


async def find_draft(db: Reader, authority: UUID, staff: UUID, subject: UUID) -> bytes | None:
    """What somebody had half written about this, still sealed."""
    c = staff_draft.c
    wanted = sa.select(c.words).where(c.authority == authority, c.staff == staff, c.subject == subject)
    return (await db.execute(wanted)).scalar()
