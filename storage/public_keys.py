"""The public halves of children's and the authority's keys: what anyone may seal to, once the signature is checked."""

from uuid import UUID

import sqlalchemy as sa

from storage.envelopes import PublicKey
from storage.intake_keys import IntakeKeys, SignedKey
from storage.store import Reader
from storage.tables import child_key
from storage.writes import Writes
from voice.errors import KeyNotSigned
from voice.model import Purpose

_COLUMNS = ("id", "child", "purpose", "suite", "public_key", "signature", "made", "retired")


async def recipients(db: Reader, keys: IntakeKeys, child: UUID | None) -> dict[Purpose, PublicKey]:
    """Whom a child's words can be sealed to, by purpose: the child's own keys and the authority's.

    Every signature is checked against the key the intake pins, so that nobody can slip a key of their own
    into the database and read what is sealed next. Raises KeyNotSigned.
    """
    c = child_key.c
    whose = c.child.is_(None) if child is None else sa.or_(c.child.is_(None), c.child == child)
    wanted = (
        sa.select(*(c[name] for name in _COLUMNS))
        .where(c.authority == keys.authority, whose, c.retired.is_(None), c.public_key.is_not(None))
        .order_by(c.made)
    )
    found: dict[Purpose, PublicKey] = {}
    for row in (await db.execute(wanted)).mappings():
        key = PublicKey(row["id"], row["public_key"])
        facts = (row["suite"], row["made"], row["retired"], row["signature"])
        keys.check_signature(SignedKey(keys.authority, row["child"], row["purpose"], key, *facts))
        if row["purpose"] != Purpose.POOL:
            found[Purpose(row["purpose"])] = key
    if child is not None and not {Purpose.CASE, Purpose.APART} <= found.keys():
        raise KeyNotSigned
    return found


def add(writes: Writes, signed: SignedKey, wrapped: bytes, kek_version: int) -> None:
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
