"""What a child was told is kept is there, once, whatever broke meanwhile; and the harness would find it if not."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.faults.cluster import Killable, killable
from tests.faults.disks import small_disk
from tests.faults.harness import Survived, run
from tests.faults.served import slow_disk
from tests.postgres import MISSING

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
KILLS, HUNDREDS = 20, 150


@pytest.fixture
def seed() -> int:
    """Another one each time, and printed with the test when it fails."""
    return secrets.randbelow(10**6)


@pytest.fixture(params=BOTH)
def server(request: pytest.FixtureRequest) -> Iterator[Killable | None]:
    """None for SQLite; for PostgreSQL one that this test alone uses."""
    if request.param == "sqlite":
        yield None
        return
    with killable() as found:
        if found is None:
            pytest.skip(MISSING)
        yield found


def nothing_lost(survived: Survived) -> None:
    print(survived.said())
    assert survived.wrong == []
    assert survived.counted.statements
    assert survived.counted.concerns


def test_twenty_kills(server: Killable | None, tmp_path: Path, seed: int) -> None:
    """The program dies twenty times under 32 children, most often with a commit under way: the disk is slow."""
    preload = "" if server else slow_disk(tmp_path)

    survived = run(tmp_path / "home", ["kill"], KILLS, seed, postgres=server, preload=preload)

    nothing_lost(survived)
    assert len(survived.done) == KILLS


@pytest.mark.thorough
@pytest.mark.parametrize("fault", ["kill", "worker", "postgres"])
def test_hundreds_of_kills(server: Killable | None, tmp_path: Path, seed: int, fault: str) -> None:
    """The same, and the worker in a lease, and PostgreSQL itself, many times."""
    if fault == "postgres" and server is None:
        pytest.skip("SQLite has no server that could be killed")
    preload = slow_disk(tmp_path)
    if server:
        server.preload = preload

    nothing_lost(run(tmp_path / "home", [fault], HUNDREDS, seed, postgres=server, links=3000, preload=preload))


@pytest.mark.thorough
@pytest.mark.parametrize("fault", ["cut", "locked", "clock"])
def test_what_else_happens_to_machines(server: Killable | None, tmp_path: Path, seed: int, fault: str) -> None:
    """256 browsers gone at once, a database that somebody else holds, a clock set back."""
    survived = run(tmp_path / "home", ["cut", fault], 6, seed, postgres=server, links=2000)

    assert survived.wrong == []
    assert survived.seen.broken == 0


@pytest.mark.thorough
@pytest.mark.parametrize("database", BOTH)
def test_a_full_disk(database: str, seed: int) -> None:
    """The program says that it is not ready, loses nothing, and goes on by itself when there is room again."""
    # In /tmp itself: PostgreSQL's user may not look into the folders that pytest makes.
    with TemporaryDirectory(prefix="voice-faults-", dir="/tmp") as folder, small_disk(place := Path(folder)) as small:
        if not small:
            pytest.skip("NO SMALL DISK may be mounted here: it takes root")
        (place / "pg").mkdir()
        if database == "sqlite":
            survived = run(place / "home", ["full"], 3, seed)
        else:
            with killable(place / "pg") as server:
                survived = run(place / "home", ["full"], 3, seed, postgres=server)

    assert survived.wrong == []
    assert survived.seen.broken == 0


@pytest.mark.thorough
@pytest.mark.parametrize("planted", ["early", "unclaimed", "half"])
def test_the_harness_finds_what_is_wrong(server: Killable | None, tmp_path: Path, planted: str) -> None:
    """An answer before its commit, a claim that claims nothing, a batch written again that was never taken back."""
    survived = run(tmp_path / "home", ["kill"], 8, 5, postgres=server, planted=planted, preload=slow_disk(tmp_path))

    assert survived.wrong != []
