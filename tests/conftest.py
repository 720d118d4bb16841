"""What every test may rely on. The people in the stories are beside the tests that need them."""

from collections.abc import Callable, Iterator

import hypothesis
import pytest

from storage.schema import migrate
from tests import closed_sockets as doors_shut
from tests.postgres import MISSING, Cluster, running_cluster

# A slow machine is no reason to fail a property, and a failure must be the same for whoever runs it next.
hypothesis.settings.register_profile("voice", deadline=None, print_blob=True)
hypothesis.settings.load_profile("voice")

doors_shut.close()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for a browser or for PostgreSQL is marked as one that does."""
    for item in items:
        for slow in {"browser", "postgres"}.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(slow)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Nothing is skipped in silence: every skipped test gets a line that names it and says why."""
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        terminalreporter.write_line(f"SKIPPED, NOT TESTED: {report.nodeid}: {reason}", yellow=True, bold=True)


@pytest.fixture(autouse=True)
def closed_sockets() -> Iterator[list[str]]:
    """Fails a test that reached for another machine, even where the code under test swallowed the refusal."""
    doors_shut.attempts.clear()
    yield doors_shut.attempts
    if doors_shut.attempts:
        pytest.fail(f"this test tried to reach {', '.join(doors_shut.attempts)}; tests stay on this machine")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A real PostgreSQL, one for each process that runs tests: nothing to share, nothing to wait for."""
    with running_cluster() as cluster:
        if cluster is None:
            pytest.skip(MISSING)
        yield cluster


@pytest.fixture(scope="session")
def postgres_url(postgres: Cluster) -> str:
    """The address of a database on the running server; tests make their own with `fresh_postgres`."""
    return postgres.url


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Cluster) -> Iterator[str]:
    """The address of a migrated database that nobody writes to: tests copy it, which takes a tenth of migrating."""
    url = postgres.create()
    migrate(url)
    yield url
    postgres.drop(url)


@pytest.fixture
def fresh_postgres(postgres: Cluster, migrated_postgres: str) -> Iterator[str]:
    """The address of a migrated database, with nothing in it, for this test alone."""
    url = postgres.create(migrated_postgres)
    yield url
    postgres.drop(url)


@pytest.fixture
def empty_postgres(postgres: Cluster) -> Iterator[str]:
    """The address of a database that nobody has migrated, for this test alone."""
    url = postgres.create()
    yield url
    postgres.drop(url)


@pytest.fixture
def clone_postgres(postgres: Cluster) -> Iterator[Callable[[str], str]]:
    """Copies the database at an address (a migrated one, say) for this test alone, quicker than migrating."""
    made: list[str] = []

    def clone(template: str) -> str:
        made.append(postgres.create(template))
        return made[-1]

    yield clone
    for url in made:
        postgres.drop(url)
