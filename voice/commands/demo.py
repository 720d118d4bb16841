"""`python -m voice demo`: makes the invented authority of the demonstration, once, and writes demo.json."""

import asyncio
from collections.abc import Sequence
from importlib import import_module

from voice.commands import starting
from voice.commands.asking import usage
from voice.config import read_settings
from voice.errors import BadSetting


def main(argv: Sequence[str]) -> int:
    description = "Make the invented authority of the demonstration. Run again, it changes nothing."
    usage("demo", description, "demo").parse_args(argv)
    settings = read_settings()
    if not settings.demo:
        raise BadSetting("VOICE_DEMO", "must be 1: invented people never go into a real record")
    starting.make_home(settings)
    starting.check_schema(settings)
    # By name: nothing but this command may ever come near the invented people.
    asyncio.run(import_module("voice.demonstration").make_demonstration(settings))
    print(f"the demonstration is in {settings.home / 'demo.json'}")
    return 0
