"""Refuses to start where it would not be safe, each time in one line that says how to mend it."""

import os
import tempfile
from pathlib import Path
from uuid import UUID

from storage import authorities, schema
from storage.store import Store
from voice.config import Settings
from voice.errors import BadSetting, NothingThere


def make_home(settings: Settings) -> None:
    """The data folder, ours alone. Raises BadSetting where this user cannot write in it."""
    try:
        settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.home):
            pass
    except OSError:
        raise BadSetting(
            "VOICE_HOME", f"this user cannot write in {settings.home}; give it a folder of its own"
        ) from None


def refuse_unsafe(settings: Settings, what: str) -> None:
    """What must be right before `serve` or `worker` begins. Raises BadSetting, StoreAway."""
    _has_addresses(settings)
    make_home(settings)
    if what == "public" and not settings.demo:
        _holds_no_case_keys(settings)
    check_schema(settings)


def check_schema(settings: Settings) -> None:
    """Raises BadSetting where the database has not been migrated, StoreAway where there is none."""
    if schema.behind(settings.database):
        raise BadSetting("VOICE_DATABASE", "is behind this version; run python -m voice migrate")


async def check_authority(store: Store, authority: UUID) -> None:
    """Raises BadSetting where keys and database belong to different authorities."""
    async with store.reading() as db:
        try:
            await authorities.find(db, authority)
        except NothingThere:
            mend = "are another authority's than the one in the database, or it holds none yet"
            raise BadSetting("VOICE_INTAKE_KEYS", mend) from None


def _has_addresses(settings: Settings) -> None:
    for name, url in (("VOICE_PUBLIC_URL", settings.public_url), ("VOICE_STAFF_URL", settings.staff_url)):
        if not url:
            raise BadSetting(
                name, "is missing; it is the address that people will use, as in https://voice.example.org"
            )


def _holds_no_case_keys(settings: Settings) -> None:
    """The process that faces children must not be able to open what they say (security.md, Keys)."""
    if "keys" in settings.model_fields_set:
        raise BadSetting("VOICE_KEYS", "must not be set for the children's application; take it out of its environment")
    path = Path(settings.keys)
    if os.access(path, os.R_OK):
        mend = f"{path} can be read by this user; give it to the staff's user alone, or run this as another"
        raise BadSetting("VOICE_KEYS", mend)
