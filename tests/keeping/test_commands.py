"""`backup`, `restore`, `erase` and `deliveries` as an operator types them: one line when refused, never a traceback."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from storage import erasure_list, tables
from storage.writes import Writes
from tests.commands.conftest import SAFE, Place
from tests.portal.saying import Says, says
from tests.world import World, make_world
from voice import __main__ as voice_main
from voice import clock

WRONG_USAGE = [
    "backup",
    "restore",
    "restore a b",
    "erase Amara",
    "erase",
    "deliveries",
    "deliveries lose",
    "deliveries release",
]


@pytest.fixture
async def place(tmp_path: Path) -> tuple[Place, World]:
    """A home whose Amara said something and is looked after, and whose Noor is not."""
    home = tmp_path / "home"
    home.mkdir()
    async with make_world(home) as world:
        await says(world, Says(safe="no", about_staff="no"))
        writes = Writes(world.staff.authority)
        writes.update(tables.child, world.noor, looked_after=False)
        await world.staff.store.write(writes)
    for key in ("intake.key", "case.key"):
        shutil.copy2(world.home / "keys" / key, home / key)
    return Place(home, dict(SAFE)), world


@pytest.mark.parametrize("command", WRONG_USAGE)
def test_wrong_usage_is_2(command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(voice_main, "_keep_to_ourselves", lambda: None)

    assert voice_main.main(command.split()) == 2
    assert "usage: python -m voice" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["backup", "restore", "erase", "deliveries"])
def test_help_ends_with_an_example(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(voice_main, "_keep_to_ourselves", lambda: None)

    assert voice_main.main([command, "--help"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("example: python -m voice ")


def test_there_and_back(place: tuple[Place, World], tmp_path: Path) -> None:
    """A copy, a fire, an empty home with the same keys: the record is there again, and its deliveries wait."""
    here, _ = place
    copy = tmp_path / "copy.voice"
    done = here.voice(f"backup {copy}")
    assert (done.returncode, done.stderr) == (0, "")
    assert "is there already" in here.refused(f"backup {copy}")
    assert "not empty" in here.refused(f"restore {copy}")
    for file in here.home.glob("voice.db*"):
        file.unlink()

    done = here.voice(f"restore {copy}")

    assert (done.returncode, done.stderr) == (0, "")
    assert [each.name for each in here.home.glob("voice.db*") if each.stat().st_size] == ["voice.db"]
    assert "concern                  held" in here.voice("deliveries status").stdout
    assert "concern                  waiting" in here.voice("deliveries release concern").stdout
    assert here.voice("audit verify").returncode == 0


def test_a_copy_that_cannot_be_made_ready_leaves_nothing(place: tuple[Place, World], tmp_path: Path) -> None:
    """The list of what was erased cannot be read: then nobody gets the record, not even for a moment."""
    here, _ = place
    copy = tmp_path / "copy.voice"
    here.voice(f"backup {copy}")
    for file in here.home.glob("voice.db*"):
        file.unlink()
    (here.home / erasure_list.NAME).write_text("{}\n")

    assert erasure_list.NAME in here.refused(f"restore {copy}")
    assert list(here.home.glob("voice.db*")) == []


def test_what_was_erased_is_erased_from_the_copy(place: tuple[Place, World], tmp_path: Path) -> None:
    here, _ = place
    copy = tmp_path / "copy.voice"
    here.voice(f"backup {copy}")
    key = keys_in(here)
    for file in here.home.glob("voice.db*"):
        file.unlink()
    erasure_list.append(here.home / erasure_list.NAME, [key], clock.now())

    assert "1 children who were erased" in here.voice(f"restore {copy}").stdout


def keys_in(here: Place) -> UUID:
    with closing(sqlite3.connect(here.home / "voice.db")) as db:
        return UUID(db.execute("SELECT id FROM child_key WHERE child IS NOT NULL").fetchone()[0])


def test_erasing_is_asked_for(place: tuple[Place, World]) -> None:
    """By somebody who may, for a lawful reason, for a child whose record need not be kept; and only asked for."""
    here, world = place
    how = "--by alex@northfold.test --ground kept_long_enough"

    assert "until they are 75" in here.refused(f"erase {world.amara} {how}")
    assert "no such record" in here.refused(f"erase {world.east} {how}")
    assert "may not" in here.refused(f"erase {world.noor} --by sam@northfold.test --ground kept_long_enough")
    done = here.voice(f"erase {world.noor} {how}")

    assert done.returncode == 0
    assert "nothing is erased yet" in done.stdout
