"""Northfold, the invented authority, made once and only looked at."""

import json
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from storage import key_files, staff, tables
from storage.case_keys import FileKeyProvider
from storage.intake_keys import IntakeKeys
from storage.media import open_media
from storage.schema import migrate
from storage.store import open_store
from tests.world import PUBLIC_URL, STAFF_URL
from voice import clock
from voice.access import SignedIn
from voice.demonstration import making
from voice.model import new_id
from voice.public_services import PublicServices
from voice.staff_services import StaffServices

NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)


@dataclass(slots=True)
class Northfold:
    """The authority, its sheet, and its members of staff by first name."""

    public: PublicServices
    staff: StaffServices
    sheet: dict[str, Any]
    members: dict[str, SignedIn]
    home: Path

    async def rows(self, table: sa.Table, **where: object) -> list[sa.RowMapping]:
        wanted = sa.select(table).where(*(table.c[name] == value for name, value in where.items()))
        async with self.staff.store.reading() as db:
            return list((await db.execute(wanted)).mappings())


@pytest.fixture(scope="session")
async def made(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Northfold]:
    """The demonstration as it stands on an afternoon in November."""
    home = tmp_path_factory.mktemp("northfold")
    url = f"sqlite:///{home / 'voice.db'}"
    migrate(url)
    paths = key_files.init(home / "keys", new_id())
    keys = IntakeKeys.load(paths.intake)
    clock.stand(NOW)
    store = await open_store(url, "all")
    media, ffmpeg = open_media(f"file:{home}/media"), shutil.which("ffmpeg")
    public = PublicServices(store, keys, PUBLIC_URL, demo=True, media=media)
    case, urls = FileKeyProvider.load(paths.case), (PUBLIC_URL, STAFF_URL)
    services = StaffServices(store, keys, case, *urls, demo=True, media=media, ffmpeg=ffmpeg)
    try:
        sheet = json.loads(json.dumps(await making.make(public, services)))
        yield Northfold(public, services, sheet, await _members(services), home)
    finally:
        clock.stand(None)
        await store.close()


async def _members(services: StaffServices) -> dict[str, SignedIn]:
    async with services.store.reading() as db:
        ids = (await db.execute(sa.select(tables.staff_member.c.id))).scalars()
        found = [await staff.find(db, services.authority, each) for each in list(ids)]
    return {
        each.first_name.lower(): SignedIn(each.id, each.first_name, each.last_name, each.team, each.roles)
        for each in found
        if each
    }


@pytest.fixture
def northfold(made: Northfold) -> Iterator[Northfold]:
    """The same afternoon."""
    clock.stand(NOW)
    yield made
    clock.stand(None)
