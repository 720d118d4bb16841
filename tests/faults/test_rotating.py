"""Ten thousand children's keys move to a new version while children answer, whatever kills the command on its way."""

import asyncio
import random
import secrets
import time
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import private_keys
from storage.tables import child, child_key
from tests.faults.children import Children
from tests.faults.cluster import Killable
from tests.faults.counting import count, reopened
from tests.faults.prepared import Prepared, prepare
from tests.faults.served import Served, served
from tests.faults.test_faults import server
from tests.serving import free_port
from tests.world import World
from voice import key_work, setting_up

__all__ = ["server"]  # a fixture

CHILDREN, TOGETHER = 10_000, 250


async def add_children(prepared: Prepared, how_many: int) -> None:
    async with reopened(prepared) as world:
        for begun in range(0, how_many, TOGETHER):
            named = (f"Child {number}" for number in range(begun, begun + TOGETHER))
            await asyncio.gather(*(setting_up.add_child(world.staff, n, date(2016, 1, 1), world.east) for n in named))


async def versions(prepared: Prepared) -> dict[int, int]:
    async with reopened(prepared) as world:
        return await key_work.count_by_version(world.staff)


async def everything_opens(prepared: Prepared) -> None:
    """Each child's name, and each private key, as it lies there now."""
    async with reopened(prepared) as world:
        async with world.staff.store.reading() as db:
            children = list((await db.execute(sa.select(child.c.id))).scalars())
            wanted = sa.select(child_key.c.id).where(child_key.c.public_key.is_not(None))
            keys = list((await db.execute(wanted.where(child_key.c.wrapped_private.is_not(None)))).scalars())
        await _open(world, keys)
        assert len(children) >= CHILDREN


async def _open(world: World, keys: list[object]) -> None:
    async with world.staff.store.reading() as db:
        await private_keys.directory(db, world.staff.authority, world.staff.provider)
        for key in keys:
            await private_keys.private_key(db, world.staff.authority, world.staff.provider, key)  # type: ignore[arg-type]


def rotate_and_kill(prepared: Prepared, command: Served, chance: random.Random) -> int:
    """Let `keys rotate` do some of its work and kill it, or let it end; how many keys are under the first version."""
    before = under_first(prepared)
    command.start()
    while under_first(prepared) == before and not ended(command):
        time.sleep(0.01)
    time.sleep(chance.uniform(0, 0.3))
    command.kill()
    return under_first(prepared)


def under_first(prepared: Prepared) -> int:
    return asyncio.run(versions(prepared)).get(1, 0)


def ended(command: Served) -> bool:
    return Path(f"/proc/{command.pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"


@pytest.mark.thorough
def test_ten_thousand_children(server: Killable | None, tmp_path: Path) -> None:
    """Killed again and again, it goes on where it was; no key is lost, none is left, and nobody who writes is lost."""
    seed = secrets.randbelow(10**6)
    print(f"seed {seed}")
    chance, home = random.Random(seed), tmp_path / "home"
    prepared = asyncio.run(prepare(home, 400, server.cluster.create() if server else None))
    asyncio.run(add_children(prepared, CHILDREN))
    left, total = list[int](), sum(asyncio.run(versions(prepared)).values())
    with ExitStack() as stack:
        program = stack.enter_context(served(home, prepared.url, free_port()))
        command = stack.enter_context(served(home, prepared.url, free_port(), "keys rotate"))
        children = stack.enter_context(Children(prepared.links, seed))
        program.start()
        children.begin(program.port)
        while not left or left[-1]:  # once more after the last batch would begin another version
            left.append(rotate_and_kill(prepared, command, chance))
        seen = children.end()
        assert program.stop() == 0

    assert len(left) > 3
    assert left == sorted(left, reverse=True)
    moved = asyncio.run(versions(prepared))
    assert set(moved) == {2}
    assert moved[2] >= total
    asyncio.run(everything_opens(prepared))
    assert asyncio.run(count(prepared, seen)).wrong == []
