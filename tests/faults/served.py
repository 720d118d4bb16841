"""The program under fault, and the PostgreSQL under it: started, killed, started again."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.safety.serving import TOP, environment

READY_WITHIN = 60
SLOW_FSYNC = TOP / "bench" / "limit" / "slow_fsync.c"


@dataclass(slots=True)
class Served:
    """One program with many lives."""

    starts: "subprocess.Popen[str]"
    home: Path
    port: int
    pages: bool = True  # the worker and the commands serve none
    pid: int = 0

    def start(self) -> None:
        """Begin a life, and wait until it answers."""
        self.pid = int(self._say("start"))
        give_up = time.monotonic() + READY_WITHIN
        while self.pages and not self.answers("/healthz"):
            if time.monotonic() > give_up:
                raise AssertionError(f"the service did not start: {self.said()[-3000:]}")
            time.sleep(0.01)

    def kill(self) -> None:
        """As the kernel kills: no last word."""
        self.tell(signal.SIGKILL)
        self.wait()

    def stop(self) -> int:
        """Ask it to end once it listens, and wait until it has; 0 when it ended well."""
        give_up = time.monotonic() + READY_WITHIN
        while not self._listens() and time.monotonic() < give_up:
            time.sleep(0.01)
        self.tell(signal.SIGTERM)
        return self.wait()

    def _listens(self) -> bool:
        """Whether it has begun and takes SIGTERM itself, or is gone (proc(5): SigCgt, a bit for each)."""
        try:
            lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        except OSError:
            return True
        taken = next(int(line.split()[1], 16) for line in lines if line.startswith("SigCgt"))
        return bool(taken >> (signal.SIGTERM - 1) & 1)

    def wait(self) -> int:
        """Until it has ended by itself."""
        return int(self._say("wait"))

    def tell(self, sign: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, sign)

    def answers(self, path: str) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def arrived(self) -> int:
        """How much of what was delivered has arrived outside, in bytes."""
        return (self.home / "outside").stat().st_size

    def said(self) -> str:
        return (self.home / "said").read_text(errors="replace")

    def _say(self, word: str) -> str:
        assert self.starts.stdin
        assert self.starts.stdout
        self.starts.stdin.write(f"{word}\n")
        self.starts.stdin.flush()
        return self.starts.stdout.readline()


@contextmanager
def served(
    home: Path, url: str, port: int, command: str = "serve all", planted: str = "", preload: str = ""
) -> Iterator[Served]:
    """The program over a home that is set up, not started yet; gone at the end."""
    for folder in ("user", "tmp"):
        (home / folder).mkdir(exist_ok=True)
    more = {"PLANTED": planted, "OUTSIDE": str(home / "outside"), "SAID": str(home / "said")}
    more |= {"LD_PRELOAD": preload} if preload else {}
    for file in ("outside", "said"):
        (home / file).touch()
    which = "public" if command == "serve public" else "all"
    starts = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.program", *command.split()],
        env=environment(home, port, which, url, **more),
        cwd=home / "tmp",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert starts.stdout
        assert starts.stdout.readline() == "ready\n"
        yield Served(starts, home, port, pages=command.startswith("serve"))
    finally:
        starts.communicate()


def slow_disk(folder: Path) -> str:
    """A library that makes every fsync five milliseconds longer, so that a kill finds a commit under way."""
    made = folder / "slow_fsync.so"
    compiler = shutil.which("cc")
    if compiler is None:
        return ""
    subprocess.run([compiler, "-shared", "-fPIC", "-o", str(made), str(SLOW_FSYNC), "-ldl"], check=True)
    made.chmod(0o755)
    return str(made)
