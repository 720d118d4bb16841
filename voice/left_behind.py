"""What a child recorded and what does not go along when she sends: not all here, taken back by Skip, or without a name.

She is asked first whether to wait for what is still on its way. What stays behind nobody can open again, since its key
lay in the draft alone; so it is cleared away.
"""

from contextlib import suppress

from storage import attachments
from storage.errors import StoreAway
from storage.writes import Writes
from voice import clock
from voice.public_services import PublicServices
from voice.visiting import Visit


async def still_arriving(services: PublicServices, visit: Visit) -> list[str]:
    """The questions of this visit for which something is still on its way."""
    waited_for = {id: each for id, each in visit.draft.recordings.items() if not each.whole}
    if not waited_for:
        return []
    there = await attachments.of_conversation(services.store.glancing(), services.authority, visit.kept.id)
    alive = {each.id.hex for each in there if each.state == "receiving" and each.expires >= clock.now()}
    return [
        each.question
        for id, each in waited_for.items()
        if id in alive and visit.draft.is_of(each.visit, visit.number, visit.looks_back)
    ]


async def clear_away(services: PublicServices, visit: Visit) -> None:
    """After she has sent. What cannot be removed now is removed by the worker."""
    db, media = services.store.glancing(), services.media
    if media is None:
        return
    for each in await attachments.unsent(db, services.authority, visit.kept.id):
        with suppress(StoreAway):
            pieces = await attachments.pieces(db, services.authority, each.id)
            await media.remove([piece.name for piece in pieces])
            writes = Writes(services.authority)
            attachments.remove(writes, each)
            await services.store.write(writes)
