"""What a child was asked before, and whether she said "stop asking me" (R107)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from storage.reading import Reader
from storage.tables import asked_for, conversation, invitation, survey, survey_version

BY_TEXT = "by_text"
WISHES = ("stop_asking", "ask_again")

_C = invitation.c
_A = asked_for.c
_BEFORE = (_C.id, _C.made, _C.handed_over, _C.child_asked, _C.made_by, _C.used, _C.revoked)


@dataclass(frozen=True, slots=True)
class Before:
    """One survey she was asked, or began herself."""

    id: UUID
    title: str
    made: datetime
    handed_over: str | None
    child_asked: datetime | None
    made_by: UUID | None
    used: datetime | None
    revoked: datetime | None
    sent: datetime | None

    @property
    def she_began(self) -> bool:
        return self.made_by is None or self.child_asked is not None

    @property
    def reached_her(self) -> bool:
        """Not where its link was stopped, or closed by "this isn't me"; a text that went cannot be taken back."""
        if self.handed_over == BY_TEXT:
            return True
        return self.revoked is None and (self.used is None or self.sent is not None)


async def asked_since(db: Reader, authority: UUID, child: UUID, since: datetime) -> list[Before]:
    """Everything she was asked since then, newest first."""
    version = sa.and_(survey_version.c.authority == _C.authority, survey_version.c.id == _C.version)
    named = sa.and_(survey.c.authority == _C.authority, survey.c.id == survey_version.c.survey)
    answered = sa.and_(conversation.c.authority == _C.authority, conversation.c.invitation == _C.id)
    wanted = (
        sa.select(*_BEFORE, survey.c.title, conversation.c.sent)
        .join(survey_version, version)
        .join(survey, named)
        .outerjoin(conversation, answered)
        .where(_C.authority == authority, _C.child == child, _C.made >= since)
        .order_by(_C.made.desc(), _C.id.desc())
    )
    return [Before(**row) for row in (await db.execute(wanted)).mappings()]


async def stopped(db: Reader, authority: UUID, child: UUID) -> datetime | None:
    """Since when she is not to be asked: her last word counts."""
    wanted = (
        sa.select(_A.kind, _A.made)
        .where(_A.authority == authority, _A.child == child, _A.kind.in_(WISHES))
        .order_by(_A.made.desc(), _A.id.desc())
        .limit(1)
    )
    row = (await db.execute(wanted)).first()
    return row.made if row and row.kind == "stop_asking" else None
