"""`python -m voice worker`: what happens by itself, in a process of its own."""

import asyncio
import signal
from collections.abc import Sequence

from voice import logging
from voice.commands import starting
from voice.commands.asking import usage
from voice.commands.opening import staff_services
from voice.commands.serve import measured
from voice.config import Settings, read_settings
from voice.worker import worker_of


def main(argv: Sequence[str]) -> int:
    usage("worker", "Do what happens by itself, until stopped with Ctrl-C or SIGTERM.", "worker").parse_args(argv)
    settings = read_settings()
    starting.refuse_unsafe(settings, "worker")
    logging.set_up("worker")
    asyncio.run(_work(settings))
    return 0


async def _work(settings: Settings) -> None:
    stop = asyncio.Event()
    for asked in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(asked, stop.set)
    async with staff_services(settings, "worker") as services:
        print("the worker is ready; Ctrl-C stops it", flush=True)
        worker = worker_of(services, settings)
        measured(settings, services, [], worker)
        await worker.run(stop)
