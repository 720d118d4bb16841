"""Whoever touches the audit is found out: each way of touching it, tried on both databases."""

import json
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from storage import schema, tables
from storage.case_keys import FileKeyProvider
from storage.chain import line_hash
from storage.key_files import init
from storage.store import open_store
from storage.writes import Writes
from tests.world import World, make_world
from voice import auditing
from voice.anchoring import Anchor
from voice.errors import AuditBroken
from voice.model import new_id

event, chain = tables.audit_event, tables.audit_chain


@dataclass
class Scene:
    """An authority with an audit, its anchor, and a thief's way into the database."""

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
            return list(connection.execute(sa.select(event).order_by(event.c.place)).mappings())


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


async def test_an_untouched_audit_is_sound(scene: Scene) -> None:
    """Nothing is found where nothing was done; it says how much was looked at."""
    found = await scene.verify()

    assert found.lines == len(scene.lines()) > 5
    assert (found.chains, found.anchors) == (1, 1)


async def test_more_lines_than_a_batch_are_all_looked_at(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long chain is read a batch at a time, over every seam."""
    monkeypatch.setattr("storage.audit.BATCH", 3)
    await scene.happen(5)
    await scene.drop_anchor()

    assert (await scene.verify()).lines == len(scene.lines())


@pytest.mark.parametrize(
    "change",
    [
        {"action": "close"},
        {"detail": {}},
        {"actor": new_id()},
        {"subject": None},
        {"actor_kind": "worker"},
        {"hash": b"\0" * 32},
        {"before": b"\0" * 32},
    ],
    ids=lambda change: next(iter(change)),
)
async def test_a_changed_line_is_found(scene: Scene, change: dict[str, object]) -> None:
    """Whichever part of a line is changed."""
    victim = scene.lines()[-2]
    scene.steal_in(sa.update(event).where(event.c.id == victim["id"]).values(change))

    assert await scene.wrong() in {
        f"row {victim['id']}: was changed",
        f"row {victim['id']}: does not follow the line before it",
    }


async def test_a_changed_line_with_its_hash_mended_is_found(scene: Scene) -> None:
    """A thief who knows how the hash is made would have to make every later one anew."""
    victim = {**scene.lines()[-2], "action": "close"}
    mended = line_hash(victim)
    scene.steal_in(sa.update(event).where(event.c.id == victim["id"]).values(action="close", hash=mended))

    following = scene.lines()[-1]["id"]
    assert await scene.wrong() == f"row {following}: does not follow the line before it"


async def test_a_whole_new_history_is_found(scene: Scene) -> None:
    """Even every hash made anew, to the head: the anchor has the old ones."""
    before, changes = b"\0" * 32, []
    for number, line in enumerate(scene.lines(), start=1):
        new = {**line, "before": before, "action": "nothing" if number == 2 else line["action"]}
        before = line_hash(new)
        values = {"action": new["action"], "before": new["before"], "hash": before}
        changes.append(sa.update(event).where(event.c.id == line["id"]).values(values))
    scene.steal_in(*changes, sa.update(chain).values(head=before))

    assert "is not the line that was anchored at this place" in await scene.wrong()


async def test_a_missing_line_is_found(scene: Scene) -> None:
    """Taken out of the middle, the line after it stands in the wrong place."""
    lines = scene.lines()
    scene.steal_in(sa.delete(event).where(event.c.id == lines[3]["id"]))

    assert await scene.wrong() == f"row {lines[4]['id']}: is line 5 of its chain where line 4 is missing"


async def test_lines_that_changed_places_are_found(scene: Scene) -> None:
    """The order in which things happened is part of what happened."""
    first, second = scene.lines()[3:5]
    move = [(first["id"], -1), (second["id"], first["place"]), (first["id"], second["place"])]
    scene.steal_in(*(sa.update(event).where(event.c.id == id).values(place=place) for id, place in move))

    assert await scene.wrong() == f"row {second['id']}: does not follow the line before it"


async def test_a_tail_cut_off_is_found(scene: Scene) -> None:
    """The newest lines gone, and the head still saying that they are there."""
    last = scene.lines()[-1]
    scene.steal_in(sa.delete(event).where(event.c.id == last["id"]))

    assert f"chain {last['chain']}: ends at line {last['place'] - 1}" in await scene.wrong()


async def test_a_tail_cut_off_with_the_head_mended_is_found(scene: Scene) -> None:
    """Head and tail agree; the anchor knows that there was more."""
    await scene.drop_anchor()
    lines = scene.lines()
    scene.steal_in(
        sa.delete(event).where(event.c.id == lines[-1]["id"]),
        sa.update(chain).values(length=lines[-2]["place"], head=lines[-2]["hash"]),
    )

    assert "was anchored" in await scene.wrong()


async def test_a_whole_chain_gone_is_found(scene: Scene) -> None:
    """Nothing in the database remembers it; the anchor does."""
    gone = scene.lines()[0]["chain"]
    scene.steal_in(sa.delete(event), sa.delete(chain))

    assert await scene.wrong() == f"chain {gone}: was anchored and is gone"


async def test_lines_without_their_chain_are_found(scene: Scene) -> None:
    """Only SQLite lets a thief do this: its foreign keys are off for whoever does not ask for them."""
    if scene.url.startswith("postgresql"):
        with pytest.raises(sa.exc.IntegrityError):
            scene.steal_in(sa.delete(chain))
        return
    scene.anchor.write_text("")
    scene.steal_in(sa.delete(chain))

    assert "belongs to a chain that is not there" in await scene.wrong()


async def test_another_chain_hides_nothing(scene: Scene) -> None:
    """A new process begins a new chain; both are checked."""
    scene.world.staff.store.writer._end._chains.clear()  # type: ignore[attr-defined]
    await scene.happen(2)
    await scene.drop_anchor()
    assert (await scene.verify()).chains == 2

    older = scene.lines()[-1]
    scene.steal_in(sa.update(event).where(event.c.id == older["id"]).values(action="close"))

    assert await scene.wrong() == f"row {older['id']}: was changed"


async def test_a_changed_anchor_is_found(scene: Scene) -> None:
    """A line whose heads or time were changed is not one that we signed."""
    await scene.drop_anchor()
    lines = scene.anchor.read_text().splitlines()
    changes: list[dict[str, Any]] = [{"at": "2026-01-01T00:00:00+00:00"}, {"heads": []}]
    for change in changes:
        facts = {**json.loads(lines[0]), **change}
        scene.anchor.write_text("\n".join([json.dumps(facts), *lines[1:]]) + "\n")
        assert await scene.wrong() == "anchor line 1: was changed, or signed by somebody else"
    for broken in ("nothing", "{}", "[]", '{"at": "x", "heads": [[1]], "signature": ""}'):
        scene.anchor.write_text("\n".join([lines[0], broken]) + "\n")
        assert await scene.wrong() == "anchor line 2: is not a line that we write"


async def test_a_forged_anchor_is_found(scene: Scene, tmp_path: Path) -> None:
    """An anchor made with a key of one's own is not ours."""
    forger = FileKeyProvider.load(init(tmp_path / "forger", scene.world.staff.authority).case)
    theirs = type(scene.world.staff)(scene.world.staff.store, scene.world.staff.keys, forger, "", "")
    scene.anchor.unlink()
    await Anchor(scene.anchor).drop(theirs)

    assert await scene.wrong() == "anchor line 1: was changed, or signed by somebody else"


async def test_anchors_out_of_order_are_found(scene: Scene) -> None:
    """Time goes one way."""
    await scene.drop_anchor()
    scene.anchor.write_text("\n".join(reversed(scene.anchor.read_text().splitlines())) + "\n")

    assert await scene.wrong() == "anchor line 2: is older than the line before it"


async def test_half_a_line_is_not_held_against_us(scene: Scene) -> None:
    """A power cut in the middle of a line is no theft; the next line takes its place."""
    whole = scene.anchor.read_text()
    scene.anchor.write_text(f"{whole}{whole[:40]}")
    assert (await scene.verify()).anchors == 1

    await scene.drop_anchor()

    assert (await scene.verify()).anchors == 2


async def test_no_anchor_is_not_an_empty_one(scene: Scene) -> None:
    """Without its file nothing can be proved, and it says so."""
    scene.anchor.unlink()

    with pytest.raises(FileNotFoundError):
        await scene.verify()


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def test_a_database_gone_back_in_time_is_found(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """A copy of last week's database, sound in itself, is not today's."""
    fresh = request.getfixturevalue("fresh_postgres") if kind == "postgres" else f"sqlite:///{tmp_path / 'voice.db'}"
    clone = request.getfixturevalue("clone_postgres") if kind == "postgres" else copy_of_sqlite
    path = tmp_path / "audit.anchor"
    async with make_world(tmp_path, fresh) as world:
        scene = Scene(world, path, fresh, Anchor(path))
        await scene.happen(2)
    older = clone(fresh)
    newer = await reopened(world, fresh)
    scene = Scene(newer, path, fresh, Anchor(path))
    await scene.happen(2)
    await scene.drop_anchor()
    assert await scene.verify()
    await newer.staff.store.close()

    restored = await reopened(world, older)

    with pytest.raises(AuditBroken, match="was anchored and is gone"):
        await auditing.verify(restored.staff, path)
    await restored.staff.store.close()


def copy_of_sqlite(url: str) -> str:
    path = Path(url.removeprefix("sqlite:///"))
    return f"sqlite:///{shutil.copy(path, path.with_name('older.db'))}"


async def reopened(world: World, url: str) -> World:
    """The same authority and keys over another database."""
    staff = replace(world.staff, store=await open_store(url, "test"))
    return replace(world, staff=staff)
