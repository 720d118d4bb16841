"""The tallies: one sealed sheet a survey version and month, and a book that lets one worker write in them at a time.

Nobody but the worker opens them. What may be seen is in snapshots (storage/snapshots.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.case_keys import KeyProvider
from storage.envelopes import Context, PublicKey, open_envelope, recipients_of, seal
from storage.private_keys import private_key
from storage.reading import Reader
from storage.tables import tally, tally_book
from storage.writes import Writes, new_revision
from voice.model import new_id


@dataclass(frozen=True, slots=True)
class Book:
    """Who writes in the tallies of this version turns a page; of two at once one has to look again."""

    id: UUID
    version: UUID
    revision: int
    closed: date | None


@dataclass(frozen=True, slots=True)
class Sealed:
    """A month's sheet as it lies in the record."""

    id: UUID
    month: date
    sheet: bytes = field(repr=False)


async def books(db: Reader, authority: UUID) -> list[Book]:
    c = tally_book.c
    wanted = sa.select(c.id, c.version, c.revision, c.closed).where(c.authority == authority).order_by(c.id)
    return [Book(**row) for row in (await db.execute(wanted)).mappings()]


async def book_of(db: Reader, authority: UUID, version: UUID) -> Book | None:
    return next((book for book in await books(db, authority) if book.version == version), None)


def begin_book(writes: Writes, version: UUID) -> None:
    """Refused where another has just begun it."""
    writes.insert(tally_book, id=new_id(), version=version, revision=new_revision(), closed=None)


def turn_page(writes: Writes, book: Book, **facts: Any) -> None:
    """Everything else in `writes` is written only if nobody has written in this version's tallies since it was read."""
    writes.claim(tally_book, book.id, seen=book.revision, becomes=new_revision())
    if facts:
        writes.update(tally_book, book.id, **facts)


async def sheets(db: Reader, authority: UUID, version: UUID, months: Sequence[date] | None = None) -> list[Sealed]:
    """The sheets of these months (or all), the oldest first."""
    c = tally.c
    wanted = sa.select(c.id, c.month, c.sheet).where(c.authority == authority, c.version == version)
    if months is not None:
        wanted = wanted.where(c.month.in_(months))
    return [Sealed(**row) for row in (await db.execute(wanted.order_by(c.month))).mappings()]


async def open_sheet(db: Reader, authority: UUID, provider: KeyProvider, version: UUID, kept: Sealed) -> bytes:
    """Raises SealBroken, NothingThere."""
    key = await private_key(db, authority, provider, recipients_of(kept.sheet)[0])
    return open_envelope(kept.sheet, key, _place(authority, version, kept.month))


def keep_sheet(writes: Writes, version: UUID, month: date, body: bytes, key: PublicKey, kept: Sealed | None) -> None:
    """Seal the month's sheet anew, in place of the one that was read."""
    sheet = seal(body, [key], _place(writes.authority, version, month))
    if kept:
        writes.update(tally, kept.id, sheet=sheet)
    else:
        writes.insert(tally, id=new_id(), version=version, month=month, sheet=sheet)


def _place(authority: UUID, version: UUID, month: date) -> Context:
    return Context(authority, version, f"tally.{month:%Y-%m}", version)
