"""A whole copy of the record while it is in use, and the way back from one.

The copy holds what the record holds: sealed words and wrapped keys, and nothing that opens them. Keys are copied apart.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import sqlalchemy as sa

from storage.errors import StoreAway, StoreRefused
from storage.schema import sync_url
from voice.errors import VoiceError

OWNER_ONLY = 0o600
DEBIAN = Path("/usr/lib/postgresql")
TABLES = "SELECT count(*) FROM sqlite_master WHERE type = 'table'"
POSTGRES_TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"


ENDS = ("-wal", "-shm", "-journal")


class BackupRefused(VoiceError):
    """A copy that could not be made, or not be brought back, and what to mend."""


def backup(url: str, path: Path) -> None:
    """The record as it is now, in a new file that is whole or not there. Raises BackupRefused, StoreAway."""
    parsed = sync_url(url)
    with _whole_or_not_there(path) as beside:
        if parsed.get_backend_name() == "sqlite":
            _copy_sqlite(_existing(Path(str(parsed.database))), beside)
        else:
            _run("pg_dump", parsed, "--format=custom", "--no-owner", f"--file={beside}")


def bring_back(url: str, path: Path) -> None:
    """Fill an empty database from a copy. Raises BackupRefused, StoreAway, StoreRefused.

    Nobody may use it before what was erased since is erased from it too (voice/restoring.py).
    """
    parsed = sync_url(url)
    _existing(path)
    if not is_empty(url):
        raise BackupRefused("the database at VOICE_DATABASE is not empty: a copy only goes into one that is")
    if parsed.get_backend_name() == "sqlite":
        with _whole_or_not_there(Path(str(parsed.database)), over=True) as beside:
            _copy_sqlite(path, beside)
    else:
        wanted = ("--exit-on-error", "--single-transaction", "--no-owner", str(path))
        _run("pg_restore", parsed, f"--dbname={parsed.database}", *wanted)


def apart(url: str) -> str:
    """Where a copy is made ready before it gets its place: a file beside it; on PostgreSQL the place itself."""
    parsed = sync_url(url)
    return f"{url}.restoring" if parsed.get_backend_name() == "sqlite" else url


def move_in(made: str, url: str) -> None:
    """Give what was made ready its place."""
    if made == url:
        return
    beside, target = Path(str(sync_url(made).database)), Path(str(sync_url(url).database))
    _settle(beside)
    for end in ENDS:
        Path(f"{target}{end}").unlink(missing_ok=True)
    beside.replace(target)
    _settle(target.parent)
    clear_away(made, url)


def clear_away(made: str, url: str) -> None:
    """Leave nothing of a copy that could not be made ready."""
    if made != url:
        for end in ("", *ENDS):
            Path(f"{sync_url(made).database}{end}").unlink(missing_ok=True)


def is_empty(url: str) -> bool:
    """Whether a database holds no table at all."""
    parsed = sync_url(url)
    if parsed.get_backend_name() == "sqlite":
        target = Path(str(parsed.database))
        log = Path(f"{target}-wal")
        if log.exists() and log.stat().st_size:
            return False  # SQLite would write another database's log into the copy
        if not target.exists():
            return True
        with closing(sqlite3.connect(target)) as db:
            return bool(db.execute(TABLES).fetchone()[0] == 0)
    with _connected(parsed) as connection:
        row = connection.execute(POSTGRES_TABLES).fetchone()
        return bool(row and row[0] == 0)


def _copy_sqlite(source: Path, target: Path) -> None:
    """All pages in one step: one moment of the record, and writers go on. The copy is one file without a log."""
    try:
        record = sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)
        with closing(record), closing(sqlite3.connect(target)) as copy:
            record.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode=DELETE")
            if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise BackupRefused("the copy is damaged: integrity_check says so")
    except sqlite3.DatabaseError:
        raise BackupRefused(f"{source} is not a database that can be read") from None


@contextmanager
def _whole_or_not_there(path: Path, *, over: bool = False) -> Iterator[Path]:
    """A file beside the wanted one, ours alone; on the disk, and only then under its name. Never over another."""
    beside = path.with_name(f".{path.name}.{uuid4().hex}")
    if path.exists() and not over:
        raise BackupRefused(f"{path} is there already, and is not overwritten")
    os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, OWNER_ONLY))
    try:
        yield beside
        _settle(beside)
        if over:
            beside.replace(path)
        else:
            _under_its_name(beside, path)
        _settle(path.parent)
    finally:
        beside.unlink(missing_ok=True)


def _under_its_name(beside: Path, path: Path) -> None:
    try:
        os.link(beside, path)
    except FileExistsError:
        raise BackupRefused(f"{path} is there already, and is not overwritten") from None


def _settle(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise BackupRefused(f"there is no file {path}")
    return path


@contextmanager
def _connected(url: sa.URL) -> Iterator["psycopg.Connection[tuple[int, ...]]"]:
    try:
        connection = psycopg.connect(**_asked(url), autocommit=True)  # type: ignore[arg-type]
    except psycopg.OperationalError:
        raise StoreAway from None
    with closing(connection):
        yield connection


def _asked(url: sa.URL) -> dict[str, str]:
    parts = url.translate_connect_args(username="user", database="dbname")
    return {name: str(value) for name, value in (parts | dict(url.query)).items()}


def _run(program: str, url: sa.URL, *options: str) -> None:
    """One of PostgreSQL's own programs. The password is handed over where other users cannot see it."""
    found = find(program)
    if found is None:
        raise BackupRefused(f"{program} is not installed: it comes with postgresql-client")
    done = subprocess.run(  # noqa: S603 - found below, and no shell
        [str(found), *options], env=_environment(url), stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        mend = "; it must be as new as the server" if any("version mismatch" in line for line in said) else ""
        raise StoreRefused(f"{program} ended with {done.returncode}{mend}")


def find(program: str) -> Path | None:
    """Where the operator's path says, or the newest that Debian installed."""
    newest = sorted(DEBIAN.glob(f"*/bin/{program}"), key=lambda each: int(each.parts[-3]))
    on_path = shutil.which(program)
    return Path(on_path) if on_path else newest[-1] if newest else None


def _environment(url: sa.URL) -> Mapping[str, str]:
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    names |= {"sslmode": "PGSSLMODE", "options": "PGOPTIONS", "sslrootcert": "PGSSLROOTCERT"}
    given = {names[name]: value for name, value in _asked(url).items() if name in names}
    return {**os.environ, **given}
