"""`python -m voice erase CHILD`: asks for a child to be erased. Somebody else has to confirm it (R77)."""

import argparse
import asyncio
from collections.abc import Sequence
from uuid import UUID

from voice import clock, erasing
from voice.commands import starting
from voice.commands.asking import usage
from voice.commands.opening import staff_services
from voice.config import Settings, read_settings
from voice.erasing import Ground


def main(argv: Sequence[str]) -> int:
    asked = _asked(argv)
    settings = read_settings()
    starting.check_schema(settings)
    request = asyncio.run(_ask(settings, asked))
    print(f"request {request}, on the ground {asked.ground}")
    print("nothing is erased yet: somebody else has to confirm it in the portal, and the worker then does it")
    print(f"no backup would hold her after {erasing.last_backup_gone(clock.today())}, were it done today")
    return 0


async def _ask(settings: Settings, asked: argparse.Namespace) -> UUID:
    async with staff_services(settings, "command") as services:
        by = await erasing.who_asks(services, asked.by)
        return await erasing.ask_to_erase(services, by, asked.child, Ground(asked.ground))


def _asked(argv: Sequence[str]) -> argparse.Namespace:
    parser = usage(
        "erase",
        "Ask for a child to be erased. Refuses a looked-after or held child.",
        "erase ID --by alex@example.org --ground court_order",
    )
    parser.add_argument("child", type=UUID, metavar="CHILD", help="the child's id")
    parser.add_argument("--by", required=True, metavar="EMAIL", help="who asks: a member of staff who may")
    parser.add_argument("--ground", required=True, choices=[each.value for each in Ground], help="the lawful ground")
    return parser.parse_args(argv)
