"""Looks where a thief or an auditor would look: at the rows themselves; and answers as Sam does."""

from typing import Any
from uuid import UUID

import httpx
import sqlalchemy as sa

from storage import tables
from tests.portal.browsing import Browser
from tests.world import World

ANSWER = {"how": "write", "words": "I have asked your nan.", "do": "send"}


async def answers(who: Browser, statement: UUID, **fields: Any) -> httpx.Response:
    page = f"/statements/{statement}"
    return await who.send(page, f"{page}/answer", **(ANSWER | fields))


async def rows(world: World, table: sa.Table) -> list[Any]:
    async with world.staff.store.reading() as db:
        return list((await db.execute(sa.select(table))).mappings())


async def actions_of(world: World, name: str) -> list[tuple[str, UUID | None]]:
    """Who did what to a record of this kind, in order."""
    found = [row for row in await rows(world, tables.audit_event) if row["subject_kind"] == name]
    return [(row["action"], row["actor"]) for row in sorted(found, key=lambda row: row["place"])]
