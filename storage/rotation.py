"""Moves what older versions of the KEK wrap to the current one, a batch at a time, while the service runs.

A row is changed only if it still holds what was read, so that a secret renewed in the same moment stays renewed.
Where it was interrupted, the rows with an older version say what is left.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

import sqlalchemy as sa

from storage.case_keys import KeyProvider
from storage.credentials import secret_place
from storage.private_keys import key_place
from storage.reading import Reader
from storage.tables import child_key, credential
from storage.writes import Row, Writes
from voice.errors import KekUnknown, SealBroken
from voice.model import Purpose

BATCH = 200
VERSION_BYTES = 4  # a credential's secret begins with the KEK's version, big-endian


@dataclass(frozen=True, slots=True)
class OldKey:
    """A child's or the authority's key under an older KEK."""

    id: UUID
    child: UUID | None
    purpose: str
    wrapped_private: bytes = field(repr=False)
    kek_version: int

    def rewrap(self, writes: Writes, provider: KeyProvider) -> None:
        place = key_place(writes.authority, self.child, self.purpose, self.id)
        if self.purpose == Purpose.DIRECTORY:
            wrapped, version = provider.rewrap_secret(self.wrapped_private, self.kek_version, place)
        else:
            wrapped, version = provider.rewrap(self.wrapped_private, self.kek_version, self.id, place)
        as_read = {"authority": writes.authority, "id": self.id, "kek_version": self.kek_version}
        writes.updates.append(Row(child_key, as_read, {"wrapped_private": wrapped, "kek_version": version}))


@dataclass(frozen=True, slots=True)
class OldCredential:
    """A one-time code's secret under an older KEK."""

    id: UUID
    staff: UUID
    secret: bytes = field(repr=False)

    def rewrap(self, writes: Writes, provider: KeyProvider) -> None:
        under, place = version_of(self.secret), secret_place(writes.authority, self.staff)
        wrapped, version = provider.rewrap_secret(self.secret[VERSION_BYTES:], under, place)
        as_read = {"authority": writes.authority, "id": self.id, "secret": self.secret}
        secret = version.to_bytes(VERSION_BYTES, "big") + wrapped
        writes.updates.append(Row(credential, as_read, {"secret": secret}))


Old = OldKey | OldCredential


async def old_keys(db: Reader, authority: UUID, current: int, after: UUID | None) -> Sequence[Old]:
    """The next keys, by their ids, that are not under the current KEK."""
    c = child_key.c
    wanted = sa.select(c.id, c.child, c.purpose, c.wrapped_private, c.kek_version).where(
        c.authority == authority, c.wrapped_private.is_not(None), c.kek_version < current
    )
    if after:
        wanted = wanted.where(c.id > after)
    return [OldKey(**row) for row in (await db.execute(wanted.order_by(c.id).limit(BATCH))).mappings()]


async def old_credentials(db: Reader, authority: UUID, current: int, after: UUID | None) -> Sequence[Old]:
    """The next one-time code secrets, by their ids, that are not under the current KEK."""
    c = credential.c
    wanted = sa.select(c.id, c.staff, c.secret).where(c.authority == authority, c.kind == "totp")
    if after:
        wanted = wanted.where(c.id > after)
    found = [OldCredential(**row) for row in (await db.execute(wanted.order_by(c.id))).mappings()]
    return [each for each in found if version_of(each.secret) < current][:BATCH]


def rewrap(writes: Writes, provider: KeyProvider, old: Sequence[Old]) -> int:
    """Add these to the writes, under the current KEK; how many would not open and are left as they are."""
    broken = 0
    for each in old:
        try:
            each.rewrap(writes, provider)
        except (SealBroken, KekUnknown):
            broken += 1
    return broken


def version_of(secret: bytes) -> int:
    return int.from_bytes(secret[:VERSION_BYTES], "big")


async def count_by_version(db: Reader, authority: UUID) -> dict[int, int]:
    """How many keys and secrets lie under each version of the KEK."""
    c = child_key.c
    wanted = (
        sa.select(c.kek_version, sa.func.count())
        .where(c.authority == authority, c.wrapped_private.is_not(None))
        .group_by(c.kek_version)
    )
    found = Counter({int(version): int(count) for version, count in await db.execute(wanted)})
    secrets = sa.select(credential.c.secret).where(credential.c.authority == authority, credential.c.kind == "totp")
    found.update(version_of(secret) for secret in (await db.execute(secrets)).scalars())
    return dict(sorted(found.items()))
