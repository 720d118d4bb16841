"""The audit's heads, signed and put where the database's owner cannot reach (security.md, 7)."""

from pathlib import Path
from uuid import UUID

from storage import anchor, audit
from storage.anchor import Anchored
from storage.audit import ChainHead
from voice import clock
from voice.staff_services import StaffServices


class Anchor:
    """Adds a line a minute: the chains that have grown since the last line; the first of a day has them all.

    A chain is begun at every start of a process, so that after some years there are thousands, nearly all at rest.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._last: dict[UUID, ChainHead] = {}
        self._day = ""

    async def drop(self, services: StaffServices) -> None:
        """Sign the heads as they are now."""
        async with services.store.reading() as db:
            heads = await audit.heads(db, services.authority)
        at = clock.now()
        whole = at.date().isoformat() != self._day
        grown = [head for head in heads if whole or self._last.get(head.chain) != head]
        signature = services.provider.sign_heads(anchor.signed_part(at, grown))
        anchor.append(self._path, Anchored(at, grown, signature))
        self._last, self._day = {head.chain: head for head in heads}, at.date().isoformat()
