"""The record on both databases, empty but for the authority: what holds on one has to hold on the other."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from storage import authorities, schema
from storage.store import Store, open_store
from storage.writes import Writes
from tests.storage.places import AUTHORITY
from voice import clock

POSTGRES_ONLY = [pytest.param("postgres", marks=pytest.mark.postgres)]
SQLITE_ONLY = ["sqlite"]
BOTH = [*SQLITE_ONLY, *POSTGRES_ONLY]


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that nobody writes to: tests copy it."""
    path = tmp_path_factory.mktemp("migrated") / "voice.db"
    schema.migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a migrated, empty database, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        copy = tmp_path / "voice.db"
        copy.write_bytes(request.getfixturevalue("migrated_sqlite").read_bytes())
        return f"sqlite:///{copy}"
    clone: Callable[[str], str] = request.getfixturevalue("clone_postgres")
    return clone(request.getfixturevalue("migrated_postgres"))


@pytest.fixture
async def store(database: str) -> AsyncIterator[Store]:
    """The record with one authority, open for a process called test."""
    opened = await open_store(database, "test")
    writes = Writes(AUTHORITY)
    authorities.add(writes, "Northfold", "voice.test", "staff.test", {}, clock.now())
    await opened.write(writes)
    yield opened
    await opened.close()
