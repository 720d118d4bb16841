"""What lies in the store, as whoever holds the child's cookie could open it."""

import base64
from uuid import UUID

import sqlalchemy as sa

from storage import attachments
from storage.segments import Manifest, Piece, open_manifest, opened, place_of
from storage.tables import attachment
from tests.world import World
from voice import visiting

_CLOSING = sa.select(attachment.c.closing).where(attachment.c.id == sa.bindparam("id"))


async def stored(token: str, world: World, address: str) -> tuple[bytes, Manifest | None, list[Piece]]:
    """The recording's bytes, its manifest once it is closed, and its pieces."""
    id, services = UUID(address.rpartition("/")[2]), world.public
    visit = await visiting.current_visit(services, token)
    key, place = base64.b64decode(visit.draft.recordings[id.hex].key), place_of(services.authority, id)
    pieces = await attachments.pieces(services.store.glancing(), services.authority, id)
    assert services.media
    whole = b"".join([piece async for piece in opened(pieces, services.media.get, key, place)])
    async with services.store.reading() as db:
        sealed = (await db.execute(_CLOSING, {"id": id})).scalar()
    return whole, open_manifest(sealed, key, place) if sealed else None, pieces
