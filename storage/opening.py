"""Opens one sealed thing of one child with the key of one purpose. Who may ask is decided before (voice/access.py)."""

from collections.abc import Callable, Collection
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


async def open_for_work(
    db: Reader, provider: KeyProvider, authority: UUID, sealed: bytes, place: Callable[[UUID], Context]
) -> tuple[bytes, Purpose] | None:
    """The body, for the worker's own work, and whose key it was; None where no key of ours opens it. Raises SealBroken.

    `place`: where it belongs, of whichever child's it is.
    """
    c = child_key.c
    ours = (c.authority == authority, c.child.is_not(None), c.wrapped_private.is_not(None))
    row = (await db.execute(sa.select(c.id, c.child, c.purpose).where(*ours, c.id.in_(recipients_of(sealed))))).first()
    if row is None:
        return None
    key = await private_key(db, authority, provider, row.id)
    return open_envelope(sealed, key, place(row.child)), Purpose(row.purpose)


async def is_for(db: Reader, authority: UUID, sealed: bytes, child: UUID | None, purposes: Collection[Purpose]) -> bool:
    """Whether it says that it is for one of these purposes of this child. Nothing is opened, and nothing proved."""
    c = child_key.c
    mine = (c.authority == authority, c.child == child, c.purpose.in_([each.value for each in purposes]))
    wanted = sa.select(c.id).where(*mine, c.id.in_(recipients_of(sealed)))
    return (await db.execute(wanted)).first() is not None
