"""Nothing starts where it would not be safe; what starts serves, keeps to itself, and ends well."""

import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.commands.conftest import SAFE, TOP, Place
from tests.serving import free_port

DEMO = {"VOICE_DEMO": "1"}
READY_WITHIN = 60


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
