"""Starts what is measured as processes of their own, and asks the system what they used."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.machine import cpu_of

TOP = Path(__file__).parent.parent
READY_WITHIN = 60
QUIET = 30  # twentieths of a second: longer than it leaves to the first pages before it loads the rest

SERVICE = [sys.executable, "-m", "voice", "serve", "public"]
# The same service, whose writer takes one write at a time: what group commit is measured against.
ONE_BY_ONE = [
    sys.executable,
    "-c",
    "import sys, storage.writer as w, voice.__main__ as v; w.LARGEST_BATCH = 1; sys.exit(v.main(['serve', 'public']))",
]


@dataclass(frozen=True, slots=True)
class Server:
    """One server that runs."""

    process: subprocess.Popen[bytes]
    port: int
    seconds_to_ready: float

    def cpu(self) -> float:
        """Seconds of processor time it has used so far."""
        return cpu_of(self.process.pid)

    def memory(self) -> int:
        """Bytes it has resident."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) * 1024

    def settle(self) -> None:
        """Returns when it has loaded what it loads beside its first answers: for a while it uses no processor."""
        quiet = 0
        while quiet < QUIET:
            before = self.cpu()
            time.sleep(0.05)
            quiet = quiet + 1 if self.cpu() - before < 0.005 else 0

    def kill(self) -> None:
        """As a power cut would, for the process."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@contextmanager
def service(
    home: Path,
    database: str,
    *,
    program: list[str] | None = None,
    top: Path = TOP,
    preload: str = "",
    more: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """The children's application as `python -m voice serve public` runs it, as for real: https, no demonstration.

    It is given when all is loaded.
    """
    port = free_port()
    settings = {
        "VOICE_HOME": str(home / "of-public"),
        "VOICE_DATABASE": database,
        "VOICE_INTAKE_KEYS": str(home / "keys" / "intake.key"),
        "VOICE_PUBLIC_URL": "https://voice.test",
        "VOICE_STAFF_URL": "https://staff.test",
        "PORT": str(port),
        **(more or {}),
    }
    with _started(program or SERVICE, port, settings, "/healthz", top, preload) as server:
        server.settle()
        yield server


@contextmanager
def prototype(
    kind: str, database: Path, *, under: Sequence[str] = (), more: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """One of the prototypes in bench/limit."""
    port = free_port()
    program = [sys.executable, "-m", *under, "bench.limit", kind, str(database), str(port)]
    with _started(program, port, more or {}, "/", TOP, "") as it:
        yield it


@contextmanager
def _started(
    program: list[str], port: int, settings: Mapping[str, str], path: str, top: Path, preload: str
) -> Iterator[Server]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("VOICE_")}
    loaded = {"LD_PRELOAD": preload} if preload else {}
    began = time.perf_counter()
    process = subprocess.Popen(program, cwd=top, env={**ours, **settings, **loaded}, stdout=subprocess.DEVNULL)
    try:
        while not _answers(port, path):
            if process.poll() is not None or time.perf_counter() - began > READY_WITHIN:
                raise RuntimeError(f"{program} did not start")
            time.sleep(0.005)
        yield Server(process, port, time.perf_counter() - began)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait()


def _answers(port: int, path: str) -> bool:
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=READY_WITHIN)
    try:
        asked.request("GET", path)
        return asked.getresponse().status == 200
    except OSError:
        return False
    finally:
        asked.close()


def free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])
