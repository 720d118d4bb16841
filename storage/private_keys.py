"""The private halves, unwrapped by the key provider for one opening: for staff and worker, never the intake."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from storage import public_keys
from storage.case_keys import KeyProvider
from storage.directory import DirectoryCipher
from storage.envelopes import SUITE, Context, PrivateKey, PublicKey, new_private_key
from storage.locking import new_key
from storage.reading import Reader
from storage.tables import child_key
from storage.writes import Writes
from voice.errors import NothingThere
from voice.model import Purpose, new_id


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A private key as it lies in the record."""

    id: UUID
    child: UUID | None
    purpose: str
    wrapped: bytes = field(repr=False)
    kek_version: int


def key_place(authority: UUID, child: UUID | None, purpose: str, key: UUID) -> Context:
    return Context(authority, child or authority, f"key.{purpose}", key)


def make_pair(writes: Writes, provider: KeyProvider, purpose: Purpose, child: UUID | None, at: datetime) -> PublicKey:
    """A new signed key pair in the record, its private half wrapped; its public half."""
    key = new_private_key()
    signed = provider.sign_key(key.public(), child=child, purpose=purpose.value, made=at)
    wrapped, version = provider.wrap_private(key, key_place(writes.authority, child, purpose.value, key.id))
    public_keys.add(writes, signed, wrapped, version)
    return signed.key


def add_anothers(writes: Writes, provider: KeyProvider, purpose: Purpose, key: PublicKey, at: datetime) -> None:
    """Another organisation's key: signed so that the intake seals to it, its private half never here (R63)."""
    signed = provider.sign_key(key, child=None, purpose=purpose.value, made=at)
    public_keys.add(writes, signed, None, None)


async def private_key(db: Reader, authority: UUID, provider: KeyProvider, key_id: UUID) -> PrivateKey:
    """One private key, opened. Who may ask is decided before (voice/access.py). Raises NothingThere."""
    c = child_key.c
    wanted = sa.select(c.child, c.purpose, c.wrapped_private, c.kek_version).where(
        c.authority == authority, c.id == key_id, c.wrapped_private.is_not(None)
    )
    row = (await db.execute(wanted)).first()
    if row is None:
        raise NothingThere
    return provider.unwrap_private(
        row.wrapped_private, row.kek_version, key_id, key_place(authority, row.child, row.purpose, key_id)
    )


def make_directory(writes: Writes, provider: KeyProvider, at: datetime) -> DirectoryCipher:
    """The authority's directory key, wrapped."""
    made, key = new_id(), new_key()
    wrapped, version = provider.wrap_secret(key, key_place(writes.authority, None, Purpose.DIRECTORY.value, made))
    values = {
        "purpose": Purpose.DIRECTORY.value,
        "suite": SUITE,
        "wrapped_private": wrapped,
        "kek_version": version,
    }
    writes.insert(child_key, id=made, made=at, **values)
    return DirectoryCipher(key)


async def directory(db: Reader, authority: UUID, provider: KeyProvider) -> DirectoryCipher:
    """The authority's directory, opened. Raises NothingThere before it is made."""
    c = child_key.c
    wanted = sa.select(c.id, c.wrapped_private, c.kek_version).where(
        c.authority == authority, c.purpose == Purpose.DIRECTORY.value, c.child.is_(None)
    )
    row = (await db.execute(wanted)).first()
    if row is None:
        raise NothingThere
    place = key_place(authority, None, Purpose.DIRECTORY.value, row.id)
    return DirectoryCipher(provider.unwrap_secret(row.wrapped_private, row.kek_version, place))


def add_salt(writes: Writes, child: UUID, salt: bytes, at: datetime) -> None:
    """The salt that makes this child's names readable; erasing the row makes them unreadable."""
    values = {"purpose": Purpose.DIRECTORY.value, "suite": SUITE, "salt": salt}
    writes.insert(child_key, id=new_id(), child=child, made=at, **values)
