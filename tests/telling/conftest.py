"""The cast on both databases, a mail server, and a worker that may do no more than the worker's role."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.store import open_store
from tests.telling.post_office import PostOffice, make_certificate, post_office
from tests.world import World, make_world
from voice import clock
from voice.staff_services import StaffServices

THURSDAY = datetime(2026, 11, 19, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def thursday() -> Iterator[None]:
    """It is Thursday 19 November 2026, ten in the morning, until a test lets time pass."""
    clock.stand(THURSDAY)
    yield
    clock.stand(None)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """The cast on each database."""
    url = None if request.param == "sqlite" else request.getfixturevalue("fresh_postgres")
    async with make_world(tmp_path, url) as made:
        yield made


@pytest.fixture
async def services(world: World) -> AsyncIterator[StaffServices]:
    """What the worker's process has; on PostgreSQL no more rights than its role."""
    async with another_worker(world) as made:
        yield made.services


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A certificate that this process believes, as an operator's SSL_CERT_FILE makes it."""
    made = make_certificate(tmp_path / "mail.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(made))
    return made


@pytest.fixture
async def office(certificate: Path) -> AsyncIterator[PostOffice]:
    """A mail server that asks for STARTTLS and a password."""
    async with post_office(certificate) as made:
        yield made


@dataclass(slots=True)
class AnotherWorker:
    """A worker's services, opened for a block."""

    world: World
    services: StaffServices = None  # type: ignore[assignment]

    async def __aenter__(self) -> "AnotherWorker":
        staff, url = self.world.staff, self.world.staff.store.engine.url
        if url.get_backend_name() != "sqlite":
            url = url.update_query_dict({"options": "-c role=voice_worker"})
        store = await open_store(url.render_as_string(hide_password=False), "worker")
        self.services = StaffServices(store, staff.keys, staff.provider, staff.public_url, staff.staff_url, demo=True)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.services.store.close()


SQLITE = pytest.mark.parametrize("world", ["sqlite"], indirect=True)  # where the databases cannot differ


def another_worker(world: World) -> AnotherWorker:
    """One more worker, as another process would be."""
    return AnotherWorker(world)
