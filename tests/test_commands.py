"""Every command: 0 when done, 1 with one clear line when it could not, 2 for wrong usage; never a traceback."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.world import make_world
from voice import __main__ as voice_main

TOP = Path(__file__).parent.parent
DEMO = {"VOICE_DEMO": "1"}
SAFE = {"VOICE_PUBLIC_URL": "https://voice.example.org", "VOICE_STAFF_URL": "https://staff.example.org"}
READY_WITHIN = 60

WRONG_USAGE = [
    "",
    "sing",
    "serve everything",
    "serve public staff",
    "worker now",
    "migrate back",
    "demo twice",
    "words",
    "words count",
    "keys",
    "keys lose",
    "keys init --child",
    "keys rotate --child Amara",
    "audit",
    "audit repair",
    "survey",
]
HELPS = ["", "serve", "worker", "migrate", "demo", "words", "keys", "audit", "survey"]


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
        """The one line with which it could not be done."""
        done = self.voice(command, **more)
        assert done.returncode == 1, done
        assert "Traceback" not in done.stderr
        (line,) = done.stderr.splitlines()
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


@pytest.fixture
def here(empty: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    """As if this process were the command: quicker, for what ends before it begins."""
    monkeypatch.setattr(voice_main, "_keep_to_ourselves", lambda: None)
    for name, value in empty.environment().items():
        monkeypatch.setenv(name, value)
    return empty


@pytest.mark.parametrize("command", WRONG_USAGE)
def test_wrong_usage_is_2(here: Place, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It says how it is meant to be used, and touches nothing."""
    assert voice_main.main(command.split()) == 2

    assert "usage: python -m voice" in capsys.readouterr().err
    assert not here.home.exists()


@pytest.mark.parametrize("command", HELPS)
def test_help_ends_with_an_example(here: Place, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever asks for help sees what to type."""
    assert voice_main.main([*command.split(), "--help"]) == 0

    assert capsys.readouterr().out.splitlines()[-1].startswith("example: python -m voice ")


def test_wrong_usage_in_a_process_of_its_own(empty: Place) -> None:
    """The code reaches whoever called, without a traceback."""
    for command in ("sing", "keys rotate --child Amara"):
        done = empty.voice(command)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr


def test_from_nothing(empty: Place) -> None:
    """Migrate, make keys, look at them: each says what it did, and twice is once."""
    assert empty.voice("migrate").returncode == 0
    assert empty.voice("migrate").stdout == "the database is current\n"
    assert empty.voice("keys init").returncode == 0
    assert "already there" in empty.refused("keys init")
    assert "belong together" in empty.voice("keys status").stdout
    assert {path.stat().st_mode & 0o077 for path in empty.home.rglob("*")} == {0}


def test_what_is_not_there_is_named(empty: Place) -> None:
    """In the order in which somebody new meets it."""
    assert "python -m voice migrate" in empty.refused("serve public")
    empty.voice("migrate")
    assert "python -m voice keys init" in empty.refused("serve public")
    empty.voice("keys init", VOICE_DEMO="1")
    assert "VOICE_INTAKE_KEYS" in empty.refused("audit verify")


def test_a_wrong_setting_is_named(empty: Place) -> None:
    """Whichever command meets it."""
    for command in ("serve all", "worker", "migrate", "keys status"):
        assert "VOICE_HOEM" in empty.refused(command, VOICE_HOEM="/srv")


def test_words_status(empty: Place) -> None:
    """A line for each language, by whoever wants to help with the words."""
    done = empty.voice("words status")

    assert done.returncode == 0
    assert {line.split()[0] for line in done.stdout.splitlines()} >= {"en-simple", "ar"}


def test_keys_rotate(place: Place) -> None:
    """Counts, and never a key or a name; the next time is the next version."""
    first, second = place.voice("keys rotate"), place.voice("keys rotate")

    assert (first.returncode, first.stdout.splitlines()[0]) == (0, "new version 2")
    assert (second.returncode, second.stdout.splitlines()[0]) == (0, "new version 3")
    status = place.voice("keys status").stdout
    assert "newest version 3" in status
    assert "version 1:" not in status


def test_keys_rotate_child(place: Place) -> None:
    """New pairs for one child, who has to be there."""
    with sqlite3.connect(place.home / "voice.db") as db:
        (child,) = db.execute("SELECT id FROM child").fetchone()
    db.close()

    assert place.voice(f"keys rotate --child {child}").returncode == 0
    assert "no child has this id" in place.refused("keys rotate --child 0b000000-0000-4000-8000-000000000001")


def test_audit_verify(place: Place) -> None:
    """Sound, and then touched: the first bad row and what is wrong, by its id."""
    assert place.voice("audit verify").returncode == 0
    with sqlite3.connect(place.home / "voice.db") as db:
        db.execute("UPDATE audit_event SET action = 'nothing' WHERE place = 3")
    db.close()

    line = place.refused("audit verify")

    assert line.startswith("voice: row ")
    assert line.endswith("was changed")
    assert "VOICE_AUDIT_ANCHOR" in place.refused("audit verify", VOICE_AUDIT_ANCHOR=str(place.home / "gone"))


def test_demo_only_in_the_demonstration(place: Place) -> None:
    """Invented people never go among real ones."""
    assert "VOICE_DEMO" in place.refused("demo")


def test_serve_public_refuses_the_keys_that_open(place: Place) -> None:
    """security.md, Keys: neither named nor readable, and no such thing as forgetting it."""
    assert "must not be set" in place.refused("serve public", VOICE_KEYS=str(place.home / "elsewhere.key"))
    assert "can be read by this user" in place.refused("serve public")


@pytest.mark.parametrize("which", ["serve public", "serve staff", "serve all", "worker"])
def test_nothing_starts_without_an_address(place: Place, which: str) -> None:
    """Children and staff are given addresses in texts and mails: guessing one would be wrong."""
    assert "VOICE_PUBLIC_URL: is missing" in Place(place.home).refused(which)


def test_nothing_starts_unsafe(place: Place) -> None:
    """An address without https, one host for both, nowhere to write, a database that is behind."""
    assert "https://" in place.refused("serve all", VOICE_STAFF_URL="http://staff.example.org")
    assert "another host" in place.refused("serve all", VOICE_STAFF_URL=SAFE["VOICE_PUBLIC_URL"])
    assert "VOICE_HOME: this user cannot write" in place.refused("serve all", VOICE_HOME="/proc/voice")
    assert "python -m voice migrate" in place.refused("worker", VOICE_DATABASE=f"sqlite:///{place.home}/new.db")


def test_other_keys_than_the_databases(place: Place, tmp_path: Path) -> None:
    """Keys of another authority would seal what nobody here can open."""
    assert place.voice(f"keys init --to {tmp_path / 'other'}").returncode == 0
    other = {"VOICE_INTAKE_KEYS": str(tmp_path / "other" / "intake.key")}

    assert "another authority's" in place.refused("serve all", **other)


def test_keys_that_others_can_read(place: Place) -> None:
    """A slip with chmod is found at the next start."""
    (place.home / "case.key").chmod(0o644)

    assert "chmod 600" in place.refused("serve all")


def free_port() -> int:
    """A port with a free one above it."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextmanager
def serving(place: Place, command: str, **more: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """The command, once it has said that it is ready, and what it said until then."""
    running = subprocess.Popen(
        [sys.executable, "-m", "voice", *command.split()],
        cwd=TOP,
        env=place.environment(**more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stdout
    assert running.stderr
    said: list[str] = []
    try:
        while not any("ready" in line for line in said):
            said.append(running.stdout.readline())
            assert said[-1], running.stderr.read()
        yield running, said
    finally:
        running.kill()
        running.communicate()


def ask(url: str) -> tuple[int, dict[str, str]]:
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - our own address
        return answer.status, {name.lower(): value for name, value in answer.headers.items()}


def test_serve_all(place: Place) -> None:
    """Both applications and the worker in one process, which ends well when it is asked to."""
    port = free_port()
    with serving(place, "serve all", PORT=str(port), **DEMO, VOICE_PUBLIC_URL="", VOICE_STAFF_URL="") as (
        running,
        said,
    ):
        assert f"children: http://127.0.0.1:{port}\n" in said
        status, headers = ask(f"http://127.0.0.1:{port}/healthz")
        assert status == 200
        assert "server" not in headers
        assert ask(f"http://127.0.0.1:{port + 1}/")[0] == 200
        wait_for(place.home / "audit.anchor")
        assert "PORT: cannot listen" in place.refused("serve all", PORT=str(port), **DEMO)

        running.send_signal(signal.SIGTERM)

        assert running.wait(30) == 0
    assert place.voice("audit verify", **DEMO).returncode == 0


def wait_for(path: Path) -> None:
    give_up = time.monotonic() + READY_WITHIN
    while not path.exists() or not path.stat().st_size:
        assert time.monotonic() < give_up, path
        time.sleep(0.1)


def test_serve_public_and_staff_and_worker(place: Place, tmp_path: Path) -> None:
    """Each in a process of its own, the children's without the keys that open."""
    keys = tmp_path / "case.key"
    (place.home / "case.key").rename(keys)
    port = free_port()
    with (
        serving(place, "serve public", PORT=str(port)),
        serving(place, "serve staff", PORT=str(port), VOICE_KEYS=str(keys)),
        serving(place, "worker", VOICE_KEYS=str(keys)) as (worker, _),
    ):
        assert ask(f"http://127.0.0.1:{port}/healthz")[0] == 200
        wait_for(place.home / "audit.anchor")
        worker.send_signal(signal.SIGINT)
        assert worker.wait(30) == 0


def test_what_runs_keeps_to_itself(place: Place) -> None:
    """No core dump, and no file that others can read."""
    with serving(place, "serve all", PORT=str(free_port()), **DEMO) as (running, _):
        limits = Path(f"/proc/{running.pid}/limits").read_text()
        wait_for(place.home / "audit.anchor")

    core = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
    assert core.split()[4:6] == ["0", "0"]
    assert {path.name for path in place.home.iterdir() if path.is_file() and path.stat().st_mode & 0o077} == set()


def test_a_full_error_has_no_traceback(place: Place) -> None:
    """A database that is none is refused in one line."""
    (place.home / "none.db").write_bytes(b"my nan hit me" * 100)

    line = place.refused("migrate", VOICE_DATABASE=f"sqlite:///{place.home}/none.db")

    assert "VOICE_DATABASE" in line
    assert "nan" not in line
