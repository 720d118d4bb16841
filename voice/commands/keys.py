"""`python -m voice keys init|rotate|status`: makes the keys, renews them, counts what they hold. Never prints one."""

import argparse
import asyncio
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from storage import key_files, schema
from storage.case_keys import FileKeyProvider, provider_for
from storage.intake_keys import IntakeKeys
from voice import key_work
from voice.commands import starting
from voice.commands.asking import usage
from voice.commands.opening import staff_services
from voice.config import Settings, read_settings
from voice.errors import BadSetting, NothingThere
from voice.key_work import Rewrapped
from voice.model import new_id
from voice.staff_services import StaffServices


def main(argv: Sequence[str]) -> int:
    asked = _asked(argv)
    settings = read_settings()
    if asked.what == "init":
        return _init(settings, asked.to)
    if asked.what == "status":
        return _status(settings)
    starting.check_schema(settings)
    return asyncio.run(_renew_child(settings, asked.child) if asked.child else _rotate(settings))


def _init(settings: Settings, to: Path | None) -> int:
    starting.make_home(settings)
    made = key_files.init(to or settings.home, new_id())
    print(f"{made.intake} is for the children's application (VOICE_INTAKE_KEYS)")
    print(f"{made.case} opens what children say: for the staff's application and the worker alone (VOICE_KEYS)")
    print("keep a copy of both where neither fire nor a thief takes it with the database")
    return 0


async def _rotate(settings: Settings) -> int:
    async with staff_services(settings, "command") as services:
        if await key_work.unfinished(services):
            print(f"going on to version {services.provider.current_kek()}; run it again for a new version")
        else:
            print(f"new version {_new_version(services)}")
        done = await key_work.rewrap_all(services)
        _say_counts(await key_work.count_by_version(services))
    return _say_moved(done)


def _new_version(services: StaffServices) -> int:
    if not isinstance(services.provider, FileKeyProvider):
        mend = "keeps its keys in the environment; add a version there, then run this again to move to it"
        raise BadSetting("VOICE_KEYS", mend)
    return services.provider.add_kek_version()


def _say_moved(done: Rewrapped) -> int:
    print(f"{done.moved} keys moved")
    print("make the custodians' package again, with python -m voice recover make: the old one lacks this version")
    if done.broken:
        print(f"{done.broken} keys do not open with any version and were left as they are")
    return 1 if done.broken else 0


async def _renew_child(settings: Settings, child: UUID) -> int:
    async with staff_services(settings, "command") as services:
        try:
            retired = await key_work.renew_child(services, child)
        except NothingThere:
            raise BadSetting("--child", "no child has this id") from None
    print(f"{len(key_work.CHILD_PURPOSES)} new key pairs, {retired} retired; what was sealed to those still opens")
    return 0


def _status(settings: Settings) -> int:
    keys, provider = IntakeKeys.load(settings.intake_keys), provider_for(settings.keys)
    together = key_files.belong_together(keys, provider)
    print(f"newest version {provider.current_kek()}")
    print(f"intake.key and case.key {'belong' if together else 'DO NOT belong'} together")
    if schema.behind(settings.database):
        print("no keys counted: the database is not there yet, or is behind this version")
    else:
        _say_counts(asyncio.run(_count(settings)))
    return 0 if together else 1


async def _count(settings: Settings) -> dict[int, int]:
    async with staff_services(settings, "command", checked=False) as services:
        return await key_work.count_by_version(services)


def _say_counts(counts: dict[int, int]) -> None:
    for version, count in counts.items():
        print(f"version {version}: {count} keys")


def _asked(argv: Sequence[str]) -> argparse.Namespace:
    parser = usage("keys", "Make the keys, renew them, count what they hold.", "keys rotate")
    what = parser.add_subparsers(dest="what", required=True, metavar="init | rotate | status")
    init = what.add_parser("init", help="two new files of keys; never overwrites one")
    init.add_argument("--to", type=Path, metavar="FOLDER", help="where (default: VOICE_HOME)")
    rotate = what.add_parser("rotate", help="a new version of the key that wraps all others, or a child's new pairs")
    rotate.add_argument("--child", type=UUID, metavar="ID", help="new key pairs for this child alone")
    what.add_parser("status", help="versions, and how many keys are under each")
    return parser.parse_args(argv)
