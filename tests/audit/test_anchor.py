"""What was anchored outside the database is held against it; an anchor that was touched is found out too."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from storage.case_keys import FileKeyProvider
from storage.key_files import init
from storage.store import open_store
from tests.audit.conftest import Scene
from tests.world import World, make_world
from voice import auditing
from voice.anchoring import Anchor
from voice.errors import AuditBroken


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
