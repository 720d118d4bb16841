"""Writes are data: a verb decides and returns the rows to write, and the writer does the writing.

writes = Writes(authority)
writes.claim(tables.conversation, visit.conversation, seen=visit.revision, becomes=new_revision())
writes.insert(tables.statement, id=..., child=..., ...)
writes.event("send", "statement", statement_id, actor_kind="child")
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa


def new_revision() -> int:
    """A random revision. A counter would tell a thief how many answers were given or changed."""
    return secrets.randbits(62)


@dataclass(frozen=True, slots=True)
class Claim:
    """This row is still as I read it, and from now on it is mine. Of two who say so, one wins."""

    table: sa.Table
    id: UUID
    seen: int
    becomes: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row to insert, change, put or delete. Values may be sealed words: never shown."""

    table: sa.Table
    key: Mapping[str, Any] = field(repr=False)
    values: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the audit: who did what to which record. No words, no names."""

    actor_kind: str
    actor: UUID | None
    action: str
    subject_kind: str
    subject: UUID | None
    detail: Mapping[str, Any]


@dataclass(slots=True)
class Writes:
    """Everything one verb wants written, together or not at all."""

    authority: UUID
    claimed: Claim | None = None
    inserts: list[Row] = field(default_factory=list)
    puts: list[Row] = field(default_factory=list)
    updates: list[Row] = field(default_factory=list)
    changes: list[sa.Update | sa.Delete] = field(default_factory=list)
    deletes: list[Row] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def claim(self, table: sa.Table, id: UUID, *, seen: int, becomes: int) -> None:
        """Write the rest only if this row has not changed since it was read. One claim a verb."""
        if self.claimed:
            raise ValueError("a verb claims one row")
        self.claimed = Claim(table, id, seen, becomes)

    def insert(self, table: sa.Table, **values: Any) -> None:
        self.inserts.append(Row(table, {}, self._own(values)))

    def put(self, table: sa.Table, key: Mapping[str, Any], **values: Any) -> None:
        """Insert the row, or change it where its unique key stands already."""
        self.puts.append(Row(table, self._own(key), values))

    def update(self, table: sa.Table, id: UUID, **values: Any) -> None:
        self.updates.append(Row(table, self._own({"id": id}), values))

    def change(self, statement: sa.Update | sa.Delete) -> None:
        """A whole statement, for rows that are found rather than known: a lease, a hold, an erasure."""
        self.changes.append(statement)

    def delete(self, table: sa.Table, **key: Any) -> None:
        self.deletes.append(Row(table, self._own(key), {}))

    def event(
        self,
        action: str,
        subject_kind: str,
        subject: UUID | None,
        *,
        actor_kind: str,
        actor: UUID | None = None,
        **detail: Any,
    ) -> None:
        self.events.append(Event(actor_kind, actor, action, subject_kind, subject, detail))

    def _own(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {"authority": self.authority, **values}
