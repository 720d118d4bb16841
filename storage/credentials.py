"""What members of staff sign in with, and the sessions they are signed in by."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from storage.envelopes import Context
from storage.reading import Reader
from storage.tables import credential, rate_bucket, staff_session
from storage.writes import Writes
from voice.model import new_id


@dataclass(frozen=True, slots=True)
class Credential:
    """A password's hash, or a wrapped one-time code secret."""

    id: UUID
    secret: bytes = field(repr=False)
    last_step: int


@dataclass(frozen=True, slots=True)
class Session:
    """One signed-in browser."""

    id: UUID
    staff: UUID
    begun: datetime
    last_seen: datetime
    ended: datetime | None


def secret_place(authority: UUID, staff: UUID) -> Context:
    return Context(authority, staff, "credential.totp", staff)


async def find(db: Reader, authority: UUID, staff: UUID, kind: str) -> Credential | None:
    c = credential.c
    wanted = sa.select(c.id, c.secret, c.last_step).where(c.authority == authority, c.staff == staff, c.kind == kind)
    row = (await db.execute(wanted)).mappings().first()
    return Credential(**row) if row else None


def keep(writes: Writes, known: Credential | None, staff: UUID, kind: str, secret: bytes, at: datetime) -> None:
    """A new credential, or a new secret in the place of the old one."""
    if known:
        writes.update(credential, known.id, secret=secret, last_step=0)
    else:
        writes.insert(credential, id=new_id(), staff=staff, kind=kind, secret=secret, last_step=0, made=at)


def use_step(writes: Writes, known: Credential, name: bytes, step: int, at: datetime) -> None:
    """A one-time code is good once, also when two send it at the same moment: the second row is refused."""
    writes.insert(rate_bucket, id=new_id(), name=name, count=1, since=at)
    writes.update(credential, known.id, last_step=step)


def begin_session(writes: Writes, id: UUID, staff: UUID, token_hash: bytes, at: datetime) -> None:
    writes.insert(staff_session, id=id, staff=staff, token_hash=token_hash, begun=at, last_seen=at)


def seen(writes: Writes, session: UUID, at: datetime) -> None:
    writes.update(staff_session, session, last_seen=at)


async def find_session(db: Reader, authority: UUID, token_hash: bytes) -> Session | None:
    c = staff_session.c
    wanted = sa.select(c.id, c.staff, c.begun, c.last_seen, c.ended).where(
        c.authority == authority, c.token_hash == token_hash
    )
    row = (await db.execute(wanted)).mappings().first()
    return Session(**row) if row else None


async def end_sessions(db: Reader, writes: Writes, staff: UUID, at: datetime) -> None:
    """End every session of this person, in whatever browser."""
    c = staff_session.c
    wanted = sa.select(c.id).where(c.authority == writes.authority, c.staff == staff, c.ended.is_(None))
    for session in (await db.execute(wanted)).scalars():
        writes.update(staff_session, session, ended=at)
