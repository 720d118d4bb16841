"""Answers in sign on their way to a child: the words, sealed, and each film that was made of them (R91).

None of it is an answer before the child has it: then it stands among the replies, under the same id.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from storage import attachments, wrong_records
from storage.attachments import attachment_place
from storage.envelopes import Context, PublicKey
from storage.reading import Reader
from storage.segments import Piece
from storage.statements import add_envelope
from storage.tables import attachment, envelope, signed_answer, signed_film, statement
from storage.writes import Writes, new_revision
from voice import clock
from voice.model import How

_A, _F = signed_answer.c, signed_film.c


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody wants to say to a child in sign, still sealed."""

    id: UUID
    statement: UUID
    child: UUID
    staff: UUID
    how: How
    state: str
    revision: int
    made: datetime
    sealed: bytes | None = field(repr=False)

    @property
    def waits(self) -> bool:
        return self.state == "waits"


@dataclass(frozen=True, slots=True)
class Film:
    """One film of it. `state` and `trouble` are the recording's own: whether it plays, or why not."""

    id: UUID
    answer: UUID
    made_by: UUID
    how: How
    made: datetime
    checked_by: UUID | None
    verdict: str | None
    state: str
    trouble: str | None
    opens: bytes | None = field(repr=False)
    note: bytes | None = field(repr=False)

    @property
    def plays(self) -> bool:
        return self.state == "ready"

    @property
    def no_use(self) -> bool:
        """It will never go to the child: it does not play, or somebody said that it is not right."""
        return self.state == "quarantined" or self.verdict == "again"

    @property
    def may_go(self) -> bool:
        return self.plays and (self.how is How.SIGN_MYSELF or self.verdict == "right") and not self.no_use

    @property
    def to_check(self) -> bool:
        return self.how is How.SEND_FOR_SIGNING and self.verdict is None and not self.no_use


def answer_place(authority: UUID, child: UUID, id: UUID) -> Context:
    return Context(authority, child, "signed_answer", id)


def note_place(authority: UUID, child: UUID, film: UUID) -> Context:
    return Context(authority, child, "signed_note", film)


def add(
    writes: Writes, id: UUID, child: UUID, body: bytes, key: PublicKey, how: How, statement: UUID, staff: UUID
) -> None:
    """The id comes with the form, so that a second press is refused by the key of the table."""
    made = add_envelope(writes, "signed_answer", body, [key], answer_place(writes.authority, child, id))
    facts = {"statement": statement, "staff": staff, "how": how.value, "state": "waits", "envelope": made}
    writes.insert(signed_answer, id=id, revision=new_revision(), made=clock.now(), **facts)


def move(writes: Writes, found: Answer, state: str) -> None:
    """It has gone to the child, or never will, if it still stands where it was read."""
    writes.claim(signed_answer, found.id, seen=found.revision, becomes=new_revision())
    writes.update(signed_answer, found.id, state=state)


def add_film(
    writes: Writes, film: UUID, of: Answer, by: UUID, how: How, pieces: Sequence[Piece], opens: bytes, key: PublicKey
) -> None:
    """A film whose sealed pieces lie in the store, and what opens it; the worker makes it play."""
    authority = writes.authority
    sealed = add_envelope(writes, "attachment", opens, [key], attachment_place(authority, of.child, film))
    attachments.keep_whole(writes, film, pieces, sealed)
    writes.insert(signed_film, id=film, answer=of.id, made_by=by, how=how.value, made=clock.now())


def judge(writes: Writes, film: Film, verdict: str, by: UUID | None, note: UUID | None = None) -> None:
    """Somebody held it against the words."""
    writes.update(signed_film, film.id, verdict=verdict, checked_by=by, checked=clock.now(), note=note)


def add_note(writes: Writes, film: UUID, child: UUID, words: bytes, key: PublicKey) -> UUID:
    """What is not right in it; of one that is right, the words on its picture with their times."""
    return add_envelope(writes, "signed_note", words, [key], note_place(writes.authority, child, film))


_ANSWER = (
    sa.select(
        _A.id, _A.statement, statement.c.child, _A.staff, _A.how, _A.state, _A.revision, _A.made, envelope.c.sealed
    )
    .join(statement, sa.and_(statement.c.authority == _A.authority, statement.c.id == _A.statement))
    .join(envelope, sa.and_(envelope.c.authority == _A.authority, envelope.c.id == _A.envelope))
    .where(statement.c.child.is_not(None), ~wrong_records.STATEMENT)
)


async def find(db: Reader, authority: UUID, id: UUID) -> Answer | None:
    return next(iter(await _read(db, _A.authority == authority, _A.id == id)), None)


async def of_statement(db: Reader, authority: UUID, statement_id: UUID) -> list[Answer]:
    """Those on their way, oldest first."""
    return await _read(db, _A.authority == authority, _A.statement == statement_id, _A.state == "waits")


async def on_their_way(db: Reader, authority: UUID) -> list[Answer]:
    """Every one that has a film and has not gone to its child."""
    filmed = sa.select(_F.answer).where(_F.authority == authority)
    here = (_A.authority == authority, _A.state == "waits", _A.id.in_(filmed), envelope.c.sealed.is_not(None))
    return await _read(db, *here)


async def _read(db: Reader, *where: sa.ColumnElement[bool]) -> list[Answer]:
    rows = (await db.execute(_ANSWER.where(*where).order_by(_A.made, _A.id))).mappings()
    return [Answer(**{**row, "how": How(row["how"])}) for row in rows]


async def films_of(db: Reader, authority: UUID, answer: UUID) -> list[Film]:
    """Every film that was made of it, the newest first."""
    opens, note, a = envelope.alias("opens"), envelope.alias("note"), attachment.c
    columns = (_F.id, _F.answer, _F.made_by, _F.how, _F.made, _F.checked_by, _F.verdict, a.state, a.trouble)
    wanted = (
        sa.select(*columns, opens.c.sealed.label("opens"), note.c.sealed.label("note"))
        .join(attachment, sa.and_(a.authority == _F.authority, a.id == _F.id))
        .join(opens, sa.and_(opens.c.authority == _F.authority, opens.c.id == a.manifest))
        .outerjoin(note, sa.and_(note.c.authority == _F.authority, note.c.id == _F.note))
        .where(_F.authority == authority, _F.answer == answer)
    )
    rows = (await db.execute(wanted.order_by(_F.made.desc(), _F.id.desc()))).mappings()
    return [Film(**{**row, "how": How(row["how"])}) for row in rows]
