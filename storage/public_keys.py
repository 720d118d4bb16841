"""The public halves of children's and the authority's keys: what anyone may seal to, once the signature is checked."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage.envelopes import PublicKey
from storage.intake_keys import IntakeKeys, SignedKey
from storage.looks import Look
from storage.reading import Glance
from storage.tables import child_key
from storage.writes import Writes
from voice.errors import KeyNotSigned
from voice.model import Purpose

SEALED_TO = (Purpose.CASE, Purpose.APART, Purpose.PARTICIPATION, Purpose.ADVOCACY, Purpose.NUMBERS)
NEEDED = {Purpose.CASE, Purpose.APART, Purpose.ADVOCACY, Purpose.NUMBERS}  # to send whatever a child may say
_COLUMNS = ("id", "child", "purpose", "suite", "public_key", "signature", "made", "retired")
_WANTED = Look(
    sa.select(*(child_key.c[name] for name in _COLUMNS))
    .where(
        child_key.c.authority == sa.bindparam("authority"),
        sa.or_(child_key.c.child.is_(None), child_key.c.child == sa.bindparam("child")),
        child_key.c.retired.is_(None),
        sa.or_(*(child_key.c.purpose == purpose for purpose in SEALED_TO)),
    )
    .order_by(child_key.c.made)
)


async def recipients(db: Glance, keys: IntakeKeys, child: UUID | None) -> dict[Purpose, PublicKey]:
    """Whom a child's words can be sealed to, by purpose: the child's own keys and the authority's.

    Every signature is checked against the key the intake pins, so that nobody can slip a key of their own
    into the database and read what is sealed next. Raises KeyNotSigned.
    """
    found: dict[Purpose, PublicKey] = {}
    whose = {"authority": keys.authority, "child": child}
    for row in await db.look(_WANTED, whose):
        seen = _seen(keys, row["id"])
        if not seen or seen[0] != row:
            seen[:] = row, _checked(keys, row)
        found[Purpose(row["purpose"])] = seen[1]
    if child is not None and not found.keys() >= NEEDED:
        raise KeyNotSigned
    return found


def _as_key(id: UUID, raw: bytes | None, signature: bytes | None) -> PublicKey:
    """Somebody who can write in the database can also leave things out. Raises KeyNotSigned."""
    if raw is None or signature is None:
        raise KeyNotSigned
    try:
        return PublicKey(id, raw)
    except ValueError:
        raise KeyNotSigned from None


def _checked(keys: IntakeKeys, row: Mapping[str, Any]) -> PublicKey:
    """The key, once its signature has been checked. Raises KeyNotSigned."""
    key = _as_key(row["id"], row["public_key"], row["signature"])
    facts = (row["suite"], row["made"], row["retired"], row["signature"])
    keys.check_signature(SignedKey(keys.authority, row["child"], row["purpose"], key, *facts))
    return key


@lru_cache(maxsize=4096)
def _seen(keys: IntakeKeys, id: UUID) -> list[Any]:
    """A row of the database and the key whose signature was checked with it: just so, it is not checked again."""
    return []


def add(writes: Writes, signed: SignedKey, wrapped: bytes | None, kek_version: int | None) -> None:
    """Keep a signed key. Without a wrapped private half nobody here can open what is sealed to it."""
    writes.insert(
        child_key,
        id=signed.key.id,
        child=signed.child,
        purpose=signed.purpose,
        suite=signed.suite,
        public_key=signed.key.raw,
        signature=signed.signature,
        wrapped_private=wrapped,
        kek_version=kek_version,
        made=signed.made,
        retired=signed.retired,
    )
