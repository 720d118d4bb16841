"""The signed key pairs in use: which are a child's, and their retiring."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from storage.case_keys import KeyProvider
from storage.envelopes import PublicKey
from storage.reading import Reader
from storage.tables import child_key
from storage.writes import Writes
from voice.model import Purpose


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair by its public half."""

    key: PublicKey
    child: UUID | None
    purpose: str
    made: datetime


async def in_use(db: Reader, authority: UUID, child: UUID, purposes: Sequence[Purpose]) -> list[Pair]:
    """A child's pairs for these purposes that are not retired."""
    c = child_key.c
    wanted = sa.select(c.id, c.public_key, c.child, c.purpose, c.made).where(
        c.authority == authority, c.child == child, c.purpose.in_(purposes), c.retired.is_(None)
    )
    return [Pair(PublicKey(r.id, r.public_key), r.child, r.purpose, r.made) for r in await db.execute(wanted)]


def retire(writes: Writes, provider: KeyProvider, pair: Pair, at: datetime) -> None:
    """Nothing more is sealed to it: signed anew with the day it ended. Its private half stays for what it opens."""
    signed = provider.sign_key(pair.key, child=pair.child, purpose=pair.purpose, made=pair.made, retired=at)
    writes.update(child_key, pair.key.id, retired=at, signature=signed.signature)
