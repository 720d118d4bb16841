"""A child's own mailbox: what I said, who opened it, replies, promises. Sealed to a key her code opens."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage import signatures
from storage.conversations import way_place
from storage.envelopes import Context, PrivateKey, PublicKey, open_envelope, seal
from storage.framing import framed
from storage.locking import unwrap, wrap
from storage.reading import Reader
from storage.tables import mailbox, mailbox_item, way
from storage.writes import Writes, new_revision
from voice import clock
from voice.errors import SealBroken
from voice.model import new_id

HER_OWN = ("said", "changed")  # what the child's own side puts in, which holds no key to sign with


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A mailbox as it lies in the record."""

    id: UUID
    conversation: UUID
    salt: bytes = field(repr=False)
    public_key: bytes = field(repr=False)
    wrapped_private: bytes | None = field(repr=False)
    revision: int
    helped: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a mailbox, still sealed."""

    id: UUID
    kind: str
    sealed: bytes = field(repr=False)
    made: datetime


_MAILBOX = sa.select(
    mailbox.c.id,
    mailbox.c.conversation,
    mailbox.c.salt,
    mailbox.c.public_key,
    mailbox.c.wrapped_private,
    mailbox.c.revision,
    mailbox.c.helped,
).where(mailbox.c.closed.is_(None))


def private_place(authority: UUID, mailbox_id: UUID) -> Context:
    return Context(authority, mailbox_id, "mailbox.private", mailbox_id)


def item_place(authority: UUID, mailbox_id: UUID, kind: str, item: UUID) -> Context:
    return Context(authority, mailbox_id, f"item.{kind}", item)


async def find_by_locator(db: Reader, authority: UUID, locator: bytes) -> Mailbox | None:
    row = (
        (await db.execute(_MAILBOX.where(mailbox.c.authority == authority, mailbox.c.locator == locator)))
        .mappings()
        .first()
    )
    return Mailbox(**row) if row else None


async def find_by_return(
    db: Reader, authority: UUID, locator: bytes, now: datetime
) -> tuple[Mailbox, UUID, bytes, bytes] | None:
    """The mailbox a returning child has open, with that way's id, salt and wrapped key."""
    columns = (way.c.id.label("way_id"), way.c.salt.label("way_salt"), way.c.wrapped.label("way_wrapped"))
    wanted = _MAILBOX.add_columns(*columns).where(
        mailbox.c.authority == authority,
        way.c.authority == authority,
        way.c.mailbox == mailbox.c.id,
        way.c.kind == "return",
        way.c.locator == locator,
        way.c.expires > now,
    )
    row = (await db.execute(wanted)).mappings().first()
    if row is None:
        return None
    values = dict(row)
    return (
        Mailbox(**{k: v for k, v in values.items() if not k.startswith("way_")}),
        values["way_id"],
        values["way_salt"],
        values["way_wrapped"],
    )


async def returns_into(db: Reader, authority: UUID, mailbox_id: UUID) -> list[UUID]:
    """Every look into this mailbox that is open somewhere."""
    wanted = sa.select(way.c.id).where(
        way.c.authority == authority, way.c.mailbox == mailbox_id, way.c.kind == "return"
    )
    return list((await db.execute(wanted)).scalars())


async def items(db: Reader, authority: UUID, mailbox_id: UUID) -> list[Item]:
    c = mailbox_item.c
    wanted = sa.select(c.id, c.kind, c.sealed, c.made).where(c.authority == authority, c.mailbox == mailbox_id)
    found = [Item(**row) for row in (await db.execute(wanted)).mappings()]
    return sorted(found, key=lambda item: (item.made, item.id))


def add(
    writes: Writes,
    id: UUID,
    conversation: UUID,
    public: PublicKey,
    locator: bytes,
    salt: bytes,
    wrapped: bytes | None,
    helped: bool,
) -> None:
    writes.insert(
        mailbox,
        id=id,
        conversation=conversation,
        locator=locator,
        salt=salt,
        public_key=public.raw,
        wrapped_private=wrapped,
        revision=new_revision(),
        helped=helped,
        made=clock.now(),
    )


def wrap_private(authority: UUID, key: PrivateKey, under: bytes) -> bytes:
    return wrap(key.seed, under, private_place(authority, key.id))


def unwrap_private(authority: UUID, mailbox_id: UUID, wrapped: bytes, under: bytes) -> PrivateKey:
    """The mailbox's private key, by the child's code. Raises SealBroken."""
    return PrivateKey(mailbox_id, unwrap(wrapped, under, private_place(authority, mailbox_id)))


def put_in(writes: Writes, mailbox_id: UUID, public: PublicKey, kind: str, body: bytes) -> None:
    """Seal one thing into a child's mailbox."""
    item = new_id()
    sealed = seal(body, [public], item_place(writes.authority, mailbox_id, kind, item))
    writes.insert(mailbox_item, id=item, mailbox=mailbox_id, kind=kind, sealed=sealed, made=clock.now())


def put_in_signed(
    writes: Writes, mailbox_id: UUID, public: PublicKey, kind: str, body: bytes, sign: Callable[[bytes], bytes]
) -> None:
    """Seal what an adult says into a child's mailbox, after the authority's signature over it.

    The mailbox's key is public to whoever can write in the database; the signature is what they cannot make.
    """
    item = new_id()
    signed = sign(_signed_part(mailbox_id, item, kind, body)) + body
    sealed = seal(signed, [public], item_place(writes.authority, mailbox_id, kind, item))
    writes.insert(mailbox_item, id=item, mailbox=mailbox_id, kind=kind, sealed=sealed, made=clock.now())


def take_out(authority: UUID, mailbox_id: UUID, key: PrivateKey, item: Item, signing_public: bytes) -> bytes | None:
    """What one thing in the mailbox says; None where it says an adult put it in and none of ours did.

    Raises SealBroken for what the child's own side put in.
    """
    place = item_place(authority, mailbox_id, item.kind, item.id)
    if item.kind in HER_OWN:
        return open_envelope(item.sealed, key, place)
    try:
        opened = open_envelope(item.sealed, key, place)
    except SealBroken:
        return None
    signature, body = opened[: signatures.LENGTH], opened[signatures.LENGTH :]
    message = _signed_part(mailbox_id, item.id, item.kind, body)
    return body if signatures.is_signed(message, signature, signing_public, signatures.MAILBOX_ITEM) else None


def _signed_part(mailbox_id: UUID, item: UUID, kind: str, body: bytes) -> bytes:
    return framed(mailbox_id.bytes, item.bytes, kind.encode(), body)


def change_code(writes: Writes, held: Mailbox, **facts: Any) -> None:
    """Put the mailbox under another code."""
    writes.claim(mailbox, held.id, seen=held.revision, becomes=new_revision())
    writes.update(mailbox, held.id, **facts)


def open_return(
    writes: Writes, held: Mailbox, key: PrivateKey, under: bytes, locator: bytes, salt: bytes, until: datetime
) -> None:
    """Let a child look around in the mailbox for a while, by the cookie this answer sets."""
    made = new_id()
    wrapped = wrap(key.seed, under, way_place(writes.authority, held.id, "return", made))
    writes.insert(
        way,
        id=made,
        mailbox=held.id,
        kind="return",
        locator=locator,
        salt=salt,
        wrapped=wrapped,
        looks_back=True,
        visit=0,
        made=clock.now(),
        expires=until,
    )


def key_through_return(authority: UUID, held: Mailbox, way_id: UUID, wrapped: bytes, under: bytes) -> PrivateKey:
    """The mailbox's private key, by the returning child's cookie. Raises SealBroken."""
    return PrivateKey(held.id, unwrap(wrapped, under, way_place(authority, held.id, "return", way_id)))
