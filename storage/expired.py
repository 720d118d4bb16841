"""What has come to its end: drafts of conversations long over, ways back into them, sessions of staff.

Each function says what is due, at most `LARGEST` at a time, as writes that can be made one by one: a conversation
that changes in the same moment keeps its draft until the next look.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from storage.reading import Reader
from storage.tables import conversation, staff_session, way
from storage.writes import Writes, new_revision

LARGEST = 200


async def drafts(db: Reader, authority: UUID, now: datetime, receipt: timedelta, grace: timedelta) -> list[Writes]:
    """Take out the draft, and close every way into the conversation: half an hour after sending, or when it ran out."""
    c = conversation.c
    over = sa.or_(c.sent < now - receipt, c.expires < now - grace)
    wanted = sa.select(c.id, c.revision).where(c.authority == authority, c.draft.is_not(None), over).limit(LARGEST)
    due = (await db.execute(wanted)).all()
    ways = await _ways_into(db, authority, [row.id for row in due])
    return [_close(authority, row.id, row.revision, ways.get(row.id, [])) for row in due]


async def returns(db: Reader, authority: UUID, now: datetime) -> list[Writes]:
    """Close the ways of children who came back to their mailbox and have been gone for a while."""
    c = way.c
    wanted = sa.select(c.id).where(c.authority == authority, c.kind == "return", c.expires < now).limit(LARGEST)
    return [_without(authority, way, each) for each in (await db.execute(wanted)).scalars()]


async def sessions(db: Reader, authority: UUID, begun_before: datetime) -> list[Writes]:
    """Remove the sessions of staff that were ended, or have lasted longer than any may."""
    c = staff_session.c
    over = sa.or_(c.ended.is_not(None), c.begun < begun_before)
    wanted = sa.select(c.id).where(c.authority == authority, over).limit(LARGEST)
    return [_without(authority, staff_session, each) for each in (await db.execute(wanted)).scalars()]


async def _ways_into(db: Reader, authority: UUID, conversations: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    c = way.c
    wanted = sa.select(c.conversation, c.id).where(c.authority == authority, c.conversation.in_(conversations))
    found: dict[UUID, list[UUID]] = {}
    for row in await db.execute(wanted):
        found.setdefault(row.conversation, []).append(row.id)
    return found


def _close(authority: UUID, id: UUID, revision: int, ways: Sequence[UUID]) -> Writes:
    writes = Writes(authority)
    writes.claim(conversation, id, seen=revision, becomes=new_revision())
    writes.update(conversation, id, draft=None)
    for each in ways:
        writes.delete(way, id=each)
    return writes


def _without(authority: UUID, table: sa.Table, id: UUID) -> Writes:
    writes = Writes(authority)
    writes.delete(table, id=id)
    return writes
