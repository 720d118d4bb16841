"""`python -m voice serve [public|staff|all]`: one application, or all in one process with the worker."""

import asyncio
from collections.abc import Coroutine, Sequence
from importlib import import_module
from typing import Any

import uvloop

from voice import logging
from voice.commands import servers, starting, welcome
from voice.commands.asking import usage
from voice.config import Settings, read_settings


def main(argv: Sequence[str]) -> int:
    asked = _asked(argv)
    settings = read_settings()
    starting.refuse_unsafe(settings, asked)
    logging.set_up(asked)
    run = {"public": _one, "staff": _one, "all": _all}[asked]
    return 0 if run_to_the_end(run(settings, asked)) else 1


def run_to_the_end(work: Coroutine[Any, Any, bool]) -> bool:
    """On the quicker event loop."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


async def _one(settings: Settings, which: str) -> bool:
    # By name, so that serving children never loads the module that joins the staff's application to its keys.
    build = import_module(f"voice.{which}_app").build
    port = settings.port + (which == "staff")
    async with build(settings) as app:
        if settings.database.startswith("sqlite"):
            logging.warn("SQLite has one writer: serve all is quicker than several processes")
        return await servers.serve([(app, port)], settings.host, lambda: welcome.say_where(settings, which))


async def _all(settings: Settings, which: str) -> bool:
    build = import_module("voice.app").build  # by name, as above
    async with build(settings) as whole:
        apps = [(whole.public, settings.port), (whole.staff, settings.port + 1)]
        if whole.telephones:
            apps.append((whole.telephones, settings.port + 2))
        ready = lambda: welcome.say_where(settings, which)  # noqa: E731
        return await servers.serve(apps, settings.host, ready, [whole.worker.run])


def _asked(argv: Sequence[str]) -> str:
    parser = usage(
        "serve", "Serve until stopped with Ctrl-C or SIGTERM; what is under way is finished first.", "serve all"
    )
    parser.add_argument(
        "which",
        nargs="?",
        default="all",
        choices=["public", "staff", "all"],
        help="the children's application, the staff's at PORT + 1, or both with the worker (default: all)",
    )
    return str(parser.parse_args(argv).which)
