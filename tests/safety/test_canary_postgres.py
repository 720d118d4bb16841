"""The canary on PostgreSQL: a dump, every file of the data directory, and the public role's own rights."""

import os
import subprocess
from pathlib import Path

import psycopg
import pytest

from tests.postgres import Cluster, find_programs, for_libpq, name_of
from tests.safety.scenes import Scene
from tests.safety.searching import Sought, everything_under, found_in, in_postgresqls_compression

# The public process may do what its role may, and nothing else: the grants are tried by the whole scene.
AS_PUBLIC = "options=-c%20role%3Dvoice_public"

# PostgreSQL's own copy of its catalogue: any session throws it away when a table changes, also while we read.
THROWN_AWAY = "pg_internal.init"


def as_public(url: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{AS_PUBLIC}"


def thiefs_copies(cluster: Cluster, url: str) -> tuple[dict[Path, str], bytes]:
    """The data directory's files with the part they lie in, written out, without other databases'; and a dump."""
    with psycopg.connect(for_libpq(cluster.url), autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        wanted = "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = %s"
        row = connection.execute(wanted, (name_of(url),)).fetchone()
    assert row is not None
    data, programs = Path(str(row[0])), find_programs()
    if programs is None or not os.access(data / "base", os.R_OK):
        pytest.skip("PostgreSQL's own files or pg_dump are out of reach here")
    dump = subprocess.run([programs / "bin" / "pg_dump", for_libpq(url)], check=True, capture_output=True)
    others = {path for path in (data / "base").iterdir() if path.name.isdigit() and path.name != str(row[1])}
    ours = (path for path in everything_under(data) if path.parent not in others)
    return {path: path.relative_to(data).parts[0] for path in ours}, dump.stdout


@pytest.mark.parametrize("missing", ["", "seal", "lock"], ids=["as it is", "envelopes open", "drafts open"])
async def test_nothing_a_child_typed_is_found_in_postgresql(
    missing: str, fresh_postgres: str, postgres: Cluster, tmp_path: Path
) -> None:
    """In no table, no index, no write-ahead log and no dump; and everywhere, on a build that does not seal."""
    scene = Scene(tmp_path / "home", fresh_postgres)
    await scene.set_up()

    scene.url = as_public(fresh_postgres)
    await scene.played("public", CANARY=missing)
    scene.url = fresh_postgres

    files, dump = thiefs_copies(postgres, fresh_postgres)
    sought = scene.words if missing else scene.words | await scene.secrets()
    found = {place for path, place in files.items() if holds(contents(path), sought, scene.core)}
    found |= {"home"} if found_in(sought, scene.home) else set()
    found |= {"dump"} if holds(dump, sought, scene.core) else set()
    assert len(dump) > 50_000
    assert len(files) > 300
    assert found == ({"base", "pg_wal", "dump"} if missing else set())


def contents(path: Path) -> bytes:
    """What is in this file of a running server; only its throw-away cache may be gone by now."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        if path.name != THROWN_AWAY:
            raise
        return b""


def holds(data: bytes, sought: Sought, core: str) -> bool:
    return bool(sought.within(data)) or in_postgresqls_compression(data, core)
