"""A child who sends what she recorded, and the worker's line that makes it play."""

import base64
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import pytest

from storage import attachments, copies
from storage.attachments import DELIVERY, attachment_place
from storage.copies import Copy, Made
from storage.segments import Piece, open_segment, opened, place_of
from storage.store import open_store
from storage.tables import attachment, envelope
from tests.playback.films import ffmpeg
from tests.portal.saying import Says, question, up_to_sending
from tests.video.conftest import BOTH, first_recorded, world
from tests.web.looking import openers, rows
from tests.world import World
from voice import handing_over, sending, visiting
from voice.delivering import Deliveries
from voice.draft import Receipt
from voice.playback.making import Making

__all__ = ["BOTH", "first_recorded", "world"]


@dataclass(slots=True)
class Line:
    """The worker's line for recordings, and whoever sends them."""

    world: World
    deliveries: Deliveries

    async def sends(self, body: bytes, kind: str = "video/webm", asked: str = "worries") -> UUID:
        """Amara records, and sends; the recording's id."""
        _, id = await sends(self.world, body, kind, asked)
        return id

    async def works(self) -> None:
        while await self.deliveries.round():
            pass

    async def row(self, id: UUID) -> dict[str, Any]:
        (found,) = await rows(self.world, attachment, id=id)
        return dict(found)

    async def key(self, id: UUID) -> tuple[bytes, dict[str, Any]]:
        """What opens it, as whoever may read that answer has it."""
        (sealed,) = await rows(self.world, envelope, id=(await self.row(id))["manifest"])
        place = attachment_place(self.world.staff.authority, self.world.amara, id)
        body = json.loads(next(iter((await openers(self.world, sealed["sealed"], place)).values())))
        return base64.b64decode(body["key"]), body

    async def original(self, id: UUID) -> bytes:
        services, (key, _) = self.world.staff, await self.key(id)
        assert services.media
        there = await attachments.pieces(services.store.glancing(), services.authority, id)
        place = place_of(services.authority, id)
        return b"".join([each async for each in opened(there, services.media.get, key, place)])

    async def all_copies(self, id: UUID) -> dict[str, Copy]:
        services = self.world.staff
        return await copies.of_recording(services.store.glancing(), services.authority, id)

    async def copy(self, id: UUID, kind: str = copies.PLAYBACK) -> tuple[bytes, Made]:
        """The copy that plays, and what it says that it is."""
        services, (key, _) = self.world.staff, await self.key(id)
        found = (await self.all_copies(id))[kind]
        body = b"".join([await self._piece(found, key, piece) for piece in found.pieces])
        return body, copies.opened(found, key, services.authority)

    async def _piece(self, found: Copy, key: bytes, piece: Piece) -> bytes:
        services = self.world.staff
        assert services.media
        return open_segment(await services.media.get(piece.name), key, found.place(services.authority), piece)


async def sends(world: World, body: bytes, kind: str, asked: str = "worries") -> tuple[Receipt, UUID]:
    visit = await up_to_sending(world, Says())
    before = {row["id"] for row in await rows(world, attachment)}
    await handing_over.hand_over(world.public, visit, await question(world, visit, asked), kind, _in_pieces(body))
    visit = await visiting.current_visit(world.public, visit.token)
    await visiting.own_code(world.public, visit)
    receipt = await sending.send(world.public, await visiting.current_visit(world.public, visit.token), with_code=True)
    (id,) = {row["id"] for row in await rows(world, attachment)} - before
    return receipt, id


async def _in_pieces(body: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(body), 100_000):
        yield body[at : at + 100_000]


@pytest.fixture
async def line(world: World) -> AsyncIterator[Line]:
    """On PostgreSQL a process of its own that may do no more than the worker's role."""
    if world.staff.store.engine.dialect.name == "sqlite":
        yield Line(world, Deliveries(world.staff, {DELIVERY: Making(ffmpeg())}, at_once=1))
        return
    url = world.staff.store.engine.url.update_query_dict({"options": "-c role=voice_worker"})
    store = await open_store(url.render_as_string(hide_password=False), "worker")
    yield Line(world, Deliveries(replace(world.staff, store=store), {DELIVERY: Making(ffmpeg())}, at_once=1))
    await store.close()
