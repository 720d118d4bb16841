"""`python -m voice demo`: makes the invented authority of the demonstration, once, and writes demo.json.

With `--codes` it says everybody's one-time code of this half minute, so that nobody needs an authenticator app to
look round.
"""

import asyncio
from collections.abc import Sequence
from importlib import import_module

import uvloop

from voice.commands import starting
from voice.commands.asking import usage
from voice.commands.codes import codes
from voice.config import read_settings
from voice.errors import BadSetting


def main(argv: Sequence[str]) -> int:
    description = "Make the invented authority of the demonstration. Run again, it changes nothing."
    parser = usage("demo", description, "demo --codes")
    parser.add_argument("--codes", action="store_true", help="only say everybody's one-time code of this half minute")
    asked = parser.parse_args(argv)
    settings = read_settings()
    if not settings.demo:
        raise BadSetting("VOICE_DEMO", "must be 1: invented people never go into a real record")
    if asked.codes:
        print("\n".join(codes(settings)))
        return 0
    starting.make_home(settings)
    starting.check_schema(settings)
    # By name: nothing but this command may ever come near the invented people.
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(import_module("voice.demonstration.making").make_demonstration(settings))
    print(f"the demonstration is in {settings.home / 'demo.json'}")
    return 0
