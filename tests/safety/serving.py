"""The real service in a process of its own, which a test can kill; everything it could write lies in one folder."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import httpx

from tests.safety.browser import Browser
from tests.serving import free_port

TOP = Path(__file__).resolve().parents[2]
PUBLIC_URL, STAFF_URL = "https://voice.test", "https://staff.test"
STARTS_WITHIN = 100  # seconds, where others want the processors


@dataclass(slots=True)
class Served:
    """A running service."""

    process: subprocess.Popen[bytes]
    port: int
    logs: Path

    def browser(self) -> Browser:
        """A browser behind what carries https to the service's own socket."""
        address, host = f"http://127.0.0.1:{self.port}", PUBLIC_URL.rpartition("/")[2]
        # A server closes the connection after an error of ours; a browser would open another, and so does this one.
        once = httpx.Limits(max_keepalive_connections=0)
        client = httpx.AsyncClient(base_url=address, headers={"host": host}, trust_env=False, timeout=30, limits=once)
        return Browser(client)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=10)

    def said(self) -> bytes:
        return b"".join(path.read_bytes() for path in sorted(self.logs.iterdir()))


def whole_service_there() -> bool:
    """Whether this build has the staff's application and the worker to serve beside the children's."""
    return bool(find_spec("voice.worker") and find_spec("channels.portal.app"))


def environment(home: Path, port: int, which: str, url: str | None = None, **more: str) -> dict[str, str]:
    """Only what the service needs; all it might write to is under `home`."""
    keys = {"VOICE_KEYS": str(home / "keys" / "case.key")} if which == "all" else {}
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home / "user"),
        "TMPDIR": str(home / "tmp"),
        "PYTHONPATH": str(TOP),
        "PYTHONDONTWRITEBYTECODE": "1",
        "VOICE_HOME": str(home),
        "VOICE_DATABASE": url or f"sqlite:///{home / 'voice.db'}",
        "VOICE_INTAKE_KEYS": str(home / "keys" / "intake.key"),
        "VOICE_PUBLIC_URL": PUBLIC_URL,
        "VOICE_STAFF_URL": STAFF_URL,
        "PORT": str(port),
        **keys,
        **more,
    }


@contextmanager
def serving(home: Path, which: str, url: str | None = None, **more: str) -> Iterator[Served]:
    """`serve public` or `serve all` over a home that is set up. Killed at the end, if it still runs."""
    port, logs = free_port(), home / "logs"
    for folder in (logs, home / "user", home / "tmp"):
        folder.mkdir(exist_ok=True)
    with (logs / "stdout").open("wb") as out, (logs / "stderr").open("wb") as err:
        mode = "dev" if "talk" in more.get("CANARY", "") else "utf8"
        process = subprocess.Popen(
            [sys.executable, "-X", mode, "-m", "tests.safety.runner", "serve", which],
            env=environment(home, port, which, url, **more),
            cwd=home / "tmp",
            stdout=out,
            stderr=err,
        )
    served = Served(process, port, logs)
    try:
        _wait_until_ready(served)
        yield served
    finally:
        if process.poll() is None:
            served.kill()


def umask_of(process: int) -> str:
    """What a process takes away from the rights of every file it makes."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return next(line.split()[1] for line in status if line.startswith("Umask:"))


def limits_of(process: int) -> Mapping[str, list[str]]:
    """What Linux allows a process, by name: the soft limit, the hard limit."""
    lines = Path(f"/proc/{process}/limits").read_text(encoding="ascii").splitlines()[1:]
    return {line[:26].strip(): line[26:].split()[:2] for line in lines}


async def cut_off(served: Served, path: str, browser: Browser, fields: dict[str, str]) -> None:
    """Send a form and kill the service while it is at it."""
    sending = asyncio.create_task(browser.send(path, fields))
    await asyncio.sleep(0.004)
    served.kill()
    await asyncio.gather(sending, return_exceptions=True)


def _wait_until_ready(served: Served) -> None:
    give_up = time.monotonic() + STARTS_WITHIN
    while b"ready;" not in (served.logs / "stdout").read_bytes():
        if served.process.poll() is not None or time.monotonic() > give_up:
            raise AssertionError(f"the service did not start: {served.said().decode(errors='replace')[-3000:]}")
        time.sleep(0.05)
