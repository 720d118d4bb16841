"""An authority with an audit, its anchor, and a thief's way into the database."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import schema, tables
from storage.writes import Writes
from tests.world import World, make_world
from voice import auditing
from voice.anchoring import Anchor
from voice.errors import AuditBroken
from voice.model import new_id


@dataclass
class Scene:
    """What a test of the audit has."""

    world: World
    anchor: Path
    url: str
    dropper: Anchor

    async def happen(self, times: int = 1) -> None:
        """Things happen that leave a line each."""
        for _ in range(times):
            writes = Writes(self.world.staff.authority)
            writes.event("open", "statement", new_id(), actor_kind="staff", actor=new_id(), note="é\N{CRYING FACE}")
            await self.world.staff.store.write(writes)

    async def drop_anchor(self) -> None:
        await self.dropper.drop(self.world.staff)

    async def verify(self) -> auditing.Sound:
        return await auditing.verify(self.world.staff, self.anchor)

    async def wrong(self) -> str:
        with pytest.raises(AuditBroken) as found:
            await self.verify()
        return str(found.value)

    @contextmanager
    def behind_our_back(self) -> Iterator[sa.Connection]:
        """The database itself, without any of the service's rules."""
        engine = sa.create_engine(schema.sync_url(self.url))
        try:
            with engine.begin() as connection:
                yield connection
        finally:
            engine.dispose()

    def steal_in(self, *statements: sa.Executable) -> None:
        with self.behind_our_back() as connection:
            for statement in statements:
                connection.execute(statement)

    def lines(self) -> list[sa.RowMapping]:
        with self.behind_our_back() as connection:
            return list(
                connection.execute(sa.select(tables.audit_event).order_by(tables.audit_event.c.place)).mappings()
            )


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def scene(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Scene]:
    """An audit of some lines, anchored, with more lines since."""
    url = f"sqlite:///{tmp_path / 'voice.db'}"
    if request.param == "postgres":
        url = request.getfixturevalue("fresh_postgres")
    async with make_world(tmp_path, url) as world:
        made = Scene(world, tmp_path / "audit.anchor", url, Anchor(tmp_path / "audit.anchor"))
        await made.happen(3)
        await made.drop_anchor()
        await made.happen(2)
        yield made
