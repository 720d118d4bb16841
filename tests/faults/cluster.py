"""A PostgreSQL of the harness's own, which syncs as it should and can be killed and started again."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.postgres import Cluster, find_programs, for_libpq, make_data, serve_data, within_reach

IN_EARNEST = "-c max_connections=100 -c checkpoint_timeout=1d"  # fsync is on: that is what is killed
STARTS_WITHIN = 60


@dataclass(slots=True)
class Killable:
    """One server and its files."""

    programs: Path
    home: Path
    owner: str | None
    preload: str = ""
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def cluster(self) -> Cluster:
        return Cluster(f"postgresql+psycopg://postgres@/postgres?host={self.home}")

    def start(self) -> None:
        """Begin, and recover what was cut short. A server that was killed leaves processes that end by themselves."""
        give_up = time.monotonic() + STARTS_WITHIN
        while not self._answers():
            if self.process is None or self.process.poll() is not None:
                self.process = serve_data(self.programs, self.home, self.owner, IN_EARNEST, self._within_reach())
            if time.monotonic() > give_up:
                raise RuntimeError((self.home / "log").read_text(errors="replace")[-2000:])
            time.sleep(0.05)

    def _within_reach(self) -> str:
        """What is loaded first, where the server's user may read it: else it goes without, and says so in its log."""
        return str(shutil.copy(self.preload, self.home)) if self.preload else ""

    def end(self, sign: signal.Signals) -> None:
        """SIGKILL as the kernel kills, SIGQUIT at once and without a checkpoint, SIGINT in order."""
        assert self.process
        self.process.send_signal(sign)
        self.process.wait(timeout=STARTS_WITHIN)

    def _answers(self) -> bool:
        try:
            psycopg.connect(for_libpq(self.cluster.url)).close()
        except psycopg.OperationalError:
            return False
        return True


@contextmanager
def killable(place: Path | None = None) -> Iterator[Killable | None]:
    """A server in `place`, or in a folder of its own; None where there is no PostgreSQL to be had."""
    programs = find_programs()
    if programs is None:
        yield None
        return
    # In /tmp whatever TMPDIR says: a socket's whole path may have 107 characters.
    home = place or Path(tempfile.mkdtemp(prefix="voice-pg-", dir="/tmp"))
    owner = "nobody" if os.geteuid() == 0 else None
    if owner:
        shutil.chown(home, owner)
        programs = within_reach(programs, home)
    server = Killable(programs / "bin", home, owner)
    try:
        make_data(server.programs, home, owner)
        server.start()
        yield server
    finally:
        if server.process and server.process.poll() is None:
            server.end(signal.SIGINT)
        shutil.rmtree(home, ignore_errors=place is not None)
