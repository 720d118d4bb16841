"""`python -m voice deliveries status|release KIND`: what was not delivered; after a restore, what may go out."""

import asyncio
from collections.abc import Sequence

from storage import outbox
from voice import delivering
from voice.commands import starting
from voice.commands.asking import usage
from voice.commands.opening import staff_services
from voice.config import Settings, read_settings


def main(argv: Sequence[str]) -> int:
    parser = usage("deliveries", "What was not delivered, by kind.", "deliveries release concern")
    what = parser.add_subparsers(dest="what", required=True, metavar="status | release KIND")
    what.add_parser("status", help="how many of each kind wait, are held back or were given up, and why")
    release = what.add_parser("release", help="after a restore: let what is held back go out")
    release.add_argument("kind", metavar="KIND")
    asked = parser.parse_args(argv)
    settings = read_settings()
    starting.check_schema(settings)
    asyncio.run(_do(settings, asked.kind if asked.what == "release" else None))
    return 0


async def _do(settings: Settings, kind: str | None) -> None:
    async with staff_services(settings, "command") as services:
        if kind:
            await delivering.release(services, kind)
        async with services.store.reading() as db:
            for line in await outbox.standing(db, services.authority):
                print(f"{line.kind:<24} {line.state:<8} {line.count:>6} {line.error_code or ''}")
