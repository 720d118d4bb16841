"""`python -m voice door open|close`: whether a child without a link may say something."""

import asyncio
from collections.abc import Sequence

from voice import opening_door
from voice.commands import starting
from voice.commands.asking import usage
from voice.commands.opening import staff_services
from voice.config import Settings, read_settings


def main(argv: Sequence[str]) -> int:
    parser = usage("door", "Let children without a link say something, which duty reads; or not any more.", "door open")
    parser.add_argument("what", choices=["open", "close"])
    what = parser.parse_args(argv).what
    settings = read_settings()
    starting.check_schema(settings)
    asyncio.run(_set(settings, what))
    done = {"open": "open", "close": "closed; whoever has begun may finish"}[what]
    print(f"the door is {done}. Start the processes again for them to know.")
    return 0


async def _set(settings: Settings, what: str) -> None:
    async with staff_services(settings, "command") as services:
        await (opening_door.open_door if what == "open" else opening_door.close_door)(services)
