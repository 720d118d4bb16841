"""`python -m voice serve [public|staff|all]`: one application, or all in one process with the worker."""

import asyncio
from collections.abc import Coroutine, Sequence
from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any

import uvloop
from starlette.types import ASGIApp

from voice import logging
from voice.commands import servers, settling, starting, welcome
from voice.commands.asking import usage
from voice.config import Settings, read_settings
from voice.lexicon.screening import shipped
from voice.working_days import load_calendars

if TYPE_CHECKING:
    from voice.worker import Worker  # serving children never loads it


App = tuple[ASGIApp, int]  # and its port

NAMES = ("public", "staff", "telephones")  # in the order of their ports
MEASURED_EVERY = timedelta(seconds=15)


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
        apps = measured(settings, app.state.services, [(app, port)])
        ready = lambda: welcome.say_where(settings, which)  # noqa: E731
        return await servers.serve(apps, settings.host, ready, [_settle])


async def _all(settings: Settings, which: str) -> bool:
    build = import_module("voice.app").build  # by name, as above
    async with build(settings) as whole:
        apps = [(whole.public, settings.port), (whole.staff, settings.port + 1)]
        if whole.telephones:
            apps.append((whole.telephones, settings.port + 2))
        ready = lambda: welcome.say_where(settings, which)  # noqa: E731
        watched = measured(settings, whole.public.state.services, apps, whole.worker)
        return await servers.serve(watched, settings.host, ready, [whole.worker.run, _settle])


async def _settle(stop: asyncio.Event) -> None:
    await settling.settle(stop, load_calendars, shipped)


def measured(settings: Settings, services: Any, apps: Sequence[App], worker: "Worker | None" = None) -> Sequence[App]:
    """The same applications, with figures of them and of the worker for Prometheus, where the settings say so.

    Loaded by name and only then: its library costs every start a while.
    """
    if settings.metrics_port is None:
        return apps
    measuring, store = import_module("voice.commands.measuring"), services.store
    measuring.open_to_prometheus(settings.metrics_port, store)
    if worker:
        worker.also("measure", MEASURED_EVERY, lambda: measuring.measure_outbox(store, services.authority))
    return [(measuring.Measured(app, NAMES[port - settings.port]), port) for app, port in apps]


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
