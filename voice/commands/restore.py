"""`python -m voice restore FILE`: fills an empty database from a copy. Nothing must run on it meanwhile."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from storage import backups
from voice import restoring
from voice.commands import starting
from voice.commands.asking import usage
from voice.commands.opening import erased_list, staff_services
from voice.config import Settings, read_settings


def main(argv: Sequence[str]) -> int:
    parser = usage(
        "restore",
        "Fill an empty database from a copy: what was erased since is erased from it, and no delivery goes out until "
        "its kind is released. Stop everything that uses the database first.",
        "restore /srv/backups/2026-11-22.voice",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="what `backup` made")
    asked = parser.parse_args(argv)
    settings = read_settings()
    starting.make_home(settings)
    erased = asyncio.run(_restore(settings, asked.file))
    print(f"restored; {erased} children who were erased since the copy was made were erased from it")
    print("deliveries are held back: see python -m voice deliveries status, and release them kind by kind")
    print("audit verify will say that the record went back in time: it did")
    return 0


async def _restore(settings: Settings, file: Path) -> int:
    """The copy gets its place when it is ready, and not before."""
    if not backups.is_empty(settings.database):
        raise backups.BackupRefused("the database at VOICE_DATABASE is not empty: a copy only goes into one that is")
    made = backups.apart(settings.database)
    ready = settings.model_copy(update={"database": made})
    backups.clear_away(made, settings.database)
    try:
        backups.bring_back(made, file)
        async with staff_services(ready, "command") as services:
            erased = await restoring.make_ready(services, erased_list(settings))
    except BaseException:
        backups.clear_away(made, settings.database)
        if made == settings.database:
            print("NOT READY: what was erased may be in this database again; drop it, and restore into an empty one")
        raise
    backups.move_in(made, settings.database)
    return erased
