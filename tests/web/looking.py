"""What lies in the record after a child has pressed: rows, and which key opens which envelope."""

import json
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from storage import private_keys
from storage.concerns import step_place
from storage.envelopes import Context, PrivateKey, open_envelope, recipients_of
from storage.statements import part_place
from storage.tables import child_key, concern_step, envelope, statement, statement_part
from tests.world import World
from voice.errors import SealBroken
from voice.staff_services import StaffServices

Row = dict[str, Any]


async def rows(world: World, table: sa.Table, **wanted: object) -> list[Row]:
    """Every row of a table, with these values."""
    where = [table.c[name] == value for name, value in wanted.items()]
    async with world.staff.store.reading() as db:
        return [dict(row) for row in (await db.execute(sa.select(table).where(*where))).mappings()]


async def count(world: World, table: sa.Table, **wanted: object) -> int:
    return len(await rows(world, table, **wanted))


async def every_key(staff: StaffServices) -> list[tuple[str, UUID | None, PrivateKey]]:
    """Every private key the authority holds: its purpose, its child, and itself."""
    c = child_key.c
    wanted = sa.select(c.id, c.purpose, c.child).where(c.public_key.is_not(None), c.wrapped_private.is_not(None))
    async with staff.store.reading() as db:
        found = list(await db.execute(wanted))
        keys = [await private_keys.private_key(db, staff.authority, staff.provider, row.id) for row in found]
    return [(row.purpose, row.child, key) for row, key in zip(found, keys, strict=True)]


async def openers(world: World, sealed: bytes, place: Context) -> dict[tuple[str, UUID | None], bytes]:
    """Whoever can open this, by purpose and child, and what they read. Every key there is has been tried."""
    keys = [*await every_key(world.staff), ("advocacy", None, world.advocacy)]
    opened: dict[tuple[str, UUID | None], bytes] = {}
    for purpose, child, key in keys:
        for forced in {key.id, *recipients_of(sealed)}:  # also under a name that is not the key's own
            try:
                body = open_envelope(sealed, PrivateKey(forced, key.seed), place)
            except SealBroken:
                continue
            opened[purpose, child] = body
    return opened


async def sealed_body(world: World, id: UUID) -> bytes:
    found = await rows(world, envelope, id=id)
    sealed: bytes = found[0]["sealed"]
    return sealed


async def parts(world: World, child: UUID) -> dict[str, tuple[dict[tuple[str, UUID | None], bytes], Row]]:
    """Each part of the child's statement: who opens it, and what it says."""
    sent = (await rows(world, statement, child=child, kind="statement"))[0]
    found = {}
    for part in await rows(world, statement_part, statement=sent["id"]):
        place = part_place(world.staff.authority, child, part["audience"], sent["id"])
        opened = await openers(world, await sealed_body(world, part["envelope"]), place)
        found[part["audience"]] = (opened, json.loads(next(iter(opened.values()))))
    return found


async def steps(world: World, child: UUID) -> list[tuple[str, set[str], Row]]:
    """What a child's concerns were told, oldest first: the kind, whose keys open it, what it says."""
    found = []
    for step in sorted(await rows(world, concern_step), key=lambda row: (row["at"], row["id"])):
        if step["envelope"]:
            place = step_place(world.staff.authority, child, step["id"])
            opened = await openers(world, await sealed_body(world, step["envelope"]), place)
            found.append((step["kind"], {purpose for purpose, _ in opened}, json.loads(next(iter(opened.values())))))
    return found


def chosen(answer: Row) -> list[str]:
    """The ids that are marked in an answer."""
    return [choice["id"] for choice, mark in zip(answer["choices"], answer["marks"], strict=True) if mark == "1"]


def by_question(part: Row) -> dict[str, Row]:
    return {answer["question"]: answer for answer in part["answers"]}
