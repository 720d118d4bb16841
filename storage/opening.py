"""Opens one sealed thing of one child with the key of one purpose. Who may ask is decided before (voice/access.py)."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa

from storage.case_keys import KeyProvider
from storage.envelopes import Context, open_envelope, recipients_of
from storage.private_keys import private_key
from storage.reading import Reader
from storage.tables import child_key
from voice.model import Purpose


async def open_for(
    db: Reader, provider: KeyProvider, sealed: bytes, place: Context, child: UUID | None, purpose: Purpose
) -> bytes | None:
    """The body, or None where it is not for this purpose. Only this child's keys are tried, or
    without a child the authority's own. Raises SealBroken."""
    c = child_key.c
    wanted = sa.select(c.id).where(
        c.authority == place.authority,
        c.child == child,
        c.purpose == purpose.value,
        c.id.in_(recipients_of(sealed)),
    )
    key_id = (await db.execute(wanted)).scalars().first()
    if key_id is None:
        return None
    return open_envelope(sealed, await private_key(db, place.authority, provider, key_id), place)


async def is_for(db: Reader, authority: UUID, sealed: bytes, child: UUID | None, purposes: Collection[Purpose]) -> bool:
    """Whether it says that it is for one of these purposes of this child. Nothing is opened, and nothing proved."""
    c = child_key.c
    mine = (c.authority == authority, c.child == child, c.purpose.in_([each.value for each in purposes]))
    wanted = sa.select(c.id).where(*mine, c.id.in_(recipients_of(sealed)))
    return (await db.execute(wanted)).first() is not None
