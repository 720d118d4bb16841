"""Nothing readable at rest (security.md, 2): what a child typed is in no byte that the service leaves behind."""

from pathlib import Path
from shutil import copytree

import pytest

from tests.safety.scenes import Scene
from tests.safety.searching import everything_under, found_in
from tests.safety.serving import limits_of, serving, umask_of, whole_service_there

FILES = {"voice.db", "voice.db-wal", "voice.db-shm", "intake.key", "case.key", "stdout", "stderr"}
WHICH = ["public", *(["all"] if whole_service_there() else [])]


@pytest.mark.parametrize("which", WHICH)
async def test_nothing_a_child_typed_is_found_after_a_kill(which: str, tmp_path: Path) -> None:
    """Amara sends, saves and leaves half-way; the service is killed; a thief finds no word, code or token."""
    scene = Scene(tmp_path / "home")
    await scene.set_up()

    await scene.played(which)

    stolen = copytree(tmp_path / "home", tmp_path / "stolen")  # before opening anything tidies the log away
    secrets = await scene.secrets()
    assert {path.name for path in everything_under(stolen)} >= FILES
    assert found_in(scene.words | secrets, stolen) == []
    assert scene.phrases[1] in scene.came_back_to, "Amara herself must find her words with her code"


@pytest.mark.parametrize("missing", ["seal", "lock"])
async def test_the_canary_sings_when_nothing_is_sealed(missing: str, tmp_path: Path) -> None:
    """The same scene on a build that leaves envelopes or drafts open: every phrase is found, so the search works."""
    scene = Scene(tmp_path / "home")
    await scene.set_up()

    await scene.played("public", CANARY=missing)

    found = "\n".join(found_in(scene.words, scene.home))
    assert all(f": {at}: " in found for at in range(len(scene.phrases)))
    assert "voice.db" in found


async def test_a_crash_leaves_no_picture_of_memory(tmp_path: Path) -> None:
    """No core dump, and no file that other people on the machine can read."""
    scene = Scene(tmp_path / "home")
    await scene.set_up()

    with serving(scene.home, "public") as served:
        limits = limits_of(served.process.pid)
        umask = umask_of(served.process.pid)

    assert limits["Max core file size"] == ["0", "0"]
    assert umask == "0077"
