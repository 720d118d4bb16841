"""Texts as they lie in the record: each exact word sealed to the delivery key, each provider's id unique for ever.

What came in loses its words when it is handled: by then they are where they belong. What goes out keeps its words
until the provider has said what became of it.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.envelopes import Context, PrivateKey, PublicKey, open_envelope, seal
from storage.locking import derive
from storage.reading import Reader
from storage.tables import inbound_message, message, outbox
from storage.writes import Writes
from voice import clock
from voice.model import new_id

CALLBACKS = ".status"  # a provider's word on a text of ours lies beside the texts, under this name
DOOR = "door"  # what was said at the open door waits here for the worker like a text, and is nobody's number's

_IN = inbound_message.c
_OUT = message.c
_ENDED = ("sent", "delivered", "failed", "cancelled")
STARTED_BY_US = ("invitation", "reminder")
NOTICE = "notice"  # to a member of staff: each by itself, in no order with any other
BEGUN = "text.begun"  # the kind of delivery that sends what we begin: it waits behind what answers
TO_STAFF = "notice.text"  # the kind of delivery that tells one of them by text; the text has the notice's own id


@dataclass(frozen=True, slots=True)
class Inbound:
    """One text that came in, or what a provider said of one of ours, still sealed."""

    id: UUID
    provider: str
    provider_id: str
    contact: bytes = field(repr=False)
    state: str
    received: datetime
    words: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One text that goes out, still sealed."""

    id: UUID
    kind: str
    conversation: UUID | None
    contact: bytes = field(repr=False)
    provider_id: str | None
    state: str
    made: datetime
    tried: datetime | None
    words: bytes | None = field(repr=False)


_INBOUND = sa.select(_IN.id, _IN.provider, _IN.provider_id, _IN.contact, _IN.state, _IN.received, _IN.words)
_OUTGOING = sa.select(
    _OUT.id, _OUT.kind, _OUT.conversation, _OUT.contact, _OUT.provider_id, _OUT.state, _OUT.made, _OUT.tried, _OUT.words
)


def take_in(
    writes: Writes, key: PublicKey, provider: str, provider_id: str, contact: bytes, said: Mapping[str, Any]
) -> None:
    """Keep what came in, with a delivery for the worker. The store refuses an id that was there before."""
    take_in_body(writes, key, provider, provider_id, contact, json.dumps(said).encode())


def take_in_body(writes: Writes, key: PublicKey, provider: str, provider_id: str, contact: bytes, body: bytes) -> None:
    """The same for who has written it out already, and filled it up so that its length tells nothing."""
    made = new_id()
    sealed = seal(body, [key], place_of(writes.authority, "text.in", made))
    facts = {"provider": provider, "provider_id": provider_id, "contact": contact, "words": sealed}
    writes.insert(inbound_message, id=made, state="waiting", received=clock.now(), **facts)
    deliver(writes, taken_up_as(provider), made)


def taken_up_as(provider: str) -> str:
    """The kind of delivery by which the worker takes up what came in by this way."""
    return DOOR if provider == DOOR else "status" if provider.endswith(CALLBACKS) else "turn"


def deliver(writes: Writes, kind: str, subject: UUID, after: timedelta = timedelta(0), id: UUID | None = None) -> UUID:
    """A delivery for the worker about this record, not before so long from now."""
    now, made = clock.now(), id or new_id()
    facts = {"kind": kind, "subject": subject, "attempts": 0, "state": "waiting"}
    writes.insert(outbox, id=made, not_before=now + after, made=now, **facts)
    return made


def read_in(authority: UUID, found: Inbound, key: PrivateKey) -> dict[str, Any]:
    """What came in. Raises SealBroken."""
    return _read(found.words, key, place_of(authority, "text.in", found.id))


def body_in(authority: UUID, found: Inbound, key: PrivateKey) -> bytes:
    """The same as it was written out, with what fills it up: sealed again, its length still tells nothing."""
    return open_envelope(found.words or b"", key, place_of(authority, "text.in", found.id))


def read_out(authority: UUID, found: Outgoing, key: PrivateKey) -> dict[str, Any]:
    """To whom it goes, and its exact words. Raises SealBroken."""
    return _read(found.words, key, place_of(authority, "text.out", found.id))


async def find_in(db: Reader, authority: UUID, id: UUID) -> Inbound | None:
    row = (await db.execute(_INBOUND.where(_IN.authority == authority, _IN.id == id))).mappings().first()
    return Inbound(**row) if row else None


async def waiting_from(db: Reader, authority: UUID, provider: str, contact: bytes) -> list[Inbound]:
    """What this number sent and nobody has handled, in the order in which it came."""
    here = (_IN.authority == authority, _IN.provider == provider, _IN.contact == contact, _IN.state == "waiting")
    return [
        Inbound(**row) for row in (await db.execute(_INBOUND.where(*here).order_by(_IN.received, _IN.id))).mappings()
    ]


async def count_answered(db: Reader, authority: UUID, contact: bytes, since: datetime) -> int:
    """How many turns of this number's were answered since then: an answer in many parts is one."""
    here = (_OUT.authority == authority, _OUT.contact == contact, _OUT.made >= since, _OUT.answers.is_not(None))
    return int((await db.execute(sa.select(sa.func.count()).where(*here))).scalar_one())


async def forgotten(db: Reader, authority: UUID, before: datetime, most: int = 100) -> list[tuple[UUID, str]]:
    """What waits since before then, and how it came: whatever should have taken it up was given up."""
    here = (_IN.authority == authority, _IN.state == "waiting", _IN.received < before)
    alive = sa.select(outbox.c.id).where(
        outbox.c.authority == _IN.authority, outbox.c.subject == _IN.id, outbox.c.state.in_(["waiting", "held"])
    )
    wanted = sa.select(_IN.id, _IN.provider).where(*here, sa.not_(alive.exists())).order_by(_IN.received).limit(most)
    return [(row.id, row.provider) for row in await db.execute(wanted)]


def handled(writes: Writes, texts: Collection[Inbound], *, silent: bool = False) -> None:
    """The words are where they belong; the ids stay, so that nothing is ever handled twice."""
    state = "quarantined" if silent else "handled"
    for each in texts:
        writes.update(inbound_message, each.id, state=state, words=None, handled=clock.now())


def put_out(
    writes: Writes,
    key: PublicKey,
    contact: bytes,
    to: str,
    words: str,
    kind: str,
    *,
    conversation: UUID | None = None,
    answers: UUID | None = None,
    after: timedelta = timedelta(0),
    id: UUID | None = None,
) -> UUID:
    """One text to this number, with the delivery that sends it."""
    made = write_out(writes, key, contact, to, words, kind, conversation=conversation, answers=answers, id=id)
    deliver(writes, BEGUN if kind in STARTED_BY_US else "text", made, after)
    return made


def write_out(
    writes: Writes,
    key: PublicKey,
    contact: bytes,
    to: str,
    words: str,
    kind: str,
    *,
    conversation: UUID | None = None,
    answers: UUID | None = None,
    id: UUID | None = None,
) -> UUID:
    """The same, for what has a delivery already."""
    made = id or new_id()
    body = json.dumps({"to": to, "words": words}).encode()
    sealed = seal(body, [key], place_of(writes.authority, "text.out", made))
    facts = {"provider": "twilio", "contact": contact, "kind": kind, "answers": answers, "words": sealed}
    writes.insert(message, id=made, conversation=conversation, state="waiting", made=clock.now(), **facts)
    return made


def cancel_unsent(
    writes: Writes, contact: bytes, kinds: Collection[str], *, but: Collection[UUID] = (), answering: UUID | None = None
) -> None:
    """What newer words have overtaken does not go out any more, but these, and what answers this text."""
    here = (_OUT.authority == writes.authority, _OUT.contact == contact, _OUT.state == "waiting")
    others = [_OUT.id != each for each in but]
    if answering:
        others.append(sa.or_(_OUT.answers.is_(None), _OUT.answers != answering))
    overtaken = sa.update(message).where(*here, _OUT.kind.in_(kinds), *others)
    writes.change(overtaken.values(state="cancelled", words=None))


async def find_out(db: Reader, authority: UUID, id: UUID) -> Outgoing | None:
    row = (await db.execute(_OUTGOING.where(_OUT.authority == authority, _OUT.id == id))).mappings().first()
    return Outgoing(**row) if row else None


async def waits_before(db: Reader, authority: UUID, found: Outgoing, since: datetime) -> bool:
    """Whether something else that was said to this number since then is not known to have gone, and came before."""
    here = (_OUT.authority == authority, _OUT.contact == found.contact, _OUT.made > since)
    before = sa.or_(_OUT.made < found.made, sa.and_(_OUT.made == found.made, _OUT.id < found.id))
    goes = (_OUT.state.in_(["waiting", "unknown"]), _OUT.kind.not_in([*STARTED_BY_US, NOTICE]))
    wanted = sa.select(_OUT.id).where(*here, before, *goes).limit(1)
    return (await db.execute(wanted)).first() is not None


async def sent_by(db: Reader, authority: UUID, delivery: UUID) -> Outgoing | None:
    """The text that this delivery sends."""
    c = outbox.c
    subject = sa.select(c.subject).where(
        c.authority == authority, c.id == delivery, c.kind.in_(["text", BEGUN, TO_STAFF])
    )
    wanted = _OUTGOING.where(_OUT.authority == authority, _OUT.id.in_(subject))
    row = (await db.execute(wanted)).mappings().first()
    return Outgoing(**row) if row else None


async def last_to(db: Reader, authority: UUID, contact: bytes, kinds: Collection[str]) -> datetime | None:
    """When the last text of these kinds to this number was made."""
    wanted = sa.select(sa.func.max(_OUT.made)).where(
        _OUT.authority == authority, _OUT.contact == contact, _OUT.kind.in_(kinds), _OUT.state != "cancelled"
    )
    found: datetime | None = (await db.execute(wanted)).scalar()
    return found


async def count_to(db: Reader, authority: UUID, contact: bytes, kinds: Collection[str], since: datetime) -> int:
    """How many texts of these kinds were made for this number since then."""
    here = (_OUT.authority == authority, _OUT.contact == contact, _OUT.kind.in_(kinds), _OUT.made >= since)
    return int((await db.execute(sa.select(sa.func.count()).where(*here, _OUT.state != "cancelled"))).scalar_one())


def trying(writes: Writes, found: Outgoing) -> None:
    """From now on nobody knows whether it went, until somebody does. Only where nobody has said that it did."""
    here = (_OUT.authority == writes.authority, _OUT.id == found.id, _OUT.provider_id.is_(None))
    tries = sa.update(message).where(*here, _OUT.state.in_(["waiting", "unknown"]))
    writes.change(tries.values(state="unknown", tried=clock.now(), error_code=None))


def stands(writes: Writes, found: Outgoing, state: str, code: str | None = None, **facts: Any) -> None:
    """What became of it. One that ended badly, or was overtaken, keeps no words."""
    if state in ("failed", "cancelled"):
        facts["words"] = None
    writes.update(message, found.id, state=state, error_code=code, **facts)


def went(writes: Writes, found: Outgoing, id: str) -> None:
    """The provider has it. Where its own word was quicker and says more, that stands."""
    here = (_OUT.authority == writes.authority, _OUT.id == found.id)
    writes.change(sa.update(message).where(*here, _OUT.provider_id.is_(None)).values(provider_id=id))
    writes.change(sa.update(message).where(*here, _OUT.state.in_(["waiting", "unknown"])).values(state="sent"))


async def ids_of_others(db: Reader, authority: UUID, found: Outgoing, ids: Collection[str]) -> set[str]:
    """Those of a provider's ids that belong to other texts of ours."""
    here = (_OUT.authority == authority, _OUT.id != found.id, _OUT.provider_id.in_(ids))
    wanted = sa.select(_OUT.provider_id).where(*here)
    return {str(each) for each in (await db.execute(wanted)).scalars()}


def forget_old_words(writes: Writes, before: datetime) -> None:
    """A provider that never said what became of a text is no reason to keep its words."""
    here = (_OUT.authority == writes.authority, _OUT.made < before, _OUT.words.is_not(None))
    writes.change(sa.update(message).where(*here, _OUT.state != "waiting").values(words=None))


def forget_words(writes: Writes, found: Outgoing) -> None:
    writes.update(message, found.id, words=None)


def way_secret(key: PrivateKey) -> str:
    """What the delivery key carries in place of a cookie's token: with it the worker goes on where a text left off."""
    return derive(key.seed, salt=key.id.bytes, purpose="text/way").hex()


def place_of(authority: UUID, kind: str, id: UUID) -> Context:
    """Where a text's words belong."""
    return Context(authority, authority, kind, id)


def _read(sealed: bytes | None, key: PrivateKey, place: Context) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(open_envelope(sealed or b"", key, place))
    return said
