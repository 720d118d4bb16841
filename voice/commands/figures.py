"""`python -m voice figures check`: whether the tallies are what the statements say; exit 1 where they are not."""

import asyncio
from collections.abc import Sequence

from voice import recounting
from voice.commands import starting
from voice.commands.asking import usage
from voice.commands.opening import staff_services
from voice.config import Settings, read_settings
from voice.errors import VoiceError


class FiguresDiffer(VoiceError):
    """A tally is not what its statements say."""


def main(argv: Sequence[str]) -> int:
    parser = usage("figures", "Count every statement again and compare with the tallies.", "figures check")
    parser.add_argument("what", choices=["check"])
    parser.parse_args(argv)
    settings = read_settings()
    starting.check_schema(settings)
    asyncio.run(_check(settings))
    return 0


async def _check(settings: Settings) -> None:
    async with staff_services(settings, "command") as services:
        found = await recounting.recount(services)
        waiting = await recounting.still_waiting(services)
    for each in found:
        verdict = "agrees" if each.agrees else "DIFFERS"
        since = f", {each.erased} erased since" if each.erased else ""
        print(f"{each.survey} {each.number}  {each.month:%Y-%m}  {each.tallied} statements{since}: {verdict}")
    print(f"{waiting} statements wait to be counted")
    if not all(each.agrees for each in found):
        raise FiguresDiffer("a tally is not what its statements say")
