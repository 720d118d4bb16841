"""`python -m voice audit verify`: exit 1 and the first bad row, if anybody has touched the audit."""

import asyncio
from collections.abc import Sequence

from voice import auditing
from voice.auditing import Anchors, Sound
from voice.commands import starting
from voice.commands.asking import usage
from voice.commands.opening import staff_services
from voice.config import Settings, read_settings
from voice.errors import BadSetting


def main(argv: Sequence[str]) -> int:
    parser = usage("audit", "Check that no line of the audit was changed, moved or taken away.", "audit verify")
    parser.add_argument("what", choices=["verify"])
    parser.parse_args(argv)
    settings = read_settings()
    starting.check_schema(settings)
    found = asyncio.run(_verify(settings))
    print(f"{found.lines} lines in {found.chains} chains are as they were written")
    if found.anchored is None:
        print(f"NOT SEEN: lines cut off at the end, for there is no anchor yet at {settings.audit_anchor}")
    else:
        print(f"{found.anchors} anchors hold them, the last of {found.anchored:%Y-%m-%d %H:%M} UTC")
    return 0


async def _verify(settings: Settings) -> Sound:
    async with staff_services(settings, "command") as services:
        try:
            return await auditing.verify(services, settings.audit_anchor)
        except FileNotFoundError:
            if "audit_anchor" in settings.model_fields_set:
                raise BadSetting("VOICE_AUDIT_ANCHOR", "there is no such file, and it is the proof") from None
            return await auditing.verify_against(services, Anchors())
