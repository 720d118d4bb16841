"""The fixed cast, set up by the same verbs an authority uses: Amara, Sam, Priya, Dev, Morgan and Alex."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from storage import key_files
from storage.case_keys import FileKeyProvider
from storage.envelopes import PrivateKey, new_private_key
from storage.intake_keys import IntakeKeys
from storage.schema import migrate
from storage.store import open_store
from surveys.loading import library
from voice import setting_up
from voice.model import Role, new_id
from voice.public_services import PublicServices
from voice.staff_services import StaffServices

PUBLIC_URL = "http://voice.test"
STAFF_URL = "http://staff.test"
SURVEY = "about_me_8_11"
ARRANGEMENTS = {
    "duty": {"opens": "09:00", "closes": "17:00", "out_of_hours": True},
    "calendar": "ENG",
    "help_lines": [{"name": "Duty team", "number": "01632 960100", "href": "tel:01632960100", "note": ""}],
}


@dataclass(slots=True)
class World:
    """One authority with its people; every id a test needs."""

    home: Path
    public: PublicServices
    staff: StaffServices
    east: UUID
    west: UUID
    people: dict[str, UUID]
    amara: UUID
    noor: UUID
    version: UUID
    advocacy: PrivateKey  # the advocacy provider's own, which the authority never has

    async def link(self, child: UUID | None = None) -> str:
        """A personal link's token for Amara (or another child)."""
        return await setting_up.invite(self.staff, child or self.amara, self.version, "Sam", "Priya", "8-11")


@asynccontextmanager
async def make_world(
    home: Path, url: str | None = None, *, public_url: str = PUBLIC_URL, staff_url: str = STAFF_URL
) -> AsyncIterator[World]:
    """Set the cast up in an empty home, on SQLite or on the empty database at `url`."""
    if url is None:
        url = f"sqlite:///{home / 'voice.db'}"
        (home / "voice.db").write_bytes(_migrated())
    migrate(url)
    paths = key_files.init(home / "keys", new_id())
    store = await open_store(url, "all")
    keys = IntakeKeys.load(paths.intake)
    public = PublicServices(store, keys, public_url, demo=True)
    staff = StaffServices(store, keys, FileKeyProvider.load(paths.case), public_url, staff_url, demo=True)
    try:
        yield await _people(home, public, staff)
    finally:
        await store.close()


@cache
def _migrated() -> bytes:
    """A migrated SQLite file, made once in a process: hundreds of tests begin with one."""
    with TemporaryDirectory() as place:
        migrate(f"sqlite:///{place}/voice.db")
        return (Path(place) / "voice.db").read_bytes()


async def _people(home: Path, public: PublicServices, staff: StaffServices) -> World:
    advocacy = new_private_key()
    await setting_up.make_authority(staff, "Northfold", ARRANGEMENTS, advocacy.public())
    east, west = await setting_up.add_team(staff, "East"), await setting_up.add_team(staff, "West")
    people = {
        "sam": await setting_up.add_staff(staff, "Sam", "Okafor", "sam@northfold.test", east, [Role.SOCIAL_WORKER]),
        "priya": await setting_up.add_staff(staff, "Priya", "Nair", "priya@northfold.test", east, [Role.TEAM_MANAGER]),
        "dev": await setting_up.add_staff(staff, "Dev", "Rao", "dev@northfold.test", west, [Role.SOCIAL_WORKER]),
        "morgan": await setting_up.add_staff(staff, "Morgan", "Bell", "morgan@northfold.test", None, [Role.DUTY]),
        "alex": await setting_up.add_staff(staff, "Alex", "Finch", "alex@northfold.test", None, [Role.ADMINISTRATOR]),
    }
    amara = await setting_up.add_child(staff, "Amara", date(2017, 5, 3), east)
    noor = await setting_up.add_child(staff, "Noor", date(2016, 2, 9), west)
    await setting_up.allocate(staff, amara, people["sam"], Role.SOCIAL_WORKER)
    await setting_up.allocate(staff, noor, people["dev"], Role.SOCIAL_WORKER)
    version = await setting_up.publish(staff, library()[SURVEY])
    return World(home, public, staff, east, west, people, amara, noor, version, advocacy)
