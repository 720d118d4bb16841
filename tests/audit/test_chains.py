"""Whoever touches a line of the audit is found out: each way of touching it, tried on both databases."""

import pytest
import sqlalchemy as sa

from storage import tables
from storage.chain import line_hash
from tests.audit.conftest import Scene
from voice.model import new_id

event, chain = tables.audit_event, tables.audit_chain


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
