"""Takes a child out of the record (security.md 5): keys, names and ways back go, what was sealed leaves a tombstone.

Rows that others refer to stay, empty: that something was said, when, and that it was erased. Statements here find their
rows themselves, so that one written a moment before is erased with the rest; run again, they change nothing more.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage import copies
from storage import tables as t
from storage.reading import Reader
from storage.writes import Writes, new_revision
from voice.model import Purpose

Found = sa.Select[Any]

# Rewritten whole on PostgreSQL, since they hold what opens something; the others are vacuumed where they are.
HOLD_KEYS = ("child_key", "way", "mailbox", "child", "identifier", "contact")
HOLD_WORDS = (
    "conversation",
    "envelope",
    "mailbox_item",
    "message",
    "attachment",
    "segment",
    "playing_copy",
    "staff_draft",
    "interpreting",
)


async def keys_of(db: Reader, authority: UUID, child: UUID) -> Sequence[UUID]:
    """The ids of every key this child ever had, her salt's too."""
    c = t.child_key.c
    wanted = sa.select(c.id).where(c.authority == authority, c.child == child).order_by(c.id)
    return list((await db.execute(wanted)).scalars())


async def children_of(db: Reader, authority: UUID, keys: Collection[UUID]) -> Sequence[UUID]:
    """Whose keys these are, where they still open something."""
    c = t.child_key.c
    opens = sa.or_(c.wrapped_private.is_not(None), c.salt.is_not(None))
    wanted = sa.select(c.id, c.child).where(c.authority == authority, c.child.is_not(None), opens)
    return sorted({row.child for row in await db.execute(wanted) if row.id in keys}, key=str)


async def recorded_of(db: Reader, authority: UUID, child: UUID) -> Sequence[str]:
    """Under which names the pieces of her recordings lie, those too that she never sent."""
    hers, c = _Hers(authority, child), t.segment.c
    wanted = sa.select(c.store_key).where(c.authority == authority, c.attachment.in_(hers.attachments))
    return [*(await db.execute(wanted)).scalars(), *await copies.names_of(db, authority, hers.attachments)]


def erase(writes: Writes, child: UUID, at: datetime) -> None:
    """Everything that opens her words or names her, and the words."""
    hers = _Hers(writes.authority, child)
    _keys(writes, hers, at)
    _ways_back(writes, hers, at)
    _words(writes, hers, at)
    _names(writes, hers, at)


def erase_half_written(writes: Writes, child: UUID) -> None:
    """What staff were writing to her and about her. Apart, because the worker may not touch their drafts."""
    hers = _Hers(writes.authority, child)
    about = t.staff_draft.c.subject
    given = hers.of(t.interpreting, "id", t.interpreting.c.statement.in_(hers.said))
    subjects = sa.or_(about == child, *(about.in_(each) for each in (hers.said, hers.concerns, given)))
    writes.change(sa.delete(t.staff_draft).where(t.staff_draft.c.authority == writes.authority, subjects))


class _Hers:
    """How to find what is one child's."""

    def __init__(self, authority: UUID, child: UUID) -> None:
        self.authority = authority
        self.child = child
        self.said = self.of(t.statement, "id")
        self.concerns = self.of(t.concern, "id")
        begun = self.of(t.conversation, "id", t.conversation.c.invitation.in_(self.of(t.invitation, "id")))
        others = [self.of(each, "conversation") for each in (t.statement, t.concern, t.asked_for)]
        here = t.conversation.c.id
        met = sa.or_(here.in_(begun), *(here.in_(each) for each in others))
        self.conversations = self.of(t.conversation, "id", met)
        self.mailboxes = self.of(t.mailbox, "id", t.mailbox.c.conversation.in_(self.conversations))
        recorded, by_text = t.attachment.c, self.of(t.picture, "id")  # what came by text may be in no conversation
        self.in_sign = self.of(t.signed_answer, "id", t.signed_answer.c.statement.in_(self.said))
        answered = self.of(t.signed_film, "id", t.signed_film.c.answer.in_(self.in_sign))
        mine = sa.or_(
            recorded.conversation.in_(self.conversations), recorded.id.in_(by_text), recorded.id.in_(answered)
        )
        self.attachments = self.of(t.attachment, "id", mine)

    def of(self, table: sa.Table, column: str, where: sa.ColumnElement[bool] | None = None) -> Found:
        """This column of her rows: those that name her, or those that `where` says are hers."""
        hers = table.c.child == self.child if where is None else where
        # Never correlated: in an UPDATE of the same table SQLAlchemy would otherwise look at that row alone.
        return sa.select(table.c[column]).where(table.c.authority == self.authority, hers).correlate(None)

    def envelopes(self) -> list[Found]:
        """Everything sealed that is about her."""
        after = (t.reply, t.action, t.weighing, t.statement_part, t.interpretation, t.signed_answer)
        found = [self.of(each, "envelope", each.c.statement.in_(self.said)) for each in after]
        return [
            *found,
            self.of(t.reading, "reason", t.reading.c.statement.in_(self.said)),
            self.of(t.weighing, "withheld", t.weighing.c.statement.in_(self.said)),
            self.of(t.concern_step, "envelope", t.concern_step.c.concern.in_(self.concerns)),
            self.of(t.attachment, "manifest", t.attachment.c.id.in_(self.attachments)),
            self.of(t.signed_film, "note", t.signed_film.c.answer.in_(self.in_sign)),
            self.of(t.picture, "opens"),
            self.of(t.asked_for, "envelope"),
            self.of(t.page_for_you, "envelope"),
            self.of(t.legal_hold, "envelope"),
            self.of(t.legal_hold, "lift_envelope"),
        ]


def _keys(writes: Writes, hers: _Hers, at: datetime) -> None:
    """Public halves stay for the parts that refer to them, retired, so that nobody seals to them."""
    mine = _where(t.child_key, hers, t.child_key.c.child == hers.child)
    salt = t.child_key.c.purpose == Purpose.DIRECTORY.value
    writes.change(sa.delete(t.child_key).where(*mine, salt))
    nothing: dict[str, Any] = {"wrapped_private": None, "kek_version": None, "salt": None, "retired": at}
    writes.change(sa.update(t.child_key).where(*mine).values(**nothing))


def _ways_back(writes: Writes, hers: _Hers, at: datetime) -> None:
    """A new revision, so that an answer on its way in finds its conversation changed."""
    way, box = t.way.c, t.mailbox
    into = sa.or_(way.conversation.in_(hers.conversations), way.mailbox.in_(hers.mailboxes))
    writes.change(sa.delete(t.way).where(*_where(t.way, hers, into)))
    closed = {"wrapped_private": None, "salt": b"", "closed": at, "revision": new_revision()}
    writes.change(sa.update(box).where(*_where(box, hers, box.c.conversation.in_(hers.conversations))).values(**closed))
    over = {"draft": None, "expires": at, "revision": new_revision()}
    here = _where(t.conversation, hers, t.conversation.c.id.in_(hers.conversations))
    writes.change(sa.update(t.conversation).where(*here).values(**over))
    writes.change(sa.update(t.invitation).where(*_named(t.invitation, hers)).values(revoked=at))


def _words(writes: Writes, hers: _Hers, at: datetime) -> None:
    sealed = sa.or_(*(t.envelope.c.id.in_(each) for each in hers.envelopes()))
    still = t.envelope.c.removed.is_(None)
    writes.change(sa.update(t.envelope).where(*_where(t.envelope, hers, sealed), still).values(sealed=None, removed=at))
    for table, mine in (
        (t.mailbox_item, t.mailbox_item.c.mailbox.in_(hers.mailboxes)),
        (t.segment, t.segment.c.attachment.in_(hers.attachments)),
        (t.playing_copy, t.playing_copy.c.attachment.in_(hers.attachments)),
        (t.outbox, t.outbox.c.subject.in_(hers.said) | t.outbox.c.subject.in_(hers.concerns)),
    ):
        writes.change(sa.delete(table).where(*_where(table, hers, mine)))
    work = t.interpreting
    given = _where(work, hers, work.c.statement.in_(hers.said))
    writes.change(sa.update(work).where(*given, work.c.ended.is_(None)).values(ended=at, how_ended="taken_back"))
    writes.change(sa.update(work).where(*given).values(sealed=None))
    kept = t.attachment
    writes.change(sa.delete(kept).where(*_where(kept, hers, kept.c.id.in_(hers.attachments))))
    came = _where(t.picture, hers, t.picture.c.child == hers.child)
    writes.change(sa.update(t.picture).where(*came).values(sealed=None, state="left"))
    # Her words before anybody knew whose they were: closed, so that the key that opens them is deleted too.
    unknown = _where(t.stranger, hers, t.stranger.c.child == hers.child)
    writes.change(sa.update(t.stranger).where(*unknown).values(state="closed", revision=new_revision()))
    texts = _where(t.message, hers, t.message.c.conversation.in_(hers.conversations))
    writes.change(sa.update(t.message).where(*texts).values(words=None))


def _names(writes: Writes, hers: _Hers, at: datetime) -> None:
    for table in (t.identifier, t.contact):
        writes.change(sa.delete(table).where(*_named(table, hers)))
    mine = _where(t.child, hers, t.child.c.id == hers.child)
    writes.change(sa.update(t.child).where(*mine).values(name=b"", birth_date=None, closed=at))


def _where(table: sa.Table, hers: _Hers, mine: sa.ColumnElement[bool]) -> tuple[sa.ColumnElement[bool], ...]:
    return table.c.authority == hers.authority, mine


def _named(table: sa.Table, hers: _Hers) -> tuple[sa.ColumnElement[bool], ...]:
    return _where(table, hers, table.c.child == hers.child)
