"""A home with an authority in it, and `python -m voice` run there as an operator runs it."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.world import make_world

TOP = Path(__file__).parent.parent.parent
SAFE = {"VOICE_PUBLIC_URL": "https://voice.example.org", "VOICE_STAFF_URL": "https://staff.example.org"}


@dataclass
class Place:
    """A home with an authority in it, and `python -m voice` run there."""

    home: Path
    settings: dict[str, str] = field(default_factory=dict)

    def environment(self, **more: str) -> dict[str, str]:
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("VOICE_", "PORT"))}
        return {**plain, "VOICE_HOME": str(self.home), **self.settings, **more}

    def voice(self, command: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "voice", *command.split()],
            cwd=TOP,
            env=self.environment(**more),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def refused(self, command: str, **more: str) -> str:
        """The one line with which it could not be done; before it, what is warned of in any case."""
        done = self.voice(command, **more)
        assert done.returncode == 1, done
        assert "Traceback" not in done.stderr
        *warned, line = done.stderr.splitlines()
        assert all(json.loads(each)["level"] == "warning" for each in warned), done
        return line


@pytest.fixture(scope="module")
async def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cast in a home: database and keys where a new authority has them."""
    home = tmp_path_factory.mktemp("made")
    async with make_world(home) as world:
        for key in ("intake.key", "case.key"):
            shutil.copy2(world.home / "keys" / key, home / key)
    return home


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Place:
    """A copy of it for this test, under https."""
    home = tmp_path / "home"
    shutil.copytree(made, home)
    for file in home.glob("voice.db*"):
        file.chmod(0o600)
    return Place(home, dict(SAFE))


@pytest.fixture
def empty(tmp_path: Path) -> Place:
    """A home with nothing in it yet."""
    return Place(tmp_path / "home", dict(SAFE))
